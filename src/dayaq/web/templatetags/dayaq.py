"""Tags and filters of the pages: amounts, days, cells, panels, and what the shell shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dayaq.kernel.events import Told
from dayaq.kernel.money import NBSP, format_minor
from dayaq.kernel.percent import percent_text
from dayaq.kernel.web.forms import Form, Problem, problems_of
from dayaq.kernel.web.panels import Panel, Step, TaskRow
from dayaq.kernel.web.parts import Column, Item, Table, Tag, TimelineEntry
from dayaq.web import drawing, frame
from dayaq.web.queries import SignIn
from dayaq.web.queries import demonstration_sign_ins as sign_ins

register = template.Library()

NOTHING = "–"


@register.filter
def money(minor: Any, currency: str = "AZN") -> str:
    """Minor units as figures, "1 000,50"; a dash for no amount."""
    return NOTHING if minor is None or minor == "" else format_minor(int(minor), currency)


@register.filter
def number(value: Any) -> str:
    """A count with grouped figures."""
    return NOTHING if value is None or value == "" else f"{value:,}".replace(",", NBSP)


@register.filter
def percent(share: float | Decimal | None, digits: int = 1) -> str:
    """A share of one as "70,5 %"."""
    if share is None or share == "":
        return NOTHING
    return percent_text(share, digits)


def in_words(value: dt.date) -> str:
    """The day in the reader's language; Azerbaijani writes its months small."""
    return _day_text(value, "DATE_FORMAT", get_language() or "")


@lru_cache(maxsize=4096)
def _day_text(value: dt.date, form: str, language: str) -> str:
    """A page has the same days again and again, and Django reads the form anew for each."""
    text = date_format(value, form)
    return text.lower() if language.startswith("az") and form == "DATE_FORMAT" else text


@register.filter
def day(value: dt.date | None) -> SafeString | str:
    """A day a person reads and a machine can too."""
    if not value:
        return NOTHING
    return _day_markup(value, "DATE_FORMAT", get_language() or "")


@register.filter
def short_day(value: dt.date | None) -> SafeString | str:
    """A day in figures, for tables."""
    if not value:
        return NOTHING
    return _day_markup(value, "SHORT_DATE_FORMAT", get_language() or "")


@lru_cache(maxsize=4096)
def _day_markup(value: dt.date, form: str, language: str) -> SafeString:
    text = _day_text(value, form, language)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


def cell(column: Column, value: Any) -> Any:
    """The value of a table cell as its column wants it."""
    match column.kind:
        case _ if value is None or value == "":
            return NOTHING
        case "money":
            return money(value, column.currency or "AZN") if isinstance(value, int) else value
        case "number":
            return number(value) if isinstance(value, int) else value
        case "percent":
            return percent(value) if isinstance(value, int | float | Decimal) else value
        case "day":
            return short_day(value) if isinstance(value, dt.date) else value
        case _:
            return day(value) if isinstance(value, dt.date) else value


@register.simple_tag
def drawn_table(table: Table) -> SafeString:
    """A table, or what is said in its place when it has no rows."""
    return drawing.table(table, cell)


@register.simple_tag
def drawn_empty(text: Any) -> SafeString:
    """What stands where there is nothing."""
    return drawing.empty(text)


@register.simple_tag
def drawn_tag(tag: Tag) -> SafeString:
    """A status in a word."""
    return drawing.tag(tag)


@register.simple_tag
def workflow_steps(steps: Iterable[Step]) -> SafeString:
    """The steps of a person's way through the programme."""
    return drawing.steps(steps)


@register.simple_tag
def drawn_summary(items: Iterable[Item]) -> SafeString:
    """A summary list."""
    return drawing.summary(items)


@register.simple_tag
def timeline_entries(entries: Iterable[Told | TimelineEntry]) -> SafeString:
    """The entries of a timeline."""
    return drawing.entries(entries, day)


@register.simple_tag
def task_rows(rows: Iterable[TaskRow]) -> SafeString:
    """The first things of a group on Today."""
    return drawing.tasks(rows, short_day)


@register.simple_tag(takes_context=True)
def csrf_input(context: Context) -> SafeString:
    """The anti-forgery token; unlike Django's own it also works in an isolated include."""
    request = _request(context)
    if request is None:
        return SafeString("")
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', frame.token_of(request)
    )


@register.simple_tag
def typed_again(form: Any) -> SafeString:
    """What was typed into `form`, as hidden inputs of a check-your-answers page."""
    left_out = {"csrfmiddlewaretoken", "confirmed", "change"}
    pairs = [
        (name, value)
        for name, values in form.data.lists()
        if name not in left_out
        for value in values
    ]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.simple_tag(takes_context=True)
def panel(context: Context, drawn: Panel) -> SafeString:
    """Draw a panel's parts, or its template with the panel's own context and nothing else."""
    if not drawn.template:
        return drawing.parts(drawn.parts, cell)
    # As an include with `only` does it: the context processors have run for the page.
    template = context.template.engine.get_template(drawn.template)  # type: ignore[union-attr] # while it is drawn
    values = {**drawn.context, "panel": drawn, "request": _request(context)}
    return template.render(context.new(values))


@register.filter
def problems(form: Any) -> Sequence[Problem]:
    """The lines of the error summary, also for a form that is not of the house (sign-in)."""
    return form.problems() if isinstance(form, Form) else problems_of(form)


@register.simple_tag(takes_context=True)
def demonstration_sign_ins(context: Context) -> list[SignIn]:
    """Who can be signed in as by one click; nobody outside the demonstration."""
    request = _request(context)
    installation = getattr(request, "installation", None)
    if installation is None or not installation.is_demonstration:
        return []
    return sign_ins(installation.demonstration_on)


@register.simple_tag(takes_context=True)
def page_start(context: Context, text: str) -> SafeString:
    """The head, the header and the menu of a page; `text` is what was searched for."""
    return frame.start(_request(context), text)


@register.simple_tag
def page_end() -> SafeString:
    """The footer of a page."""
    return frame.end()


def _request(context: Context) -> HttpRequest | None:
    return getattr(context, "request", None) or context.get("request")
