"""C9 of the domain reference: a fund that lends, is repaid, lends again and loses a little."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dayaq.kernel.access.roles import Role
from dayaq.kernel.exchange import Exchange
from dayaq.ledger import services as ledger
from dayaq.ledger.domain.fund import Donated
from dayaq.ledger.exchange import services as exchange
from dayaq.ledger.fund.queries import identity_on, turns_on
from dayaq.ledger.queries import windows
from dayaq.ledger.services import Leg
from dayaq.reporting import catalogue
from dayaq.reporting.domain.values import percent_of
from tests import build
from tests.reporting.helpers import asked, figure, numbers

pytestmark = pytest.mark.django_db
AT = build.AT
LENT = dt.date(2010, 2, 1)
BACK = dt.date(2010, 9, 1)
LATER = dt.date(2010, 12, 1)


def move(by, key: str, on: dt.date, debit: str, credit: str, manat: int) -> None:
    ledger.post(
        key=key, on=on, at=AT, by=by, memo="test", event_id=build.an_event(by),
        transfers=[Leg(debit, credit, manat * build.MANAT, "ada")],
    )  # fmt: skip


@pytest.fixture
def vuqar():
    """The accountant of a fund of 52,000: lent, 40,000 back, 30,000 lent again, 1,000 lost."""
    by = build.actor(Role.ACCOUNTANT)
    build.fund(52_000 * build.MANAT)
    move(by, "lent", LENT, "loans:ada", "bank", 52_000)
    move(by, "back", BACK, "bank", "loans:ada", 40_000)
    move(by, "again", LATER, "loans:ada", "bank", 30_000)
    move(by, "lost", LATER, "expense.write_off", "loans:ada", 1_000)
    return by


def test_cash_loans_preservation_and_turns_come_out(vuqar) -> None:
    lent_and_free = numbers(vuqar, "utilisation")
    preserved = figure(vuqar, "fund_preservation")
    turned = figure(vuqar, "times_revolved")

    assert lent_and_free == (41_000 * build.MANAT, 51_000 * build.MANAT)
    assert percent_of(preserved.numerator, preserved.denominator, 2) == Decimal("98.08")
    assert (turned.numerator, turned.denominator) == (82_000 * build.MANAT, 52_000 * build.MANAT)


def test_the_statement_closes_and_a_loss_does_not_touch_cash(vuqar) -> None:
    result = catalogue.run("fund", asked(vuqar, frm=dt.date(2010, 6, 1)), vuqar)
    table = result.table("fund_statement")
    (row,) = [row for row in table.rows if row[0] == "Austrian Development Agency"]

    amounts = [int(str(cell)) // build.MANAT for cell in row[1:]]
    # opening, contributions, disbursed, repaid, income, costs, closing, written off, loans,
    # exchange differences
    assert amounts == [0, 0, 30_000, 40_000, 0, 0, 10_000, 1_000, 41_000, 0]
    assert len(table.notes) == 1  # no note that it does not close


def test_a_reversal_takes_a_movement_back(vuqar) -> None:
    ledger.reverse(
        key="back-no", reverses_key="back", on=LATER, at=AT, by=vuqar, reason="Wrong loan",
        event_id=build.an_event(vuqar),
    )  # fmt: skip

    table = catalogue.run("fund", asked(vuqar), vuqar).table("fund_statement")

    assert table.totals is not None
    assert table.totals[4] == 0  # repaid
    assert table.totals[3] == 82_000 * build.MANAT
    assert len(table.notes) == 1


def test_money_lent_again_is_no_new_contribution(vuqar) -> None:
    table = catalogue.run("fund", asked(vuqar), vuqar).table("fund_statement")

    assert table.totals is not None
    assert table.totals[2] == 52_000 * build.MANAT


def test_a_fund_without_money_has_no_ratio() -> None:
    leyla = build.actor(Role.PROGRAMME_OFFICER)

    assert figure(leyla, "times_revolved").percent_text == ""
    assert catalogue.run("fund", asked(leyla), leyla).table("ratios").rows[0][3] == ""


def test_what_was_lent_again_is_told_from_fresh_money(vuqar) -> None:
    again = figure(vuqar, "relent_share")
    table = catalogue.run("fund", asked(vuqar), vuqar).table("fund_turns")

    assert (again.numerator, again.denominator) == (30_000 * build.MANAT, 82_000 * build.MANAT)
    assert percent_of(again.numerator, again.denominator, 2) == Decimal("36.59")
    assert table.totals is not None
    assert [int(str(cell)) // build.MANAT for cell in table.totals[1:]] == [52_000, 30_000, 82_000]


def test_each_row_of_money_is_laid_once_however_many_loans_are_met_with_it(
    vuqar,
) -> None:
    for number in range(20):
        move(vuqar, f"more-{number}", LATER, "loans:ada", "bank", 100)
    with CaptureQueriesContext(connection) as said:
        figure(vuqar, "relent_share")
    (question,) = [one["sql"] for one in said if "fund_turns" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {question}")
        (((found,),),) = cursor.fetchall()
    laid = [
        part["Actual Loops"] for part in parts(found["Plan"]) if part["Node Type"] == "WindowAgg"
    ]
    assert laid == [1, 1]


def parts(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from parts(below)


def test_the_report_and_the_fund_page_count_fresh_money_alike(vuqar) -> None:
    """Two ways to it: places in a row (SQL), and a queue of lots (Python)."""
    build.fund(7_000 * build.MANAT)  # dated at the start: lent before what came back
    move(vuqar, "cost", BACK, "expense.bank", "bank", 500)
    move(vuqar, "third", LATER + dt.timedelta(days=9), "loans:ada", "bank", 15_000)

    turns = turns_on(build.programme().pk, build.TODAY)["ada"]
    again = figure(vuqar, "relent_share")

    assert turns.relent_minor == again.numerator
    assert turns.fresh_minor + turns.relent_minor == again.denominator == 97_000 * build.MANAT
    assert turns.fresh_minor == 58_500 * build.MANAT  # 59,000 given, 500 spent on costs


def test_a_manat_fund_loses_half_its_value_in_the_donors_currency() -> None:
    """The devaluations of 2015: 1.05 at the start of the year, 1.68 after it."""
    from dayaq.programme.services import rates

    vuqar = build.actor(Role.ACCOUNTANT)
    window = windows(build.programme().pk)[0]
    euro = Donated("EUR", 40_000_00, Exchange("EUR", Decimal("1.05"), build.START, "CBA"))
    ledger.receive_contribution(
        by=vuqar, window=window, amount_minor=42_000_00, key="E1", on=build.START, at=AT,
        donated=euro,
    )  # fmt: skip
    assert numbers(vuqar, "fund_preservation_donor") == (42_000_00, 42_000_00)

    rates.record_rate(
        by=vuqar, base="EUR", quote="AZN", rate=Decimal("1.68"), source="CBA",
        on=LATER, at=AT,
    )  # fmt: skip

    assert numbers(vuqar, "fund_preservation_donor") == (42_000_00, 67_200_00)
    assert numbers(vuqar, "fund_preservation") == (42_000_00, 42_000_00)
    table = catalogue.run("fund", asked(vuqar), vuqar).table("fund_contributions")
    assert table.rows[0][2:5] == ("40\u00a0000,00 EUR", "1,05", "01.12.2009, CBA")


def test_costs_of_the_fund_per_manat_lent(vuqar) -> None:
    move(vuqar, "fee", LATER, "expense.bank", "bank", 82)

    assert numbers(vuqar, "cost_per_lent") == (82 * build.MANAT, 82_000 * build.MANAT)


def test_the_identity_of_c9_holds_on_every_day(vuqar) -> None:
    pid = build.programme().pk
    for on in (build.START, LENT, BACK, LATER):
        assert identity_on(pid, on).holds
    last = identity_on(pid, LATER)

    assert last.lines["cash"] == 10_000 * build.MANAT
    assert last.lines["loans"] == 41_000 * build.MANAT
    assert last.lines["capital"] == 52_000 * build.MANAT
    assert last.lines["loss"] == -1_000 * build.MANAT
    assert last.left_minor == last.right_minor == 51_000 * build.MANAT


def differences(who) -> list[int]:
    table = catalogue.run("fund", asked(who), who).table("fund_checks")
    return [int(str(row[3])) for row in table.rows]


def test_the_books_are_held_against_the_loan_files_and_the_register() -> None:
    from tests.credit import helpers as lending

    made = lending.setting()
    loan = lending.lent(made)
    lending.book(made)
    lending.pay(made, loan, 1, 83_33, lending.FIRST_DUE_ON)
    vuqar = made.accountant
    assert differences(vuqar) == [0, 0, 0]

    move(vuqar, "behind", LATER, "loans:ada", "bank", 7)  # no loan file knows of it
    move(vuqar, "beside", LATER, "bank", "capital:ada", 3)  # nor the register of this

    assert differences(vuqar) == [0, 7 * build.MANAT, 3 * build.MANAT]


def test_money_in_another_currency_closes_the_statement_and_is_no_cost() -> None:
    """EUR 1,000 come at 1.10, 400 are sold at 1.12, the rest closes at 1.15: 38 gained."""
    by = build.actor(Role.ACCOUNTANT)
    exchange.open_currency(by=by, currency="EUR", on=LENT, at=AT)
    rate = Exchange("EUR", Decimal("1.10"), LENT, "CBA")
    ada = next(window for window in windows(by.programme_id) if window.code == "ada")
    ledger.receive_contribution(
        by=by, window=ada, amount_minor=1_100_00, key="T-1", on=LENT, at=AT,
        donated=Donated("EUR", 1_000_00, rate), is_kept=True,
    )  # fmt: skip
    exchange.sell_currency(
        by=by, currency="EUR", window="ada", foreign_minor=400_00, own_minor=448_00,
        reference="S1", on=BACK, at=AT,
    )  # fmt: skip
    exchange.revalue(
        by=by, currency="EUR", stated_minor=600_00, on=LATER, at=AT,
        exchange=Exchange("EUR", Decimal("1.15"), LATER, "CBA"),
    )  # fmt: skip

    result = catalogue.run("fund", asked(by), by)
    table = result.table("fund_statement")
    assert table.totals is not None
    assert table.totals[1:] == (0, 1_100_00, 0, 0, 0, 0, 1_138_00, 0, 0, 38_00)
    assert len(table.notes) == 1
    assert all(row[3] == 0 for row in result.table("fund_checks").rows)
    assert numbers(by, "fund_preservation") == (1_138_00, 1_100_00)
    assert figure(by, "cost_per_lent").numerator == 0
    monthly = catalogue.run("monthly", asked(by), by).table("balances")
    assert ("Money in other currencies", 690_00) in [(row[0], row[4]) for row in monthly.rows]
