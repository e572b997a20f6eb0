"""The published totals come out of the reports, not out of the demonstration's own constants.

Sources: the programme's reference, section 1.1 and worked examples T10 and T11. 85 trained and
52 micro-credits in six districts in the pilot; 105 and 88 of 88,000 AZN in phase II; 190 and 140
together; ADA 72,000 of EUR 102,127.66, 70.5 percent.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

Report = dict[str, Any]


def table(report: Report, title: str) -> list[dict[str, str]]:
    """A table of the report as rows by column title."""
    section = next(s for s in report["sections"] if s["title"] == title)
    titles = [column["title"] for column in section["columns"]]
    rows = [*section["rows"], *([section["totals"]] if section.get("totals") else [])]
    return [dict(zip(titles, row, strict=True)) for row in rows]


def phases(report: Report) -> dict[str, dict[str, str]]:
    rows = table(report, "Results by phase")
    return {str(row["Phase"]): row for row in rows}


def figures(row: dict[str, str]) -> tuple[str, str, str]:
    return str(row["Trained"]), str(row["Micro-credits"]), str(row["Amount disbursed"])


def percent(share: object) -> str:
    """A share of one, such as "0.6118", with one digit, as the sources print it."""
    return f"{Decimal(str(share)) * 100:.1f}"


def test_the_pilot_comes_out_as_published(at_pilots_end: dict[str, Report]) -> None:
    row = phases(at_pilots_end["results"])["Pilot"]

    assert figures(row)[:2] == ("85", "52")
    assert str(row["Districts"]) == "6"
    assert percent(row["Credit uptake"]) == "61.2"


def test_ada_bears_its_published_share_of_the_pilot(at_pilots_end: dict[str, Report]) -> None:
    rows = {
        str(row["Donor"]): row
        for row in table(at_pilots_end["results"], "Who pays for the phase Pilot")
    }

    assert str(rows["ADA"]["Amount"]) == "7200000"
    assert str(rows["Total"]["Amount"]) == "10212766"
    assert str(rows["ADA"]["Share agreed"]).replace("\u00a0", " ") == "70,5 %"
    assert percent(rows["ADA"]["Share borne"]) == "70.5"


def test_phase_two_comes_out_as_published(at_the_end: dict[str, Report]) -> None:
    row = phases(at_the_end["phase-2"])["Phase II"]

    assert figures(row) == ("105", "88", "8800000")
    assert str(row["Average loan"]) == "100000"


def test_both_phases_together_come_out_as_published(at_the_end: dict[str, Report]) -> None:
    row = phases(at_the_end["all"])["Total"]

    assert figures(row)[:2] == ("190", "140")
    assert percent(row["Credit uptake"]) == "73.7"


def test_the_pilot_says_the_same_two_years_later(
    at_pilots_end: dict[str, Report], at_the_end: dict[str, Report]
) -> None:
    then = figures(phases(at_pilots_end["results"])["Pilot"])
    assert figures(phases(at_the_end["pilot"])["Pilot"]) == then


@pytest.mark.parametrize("moment", ["at_pilots_end", "at_the_end"])
def test_the_fund_statement_closes(moment: str, request: pytest.FixtureRequest) -> None:
    report = request.getfixturevalue(moment)["fund"]
    section = next(s for s in report["sections"] if s["type"] == "table")
    titles = [column["title"] for column in section["columns"]]

    for row in [*section["rows"], section["totals"]]:
        cells = dict(zip(titles, row, strict=True))

        def minor(title: str, cells: dict[str, str] = cells) -> int:
            return int(str(cells[title]))

        assert minor("Closing cash") == (
            minor("Opening cash") + minor("Contributions") - minor("Disbursed")
            + minor("Repaid") + minor("Income") - minor("Costs")
        )  # fmt: skip
