"""What is done when a plan does not hold: promises, steps, new terms, giving up a claim.

New terms and write-offs are proposed by one person and approved by another. The old schedule
stays on record, and the loan stays marked as restructured.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from dayaq.credit.models import (
    ArrearsAction,
    EventKind,
    Loan,
    LoanStatus,
    Promise,
    ProposalStatus,
    RescheduleKind,
    RescheduleRequest,
    WriteOff,
)
from dayaq.credit.services.locks import held_loan
from dayaq.credit.services.replaying import Fact, append
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused, not_before
from dayaq.kernel.events import record

P = TypeVar("P", RescheduleRequest, WriteOff)

RESCHEDULES_MAX = 2
"""New terms for one loan, at most; a parameter of the programme (domain reference 4.1)."""
NOT_PAID_OUT = N_("The loan was not paid out yet on that day.")


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
    _refuse_unless_active(loan)
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
    _log("credit.promise_recorded", loan, by, on, at)
    return promise


def record_arrears_step(
    *, by: Actor, loan_id: UUID, step: str, outcome: str, on: dt.date, at: dt.datetime
) -> ArrearsAction:
    """Note a call, visit or letter and what came of it.

    :raises Refused: nothing is owed
    """
    loan = held_loan(by, "credit.follow_up", loan_id)
    _refuse_unless_active(loan)
    action = ArrearsAction.objects.create(
        loan=loan,
        step=step,
        done_on=on,
        outcome=outcome,
        done_by_id=by.user_id,
        recorded_at=at,
    )
    _log("credit.arrears_step_taken", loan, by, on, at)
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
) -> RescheduleRequest:
    """Propose new instalments, or a pause until the day before `first_due_on`.

    :param instalments: of a new plan; None keeps as many as remain
    :raises Refused: nothing is owed, a proposal is waiting, or the limit is reached
    """
    loan = held_loan(by, "credit.propose", loan_id)
    _refuse_unless_active(loan)
    if first_due_on <= on:
        raise Refused(N_("The first new instalment must fall after today."), field="first_due_on")
    if loan.reschedules_count >= RESCHEDULES_MAX:
        raise Refused(
            N_("This loan has had new terms %(times)s times. Bring it to the committee."),
            params={"times": loan.reschedules_count},
        )
    not_before(on, loan.disbursed_on, NOT_PAID_OUT)
    _refuse_waiting(RescheduleRequest.objects.filter(loan=loan).values_list("status", flat=True))
    request = RescheduleRequest.objects.create(
        loan=loan,
        kind=kind,
        cause=cause,
        reason=reason,
        requested_on=on,
        effective_on=on,
        first_due_on=first_due_on,
        instalments=instalments if kind == RescheduleKind.NEW_PLAN else None,
        status=ProposalStatus.PROPOSED,
        proposed_by_id=by.user_id,
        recorded_at=at,
    )
    _log("credit.reschedule_proposed", loan, by, on, at)
    return request


def approve_reschedule(
    *, by: Actor, request_id: UUID, on: dt.date, at: dt.datetime, note: str = ""
) -> RescheduleRequest:
    """Put the proposed terms in force, from the day of this approval.

    :raises Refused: proposed by the same person, decided already, or impossible by now
    """
    loan, request = _held(by, RescheduleRequest, request_id)
    _refuse_same_person(by, request.proposed_by_id)
    event_id = _log("credit.reschedule_approved", loan, by, on, at)
    data: dict[str, object] = {"cause": request.cause}
    if request.kind == RescheduleKind.PAUSE:
        kind = EventKind.PAUSED
        data |= {
            "from_on": on.isoformat(),
            "to_on": (request.first_due_on - dt.timedelta(days=1)).isoformat(),
        }
    else:
        kind = EventKind.RESCHEDULED
        data |= {"instalments": request.instalments, "first_due": request.first_due_on.isoformat()}
    append(
        loan,
        Fact(kind=kind, value_on=on, key=f"reschedule:{request.pk}", data=data),
        by=by,
        on=on,
        at=at,
        event_id=event_id,
    )
    return _decide(request, ProposalStatus.APPROVED, by, on, note)


def refuse_reschedule(
    *, by: Actor, request_id: UUID, note: str, on: dt.date, at: dt.datetime
) -> RescheduleRequest:
    """Refuse the proposed terms, with a reason; the loan stays as it is.

    :raises Refused: proposed by the same person, or decided already
    """
    loan, request = _held(by, RescheduleRequest, request_id)
    _refuse_same_person(by, request.proposed_by_id)
    if not note.strip():
        raise Refused(N_("Give the reason."), field="note")
    _log("credit.reschedule_refused", loan, by, on, at)
    return _decide(request, ProposalStatus.REFUSED, by, on, note)


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
    _refuse_unless_active(loan)
    not_before(on, loan.disbursed_on, NOT_PAID_OUT)
    _refuse_waiting(WriteOff.objects.filter(loan=loan).values_list("status", flat=True))
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
    _log("credit.write_off_proposed", loan, by, on, at)
    return proposal


def approve_write_off(
    *, by: Actor, write_off_id: UUID, on: dt.date, at: dt.datetime, note: str = ""
) -> WriteOff:
    """The second signature: what is owed leaves the books as a loss.

    :raises Refused: proposed by the same person, or decided already
    """
    loan, proposal = _held(by, WriteOff, write_off_id)
    _refuse_same_person(by, proposal.proposed_by_id)
    event_id = _log("credit.write_off_approved", loan, by, on, at)
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
    return _decide(proposal, ProposalStatus.APPROVED, by, on, note)


def refuse_write_off(
    *, by: Actor, write_off_id: UUID, note: str, on: dt.date, at: dt.datetime
) -> WriteOff:
    """Refuse the write-off, with a reason.

    :raises Refused: proposed by the same person, or decided already
    """
    loan, proposal = _held(by, WriteOff, write_off_id)
    _refuse_same_person(by, proposal.proposed_by_id)
    if not note.strip():
        raise Refused(N_("Give the reason."), field="note")
    _log("credit.write_off_refused", loan, by, on, at)
    return _decide(proposal, ProposalStatus.REFUSED, by, on, note)


def _refuse_unless_active(loan: Loan) -> None:
    if loan.status != LoanStatus.ACTIVE:
        raise Refused(N_("This loan is not being repaid now; nothing of it can be changed."))


def _refuse_waiting(statuses: Iterable[str]) -> None:
    if ProposalStatus.PROPOSED in list(statuses):
        raise Refused(N_("A proposal for this loan is waiting for approval already."))


def _refuse_same_person(by: Actor, proposed_by: UUID) -> None:
    if by.user_id == proposed_by:
        raise Refused(N_("Somebody other than the one who proposed it must decide."))


def _held(by: Actor, kind: type[P], proposal_id: UUID) -> tuple[Loan, P]:
    """The proposal, read under the lock of its loan: two people may decide at once."""
    found = kind.objects.filter(pk=proposal_id).values_list("loan_id", flat=True).first()
    if found is None:
        raise NotFound(N_("There is no such proposal."))
    loan = held_loan(by, "credit.approve_change", found)
    proposal = kind.objects.get(pk=proposal_id)
    if proposal.status != ProposalStatus.PROPOSED:
        raise Refused(N_("Somebody has decided on this proposal already."))
    return loan, proposal


def _decide(proposal: P, status: str, by: Actor, on: dt.date, note: str) -> P:
    not_before(on, proposal.made_on, N_("Nothing was proposed yet on that day."))
    proposal.status = status
    proposal.decided_by_id = by.user_id
    proposal.decided_on = on
    proposal.decision_note = note
    proposal.save()
    return proposal


def _log(verb: str, loan: Loan, by: Actor, on: dt.date, at: dt.datetime) -> UUID:
    return record(
        verb,
        by=by,
        on=on,
        at=at,
        subjects=[("loan", loan.pk), ("person", loan.person_id)],
        data={"loan": loan.code},
    )
