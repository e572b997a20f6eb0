"""The rows of a table as HTML, drawn in Python.

A list has hundreds of cells, and a template that decides anew for each of them takes more time
than the questions to the database do. What a cell says is escaped and localised exactly as a
template's `{{ }}` would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.template import Context
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from dayaq.kernel.web.parts import Cell, Column, Table, Tag

CellText = Callable[[Column, Cell], Any]


def rows(table: Table, text: CellText) -> SafeString:
    """The rows of the table's body; `text` gives the value of a cell as its column wants it."""
    context = Context()
    starts = [_start(column, context) for column in table.columns]
    drawn = (_row(row, starts, text, context) for row in table.drawn())
    return mark_safe("\n    ".join(drawn))  # noqa: S308 - every part is escaped below


def _row(
    row: Iterable[tuple[Column, Cell]], starts: list[str], text: CellText, context: Context
) -> str:
    parts = ["<tr>"]
    for place, (column, cell) in enumerate(row):
        parts.append(starts[place] if place else '<th scope="row" dir="auto">')
        parts.append(_inside(column, cell, text, context))
        parts.append("</td>" if place else "</th>")
    parts.append("</tr>")
    return "".join(parts)


def _start(column: Column, context: Context) -> str:
    label = render_value_in_context(column.label, context)
    unit = f", {render_value_in_context(column.currency, context)}" if column.currency else ""
    number = ' class="num"' if column.is_numeric else ""
    return f'<td data-label="{label}{unit}"{number}>'


def _inside(column: Column, cell: Cell, text: CellText, context: Context) -> str:
    if cell.tag:
        said = _tag(cell.tag, context)
    elif cell.url:
        url = render_value_in_context(cell.url, context)
        said = f'<a href="{url}">{conditional_escape(text(column, cell))}</a>'
    else:
        said = conditional_escape(text(column, cell))
    if cell.detail:
        said += f'<span class="detail">{render_value_in_context(cell.detail, context)}</span>'
    return said


def _tag(tag: Tag, context: Context) -> str:
    label = render_value_in_context(tag.label, context)
    return f'<span class="tag {tag.state}">{label}</span>'
