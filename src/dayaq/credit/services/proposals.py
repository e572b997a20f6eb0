"""What all proposals share: one person proposes, another decides, one waits at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from dayaq.credit.models import (
    Loan,
    LoanEvent,
    LoanStatus,
    ProposalStatus,
    Relief,
    RescheduleRequest,
    WriteOff,
)
from dayaq.credit.services.locks import held_loan
from dayaq.credit.services.replaying import Fact, refuse_unfit
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused, not_before
from dayaq.kernel.events import record

P = TypeVar("P", RescheduleRequest, WriteOff, Relief)


def refuse_unless_active(loan: Loan) -> None:
    """:raises Refused: the loan is not being repaid now"""
    if loan.status != LoanStatus.ACTIVE:
        raise Refused(N_("This loan is not being repaid now; nothing of it can be changed."))


def refuse_waiting(statuses: Iterable[str]) -> None:
    """:raises Refused: one of its kind waits already"""
    if ProposalStatus.PROPOSED in list(statuses):
        raise Refused(N_("A proposal for this loan is waiting for approval already."))


def refuse_same_person(by: Actor, proposed_by: UUID) -> None:
    """:raises Refused: nobody decides on what they proposed"""
    if by.user_id == proposed_by:
        raise Refused(N_("Somebody other than the one who proposed it must decide."))


def refuse_impossible(loan: Loan, fact: Fact, on: dt.date, field: str | None = None) -> None:
    """Ask the engine now, so that nobody approves in vain.

    :raises Refused: the loan cannot take the fact
    """
    past = list(LoanEvent.objects.filter(loan=loan).order_by("seq"))
    refuse_unfit(loan, fact, past, on, field)


def held(by: Actor, kind: type[P], proposal_id: UUID) -> tuple[Loan, P]:
    """The proposal, read under the lock of its loan: two people may decide at once.

    :raises NotFound: there is none
    :raises Refused: it is decided already
    """
    found = kind.objects.filter(pk=proposal_id).values_list("loan_id", flat=True).first()
    if found is None:
        raise NotFound(N_("There is no such proposal."))
    loan = held_loan(by, "credit.approve_change", found)
    proposal = kind.objects.get(pk=proposal_id)
    if proposal.status != ProposalStatus.PROPOSED:
        raise Refused(N_("Somebody has decided on this proposal already."))
    return loan, proposal


def decided(proposal: P, status: str, by: Actor, on: dt.date, note: str) -> P:
    """Write the decision down.

    :raises Refused: nothing was proposed yet on that day
    """
    not_before(on, proposal.made_on, N_("Nothing was proposed yet on that day."))
    proposal.status = status
    proposal.decided_by_id = by.user_id
    proposal.decided_on = on
    proposal.decision_note = note
    proposal.save()
    return proposal


def refused(
    by: Actor, kind: type[P], proposal_id: UUID, note: str, verb: str, on: dt.date, at: dt.datetime
) -> P:
    """Refuse a proposal, with a reason; the loan stays as it is.

    :raises Refused: proposed by the same person, decided already, or no reason
    """
    loan, proposal = held(by, kind, proposal_id)
    refuse_same_person(by, proposal.proposed_by_id)
    if not note.strip():
        raise Refused(N_("Give the reason."), field="note")
    log(verb, loan, by, on, at)
    return decided(proposal, ProposalStatus.REFUSED, by, on, note)


def log(verb: str, loan: Loan, by: Actor, on: dt.date, at: dt.datetime, **data: str) -> UUID:
    """One event about the loan and its borrower."""
    return record(
        verb,
        by=by,
        on=on,
        at=at,
        subjects=[("loan", loan.pk), ("person", loan.person_id)],
        data={"loan": loan.code, **data},
    )
