"""Receipts: one by one and in the grid; nothing taken is refused, nothing is counted twice."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dayaq.cash.queries.closing import handed_over, waiting_in_words
from dayaq.cash.queries.second import waiting_for_second
from dayaq.cash.services.papers import sign_second
from dayaq.credit import services
from dayaq.credit.models import Allocation, CollectionBatch, Loan, LoanStatus, Receipt
from dayaq.credit.queries.blanks import gaps, gaps_among
from dayaq.credit.queries.positions import engine_position, positions
from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import Conflict, NotAllowed, Refused
from dayaq.ledger.queries import balance, loan_balances
from tests import build
from tests.credit import helpers as h
from tests.safety.addresses import browser, in_march_2011
from tests.standing import Lent

pytestmark = pytest.mark.django_db

JULY = dt.date(2010, 7, 1)


@pytest.fixture
def loan(lent_before: Lent) -> Loan:
    return lent_before.loan


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


@pytest.mark.parametrize(
    ("paid", "spoiled", "entered", "missing"),
    [
        ([], [], [], []),
        ([1, 2, 3], [], [], []),
        ([2, 3], [], [], [(1, 1)]),
        ([1, 2, 5], [3, 7], [10], [(4, 4), (6, 6), (8, 9)]),
        ([1, 2], [4], [3], []),
        ([1, 2, 4], [], [2, 2], [(3, 3)]),  # a number named again fills no other's place
        ([1], [2], [2, 4], [(3, 3)]),
        ([1], [], [101], []),  # of no book
    ],
)
def test_numbers_are_missing_below_the_newest_one_that_is_used(
    made: h.Setting, loan: Loan, paid: list[int], spoiled: list[int], entered: list[int],
    missing: list[tuple[int, int]],
) -> None:  # fmt: skip
    h.book(made, 201, 300)  # untouched: nothing is missing from it
    for number in paid:
        h.pay(made, loan, number, 1_000, JULY)
    for number in spoiled:
        services.spoil_blank(
            by=made.officer, series="FZ", number=number, reason="Torn", on=JULY, at=h.AT
        )
    programme_id = build.programme().pk
    found = (
        gaps_among(programme_id, [("FZ", number) for number in entered])
        if entered
        else gaps(programme_id)
    )
    assert [(gap.first, gap.last) for gap in found] == missing


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


def test_a_cashier_who_types_the_grid_waits_for_the_officers_signature(
    made: h.Setting, loan: Loan
) -> None:
    batch = grid(made, loan, [h.slip(loan, 1, 8_333, JULY)], 8_333, by=made.cashier)
    pid, bag = build.programme().pk, f"transit:{made.officer.user_id}"
    assert (batch.received_by_id, balance(pid, "cash"), balance(pid, bag)) == (None, 0, 8_333)
    with pytest.raises(Refused, match="has not signed"):
        services.receive_cash(
            by=made.cashier, batch_id=batch.pk, counted_minor=8_333, on=JULY, at=h.AT
        )
    colleague = build.actor(Role.FIELD_OFFICER, name="Elnur Həsənov")
    with pytest.raises(Refused, match="Only the officer"):
        services.confirm(by=colleague, batch_id=batch.pk, on=JULY, at=h.AT)
    with pytest.raises(NotAllowed):
        services.confirm(by=made.cashier, batch_id=batch.pk, on=JULY, at=h.AT)
    with pytest.raises(Refused, match="before it was handed over"):
        services.confirm(
            by=made.officer, batch_id=batch.pk, on=JULY - dt.timedelta(days=1), at=h.AT
        )
    assert balance(pid, "cash") == 0

    done = services.confirm(by=made.officer, batch_id=batch.pk, on=JULY, at=h.AT)
    assert (done.received_by_id, done.gave_by, done.gave_signed_by_id) == (
        made.cashier.user_id, "account", made.officer.user_id,
    )  # fmt: skip
    assert (balance(pid, "cash"), balance(pid, bag)) == (8_333, 0)
    with pytest.raises(Refused, match="received already"):
        services.confirm(by=made.officer, batch_id=batch.pk, on=JULY, at=h.AT)


def test_a_numbered_slip_stands_for_the_officers_signature(made: h.Setting, loan: Loan) -> None:
    batch = grid(made, loan, [h.slip(loan, 1, 8_333, JULY)], 8_333, by=made.cashier)
    told = {"by": made.cashier, "batch_id": batch.pk, "paper_on": JULY, "on": JULY, "at": h.AT}
    with pytest.raises(Refused, match="number of the signed slip"):
        services.receive_by_slip(**told, paper_number=" ")
    done = services.receive_by_slip(**told, paper_number="T-17")
    assert (done.gave_by, done.paper_number, done.paper_on) == ("paper", "T-17", JULY)
    assert balance(build.programme().pk, "cash") == 8_333


def test_cash_received_alone_waits_for_a_second_person(made: h.Setting, loan: Loan) -> None:
    """One of five is away: the close sheet names it until somebody else has signed."""
    batch = grid(made, loan, [h.slip(loan, 1, 8_333, JULY)], 8_333, by=made.cashier)
    pid = build.programme().pk
    assert not handed_over(pid, JULY, JULY).done
    services.receive_alone(by=made.cashier, batch_id=batch.pk, on=JULY, at=h.AT)
    assert balance(pid, "cash") == 8_333
    assert handed_over(pid, JULY, JULY).done
    (void,) = waiting_for_second(pid)
    assert (void.due_on, void.first_person_id) == (
        JULY + dt.timedelta(days=7), made.cashier.user_id,
    )  # fmt: skip
    (sentence,) = waiting_in_words(pid, JULY)
    assert "alone; to be signed by a second person by 08.07.2010" in sentence

    sign_second(
        by=made.programme_officer, kind="alone", subject_id=batch.pk, note="Asked the officer",
        on=JULY, at=h.AT,
    )  # fmt: skip
    assert waiting_in_words(pid, JULY) == []


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"gave_by": ""}, "cash_moves_when_both_sides_have_signed"),
        ({"gave_by": "paper", "paper_number": "T-1"}, "a_signed_slip_has_its_number_and_day"),
        ({"gave_by": "account"}, "nobody_signs_for_the_officer"),
    ],
)
def test_the_database_refuses_cash_without_both_signatures(
    made: h.Setting, loan: Loan, changes: dict[str, object], name: str
) -> None:
    batch = grid(made, loan, [h.slip(loan, 1, 8_333, JULY)], 8_333, by=made.cashier)
    received = {
        "received_by": made.cashier.user_id, "received_on": JULY, "received_minor": 1,
        "gave_signed_by": made.cashier.user_id, **changes,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CollectionBatch.objects.filter(pk=batch.pk).update(**received)


def test_the_officer_signs_on_a_page_that_today_leads_to(made: h.Setting, loan: Loan) -> None:
    in_march_2011()
    batch = grid(made, loan, [h.slip(loan, 1, 8_333, JULY)], 8_333, by=made.cashier)
    officer, cashier = browser(made.officer), browser(made.cashier)
    url = reverse("credit:confirm_cash", args=[batch.pk])
    today = officer.get(reverse("today")).content.decode()
    assert "Cash you handed over, to sign for" in today
    assert url in today
    page = cashier.get(reverse("credit:batch", args=[batch.pk])).content.decode()
    for name in ("receive_slip", "receive_alone"):
        assert reverse(f"credit:{name}", args=[batch.pk]) in page
    assert f'href="{reverse("credit:receive", args=[batch.pk])}"' not in page
    assert officer.post(url, {"command_id": str(uuid4())}).status_code == 302
    assert balance(build.programme().pk, "cash") == 8_333
    assert (
        "Under the own account"
        in cashier.get(reverse("credit:batch", args=[batch.pk])).content.decode()
    )


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
