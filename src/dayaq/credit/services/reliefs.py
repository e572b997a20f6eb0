"""Giving something up on a loan that goes on: part of the amount, interest, a fee, a penalty, or
all of the rest as a grant. One proposes, another approves; the books follow the loan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from dayaq.credit.models import EventKind, LoanEvent, ProposalStatus, Relief, ReliefKind
from dayaq.credit.services.locks import held_loan
from dayaq.credit.services.proposals import (
    decided,
    held,
    log,
    refuse_impossible,
    refuse_same_person,
    refuse_unless_active,
    refuse_waiting,
    refused,
)
from dayaq.credit.services.replaying import Fact, append, state_of
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused

EVENTS: Mapping[str, tuple[EventKind, str]] = {
    ReliefKind.FORGIVE: (EventKind.PART_FORGIVEN, "principal"),
    ReliefKind.WAIVE_INTEREST: (EventKind.WAIVED, "interest"),
    ReliefKind.WAIVE_FEE: (EventKind.WAIVED, "fee"),
    ReliefKind.WAIVE_PENALTY: (EventKind.WAIVED, "penalty"),
    ReliefKind.GRANT: (EventKind.GRANTED, "principal"),
}
"""The loan event of each relief, and the component it takes off."""


def propose_relief(
    *,
    by: Actor,
    loan_id: UUID,
    kind: str,
    amount_minor: int | None,
    cause: str,
    reason: str,
    on: dt.date,
    at: dt.datetime,
) -> Relief:
    """Propose to give something up.

    :param amount_minor: None gives up all that is owed of it on the day of the approval
    :raises Refused: nothing of it is owed, it is more than is owed, or a proposal is waiting
    """
    loan = held_loan(by, "credit.propose", loan_id)
    refuse_unless_active(loan)
    refuse_waiting(Relief.objects.filter(loan=loan).values_list("status", flat=True))
    if kind == ReliefKind.FORGIVE and amount_minor is None:
        raise Refused(
            N_("Enter the part to forgive; to give up everything, propose a grant or a write-off."),
            field="amount_minor",
        )
    relief = Relief(
        loan=loan,
        kind=kind,
        amount_minor=None if kind == ReliefKind.GRANT else amount_minor,
        cause=cause,
        reason=reason,
        proposed_on=on,
        proposed_by_id=by.user_id,
        status=ProposalStatus.PROPOSED,
        recorded_at=at,
    )
    past = list(LoanEvent.objects.filter(loan=loan, value_on__lte=on).order_by("seq"))
    if not getattr(state_of(loan, past).outstanding, EVENTS[kind][1]):
        raise Refused(N_("Nothing of this is owed on the loan."), field="kind")
    refuse_impossible(loan, _fact(relief, on), on, "amount_minor")
    relief.save(force_insert=True)
    log("credit.relief_proposed", loan, by, on, at, relief=kind)
    return relief


def approve_relief(
    *, by: Actor, relief_id: UUID, on: dt.date, at: dt.datetime, note: str = ""
) -> Relief:
    """The second signature: it is no longer owed from this day on.

    :raises Refused: proposed by the same person, decided already, or more than is owed by now
    """
    loan, relief = held(by, Relief, relief_id)
    refuse_same_person(by, relief.proposed_by_id)
    event_id = log("credit.relief_approved", loan, by, on, at, relief=relief.kind)
    append(loan, _fact(relief, on), by=by, on=on, at=at, event_id=event_id)
    return decided(relief, ProposalStatus.APPROVED, by, on, note)


def refuse_relief(*, by: Actor, relief_id: UUID, note: str, on: dt.date, at: dt.datetime) -> Relief:
    """Refuse it, with a reason; the loan stays as it is.

    :raises Refused: proposed by the same person, or decided already
    """
    return refused(by, Relief, relief_id, note, "credit.relief_refused", on, at)


def _fact(relief: Relief, on: dt.date) -> Fact:
    kind, component = EVENTS[relief.kind]
    return Fact(
        kind=kind,
        value_on=on,
        key=f"relief:{relief.pk}",
        amount_minor=relief.amount_minor,
        data={"cause": relief.cause, "component": component},
    )
