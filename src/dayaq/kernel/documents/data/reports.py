"""Reports on paper."""

from __future__ import annotations

import datetime as dt
from typing import NotRequired, TypedDict

from dayaq.kernel.documents.data.common import Document, Fact, Signature, TableColumn


class MonthlyFigure(TypedDict):
    """A figure of the month beside the one to date, already formatted."""

    label: str
    month: str
    to_date: str
    target: NotRequired[str | None]


class BalanceLine(TypedDict):
    label: str
    opening_minor: int
    received_minor: int
    paid_minor: int
    closing_minor: int


class MonthlyReport(Document):
    """Template `monthly-report`: the implementer's one page to the programme manager."""

    month: str
    implementer: str
    figures: list[MonthlyFigure]
    problem_cases: list[Fact]
    decisions_asked: list[str]
    balances: list[BalanceLine]
    adjustments: NotRequired[list[str]]
    next_month: list[str]
    signatories: list[Signature]


class TableSection(TypedDict):
    """A table inside a report; cells are text already (see `documents.tables`)."""

    title: str
    text: NotRequired[str | None]
    columns: list[TableColumn]
    rows: list[list[str]]
    totals: NotRequired[list[str] | None]
    chart_svg: NotRequired[str | None]
    chart_alt: NotRequired[str | None]


class DonorReport(Document):
    """Template `donor-report`: title, parameters, text, tables, charts, definitions."""

    title: str
    donor: NotRequired[str | None]
    as_of: NotRequired[dt.date | None]
    status: NotRequired[str | None]
    parameters: list[Fact]
    summary: NotRequired[str | None]
    sections: list[TableSection]
    definitions: list[Fact]
    signatories: NotRequired[list[Signature]]


class TableReport(Document):
    """Template `table-report`: every list and figure of the house as a table."""

    title: str
    as_of: NotRequired[dt.date | None]
    parameters: NotRequired[list[Fact]]
    summary: NotRequired[str | None]
    columns: list[TableColumn]
    rows: list[list[str]]
    totals: NotRequired[list[str] | None]
    definitions: NotRequired[list[Fact]]
    note: NotRequired[str | None]
