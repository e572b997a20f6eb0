"""Tables, summary lists, timelines and the like as HTML, drawn in Python.

A page has hundreds of them, and a template that decides anew for each of them takes more time
than the questions to the database do. What they say is escaped and localised exactly as a
template's `{{ }}` would.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from django.template import Context
from django.template.base import render_value_in_context
from django.template.defaultfilters import linebreaksbr
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dayaq.kernel.events import Told
from dayaq.kernel.web.panels import Parts, Step, TaskRow
from dayaq.kernel.web.parts import Cell, Column, Item, Table, Tag, TimelineEntry

CellText = Callable[[Column, Any], Any]
DayText = Callable[[dt.date], Any]
NOTHING = "–"
CONTEXT = Context()
NAME = '<th scope="row" dir="auto">'
TOTAL = '<th scope="row">'
"""How the first cell of a row begins, and that of the totals."""
NO_SUM = ""
"""Below a column of names there is no sum, and nothing is missing there; a sum that is not known
is None, and a dash."""

CODE = ' class="code"'
is_code = re.compile(r"[A-Z]+[\w-]*\d").fullmatch
"""Such as LN-0007-6: it is read as one word and stays on its line."""

is_markup = re.compile("[&<>\"']").search
"""Most texts have nothing to escape, and looking costs less than replacing."""

CARDS_FROM = 4
"""A table of so many columns stands as cards on a phone."""


def said(value: Any) -> str:
    """What `{{ value }}` would write: escaped, and localised if it is no text."""
    if type(value) is str:
        return escape(value) if is_markup(value) else value
    if type(value) is SafeString:
        return value
    if isinstance(value, Promise):  # a sentence in the reader's language
        return said(str(value))
    return render_value_in_context(value, CONTEXT)


def parts(drawn: Parts, text: CellText) -> SafeString:
    """What most panels are made of; `text` gives the value of a cell as its column wants it."""
    written: list[str] = [summary(drawn.items)] if drawn.items else []
    written += [table(one, text) for one in drawn.tables]
    if drawn.text:
        written.append(f'<p class="soft">{said(drawn.text)}</p>')
    if drawn.links:
        links = "".join(f'<a href="{said(one.url)}">{said(one.label)}</a> ' for one in drawn.links)
        written.append(f'<p class="cluster">{links}</p>')
    return mark_safe("".join(written))  # noqa: S308 - every part is escaped


def empty(text: Any) -> SafeString:
    """What stands where there is nothing."""
    nothing = said(text) if text else said(_("There is nothing here yet."))
    return mark_safe(f'<div class="empty"><p>{nothing}</p></div>')  # noqa: S308 - escaped


def table(drawn: Table, text: CellText) -> SafeString:
    """A table, or what is said in its place when it has no rows; `text` gives the value of a
    cell as its column wants it."""
    if not drawn.rows:
        shown = drawn.caption and not drawn.caption_hidden
        caption = f'<p class="caption">{said(drawn.caption)}</p>' if shown else ""
        return mark_safe(caption + empty(drawn.empty))  # noqa: S308 - escaped
    cards = " cards" if len(drawn.columns) >= CARDS_FROM or drawn.as_cards else ""
    caption = said(drawn.caption)
    hidden = ' class="vh"' if drawn.caption_hidden else ""
    starts = [_start(column) for column in drawn.columns]
    heads = "".join(map(_head, drawn.columns))
    body = "\n    ".join(_row(drawn, row, starts, text) for row in drawn.rows)
    totals = _row(drawn, drawn.totals, starts, text, TOTAL) if drawn.totals else ""
    foot = f"\n  <tfoot>{totals}</tfoot>" if totals else ""
    return mark_safe(  # noqa: S308 - every part is escaped
        f'<div class="table-wrap{cards}" role="group" tabindex="0" aria-label="{caption}">\n'
        f"<table>\n  <caption{hidden}>{caption}</caption>\n"
        f"  <thead><tr>{heads}</tr></thead>\n  <tbody>\n    {body}\n  </tbody>{foot}\n"
        "</table>\n</div>"
    )


def _head(column: Column) -> str:
    number = ' class="num"' if column.is_numeric else ""
    order = f' aria-sort="{column.sorted}"' if column.sorted else ""
    label = said(column.label)
    if column.sort_url:
        label = f'<a href="{said(column.sort_url)}">{label}</a>'
    unit = f' <span class="unit">{said(column.currency)}</span>' if column.currency else ""
    return f'<th scope="col"{number}{order}>{label}{unit}</th>'


def _row(
    drawn: Table, row: Sequence[Any], starts: list[str], text: CellText, start: str = NAME
) -> str:
    parts = ["<tr>"]
    for place, (column, value) in enumerate(zip(drawn.columns, row, strict=True)):
        if place and start is TOTAL and value == NO_SUM:
            parts.append("<td></td>")
            continue
        parts.append(starts[place] if place else start)
        parts.append(_inside(column, value, text))
        parts.append("</td>" if place else "</th>")
    parts.append("</tr>")
    return "".join(parts)


def _start(column: Column) -> str:
    unit = f", {said(column.currency)}" if column.currency else ""
    number = ' class="num"' if column.is_numeric else ""
    return f'<td data-label="{said(column.label)}{unit}"{number}>'


def _inside(column: Column, value: Any, text: CellText) -> str:
    kind = type(value)
    if kind is Tag:
        return tag(value)
    if kind is Cell:
        return _cell(column, value, text)
    written = said(text(column, value))
    return f"<span{CODE}>{written}</span>" if kind is str and is_code(value) else written


def _cell(column: Column, cell: Cell, text: CellText) -> str:
    if cell.tag:
        written: str = tag(cell.tag)
    elif cell.url:
        code = CODE if type(cell.value) is str and is_code(cell.value) else ""
        written = f'<a{code} href="{said(cell.url)}">{said(text(column, cell.value))}</a>'
    else:
        written = _inside(column, cell.value, text)
    if cell.detail:
        written += f'<span class="detail">{said(cell.detail)}</span>'
    return written


def tag(drawn: Tag) -> SafeString:
    """A status in a word."""
    return mark_safe(f'<span class="tag {drawn.state}">{said(drawn.label)}</span>')  # noqa: S308 - escaped


def summary(rows: Iterable[Item]) -> SafeString:
    """A summary list: what is known, line by line."""
    return mark_safe(f'<dl class="summary">{items(rows)}\n</dl>')  # noqa: S308 - escaped


def items(rows: Iterable[Item]) -> SafeString:
    """The lines of a summary list."""
    return mark_safe("".join(map(_item, rows)))  # noqa: S308 - escaped below


def _item(row: Item) -> str:
    label = said(row.label)
    value = NOTHING if row.value is None else row.value
    value = said(value) if type(value) is str and "\n" not in value else linebreaksbr(value)
    link = ""
    if row.url:
        change = said(row.change or _("Change"))
        link = f' <a href="{said(row.url)}">{change}<span class="vh"> {label}</span></a>'
    return f'\n  <div><dt>{label}</dt><dd><span dir="auto">{value}</span>{link}</dd></div>'


def entries(rows: Iterable[Told | TimelineEntry], day: DayText) -> SafeString:
    """The entries of a timeline; `day` gives a day as people and machines read it."""
    return mark_safe("".join(_entry(row, day) for row in rows))  # noqa: S308 - escaped below


def _entry(row: Told | TimelineEntry, day: DayText) -> str:
    written = said(row.sentence if isinstance(row, Told) else row.text)
    below = ""
    if isinstance(row, TimelineEntry):
        if row.url:
            written = f'<a href="{said(row.url)}">{written}</a>'
        if row.details:
            below = summary(row.details)
    when = said(day(row.on))
    return f'\n  <li><p class="when">{when}</p><p dir="auto">{written}</p>{below}</li>'


def steps(way: Iterable[Step]) -> SafeString:
    """The steps of a person's way, each with its state in words for who cannot see it."""
    words = {
        "done": _("done"), "current": _("next"), "skipped": _("not needed"),
        "waiting": _("not yet"),
    }  # fmt: skip
    return mark_safe("".join(_step(step, words[step.state]) for step in way))  # noqa: S308 - escaped below


def _step(step: Step, state: str) -> str:
    here = ' aria-current="step"' if step.state == "current" else ""
    label = said(step.label)
    label = f'<a href="{said(step.url)}">{label}</a>' if step.url else f"<span>{label}</span>"
    detail = f'<span class="detail">{said(step.detail)}</span>' if step.detail else ""
    return (
        f'\n  <li class="{step.state}"{here}>{label}<span class="vh">, {state}</span>{detail}</li>'
    )


def tasks(rows: Iterable[TaskRow], day: DayText) -> SafeString:
    """Things that ask for attention, with the day they are due."""
    late = _("Overdue")
    return mark_safe("".join(_task(row, day, late) for row in rows))  # noqa: S308 - escaped below


def _task(row: TaskRow, day: DayText, late: str) -> str:
    detail = f'<span class="detail">{said(row.detail)}</span>' if row.detail else ""
    when = said(day(row.due_on)) if row.due_on else ""
    if row.overdue:
        when = f'<span class="tag bad">{", ".join(filter(None, (late, when)))}</span>'
    elif when:
        when = f'<span class="soft">{when}</span>'
    link = f'<a href="{said(row.url)}" dir="auto">{said(row.text)}</a>'
    return f"\n      <li><span>{link}{detail}</span>{when}</li>"
