"""Terms of the "advanced" part, from the product's form to a payment on a loan's pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from dayaq.credit import services
from dayaq.credit.models import Loan, ProductVersion
from dayaq.credit.queries.loans import tell
from dayaq.ledger.queries import balance, loan_balances
from tests import build
from tests.credit import helpers as h
from tests.credit.test_pages import browser, day, send
from tests.credit.test_products import ANSWERS

pytestmark = pytest.mark.django_db

FIRST, MID = h.FIRST_DUE_ON, dt.date(2010, 7, 16)
CHARGED: dict[str, Any] = {
    **ANSWERS, "min_instalments": "10", "max_instalments": "10", "multiple_minor": "1",
    "interest": "declining", "annual_rate": "12", "amortisation": "equal_principal",
    "legal_lender": "Licensed lender (sample)", "legal_basis": "licensed",
}  # fmt: skip


def lent(made: h.Setting, **answers: Any) -> Loan:
    """1,000 AZN over ten months at 12 %, by a product opened on its form."""
    send(browser(made.programme_officer), reverse("credit:product_new"), {**CHARGED, **answers})
    version = ProductVersion.objects.get(product__code="MIKRO")
    assert version.may_lend
    loan = h.lent(made, version=version, instalments=10)
    h.book(made)
    return loan


def url(name: str, loan: Loan) -> str:
    return reverse(f"credit:{name}", args=[loan.pk])


def interests(loan: Loan) -> list[int]:
    return [row.due.interest for row in tell(loan, build.TODAY).state.instalments]


def pay(made: h.Setting, loan: Loan, number: int, amount: str, on: dt.date, **more: str) -> None:
    send(browser(made.officer), url("collect_one", loan), {
        "series": "FZ", "number": str(number), **day("paid_on", on), "amount_minor": amount,
        "method": "cash", "paid_by": "borrower", **more,
    })  # fmt: skip


LOWERS = {"excess": "principal", "early_principal": "less_interest"}


def test_paying_the_amount_lent_early_costs_less_and_ends_sooner(made: h.Setting) -> None:
    loan = lent(made, **LOWERS)
    pay(made, loan, 1, "110,00", FIRST)
    question = {"kind": "pay", "amount_minor": "300,00", **day("paid_on", FIRST)}
    asked = browser(made.officer).get(url("what_if", loan), question).content.decode()
    # 9 + 8 + ... + 1 is 45 of interest, 6 + 5 + ... + 1 is 21.
    assert "55,00\xa0AZN → 31,00\xa0AZN" in asked or "55,00 AZN → 31,00 AZN" in asked
    assert "9 → 6" in asked
    assert "01.04.2011 → 01.01.2011" in asked
    pay(made, loan, 2, "300,00", FIRST)
    assert interests(loan) == [
        1_000, 600, 500, 400, 300, 200, 100, 0, 0, 0,
    ]  # fmt: skip
    assert services.rebuild_loans() == []


def test_each_early_payment_has_its_schedule_to_print_and_its_reasons(made: h.Setting) -> None:
    loan = lent(made, **LOWERS)
    pay(made, loan, 1, "410,00", FIRST)
    officer = browser(made.officer)
    versions = officer.get(url("versions", loan))
    assert len(versions.context["tables"]) == 2
    assert url("schedule_pdf", loan) in versions.content.decode()
    assert officer.get(url("schedule_pdf", loan)).content.startswith(b"%PDF")
    why = officer.get(reverse("credit:explain", args=[loan.pk, "instalment:2"])).content.decode()
    assert "lowered the balance" in why
    assert tell(loan, MID).state.restructured_count == 0


def test_a_payment_that_is_reversed_takes_the_saving_back(made: h.Setting) -> None:
    loan = lent(made, **LOWERS)
    before = interests(loan)
    pay(made, loan, 1, "410,00", FIRST)
    receipt = loan.events.get(kind="paid").receipt_id
    send(browser(made.manager), reverse("credit:reverse", args=[receipt]), {
        "reason": "Counted twice", **day("reversed_on", MID), "confirmed": "1",
    })  # fmt: skip
    assert interests(loan) == before
    assert services.rebuild_loans() == []


def test_as_agreed_the_interest_stays(made: h.Setting) -> None:
    loan = lent(made, excess="principal")
    pay(made, loan, 1, "410,00", FIRST)
    assert interests(loan) == list(range(1_000, 0, -100))


def test_a_loan_is_paid_off_with_the_money_that_was_kept(made: h.Setting) -> None:
    loan = lent(made, excess="credit")
    pay(made, loan, 1, "410,00", FIRST)  # 110.00 were due
    assert balance(loan.programme_id, "client_credits") == -30_000
    question = {"kind": "payoff", **day("paid_on", FIRST)}
    asked = browser(made.officer).get(url("what_if", loan), question).content.decode()
    assert "600,00" in asked
    pay(made, loan, 2, "600,00", FIRST, in_full="on")
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_minor, loan.credit_minor) == ("repaid", 0, 0)
    assert balance(loan.programme_id, "client_credits") == 0
    assert loan_balances([loan.pk])[loan.pk] == 0
    assert services.rebuild_loans() == []


def test_interest_that_runs_later_is_counted_from_its_day(made: h.Setting) -> None:
    assert (FIRST - h.PAID_OUT_ON).days == 30
    loan = lent(made, interest_after_days="15")
    # 15 of the 30 days of June.
    assert interests(loan)[0] == 500


OWN = {
    "allocation": "own", "own_past_due": "interest principal fee penalty",
    "own_due": "principal interest fee penalty", "own_in_advance": "principal interest fee penalty",
}  # fmt: skip


@pytest.mark.parametrize(
    ("on", "component"), [(FIRST, "principal"), (FIRST + dt.timedelta(days=1), "interest")]
)
def test_a_payment_follows_the_order_of_its_own_product(
    made: h.Setting, on: dt.date, component: str
) -> None:
    loan = lent(made, **OWN)
    pay(made, loan, 1, "5,00", on)
    (part,) = loan.allocations.all()
    assert (part.component, part.amount_minor) == (component, 500)
    assert services.rebuild_loans() == []


def test_an_order_of_its_own_is_said_on_the_page_of_the_product(made: h.Setting) -> None:
    loan = lent(made, **OWN, own_vertical="on")
    officer = browser(made.programme_officer)
    shown = officer.get(
        reverse("credit:product", args=[loan.product_version.product_id])
    ).content.decode()
    assert "Overdue: interest → the amount lent → fee → penalty" in shown
    assert "One part of all instalments before the next part" in shown


def test_the_schedule_in_force_is_not_printed_once_nothing_is_owed(made: h.Setting) -> None:
    loan = h.lent(made)
    h.book(made)
    officer = browser(made.officer)
    assert officer.get(url("schedule_pdf", loan)).content.startswith(b"%PDF")
    h.pay(made, loan, 1, 1_000 * h.MANAT, build.TODAY)
    assert officer.get(url("schedule_pdf", loan)).status_code == 404
