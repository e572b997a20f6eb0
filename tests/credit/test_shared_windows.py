"""Whose money a loan is: one window, or several by shares, from the payout to the last payment."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dayaq.credit import services
from dayaq.credit.models import Loan, LoanShare
from dayaq.credit.services.funding import PRO_RATA, shares_of
from dayaq.kernel.errors import Refused
from dayaq.ledger import queries
from dayaq.ledger.fund.queries import lent_by_window
from tests import build
from tests.credit import helpers as h

pytestmark = pytest.mark.django_db
MANAT = build.MANAT


def pay_out(made: h.Setting, loan: Loan, **kwargs: object) -> Loan:
    return services.disburse(
        by=made.cashier, loan_id=loan.pk, method="bank", voucher="V-1", on=h.PAID_OUT_ON,
        at=build.AT, **kwargs,
    )  # fmt: skip


def shared(made: h.Setting) -> Loan:
    """A thousand manat: 600 of ADA, 400 of Korea."""
    build.fund(5_000 * MANAT, "korea")
    return pay_out(made, h.agreed(made), shares={"ada": 600 * MANAT, "korea": 400 * MANAT})


def owed(code: str) -> int:
    return queries.balance(build.programme().pk, f"loans:{code}")


def free() -> dict[str, int]:
    return queries.free_windows(build.programme().pk)


def test_one_loan_draws_on_one_window_unless_asked_otherwise(made: h.Setting) -> None:
    loan = pay_out(made, h.agreed(made))

    assert (loan.window, loan.is_shared) == ("ada", False)
    assert shares_of(loan) == {"ada": 1_000 * MANAT}
    assert not LoanShare.objects.exists()


def test_a_window_without_the_money_does_not_lend(made: h.Setting) -> None:
    build.fund(999 * MANAT, "korea")
    loan = h.agreed(made)

    with pytest.raises(Refused, match="does not have enough free money"):
        pay_out(made, loan, window="korea")
    assert owed("korea") == 0


def test_assigned_shares_stand_in_each_windows_books(made: h.Setting) -> None:
    loan = shared(made)

    assert loan.window == "ada"
    assert shares_of(loan) == {"ada": 600 * MANAT, "korea": 400 * MANAT}
    assert (owed("ada"), owed("korea")) == (600 * MANAT, 400 * MANAT)
    assert free() == {"ada": 99_400 * MANAT, "korea": 4_600 * MANAT}


def test_in_proportion_to_free_money(made: h.Setting) -> None:
    build.fund(25_000 * MANAT, "korea")  # ADA has 100,000: four fifths

    loan = pay_out(made, h.agreed(made), window=PRO_RATA)

    assert shares_of(loan) == {"ada": 800 * MANAT, "korea": 200 * MANAT}


def test_shares_that_do_not_make_up_the_loan_are_refused(made: h.Setting) -> None:
    loan = h.agreed(made)

    with pytest.raises(Refused, match="make up the loan exactly"):
        pay_out(made, loan, shares={"ada": 600 * MANAT, "korea": 399 * MANAT})
    loan.refresh_from_db()
    assert (loan.status, loan.window) == ("agreed", "")


def test_repayments_return_to_the_windows_they_came_from(made: h.Setting) -> None:
    loan = shared(made)
    h.book(made)

    loan = h.pay(made, loan, 1, 83_33, h.FIRST_DUE_ON)

    assert lent_by_window(loan.pk) == {"ada": 550_00, "korea": 366_67}
    assert free() == {"ada": 99_450_00, "korea": 4_633_33}
    assert queries.loan_balances([loan.pk])[loan.pk] == 916_67

    for number in range(2, 13):
        loan = h.pay(made, loan, number, 83_33, h.FIRST_DUE_ON + dt.timedelta(days=30 * number))
    loan = h.pay(made, loan, 13, 4, h.FIRST_DUE_ON + dt.timedelta(days=400))
    assert loan.status == "repaid"
    assert lent_by_window(loan.pk) == {"ada": 0, "korea": 0}
    assert free() == {"ada": 100_000 * MANAT, "korea": 5_000 * MANAT}


def test_a_loss_is_borne_in_the_same_proportion(made: h.Setting) -> None:
    loan = shared(made)
    proposed = services.propose_write_off(
        by=made.manager, loan_id=loan.pk, cause="death", reason="x", on=h.PAID_OUT_ON, at=build.AT
    )

    services.approve_write_off(
        by=made.programme_officer, write_off_id=proposed.pk, on=h.PAID_OUT_ON, at=build.AT
    )

    pid = build.programme().pk
    lost = [queries.balance(pid, "expense.write_off", window=code) for code in ("ada", "korea")]
    assert lost == [600 * MANAT, 400 * MANAT]
    assert free() == {"ada": 99_400 * MANAT, "korea": 4_600 * MANAT}  # what is lost is not free


def test_a_receipt_taken_back_returns_each_windows_part(made: h.Setting) -> None:
    loan = shared(made)
    h.book(made)
    for number, amount in ((1, 83_33), (2, 100_01), (3, 50_07)):
        loan = h.pay(made, loan, number, amount, h.FIRST_DUE_ON + dt.timedelta(days=number))
    second = loan.events.get(kind="paid", receipt__number=2).receipt
    assert second is not None

    services.reverse_receipt(
        by=made.accountant, receipt_id=second.pk, reason="Wrong loan",
        on=h.FIRST_DUE_ON + dt.timedelta(days=9), at=build.AT,
    )  # fmt: skip
    loan.refresh_from_db()
    loan = h.pay(made, loan, 4, loan.outstanding_minor, h.FIRST_DUE_ON + dt.timedelta(days=10))

    assert loan.status == "repaid"
    assert lent_by_window(loan.pk) == {"ada": 0, "korea": 0}


def test_what_is_paid_too_much_is_owed_back_and_nobodys_to_lend(made: h.Setting) -> None:
    loan = shared(made)
    h.book(made)

    h.pay(made, loan, 1, 1_010 * MANAT, h.FIRST_DUE_ON)

    pid = build.programme().pk
    assert queries.balance(pid, "client_credits") == -10 * MANAT
    assert free() == {"ada": 100_000 * MANAT, "korea": 5_000 * MANAT}


def test_the_database_refuses_shares_that_do_not_make_up_the_loan(made: h.Setting) -> None:
    loan = pay_out(made, h.agreed(made))
    window = queries.windows(build.programme().pk)[0]

    with pytest.raises(IntegrityError, match="make up its principal"):
        _write(loan, (window, 5))
    with pytest.raises(IntegrityError, match="make up its principal"):
        _write(loan)
    with pytest.raises(IntegrityError, match="above_zero"):
        _write(loan, (window, 0))


def test_the_database_refuses_a_window_of_another_programme(made: h.Setting) -> None:
    loan = pay_out(made, h.agreed(made))
    other = build.programme("other")
    foreign = queries.windows(other.pk)[0]

    with pytest.raises(IntegrityError, match="own programme"):
        _write(loan, (foreign, loan.principal_minor))


def test_the_database_refuses_to_change_a_share(made: h.Setting) -> None:
    loan = shared(made)

    with pytest.raises(DatabaseError), transaction.atomic():
        LoanShare.objects.filter(loan=loan).update(position=9)


@transaction.atomic
def _write(loan: Loan, *shares: tuple[object, int]) -> None:
    """Mark the loan as shared behind the services' back, and let the database look at it."""
    Loan.objects.filter(pk=loan.pk).update(is_shared=True)
    for place, (window, minor) in enumerate(shares):
        LoanShare.objects.create(loan=loan, window=window, position=place, amount_minor=minor)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
