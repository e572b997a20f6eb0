"""Receipts: one by one and in the grid; nothing taken is refused, nothing is counted twice."""

from __future__ import annotations

import datetime as dt

import pytest

from dayaq.credit import services
from dayaq.credit.models import Allocation, Loan, LoanStatus, Receipt
from dayaq.credit.queries.blanks import gaps
from dayaq.credit.queries.positions import engine_position, positions
from dayaq.kernel.errors import Conflict, Refused
from dayaq.ledger.queries import balance, loan_balances
from tests import build
from tests.credit import helpers as h

pytestmark = pytest.mark.django_db

JULY = dt.date(2010, 7, 1)


@pytest.fixture
def made() -> h.Setting:
    return h.setting()


@pytest.fixture
def loan(made: h.Setting) -> Loan:
    found = h.lent(made)
    h.book(made)
    return found


def grid(made: h.Setting, loan: Loan, slips: list, handed: int, key: str = "k1", by=None):  # type: ignore[no-untyped-def,type-arg]
    return services.record_collections(
        by=by or made.officer, officer_id=made.officer.user_id, district_id=build.district().pk,
        slips=slips, handed_over_minor=handed, key=key, on=JULY, at=h.AT,
    )  # fmt: skip


def test_a_payment_in_full_settles_its_instalment(made: h.Setting, loan: Loan) -> None:
    paid = h.pay(made, loan, 1, 8_333, JULY)
    assert paid.outstanding_minor == 100_000 - 8_333
    assert list(paid.allocations.values_list("instalment", "component", "amount_minor")) == [
        (1, "principal", 8_333)
    ]
    assert loan_balances([loan.pk])[loan.pk] == 100_000 - 8_333
    assert balance(build.programme().pk, f"transit:{made.officer.user_id}") == 8_333


def test_a_partial_payment_leaves_the_rest_overdue(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 5_000, JULY)
    found = positions([loan.pk], dt.date(2010, 7, 31))[loan.pk]
    assert (found.overdue_minor, found.days_past_due, found.bucket) == (3_333, 30, "1-30")
    assert positions([loan.pk], JULY)[loan.pk].overdue_minor == 0


def test_a_late_payment_counts_from_its_own_day(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 8_333, dt.date(2010, 7, 20))
    assert positions([loan.pk], dt.date(2010, 7, 19))[loan.pk].days_past_due == 18
    assert positions([loan.pk], dt.date(2010, 7, 20))[loan.pk].days_past_due == 0


def test_too_much_becomes_a_credit_and_is_paid_back(made: h.Setting, loan: Loan) -> None:
    paid = h.pay(made, loan, 1, 100_010, JULY)
    assert (paid.status, paid.outstanding_minor, paid.credit_minor) == (LoanStatus.REPAID, 0, 10)
    assert balance(build.programme().pk, "client_credits") == -10
    with pytest.raises(Refused, match="not enough money there"):  # the cash is with the officer
        services.refund_credit(
            by=made.cashier, loan_id=loan.pk, amount_minor=10, method="cash", voucher="R0",
            on=JULY, at=h.AT,
        )  # fmt: skip
    services.refund_credit(
        by=made.cashier, loan_id=loan.pk, amount_minor=10, method="bank", voucher="R1",
        on=JULY, at=h.AT,
    )  # fmt: skip
    assert balance(build.programme().pk, "client_credits") == 0
    with pytest.raises(Refused, match="credit"):
        services.refund_credit(
            by=made.cashier, loan_id=loan.pk, amount_minor=1, method="bank", voucher="R2",
            on=JULY, at=h.AT,
        )  # fmt: skip


def test_the_last_instalment_closes_the_loan(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 91_663, JULY)
    paid = h.pay(made, loan, 2, 8_337, dt.date(2010, 8, 1))
    assert (paid.status, paid.closed_on) == (LoanStatus.REPAID, dt.date(2010, 8, 1))


def test_the_same_receipt_twice_counts_once(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 8_333, JULY)
    again = h.pay(made, loan, 1, 8_333, JULY)
    assert again.outstanding_minor == 100_000 - 8_333
    with pytest.raises(Conflict, match="other content"):
        h.pay(made, loan, 1, 8_334, JULY)


def test_a_blank_of_no_book_is_refused(made: h.Setting, loan: Loan) -> None:
    with pytest.raises(Refused, match="in no book"):
        h.pay(made, loan, 101, 8_333, JULY)


def test_a_grid_names_its_gap_and_its_difference_and_refuses_neither(
    made: h.Setting, loan: Loan
) -> None:
    h.book(made, 101, 200)
    slips = [h.slip(loan, n, 1_000, JULY, row) for row, n in enumerate((101, 102, 104), start=1)]
    batch = grid(made, loan, slips, 2_900)
    assert batch.difference_minor == -100
    assert batch.findings == [
        {"kind": "gap", "series": "FZ", "first": 103, "last": 103},
        {"kind": "difference", "amount_minor": -100, "text": "-1,00"},
    ]
    assert [(gap.first, gap.last) for gap in gaps(build.programme().pk)] == [(103, 103)]
    services.spoil_blank(by=made.officer, series="FZ", number=103, reason="Torn", on=JULY, at=h.AT)
    assert gaps(build.programme().pk) == []


def test_a_number_twice_in_a_grid_is_named_with_its_row(made: h.Setting, loan: Loan) -> None:
    slips = [h.slip(loan, 1, 1_000, JULY, 1), h.slip(loan, 1, 1_000, JULY, 2)]
    with pytest.raises(Refused) as refused:
        grid(made, loan, slips, 2_000)
    assert (refused.value.code, refused.value.field) == ("duplicate", "row-1-number")
    assert not Receipt.objects.exists()


def test_a_grid_sent_twice_is_one_grid(made: h.Setting, loan: Loan) -> None:
    slips = [h.slip(loan, 1, 1_000, JULY)]
    assert grid(made, loan, slips, 1_000) == grid(made, loan, slips, 1_000)
    assert Receipt.objects.count() == 1
    with pytest.raises(Conflict):
        grid(made, loan, slips, 1_001)


def test_cash_moves_to_the_box_with_the_second_signature(made: h.Setting, loan: Loan) -> None:
    transit = f"transit:{made.officer.user_id}"
    batch = grid(made, loan, [h.slip(loan, 1, 8_333, JULY)], 8_333)
    assert balance(build.programme().pk, "cash") == 0
    services.receive_cash(by=made.cashier, batch_id=batch.pk, counted_minor=8_300, on=JULY, at=h.AT)
    assert balance(build.programme().pk, "cash") == 8_300
    assert balance(build.programme().pk, transit) == 33
    with pytest.raises(Refused, match="already"):
        services.receive_cash(by=made.cashier, batch_id=batch.pk, counted_minor=1, on=JULY, at=h.AT)


def test_a_cashier_who_types_the_grid_receives_its_cash(made: h.Setting, loan: Loan) -> None:
    grid(made, loan, [h.slip(loan, 1, 8_333, JULY)], 8_333, by=made.cashier)
    assert balance(build.programme().pk, "cash") == 8_333


def test_a_reversal_puts_everything_back(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 100_000, JULY)
    receipt = Receipt.objects.get()
    services.reverse_receipt(
        by=made.accountant, receipt_id=receipt.pk, reason="Another borrower's", on=JULY, at=h.AT
    )
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_minor) == (LoanStatus.ACTIVE, 100_000)
    assert not Allocation.objects.exists()
    assert loan_balances([loan.pk])[loan.pk] == 100_000
    assert balance(build.programme().pk, f"transit:{made.officer.user_id}") == 0
    with pytest.raises(Refused, match="already"):
        services.reverse_receipt(
            by=made.accountant, receipt_id=receipt.pk, reason="Again", on=JULY, at=h.AT
        )


def test_a_reversal_needs_a_reason(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 8_333, JULY)
    with pytest.raises(Refused, match="reason"):
        services.reverse_receipt(
            by=made.accountant, receipt_id=Receipt.objects.get().pk, reason=" ", on=JULY, at=h.AT
        )


def test_a_backdated_payment_counts_from_its_value_date(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 8_333, dt.date(2010, 9, 1))
    h.pay(made, loan, 2, 8_333, JULY)
    assert positions([loan.pk], dt.date(2010, 7, 15))[loan.pk].days_past_due == 0


@pytest.mark.parametrize("day", range(0, 420, 13))
def test_the_statement_equals_the_engine_on_any_day(made: h.Setting, loan: Loan, day: int) -> None:
    h.pay(made, loan, 1, 5_000, JULY)
    h.pay(made, loan, 2, 12_000, dt.date(2010, 8, 20))
    on = h.PAID_OUT_ON + dt.timedelta(days=day)
    asked, right = positions([loan.pk], on)[loan.pk], engine_position(loan, on)
    assert (
        asked.outstanding_minor, asked.due_minor, asked.overdue_minor, asked.days_past_due,
        asked.next_due_on, asked.next_due_minor,
    ) == (
        right.outstanding_minor, right.due_minor, right.overdue_minor, right.days_past_due,
        right.next_due_on, right.next_due_minor,
    )  # fmt: skip


def test_a_collection_takes_at_most_twenty_statements(made: h.Setting, loan: Loan) -> None:
    with h.statements() as said:
        h.pay(made, loan, 1, 8_333, JULY)
    # The helper reads the loan once more.
    assert len(said) - 1 <= 20, [one["sql"][:90] for one in said]
