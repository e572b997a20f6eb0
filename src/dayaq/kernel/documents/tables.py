"""A spreadsheet's table as a document's table: one report, one set of rows, three formats."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from dayaq.kernel.clock import BAKU
from dayaq.kernel.documents.data import TableSection
from dayaq.kernel.money import NBSP, format_minor
from dayaq.kernel.percent import percent_text
from dayaq.kernel.spreadsheets import Column, Row, Sheet


def table_of(sheet: Sheet) -> TableSection:
    """The columns, rows and totals of `sheet` for the templates `table-report` (merge it in:
    `{**table_of(sheet), "letterhead": ..., "as_of": ...}`) and `donor-report` (a section)."""
    return {
        "title": sheet.title,
        "columns": [{"title": str(column.title), "kind": column.kind} for column in sheet.columns],
        "rows": [_cells(row, sheet) for row in sheet.rows],
        "totals": None if sheet.totals is None else _cells(sheet.totals, sheet),
    }


def cell_text(value: object, column: Column) -> str:  # noqa: PLR0911 - one line for each kind
    """A cell as it is printed: 1 234, 1 000,50, 4,6 %, 31.12.2011.

    >>> cell_text(Decimal("0.046"), Column("PAR30", "percent"))
    '4,6\\xa0%'
    """
    match value:
        case None:
            return ""
        case int() if column.kind == "money":
            return format_minor(value, column.currency)
        case bool():
            return "+" if value else ""
        case int():
            return f"{value:,}".replace(",", NBSP)
        case Decimal() if column.kind == "percent":
            return percent_text(value)
        case Decimal():
            return f"{value:,f}".replace(",", NBSP).replace(".", ",")
        case dt.datetime():
            return value.astimezone(BAKU).strftime("%d.%m.%Y %H:%M")
        case dt.date():
            return value.strftime("%d.%m.%Y")
        case float():
            raise TypeError("a float is neither money nor a count")
        case _:
            return str(value)


def _cells(row: Row, sheet: Sheet) -> list[str]:
    return [cell_text(value, column) for value, column in zip(row, sheet.columns, strict=True)]
