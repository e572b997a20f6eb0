"""How a statement is asked for and answered: as a page, PDF, XLSX or CSV (`?format=`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.access.models import Programme
from dayaq.kernel.documents import render
from dayaq.kernel.documents.tables import table_of
from dayaq.kernel.languages import reader_language
from dayaq.kernel.money import Money
from dayaq.kernel.spreadsheets import Column as SheetColumn
from dayaq.kernel.spreadsheets import Kind, Sheet, write_csv, write_table
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, download, find, page
from dayaq.ledger import paging, statements
from dayaq.ledger.web.forms import PeriodForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 50
"""Transfers on one page; the files hold all of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a statement is asked for: its days, its basis and an account."""

    frm: dt.date
    to: dt.date
    basis: statements.Basis
    code: str
    output: str
    after: str
    before: str
    programme: Programme
    form: Form

    @property
    def facts(self) -> list[tuple[str, str]]:
        booked = self.basis == "posted"
        return [
            (_("From"), f"{self.frm:%d.%m.%Y}"),
            (_("To"), f"{self.to:%d.%m.%Y}"),
            (_("By which day"), _("day of booking") if booked else _("value date")),
        ]

    def url(self, **changes: str) -> str:
        values = {
            "from": self.frm.isoformat(), "to": self.to.isoformat(), "basis": self.basis,
            "code": self.code,
        }  # fmt: skip
        return "?" + urlencode({**values, **changes})


@dataclass(frozen=True, slots=True)
class Statement:
    """One or more tables under a title; `notes` are the lines under it."""

    key: str
    title: str
    tables: Sequence[Table]
    notes: Sequence[str] = ()
    items: Sequence[Item] = field(default=())
    links: Sequence[Link] = field(default=())


def ask(request: Request) -> Asked:
    """Read the days from the address; a day that is none is told on the form."""
    programme = request.programme or find(Programme.objects.all(), pk=request.actor.programme_id)
    today = request.clock.today
    given = request.GET.copy()
    given.setdefault("from", today.replace(month=1, day=1).isoformat())
    given.setdefault("to", today.isoformat())
    given.setdefault("basis", "posted")
    form = PeriodForm(given, clock=request.clock)
    values = form.cleaned_data if form.is_valid() else {}
    return Asked(
        frm=values.get("from") or today.replace(month=1, day=1),
        to=values.get("to") or today,
        basis=values.get("basis") or "posted",
        code=values.get("code") or "",
        output=given.get("format", ""),
        after=given.get("after", ""),
        before=given.get("before", ""),
        programme=programme,
        form=form,
    )


def answer(request: Request, asked: Asked, made: Statement) -> HttpResponse:
    """The statement as it was asked for: a page, or a file to keep."""
    name = f"{made.key}-{asked.to:%Y-%m-%d}"
    sheets = [_sheet(table) for table in made.tables]
    match asked.output:
        case "xlsx":
            return download(write_table(sheets), f"{name}.xlsx", XLSX)
        case "csv":
            return download(write_csv(sheets[0]), f"{name}.csv", "text/csv; charset=utf-8")
        case "pdf":
            return download(_pdf(asked, made, sheets), f"{name}.pdf", "application/pdf")
    pdf = Link("PDF", asked.url(format="pdf"))
    spreadsheet = Link("Excel", asked.url(format="xlsx"))
    csv = Link("CSV", asked.url(format="csv"))
    return page(
        request,
        "ledger/statement.html",
        {
            "title": made.title, "tables": made.tables, "items": made.items,
            "notes": made.notes, "form": asked.form, "code": asked.code,
            "links": [*made.links, pdf, spreadsheet, csv],
            "back_url": reverse("ledger:books"), "back_label": _("Books"),
        },
    )  # fmt: skip


def _pdf(asked: Asked, made: Statement, sheets: Sequence[Sheet]) -> bytes:
    head = {
        "letterhead": {
            "programme": str(asked.programme), "organisation": str(asked.programme), "marks": [],
            "complaint_phone": None,
        },
        "parameters": [{"label": label, "value": value} for label, value in asked.facts],
        "definitions": [],
    }  # fmt: skip
    language = reader_language()
    if len(sheets) == 1:
        table = {**table_of(sheets[0]), "title": made.title, "as_of": asked.to}
        note = " ".join(made.notes) or None
        return render("table-report", {**table, **head, "note": note}, language=language)
    report = {
        "title": made.title, "as_of": asked.to, "sections": [table_of(sheet) for sheet in sheets],
        "summary": " ".join(made.notes) or None,
    }  # fmt: skip
    return render("donor-report", {**report, **head}, language=language)


SHEET_KINDS: dict[str, Kind] = {"day": "date"}


def _sheet(table: Table) -> Sheet:
    return Sheet(
        title=str(table.caption),
        columns=[
            SheetColumn(
                f"{column.label}, {column.currency}" if column.currency else str(column.label),
                SHEET_KINDS.get(column.kind, column.kind),  # type: ignore[arg-type]
                currency=column.currency or "AZN",
            )
            for column in table.columns
        ],
        rows=[
            [cell.value if isinstance(cell, Cell) else cell for cell in row] for row in table.rows
        ],
        totals=list(table.totals) or None,
    )


def turn(asked: Asked, *, is_entry: bool = False) -> paging.Turn:
    """The page that is looked at."""
    return paging.Turn(
        paging.Place.read(asked.after, is_entry=is_entry),
        paging.Place.read(asked.before, is_entry=is_entry),
        limit=SHOWN,
    )


def around(asked: Asked, part: paging.Part[Any]) -> list[Link]:
    """The ways to the earlier and the later lines."""
    links = []
    if part.earlier:
        links.append(Link(_("Earlier"), asked.url(before=str(part.earlier))))
    if part.later:
        links.append(Link(_("Later"), asked.url(after=str(part.later))))
    return links


def money_column(asked: Asked, label: str, currency: str = "") -> Column:
    """A column of amounts in the programme's currency, or in that of the account."""
    return Column(label, "money", currency or asked.programme.currency)


def amount(minor: int, currency: str) -> str:
    """An amount with its currency, for a line of text."""
    return str(Money(minor, currency))
