"""When a plan does not hold: promises, new terms, write-offs, recoveries; and the rebuild."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from dayaq.credit import services
from dayaq.credit.models import (
    Change,
    Instalment,
    Loan,
    LoanStatus,
    MonitoringVisit,
    Receipt,
    RescheduleRequest,
    WriteOff,
)
from dayaq.credit.projecting import read
from dayaq.credit.queries.positions import FEW_MAX, engine_position, positions
from dayaq.credit.services.visits import Findings
from dayaq.credit.tasks import overdue, visits_due
from dayaq.kernel.errors import Refused
from dayaq.kernel.events import timeline
from dayaq.kernel.ids import uuid7
from dayaq.ledger.queries import balance, loan_balances, trial_balance
from tests import build
from tests.credit import helpers as h
from tests.standing import Lent

pytestmark = pytest.mark.django_db

NOVEMBER = dt.date(2010, 11, 15)


@pytest.fixture
def loan(lent_before: Lent) -> Loan:
    return lent_before.loan


def propose(
    made: h.Setting,
    loan: Loan,
    kind: str = "new_plan",
    on: dt.date = NOVEMBER,
    first: dt.date = dt.date(2011, 2, 1),
    instalments: int | None = 10,
) -> RescheduleRequest:
    return services.propose_reschedule(
        by=made.manager, loan_id=loan.pk, kind=kind, cause="illness", reason="Operation",
        first_due_on=first, instalments=instalments, on=on, at=h.AT,
    )  # fmt: skip


def reschedule(made: h.Setting, loan: Loan, **kwargs: object) -> None:
    request = propose(made, loan, **kwargs)  # type: ignore[arg-type]
    services.approve_reschedule(
        by=made.programme_officer, request_id=request.pk,
        on=kwargs.get("on", NOVEMBER), at=h.AT,  # type: ignore[arg-type]
    )  # fmt: skip


def written_off(made: h.Setting, loan: Loan) -> WriteOff:
    proposal = services.propose_write_off(
        by=made.manager, loan_id=loan.pk, cause="disappeared", reason="Left", on=NOVEMBER, at=h.AT
    )
    return services.approve_write_off(
        by=made.programme_officer, write_off_id=proposal.pk, on=NOVEMBER, at=h.AT
    )


def test_new_terms_keep_the_old_schedule_and_forget_no_money(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 8_333, h.FIRST_DUE_ON)
    before = positions([loan.pk], dt.date(2010, 11, 14))[loan.pk]
    reschedule(made, loan)
    now = Instalment.objects.filter(loan=loan, in_force_to__isnull=True, unpaid_minor__gt=0)
    assert sum(row.unpaid_minor for row in now) == 100_000 - 8_333
    assert min(row.due_on for row in now) == dt.date(2011, 2, 1)
    assert positions([loan.pk], dt.date(2010, 11, 14))[loan.pk] == before
    assert positions([loan.pk], NOVEMBER)[loan.pk].days_past_due == 0
    loan.refresh_from_db()
    assert loan.reschedules_count == 1


def test_a_pause_moves_what_falls_due(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 5 * 8_333, dt.date(2010, 11, 1))
    reschedule(made, loan, kind="pause", instalments=None)
    found = positions([loan.pk], NOVEMBER)[loan.pk]
    assert (found.next_due_on, found.next_due_minor) == (dt.date(2011, 2, 1), 8_333)


def test_new_terms_take_two_people(made: h.Setting, loan: Loan) -> None:
    from dataclasses import replace

    request = propose(made, loan)
    both = replace(made.programme_officer, user_id=made.manager.user_id)
    with pytest.raises(Refused, match="other than"):
        services.approve_reschedule(by=both, request_id=request.pk, on=NOVEMBER, at=h.AT)
    with pytest.raises(Refused, match="waiting"):
        propose(made, loan)
    services.refuse_reschedule(
        by=made.programme_officer, request_id=request.pk, note="Not enough", on=NOVEMBER, at=h.AT
    )
    with pytest.raises(Refused, match="already"):
        services.approve_reschedule(
            by=made.programme_officer, request_id=request.pk, on=NOVEMBER, at=h.AT
        )


def test_a_loan_gets_new_terms_at_most_twice(made: h.Setting, loan: Loan) -> None:
    for month in (1, 2):
        day = dt.date(2011, month, 15)
        reschedule(made, loan, on=day, first=day + dt.timedelta(days=31))
    with pytest.raises(Refused, match="2 times"):
        propose(made, loan, on=dt.date(2011, 3, 1), first=dt.date(2011, 4, 1))


@pytest.mark.parametrize("day", range(0, 500, 17))
def test_the_statement_equals_the_engine_across_new_terms(
    made: h.Setting, loan: Loan, day: int
) -> None:
    h.pay(made, loan, 1, 10_000, dt.date(2010, 7, 9))
    reschedule(made, loan)
    h.pay(made, loan, 2, 9_500, dt.date(2011, 2, 20))
    h.pay(made, loan, 3, 4_000, dt.date(2010, 9, 3))
    on = h.PAID_OUT_ON + dt.timedelta(days=day)
    asked, right = positions([loan.pk], on)[loan.pk], engine_position(loan, on)
    assert positions([loan.pk, *(uuid7() for _ in range(FEW_MAX))], on) == {loan.pk: asked}
    assert (
        asked.outstanding_minor, asked.principal_minor, asked.due_minor, asked.overdue_minor,
        asked.days_past_due, asked.next_due_on, asked.next_due_minor,
    ) == (
        right.outstanding_minor, right.outstanding.principal, right.due_minor,
        right.overdue_minor, right.days_past_due, right.next_due_on, right.next_due_minor,
    )  # fmt: skip


def test_as_known_then_leaves_out_what_was_recorded_later(made: h.Setting, loan: Loan) -> None:
    later = build.CLOCK.now + dt.timedelta(days=30)
    services.record_collection(
        by=made.officer, loan_id=loan.pk, slip=h.slip(loan, 1, 8_333, h.FIRST_DUE_ON),
        on=h.FIRST_DUE_ON, at=later,
    )  # fmt: skip
    day = dt.date(2010, 7, 31)
    assert engine_position(loan, day, known=build.TODAY).overdue_minor == 8_333
    assert engine_position(loan, day).overdue_minor == 0


def test_a_write_off_leaves_the_books_and_takes_two_people(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 20_000, h.FIRST_DUE_ON)
    proposal = written_off(made, loan)
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_minor) == (LoanStatus.WRITTEN_OFF, 0)
    assert proposal.amount_minor == 80_000
    assert loan_balances([loan.pk])[loan.pk] == 0
    assert balance(build.programme().pk, "expense.write_off") == 80_000
    with pytest.raises(Refused, match="not being repaid"):
        services.propose_write_off(
            by=made.manager, loan_id=loan.pk, cause="other", reason="x", on=NOVEMBER, at=h.AT
        )


def test_money_on_a_written_off_loan_is_a_recovery(made: h.Setting, loan: Loan) -> None:
    written_off(made, loan)
    h.pay(made, loan, 1, 5_000, dt.date(2011, 1, 10))
    assert balance(build.programme().pk, "income.recoveries") == -5_000
    assert loan_balances([loan.pk])[loan.pk] == 0
    assert "recovery" in timeline("loan", loan.pk)[0].sentence


def test_a_forgiven_loan_is_no_loss_of_lending(made: h.Setting, loan: Loan) -> None:
    proposal = services.propose_write_off(
        by=made.manager, loan_id=loan.pk, cause="death", reason="Died", is_forgiven=True,
        on=NOVEMBER, at=h.AT,
    )  # fmt: skip
    services.approve_write_off(
        by=made.programme_officer, write_off_id=proposal.pk, on=NOVEMBER, at=h.AT
    )
    loan.refresh_from_db()
    assert loan.status == LoanStatus.FORGIVEN
    assert balance(build.programme().pk, "expense.granted") == 100_000


def test_a_rebuild_changes_nothing_and_repairs_what_was_damaged(
    made: h.Setting, loan: Loan
) -> None:
    h.pay(made, loan, 1, 10_000, dt.date(2010, 7, 9))
    h.pay(made, loan, 2, 9_000, dt.date(2010, 8, 9))
    services.reverse_receipt(
        by=made.accountant, receipt_id=Receipt.objects.get(number=1).pk, reason="Wrong loan",
        on=NOVEMBER, at=h.AT,
    )  # fmt: skip
    reschedule(made, loan)
    before = read(loan.pk)
    assert services.rebuild_loans() == []
    assert read(loan.pk) == before
    Instalment.objects.filter(loan=loan, number=3).update(unpaid_minor=1)
    Change.objects.filter(loan=loan, position=0).delete()
    assert services.rebuild_loans() == [loan.pk]
    assert read(loan.pk) == before


def test_the_books_balance_whatever_happened(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 10_000, dt.date(2010, 7, 9))
    reschedule(made, loan)
    h.pay(made, loan, 2, 120_000, dt.date(2011, 2, 20))
    services.reverse_receipt(
        by=made.accountant, receipt_id=Receipt.objects.get(number=1).pk, reason="Wrong loan",
        on=dt.date(2011, 3, 1), at=h.AT,
    )  # fmt: skip
    lines = trial_balance(build.programme().pk, build.TODAY)
    assert sum(line.balance_minor for line in lines) == 0
    loan.refresh_from_db()
    assert (loan.outstanding_minor, loan.credit_minor) == (0, 20_000)
    assert balance(build.programme().pk, "client_credits") == -20_000
    assert balance(build.programme().pk, f"transit:{made.officer.user_id}") == 120_000


def test_reversing_a_payment_shifts_a_later_one_and_posts_the_shift(made: h.Setting) -> None:
    version = h.product(made, "INT", interest="declining", annual_rate=Decimal(12))
    loan = h.lent(made, version=version)
    h.book(made)
    h.pay(made, loan, 1, 8_885, h.FIRST_DUE_ON)
    h.pay(made, loan, 2, 8_885, dt.date(2010, 8, 1))
    services.reverse_receipt(
        by=made.accountant, receipt_id=Receipt.objects.get(number=1).pk, reason="Wrong loan",
        on=dt.date(2010, 8, 5), at=h.AT,
    )  # fmt: skip
    assert loan_balances([loan.pk])[loan.pk] == 100_000 - 7_885
    assert balance(build.programme().pk, "income.interest") == -1_000


def test_a_visit_has_its_findings_and_its_order(made: h.Setting, loan: Loan) -> None:
    assert visits_due(made.officer, NOVEMBER).count == 1
    with pytest.raises(Refused) as refused:
        services.record_visit(
            by=made.officer, loan_id=loan.pk, findings=Findings(hazard_seen=True), on=NOVEMBER,
            at=h.AT,
        )  # fmt: skip
    assert refused.value.field == "hazard_note"
    with pytest.raises(Refused):
        services.record_visit(
            by=made.officer, loan_id=loan.pk, findings=Findings(), on=dt.date(2010, 5, 1), at=h.AT
        )
    services.record_visit(
        by=made.officer, loan_id=loan.pk,
        findings=Findings(sales_minor=30_000, next_visit_on=dt.date(2011, 1, 10)), on=NOVEMBER,
        at=h.AT,
    )  # fmt: skip
    assert MonitoringVisit.objects.get().sales_minor == 30_000
    assert visits_due(made.officer, NOVEMBER).count == 0
    assert visits_due(made.officer, dt.date(2011, 1, 5)).count == 1


def test_today_shows_who_is_late(made: h.Setting, loan: Loan) -> None:
    services.record_promise(
        by=made.officer, loan_id=loan.pk, pay_on=dt.date(2010, 12, 1), amount_minor=5_000,
        on=NOVEMBER, at=h.AT,
    )  # fmt: skip
    found = overdue(made.officer, NOVEMBER)
    assert found.count == 1
    assert found.first[0].standing.days_past_due == 137
    assert found.first[0].promise.amount_minor == 5_000
    assert overdue(build.outsider(), NOVEMBER).count == 0


def test_a_promise_lies_ahead(made: h.Setting, loan: Loan) -> None:
    with pytest.raises(Refused) as refused:
        services.record_promise(
            by=made.officer, loan_id=loan.pk, pay_on=NOVEMBER - dt.timedelta(days=1),
            amount_minor=1, on=NOVEMBER, at=h.AT,
        )  # fmt: skip
    assert refused.value.field == "pay_on"


def test_everything_that_happened_stands_in_the_persons_timeline(
    made: h.Setting, loan: Loan
) -> None:
    h.pay(made, loan, 1, 8_333, h.FIRST_DUE_ON)
    verbs = {entry.verb for entry in timeline("person", loan.person_id)}
    assert {
        "credit.application_taken", "credit.application_appraised", "credit.application_decided",
        "credit.agreement_drawn_up", "credit.agreement_signed", "credit.loan_disbursed",
        "credit.collection_recorded",
    } <= verbs  # fmt: skip
