"""A result as text, JSON, CSV and XLSX."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

from django.utils.translation import gettext as _

from dayaq.kernel.documents.tables import cell_text
from dayaq.kernel.spreadsheets import Column as SheetColumn
from dayaq.kernel.spreadsheets import Kind, Sheet, write_csv, write_table
from dayaq.programme.queries import phases
from dayaq.reporting.domain.report import Column, Parameters, Result, Table, Text, to_json

KINDS: dict[str, Kind] = {
    "text": "text",
    "number": "number",
    "money": "money",
    "percent": "percent",
    "day": "date",
}


def sheet_of(table: Table, *, say_currency: bool = True) -> Sheet:
    """A table as the kernel's spreadsheets take it."""
    return Sheet(
        title=table.title,
        columns=[sheet_column(column, say_currency=say_currency) for column in table.columns],
        rows=table.rows,
        totals=table.totals,
        notes=table.notes,
    )


def sheet_column(column: Column, *, say_currency: bool = True) -> SheetColumn:
    """A column; money says its currency in the heading, unless it is said elsewhere."""
    said = say_currency and column.kind == "money"
    title = f"{column.title}, {column.currency}" if said else column.title
    return SheetColumn(title, KINDS[column.kind], currency=column.currency)


def covers(asked: Parameters) -> list[tuple[str, str]]:
    """What the report covers, as label and value."""
    pairs = [
        (_("From"), asked.frm.strftime("%d.%m.%Y")),
        (_("To"), asked.to.strftime("%d.%m.%Y")),
        (_("As of"), asked.as_of.strftime("%d.%m.%Y")),
    ]
    if not asked.phase:
        return pairs
    found = next((p for p in phases(asked.programme_id) if p.key == asked.phase), asked.phase)
    return [(_("Phase"), str(found)), *pairs]


def as_json(result: Result) -> bytes:
    """The snapshot form, readable by people."""
    return (json.dumps(to_json(result), ensure_ascii=False, indent=2) + "\n").encode()


def as_xlsx(result: Result) -> bytes:
    """One sheet for each table, after a sheet with parameters, words and definitions."""
    about: list[tuple[object, ...]] = [(_("Report"), result.title), *covers(result.parameters)]
    about += [(s.title, s.body) for s in result.sections if isinstance(s, Text) and s.body]
    about += [(definition.term, definition.text) for definition in result.definitions]
    first = Sheet(
        title=_("About this report"),
        columns=[SheetColumn(_("What"), width=34), SheetColumn(_("Value"), width=90)],
        rows=about,
    )
    tables = [sheet_of(section) for section in result.sections if isinstance(section, Table)]
    return write_table([first, *tables])


def as_csv(result: Result) -> bytes:
    """All tables in one file, one under the other, each under a line with its title."""
    out = io.BytesIO("\ufeff".encode())
    out.seek(0, io.SEEK_END)
    for section in result.sections:
        if isinstance(section, Table):
            title = io.StringIO(newline="")
            csv.writer(title).writerow([section.title])
            out.write(title.getvalue().encode())
            out.write(write_csv(sheet_of(section)).removeprefix("\ufeff".encode()))
            out.write(b"\r\n")
    return out.getvalue()


def as_text(result: Result) -> bytes:
    """Aligned columns for a terminal."""
    parts = [result.title, "=" * width(result.title), ""]
    parts += [f"{label}: {value}" for label, value in covers(result.parameters)]
    for section in result.sections:
        match section:
            case Table():
                parts += ["", section.title, "-" * width(section.title), *_aligned(section)]
                parts += [f"* {note}" for note in section.notes]
            case Text(body=body) if body:
                parts += ["", section.title, "-" * width(section.title), body]
            case _:
                continue
    if result.definitions:
        parts += ["", _("Definitions")]
        parts += [f"* {definition.term}: {definition.text}" for definition in result.definitions]
    return ("\n".join(parts) + "\n").encode()


def width(text: str) -> int:
    """How many places a text takes in a terminal."""
    return sum(0 if unicodedata.combining(letter) else 1 for letter in text)


def _aligned(table: Table) -> list[str]:
    columns = [sheet_column(column) for column in table.columns]
    rows = [[str(column.title) for column in columns]]
    body = [*table.rows, *([table.totals] if table.totals else [])]
    rows += [
        [cell_text(value, column) for value, column in zip(row, columns, strict=True)]
        for row in body
    ]
    if len(rows) == 1:
        return [_("Nothing recorded.")]
    widths = [max(width(row[index]) for row in rows) for index in range(len(columns))]
    right = [column.kind in {"number", "money", "percent"} for column in columns]
    return [
        "  ".join(
            " " * (size - width(cell)) + cell if is_right else cell + " " * (size - width(cell))
            for cell, size, is_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]
