"""The fund goes to a successor: planned, audited, agreed, transferred, closed (domain 1.1)."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.credit.models import EventKind, Handover, HandoverStatus, Loan
from dayaq.credit.queries.handover import NEXT, as_data, checklist, going, key_of
from dayaq.credit.services.replaying import Fact, append
from dayaq.kernel import rows
from dayaq.kernel import seal as events_chain
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.ledger import sealing
from dayaq.ledger.closing import alone_with_the_books
from dayaq.ledger.fund.services import pass_on
from dayaq.ledger.queries import balance
from dayaq.ledger.services import Leg


def plan_handover(
    *,
    by: Actor,
    successor: str,
    planned_on: dt.date,
    pay_how: str,
    pay_how_az: str,
    complaint_phone: str,
    on: dt.date,
    at: dt.datetime,
) -> Handover:
    """Plan that a successor takes over loans, money and files on a day.

    :raises Refused: the day is past
    """
    by.require("credit.plan_handover")
    if planned_on < on:
        raise Refused(N_("The day of the handover is past."), field="planned_on")
    row = Handover.objects.create(
        programme_id=by.programme_id, successor=successor, planned_on=planned_on,
        pay_how=pay_how, pay_how_az=pay_how_az, complaint_phone=complaint_phone,
        planned_by_id=by.user_id, planned_at=at,
    )  # fmt: skip
    _log("credit.handover_planned", row, by, on, at)
    return row


def record_audit(
    *,
    by: Actor,
    handover_id: UUID,
    auditor: str,
    audited_on: dt.date,
    audit_note: str,
    on: dt.date,
    at: dt.datetime,
) -> Handover:
    """Record who audited the fund and what was found; the end of the chain is kept with it.

    :raises Refused: a line of the checklist is not done, or the audit lies in the future
    """
    by.require("credit.audit_handover")
    row = _held(by, handover_id, HandoverStatus.PLANNED)
    if audited_on > on:
        raise Refused(N_("The audit cannot be dated after today."), field="audited_on")
    events_chain.EVENTS.seal_all()
    sealing.ENTRIES.seal_all()
    _refuse_undone(row, on)
    row.auditor, row.audited_on, row.audit_note = auditor, audited_on, audit_note
    row.audit_head = sealing.ENTRIES.head()
    row.audited_by_id, row.audited_at = by.user_id, at
    return _step(row, "credit.handover_audited", by, on, at)


def record_agreement(
    *,
    by: Actor,
    handover_id: UUID,
    agreement_number: str,
    agreement_on: dt.date,
    legal_basis: str,
    on: dt.date,
    at: dt.datetime,
) -> Handover:
    """Record the signed handover agreement, and why records about persons may leave.

    :raises Refused: a line of the checklist is not done, or it is dated before the audit
    """
    by.require("credit.agree_handover")
    row = _held(by, handover_id, HandoverStatus.AUDITED)
    if agreement_on > on:
        raise Refused(N_("The agreement cannot be dated after today."), field="agreement_on")
    if row.audited_on and agreement_on < row.audited_on:
        raise Refused(N_("The agreement follows the audit."), field="agreement_on")
    _refuse_undone(row, on)
    row.agreement_number, row.agreement_on = agreement_number, agreement_on
    row.legal_basis = legal_basis
    row.agreed_by_id, row.agreed_at = by.user_id, at
    return _step(row, "credit.handover_agreed", by, on, at)


def transfer_fund(*, by: Actor, handover_id: UUID, on: dt.date, at: dt.datetime) -> Handover:
    """Hand loans and money over: each loan is marked, the books are emptied window by window.

    :raises Refused: the day has not come, a line of the checklist is not done, or the same
        person recorded the agreement
    """
    by.require("credit.transfer_fund")
    alone_with_the_books(by.programme_id)
    row = _held(by, handover_id, HandoverStatus.AGREED)
    if row.agreed_by_id == by.user_id:
        raise Refused(
            N_("Somebody other than the one who recorded the agreement must transfer the fund.")
        )
    _refuse_undone(row, on)
    row.allowance_minor = -balance(by.programme_id, "allowance")
    row.money_minor = balance(by.programme_id, "bank")
    row.loans_minor = balance(by.programme_id, "loans")
    event_id = record(
        "credit.fund_transferred", by=by, on=on, at=at, subjects=_subjects(row),
        data={"successor": row.successor, "agreement": row.agreement_number},
    )  # fmt: skip
    legs: list[Leg] = []
    gone = going(row, on)
    for one in gone:
        loan = rows.lock(Loan, one.loan.pk)
        assert loan is not None  # noqa: S101 - it was read in this transaction
        fact = Fact(
            kind=EventKind.HANDED_OVER, value_on=on, key=key_of(row),
            data={**as_data(one), "agreement": row.agreement_number},
        )  # fmt: skip
        # One event for each person: records leave under this agreement and no other.
        own = record(
            "credit.loan_handed_over", by=by, on=on, at=at,
            subjects=[("loan", loan.pk), ("person", loan.person_id), ("handover", row.pk)],
            data={"loan": loan.code, "agreement": row.agreement_number},
        )  # fmt: skip
        append(loan, fact, by=by, on=on, at=at, event_id=own, unposted=legs)
    pass_on(by=by, key=key_of(row), loans=legs, on=on, at=at, event_id=event_id)
    row.transferred_on, row.loans_count = on, len(gone)
    row.transferred_by_id, row.transferred_at = by.user_id, at
    row.status = HandoverStatus.TRANSFERRED
    row.save()
    return row


def close_handover(
    *,
    by: Actor,
    handover_id: UUID,
    notices_given_on: dt.date,
    files_record: str,
    on: dt.date,
    at: dt.datetime,
) -> Handover:
    """Close it: every borrower has the notice, and the paper files have changed hands.

    :raises Refused: a line of the checklist is not done, or the notices are dated after today
    """
    by.require("credit.close_handover")
    row = _held(by, handover_id, HandoverStatus.TRANSFERRED)
    if notices_given_on > on:
        raise Refused(N_("The notices cannot be given after today."), field="notices_given_on")
    _refuse_undone(row, on)
    row.notices_given_on, row.files_record = notices_given_on, files_record
    row.closed_by_id, row.closed_at = by.user_id, at
    return _step(row, "credit.handover_closed", by, on, at)


def call_off_handover(
    *, by: Actor, handover_id: UUID, reason: str, on: dt.date, at: dt.datetime
) -> Handover:
    """Give the handover up, before anything was transferred.

    :raises Refused: the fund is transferred already
    """
    by.require("credit.plan_handover")
    row = _held(by, handover_id, *NEXT)
    if row.status == HandoverStatus.TRANSFERRED:
        raise Refused(N_("The fund is transferred. Only its closing is left."))
    row.called_off_why, row.called_off_by_id, row.called_off_at = reason.strip(), by.user_id, at
    row.status = HandoverStatus.CALLED_OFF
    row.save()
    _log("credit.handover_called_off", row, by, on, at)
    return row


def let_records_go(*, by: Actor, handover_id: UUID, on: dt.date, at: dt.datetime) -> Handover:
    """Write down, for each person, that the list of loans and files leaves the programme.

    :raises Refused: no agreement with a legal basis is recorded
    """
    by.require("credit.transfer_fund")
    row = Handover.objects.visible_to(by).filter(pk=handover_id).first()
    if row is None:
        raise NotFound(N_("There is no such handover."))
    if not row.agreement_number or row.status == HandoverStatus.CALLED_OFF:
        raise Refused(
            N_("Records about persons leave only under a recorded agreement and its legal basis.")
        )
    for one in going(row, on):
        record(
            "credit.records_left", by=by, on=on, at=at,
            subjects=[("loan", one.loan.pk), ("person", one.loan.person_id), ("handover", row.pk)],
            data={"loan": one.loan.code, "agreement": row.agreement_number},
        )  # fmt: skip
    return row


def _held(by: Actor, handover_id: UUID, *states: str) -> Handover:
    row = (
        Handover.objects.select_for_update(of=("self",))
        .filter(pk=handover_id, programme_id=by.programme_id)
        .first()
    )
    if row is None:
        raise NotFound(N_("There is no such handover."))
    if row.status not in states:
        raise Refused(N_("A handover goes forward, one step after the other."))
    return row


def _refuse_undone(row: Handover, today: dt.date) -> None:
    undone = next((line for line in checklist(row, today) if not line.found.done), None)
    if undone is not None:
        raise Refused(
            N_("This step cannot be taken yet. Still to do: %(line)s."),
            params={"line": str(undone.label)},
        )


def _step(row: Handover, verb: str, by: Actor, on: dt.date, at: dt.datetime) -> Handover:
    row.status = NEXT[row.status]
    row.save()
    _log(verb, row, by, on, at)
    return row


def _log(verb: str, row: Handover, by: Actor, on: dt.date, at: dt.datetime) -> None:
    data = {"successor": row.successor}
    record(verb, by=by, on=on, at=at, subjects=_subjects(row), data=data)


def _subjects(row: Handover) -> list[tuple[str, UUID]]:
    return [("handover", row.pk), ("programme", row.programme_id)]
