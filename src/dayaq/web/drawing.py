"""The rows of tables, summary lists and timelines as HTML, drawn in Python.

A page has hundreds of them, and a template that decides anew for each of them takes more time
than the questions to the database do. What they say is escaped and localised exactly as a
template's `{{ }}` would.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.template import Context
from django.template.base import render_value_in_context
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dayaq.kernel.events import Told
from dayaq.kernel.web.parts import Cell, Column, Item, Table, Tag, TimelineEntry

CellText = Callable[[Column, Cell], Any]
DayText = Callable[[dt.date], Any]
NOTHING = "–"


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


def items(rows: Iterable[Item]) -> SafeString:
    """The lines of a summary list."""
    context = Context()
    return mark_safe("".join(_item(row, context) for row in rows))  # noqa: S308 - escaped below


def _item(row: Item, context: Context) -> str:
    label = render_value_in_context(row.label, context)
    value = linebreaksbr(NOTHING if row.value is None else row.value)
    link = ""
    if row.url:
        url = render_value_in_context(row.url, context)
        change = render_value_in_context(row.change or _("Change"), context)
        link = f' <a href="{url}">{change}<span class="vh"> {label}</span></a>'
    return f'\n  <div><dt>{label}</dt><dd><span dir="auto">{value}</span>{link}</dd></div>'


def entries(rows: Iterable[Told | TimelineEntry], day: DayText) -> SafeString:
    """The entries of a timeline; `day` gives a day as people and machines read it."""
    context = Context()
    drawn = (_entry(row, day, context) for row in rows)
    return mark_safe("".join(drawn))  # noqa: S308 - every part is escaped below


def _entry(row: Told | TimelineEntry, day: DayText, context: Context) -> str:
    text = row.sentence if isinstance(row, Told) else row.text
    said = render_value_in_context(text, context)
    below = ""
    if isinstance(row, TimelineEntry):
        if row.url:
            said = f'<a href="{render_value_in_context(row.url, context)}">{said}</a>'
        if row.details:
            below = f'<dl class="summary">{items(row.details)}\n</dl>'
    when = conditional_escape(day(row.on))
    return f'\n  <li><p class="when">{when}</p><p dir="auto">{said}</p>{below}</li>'
