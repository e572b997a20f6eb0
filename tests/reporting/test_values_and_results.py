"""Figures are divided once, and a result comes back from JSON as it was."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from dayaq.reporting.domain.report import (
    Chart,
    Column,
    Definition,
    Parameters,
    Result,
    Table,
    Text,
    from_json,
    share,
    to_json,
)
from dayaq.reporting.domain.values import IndicatorValue, Unit, percent_of

ASKED = Parameters(UUID(int=7), date(2010, 1, 1), date(2010, 6, 30), date(2010, 7, 5), "phase-2")


def result() -> Result:
    table = Table(
        key="t",
        title="Loans",
        columns=(
            Column("Name"),
            Column("Count", "number"),
            Column("Sum", "money", "EUR"),
            Column("Share", "percent"),
            Column("Day", "day"),
        ),
        rows=(
            ("Füzuli", 3, 100_001, Decimal("0.6118"), date(2010, 2, 3)),
            ("x", None, 0, None, None),
        ),
        totals=("Total", 3, 100_001, None, None),
        notes=("A note.",),
    )
    chart = Chart("c", "Loans", "bar", ("a", "b"), (("due", (1, None)),), "money", "EUR")
    text = Text("summary", "Summary", "Words with ə and ₼")
    return Result(
        "donor-report", "Donor report", ASKED, (text, chart, table), (Definition("a", "b"),)
    )


def test_a_result_comes_back_equal() -> None:
    import json

    assert from_json(json.loads(json.dumps(to_json(result())))) == result()


def test_a_table_is_found_by_its_key() -> None:
    assert result().table("t").title == "Loans"
    with pytest.raises(KeyError):
        result().table("nothing")


def test_uptake_of_the_pilot_and_of_both_phases() -> None:
    assert IndicatorValue("u", Unit.RATIO, 52, 85).percent_text == "61,2\xa0%"
    assert percent_of(140, 190) == Decimal("73.7")


def test_nothing_to_divide_by_is_not_zero_percent() -> None:
    assert IndicatorValue("par30", Unit.RATIO, 0, 0).percent_text == ""
    assert IndicatorValue("par30", Unit.RATIO, 0, 0).ratio is None
    assert share(0, 0) is None


def test_c4_portfolio_at_risk_of_the_reference_book() -> None:
    by_dpd = {0: 30_000, 30: 5_000, 60: 2_000, 90: 1_000, 180: 800, 365: 400, 366: 200}
    whole = sum(by_dpd.values())

    at_risk = {x: sum(v for dpd, v in by_dpd.items() if dpd > x) for x in (0, 30, 90)}

    assert percent_of(at_risk[0], whole, 2) == Decimal("23.86")
    assert percent_of(at_risk[30], whole, 2) == Decimal("11.17")
    assert percent_of(at_risk[90], whole, 2) == Decimal("3.55")
