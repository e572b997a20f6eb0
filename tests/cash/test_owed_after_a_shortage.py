"""What was missing at a count and is owed by an officer: an asset until it is paid."""

from __future__ import annotations

import pytest
from django.urls import reverse

from dayaq.cash.queries.bags import owing
from dayaq.cash.services import box
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.ledger import queries as books
from dayaq.ledger.fund.queries import identity_on
from dayaq.reporting import catalogue
from tests import build
from tests.cash.test_pages import day, send
from tests.cash.test_the_box import collected
from tests.credit import helpers as lending
from tests.reporting.helpers import asked, numbers
from tests.safety.addresses import browser, in_march_2011

pytestmark = pytest.mark.django_db
ON, AT = build.TODAY, build.AT


def short() -> lending.Setting:
    """The officer collected 83.33 and 80.00 were counted: 3.33 are owed."""
    made = lending.setting()
    collected(made)
    count = box.count_cash(
        by=made.cashier, officer_id=made.officer.user_id, pieces={20_00: 4}, on=ON, at=AT
    )
    box.settle_difference(
        by=made.manager, count_id=count.pk, outcome="owed", reason="Lost on the way", on=ON, at=AT
    )
    return made


def test_what_an_officer_owes_is_an_asset_of_the_fund() -> None:
    in_march_2011()
    made = short()

    sides = identity_on(build.programme().pk, ON)

    assert sides.lines["receivable"] == 3_33
    assert (
        sides.lines["cash"] + sides.lines["receivable"] + sides.lines["loans"]
        == (sides.lines["capital"])
    )
    assert sides.holds
    kept, given = numbers(made.programme_officer, "fund_preservation")
    assert (kept, given) == (given, given)
    report = catalogue.run("fund", asked(made.programme_officer), made.programme_officer)
    assert not any("does not close" in note for note in report.table("fund_statement").notes)
    for row in report.table("fund_checks").rows:
        assert row[3] == 0, row
    page = browser(made.accountant).get(reverse("ledger:fund")).content.decode()
    assert "Owed by officers" in page


def test_the_cashier_receives_it_in_parts_and_no_more_than_is_owed() -> None:
    in_march_2011()
    made = short()
    programme = build.programme()
    officer = made.officer.user_id
    before = books.balance(programme.pk, "cash")
    cashier = browser(made.cashier)

    assert "3,33" in cashier.get(reverse("cash:owed")).content.decode()
    text = send(
        cashier, reverse("cash:receive_owed", args=[officer]),
        {"amount_minor": "3,00", **day("paid_on")},
    )  # fmt: skip
    assert "0,33" in text

    assert books.balance(programme.pk, "cash") - before == 3_00
    assert books.balance(programme.pk, f"receivable:{officer}") == 33
    with pytest.raises(Refused, match=r"0[.,]33"):
        box.receive_owed(by=made.cashier, officer_id=officer, amount_minor=34, on=ON, at=AT)
    with pytest.raises(NotAllowed):
        box.receive_owed(by=made.officer, officer_id=officer, amount_minor=1, on=ON, at=AT)
    with pytest.raises(Refused, match="somebody else"):
        box.receive_owed(
            by=made.cashier, officer_id=made.cashier.user_id, amount_minor=1, on=ON, at=AT
        )
    box.receive_owed(by=made.cashier, officer_id=officer, amount_minor=33, on=ON, at=AT)
    assert owing(programme, ON) == []
    assert identity_on(programme.pk, ON).holds
