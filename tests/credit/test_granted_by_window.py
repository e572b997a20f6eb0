"""What of a loan becomes a grant is its donors' grant, apart from what is forgiven."""

import datetime as dt

import pytest
from django.urls import reverse

from dayaq.credit import services
from dayaq.credit.models import Loan
from dayaq.ledger import queries
from dayaq.ledger.fund.queries import identity_on
from tests import build
from tests.credit import helpers as h
from tests.credit.test_pages import browser

pytestmark = pytest.mark.django_db
MANAT = build.MANAT
ON = dt.date(2010, 7, 12)


@pytest.fixture
def loan(made: h.Setting) -> Loan:
    """A thousand manat, 600 of ADA and 400 of Korea."""
    build.fund(5_000 * MANAT, "korea")
    return services.disburse(
        by=made.cashier, loan_id=h.agreed(made).pk, method="bank", voucher="V-1",
        on=h.PAID_OUT_ON, at=build.AT, shares={"ada": 600 * MANAT, "korea": 400 * MANAT},
    )  # fmt: skip


def give_up(made: h.Setting, loan: Loan, kind: str, minor: int | None = None) -> None:
    relief = services.propose_relief(
        by=made.manager, loan_id=loan.pk, kind=kind, amount_minor=minor, cause="illness",
        reason="Long treatment", on=ON, at=h.AT,
    )  # fmt: skip
    services.approve_relief(by=made.programme_officer, relief_id=relief.pk, on=ON, at=h.AT)


def cost(account: str, window: str) -> int:
    return queries.balance(build.programme().pk, account, window=window)


def test_each_donor_bears_its_share_of_what_becomes_a_grant(made: h.Setting, loan: Loan) -> None:
    give_up(made, loan, "forgive", 100 * MANAT)
    give_up(made, loan, "grant")

    # 100 forgiven and 900 granted, cut 60 to 40 as the money was lent.
    assert (cost("expense.forgiveness", "ada"), cost("expense.forgiveness", "korea")) == (
        60 * MANAT,
        40 * MANAT,
    )
    assert (cost("expense.granted", "ada"), cost("expense.granted", "korea")) == (
        540 * MANAT,
        360 * MANAT,
    )
    for window, lost in (("ada", 600), ("korea", 400)):
        whole = identity_on(build.programme().pk, ON, window=window)
        assert whole.holds
        assert whole.lines["loss"] == -lost * MANAT
        assert not whole.lines.get("loans")


def test_the_fund_page_tells_grants_from_what_was_forgiven(made: h.Setting, loan: Loan) -> None:
    give_up(made, loan, "forgive", 100 * MANAT)
    give_up(made, loan, "grant")

    address = reverse("ledger:fund")
    said = browser(made.accountant).get(address, {"on": ON.isoformat()}).content.decode()
    assert "Expense: loans turned into grants" in said
    assert "Expense: loans forgiven in part" in said
    assert "-900,00" in said.replace("−", "-").replace("\N{NON-BREAKING HYPHEN}", "-")
