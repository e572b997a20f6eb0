"""What a report comes to: sections of plain values, the same on a page, in a file and frozen.

Cells are texts, whole numbers, minor units of money, shares of one (`Decimal`), days, or None
for what is hidden or not known. A result becomes JSON and comes back equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

Kind = Literal["text", "number", "money", "percent", "day"]
CellValue = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what its cells are; money is counted in minor units of `currency`."""

    title: str
    kind: Kind = "text"
    currency: str = "AZN"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; `notes` stand below. `key` names it in files."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    totals: tuple[CellValue, ...] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures that also stand in a table of the same report."""

    key: str
    title: str
    shape: Literal["bar", "column", "line", "stacked"]
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | None, ...]], ...]
    unit: Literal["number", "money"] = "number"
    currency: str = "AZN"


@dataclass(frozen=True, slots=True)
class Text:
    """A heading with words; an empty body is a place to write."""

    key: str
    title: str
    body: str = ""


Section = Table | Chart | Text


@dataclass(frozen=True, slots=True)
class Parameters:
    """What was asked: a period with both its ends, and the day as of which positions stand."""

    programme_id: UUID
    frm: date
    to: date
    as_of: date
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure's name and what it means."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """A report that was run."""

    key: str
    title: str
    parameters: Parameters
    sections: tuple[Section, ...]
    definitions: tuple[Definition, ...] = ()

    def table(self, key: str) -> Table:
        """The table `key`. :raises KeyError: there is none."""
        for section in self.sections:
            if isinstance(section, Table) and section.key == key:
                return section
        raise KeyError(key)


def share(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` as a share of one; None where there is no whole.

    Not rounded: that is done once, where it is printed (`kernel.percent`).

    >>> share(1, 8)
    Decimal('0.125')
    """
    return Decimal(part) / Decimal(whole) if whole else None


def to_json(result: Result) -> dict[str, Any]:
    """The result as JSON values: days as ISO text, shares as decimal text, money as integers."""
    asked = result.parameters
    return {
        "key": result.key,
        "title": result.title,
        "parameters": {
            "programme": str(asked.programme_id),
            "from": asked.frm.isoformat(),
            "to": asked.to.isoformat(),
            "as_of": asked.as_of.isoformat(),
            "phase": asked.phase,
        },
        "sections": [_section_to_json(section) for section in result.sections],
        "definitions": [{"term": d.term, "text": d.text} for d in result.definitions],
    }


def from_json(data: Mapping[str, Any]) -> Result:
    """The result that `to_json` wrote, equal to the first one."""
    asked = data["parameters"]
    return Result(
        key=data["key"],
        title=data["title"],
        parameters=Parameters(
            programme_id=UUID(asked["programme"]),
            frm=date.fromisoformat(asked["from"]),
            to=date.fromisoformat(asked["to"]),
            as_of=date.fromisoformat(asked["as_of"]),
            phase=asked["phase"],
        ),
        sections=tuple(_section_from_json(section) for section in data["sections"]),
        definitions=tuple(Definition(d["term"], d["text"]) for d in data["definitions"]),
    )


def _section_to_json(section: Section) -> dict[str, Any]:
    match section:
        case Text():
            return {
                "type": "text",
                "key": section.key,
                "title": section.title,
                "body": section.body,
            }
        case Chart():
            return {
                "type": "chart",
                "key": section.key,
                "title": section.title,
                "shape": section.shape,
                "labels": list(section.labels),
                "series": [{"name": n, "values": list(v)} for n, v in section.series],
                "unit": section.unit,
                "currency": section.currency,
            }
        case Table():
            return {
                "type": "table",
                "key": section.key,
                "title": section.title,
                "columns": [
                    {"title": c.title, "kind": c.kind, "currency": c.currency}
                    for c in section.columns
                ],
                "rows": [[_cell_to_json(cell) for cell in row] for row in section.rows],
                "totals": (
                    None if section.totals is None else [_cell_to_json(c) for c in section.totals]
                ),
                "notes": list(section.notes),
            }


def _section_from_json(data: Mapping[str, Any]) -> Section:
    match data["type"]:
        case "text":
            return Text(data["key"], data["title"], data["body"])
        case "chart":
            return Chart(
                key=data["key"],
                title=data["title"],
                shape=data["shape"],
                labels=tuple(data["labels"]),
                series=tuple((s["name"], tuple(s["values"])) for s in data["series"]),
                unit=data["unit"],
                currency=data["currency"],
            )
        case "table":
            columns = tuple(Column(c["title"], c["kind"], c["currency"]) for c in data["columns"])
            totals = data["totals"]
            return Table(
                key=data["key"],
                title=data["title"],
                columns=columns,
                rows=tuple(_row_from_json(row, columns) for row in data["rows"]),
                totals=None if totals is None else _row_from_json(totals, columns),
                notes=tuple(data["notes"]),
            )
        case other:
            raise ValueError(f"a report has no section of the type {other!r}")


def _cell_to_json(cell: CellValue) -> str | int | None:
    match cell:
        case Decimal():
            return str(cell)
        case date():
            return cell.isoformat()
        case _:
            return cell


def _row_from_json(row: Sequence[Any], columns: Sequence[Column]) -> tuple[CellValue, ...]:
    return tuple(
        _cell_from_json(cell, column.kind) for cell, column in zip(row, columns, strict=True)
    )


def _cell_from_json(cell: str | int | None, kind: Kind) -> CellValue:
    if kind == "percent" and isinstance(cell, str):
        return Decimal(cell)
    if kind == "day" and isinstance(cell, str):
        return date.fromisoformat(cell)
    return cell
