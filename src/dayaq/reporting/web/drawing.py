"""A result's sections as the components draw them: pictures with their tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dayaq.kernel.web import parts
from dayaq.reporting.domain.report import Chart, Section, Table, Text
from dayaq.reporting.render.charts import draw


@dataclass(frozen=True, slots=True)
class Drawn:
    """One section of a page: words, or a table with a picture above it if there is one."""

    title: str
    body: str = ""
    svg: Any = None
    table: parts.Table | None = None
    notes: tuple[str, ...] = ()


def drawn(sections: Iterable[Section], *, empty_words: bool = False) -> list[Drawn]:
    """The sections in order; a chart joins the table of the same title that follows it.

    :param empty_words: show headings whose words are still to be written
    """
    found: list[Drawn] = []
    waiting: Chart | None = None
    for section in sections:
        match section:
            case Text():
                if section.body or empty_words:
                    found.append(Drawn(section.title, body=section.body))
            case Chart():
                waiting = section
            case Table():
                svg = draw(waiting) if waiting and waiting.labels else None
                waiting = None
                found.append(
                    Drawn(section.title, svg=svg, table=table_of(section), notes=section.notes)
                )
    return found


def table_of(table: Table) -> parts.Table:
    """A table of a result as the page's table."""
    return parts.Table(
        caption=table.title,
        columns=[
            parts.Column(c.title, c.kind, c.currency if c.kind == "money" else "")
            for c in table.columns
        ],
        rows=table.rows,
        totals=table.totals or (),
        empty=_("Nothing recorded."),
        caption_hidden=True,
    )
