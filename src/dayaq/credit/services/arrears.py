"""What is done when a plan does not hold: promises, steps, new terms, giving up a claim.

New terms and write-offs are proposed by one person and approved by another. The old schedule
stays on record, and the loan stays marked as restructured.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from dayaq.credit.domain.events import NewInstalment
from dayaq.credit.facts import proposed
from dayaq.credit.models import (
    ArrearsAction,
    ArrearsRule,
    EventKind,
    Promise,
    ProposalStatus,
    RescheduleKind,
    RescheduleRequest,
    WriteOff,
)
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
from dayaq.credit.services.replaying import Fact, append
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused, not_before

RESCHEDULES_MAX = 2
"""New terms for one loan, at most; a parameter of the programme (domain reference 4.1)."""
NOT_PAID_OUT = N_("The loan was not paid out yet on that day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerms:
    """What new terms do beside their dates.

    `rows` are dates and amounts agreed by hand (the engine spreads what is owed when there are
    none), `arrears` what becomes of the overdue, `with_interest` whether a pause bears any.
    """

    rows: Sequence[NewInstalment] = ()
    arrears: str = ArrearsRule.MOVE
    with_interest: bool = False


def record_promise(
    *,
    by: Actor,
    loan_id: UUID,
    pay_on: dt.date,
    amount_minor: int,
    on: dt.date,
    at: dt.datetime,
    note: str = "",
) -> Promise:
    """Note that the borrower promises `amount_minor` for `pay_on`.

    :raises Refused: the promised day is past, or nothing is owed
    """
    loan = held_loan(by, "credit.follow_up", loan_id)
    refuse_unless_active(loan)
    if pay_on < on:
        raise Refused(N_("The promised day must not be before today."), field="pay_on")
    if amount_minor <= 0:
        raise Refused(N_("Enter an amount above zero."), field="amount_minor")
    promise = Promise.objects.create(
        loan=loan,
        promised_on=on,
        pay_on=pay_on,
        amount_minor=amount_minor,
        note=note,
        taken_by_id=by.user_id,
        recorded_at=at,
    )
    log("credit.promise_recorded", loan, by, on, at)
    return promise


def record_arrears_step(
    *, by: Actor, loan_id: UUID, step: str, outcome: str, on: dt.date, at: dt.datetime
) -> ArrearsAction:
    """Note a call, visit or letter and what came of it.

    :raises Refused: nothing is owed
    """
    loan = held_loan(by, "credit.follow_up", loan_id)
    refuse_unless_active(loan)
    action = ArrearsAction.objects.create(
        loan=loan,
        step=step,
        done_on=on,
        outcome=outcome,
        done_by_id=by.user_id,
        recorded_at=at,
    )
    log("credit.arrears_step_taken", loan, by, on, at)
    return action


def propose_reschedule(
    *,
    by: Actor,
    loan_id: UUID,
    kind: str,
    cause: str,
    reason: str,
    first_due_on: dt.date,
    on: dt.date,
    at: dt.datetime,
    instalments: int | None = None,
    terms: NewTerms | None = None,
) -> RescheduleRequest:
    """Propose new instalments, or a pause until the day before `first_due_on`.

    :param instalments: of a new plan; None keeps as many as remain
    :param terms: dates and amounts by hand, and what becomes of arrears
    :raises Refused: nothing is owed, a proposal is waiting, the limit is reached, or the loan
        cannot take these terms
    """
    terms = terms or NewTerms()
    loan = held_loan(by, "credit.propose", loan_id)
    refuse_unless_active(loan)
    if first_due_on <= on:
        raise Refused(N_("The first new instalment must fall after today."), field="first_due_on")
    if loan.reschedules_count >= RESCHEDULES_MAX:
        raise Refused(
            N_("This loan has had new terms %(times)s times. Bring it to the committee."),
            params={"times": loan.reschedules_count},
        )
    not_before(on, loan.disbursed_on, NOT_PAID_OUT)
    refuse_waiting(RescheduleRequest.objects.filter(loan=loan).values_list("status", flat=True))
    is_plan = kind == RescheduleKind.NEW_PLAN
    request = RescheduleRequest(
        loan=loan,
        kind=kind,
        cause=cause,
        reason=reason,
        requested_on=on,
        effective_on=on,
        first_due_on=terms.rows[0].due_on if is_plan and terms.rows else first_due_on,
        instalments=instalments if is_plan and not terms.rows else None,
        rows=[
            {"due_on": row.due_on.isoformat(), "principal_minor": row.principal_minor}
            for row in (terms.rows if is_plan else ())
        ],
        arrears=terms.arrears if is_plan else ArrearsRule.MOVE,
        with_interest=terms.with_interest and not is_plan,
        status=ProposalStatus.PROPOSED,
        proposed_by_id=by.user_id,
        recorded_at=at,
    )
    refuse_impossible(
        loan, Fact(**proposed(request, on)), on, None if terms.rows else "first_due_on"
    )
    request.save(force_insert=True)
    log("credit.reschedule_proposed", loan, by, on, at)
    return request


def approve_reschedule(
    *, by: Actor, request_id: UUID, on: dt.date, at: dt.datetime, note: str = ""
) -> RescheduleRequest:
    """Put the proposed terms in force, from the day of this approval.

    :raises Refused: proposed by the same person, decided already, or impossible by now
    """
    loan, request = held(by, RescheduleRequest, request_id)
    refuse_same_person(by, request.proposed_by_id)
    event_id = log("credit.reschedule_approved", loan, by, on, at)
    append(loan, Fact(**proposed(request, on)), by=by, on=on, at=at, event_id=event_id)
    return decided(request, ProposalStatus.APPROVED, by, on, note)


def refuse_reschedule(
    *, by: Actor, request_id: UUID, note: str, on: dt.date, at: dt.datetime
) -> RescheduleRequest:
    """Refuse the proposed terms, with a reason; the loan stays as it is.

    :raises Refused: proposed by the same person, or decided already
    """
    return refused(by, RescheduleRequest, request_id, note, "credit.reschedule_refused", on, at)


def propose_write_off(
    *,
    by: Actor,
    loan_id: UUID,
    cause: str,
    reason: str,
    on: dt.date,
    at: dt.datetime,
    is_forgiven: bool = False,
) -> WriteOff:
    """Propose to give up what is still owed, in the books or, if forgiven, altogether.

    :raises Refused: nothing is owed, or a proposal is waiting
    """
    loan = held_loan(by, "credit.propose", loan_id)
    refuse_unless_active(loan)
    not_before(on, loan.disbursed_on, NOT_PAID_OUT)
    refuse_waiting(WriteOff.objects.filter(loan=loan).values_list("status", flat=True))
    proposal = WriteOff.objects.create(
        loan=loan,
        cause=cause,
        reason=reason,
        is_forgiven=is_forgiven,
        amount_minor=loan.outstanding_minor,
        proposed_on=on,
        proposed_by_id=by.user_id,
        status=ProposalStatus.PROPOSED,
        recorded_at=at,
    )
    log("credit.write_off_proposed", loan, by, on, at)
    return proposal


def approve_write_off(
    *, by: Actor, write_off_id: UUID, on: dt.date, at: dt.datetime, note: str = ""
) -> WriteOff:
    """The second signature: what is owed leaves the books as a loss.

    :raises Refused: proposed by the same person, decided already, or nothing is owed by now
    """
    loan, proposal = held(by, WriteOff, write_off_id)
    refuse_same_person(by, proposal.proposed_by_id)
    refuse_unless_active(loan)
    event_id = log("credit.write_off_approved", loan, by, on, at)
    kind = EventKind.FORGIVEN if proposal.is_forgiven else EventKind.WRITTEN_OFF
    proposal.amount_minor = loan.outstanding_minor
    append(
        loan,
        Fact(
            kind=kind, value_on=on, key=f"write-off:{proposal.pk}", data={"cause": proposal.cause}
        ),
        by=by,
        on=on,
        at=at,
        event_id=event_id,
    )
    return decided(proposal, ProposalStatus.APPROVED, by, on, note)


def refuse_write_off(
    *, by: Actor, write_off_id: UUID, note: str, on: dt.date, at: dt.datetime
) -> WriteOff:
    """Refuse the write-off, with a reason.

    :raises Refused: proposed by the same person, or decided already
    """
    return refused(by, WriteOff, write_off_id, note, "credit.write_off_refused", on, at)
