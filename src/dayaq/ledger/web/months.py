"""The months of the books as pages: the checklist, the close sheet, and opening one again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Programme
from dayaq.kernel.clock import Clock
from dayaq.kernel.documents import issue
from dayaq.kernel.documents.tables import table_of
from dayaq.kernel.files.services import read
from dayaq.kernel.languages import reader_language
from dayaq.kernel.spreadsheets import Column as SheetColumn
from dayaq.kernel.spreadsheets import Sheet
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, download, find, needs, page, submit
from dayaq.ledger import closing, statements
from dayaq.ledger.labels import account_labels
from dayaq.ledger.models import Period, Reopening
from dayaq.ledger.web import forms


@needs("ledger.view")
def months(request: Request) -> HttpResponse:
    """Every month and how it stands, and what waits for a second signature."""
    rows = []
    for month in reversed(closing.months(request.actor.programme_id)):
        period = month.period
        closed = period is not None and period.closed_at is not None
        url = reverse("ledger:month", kwargs={"pk": period.pk}) if period else ""
        rows.append(
            [
                Cell(f"{month.starts_on:%m.%Y}", url),
                Tag(_("Closed"), "good") if closed else Tag(_("Open"), "info"),
                period.closed_by.full_name if period and closed and period.closed_by else "",
            ]
        )
    kept = Table(
        _("Months"), [Column(_("Month")), Column(_("Status")), Column(_("Closed by"))], rows,
        empty=_("Nothing is posted yet."),
    )  # fmt: skip
    tables = [kept]
    unsigned = closing.unsigned(request.actor.programme_id)
    if unsigned:
        tables.insert(0, _unsigned(request.actor, unsigned))
    links = []
    if request.actor.can("ledger.close"):
        links.append(Link(_("Close a month"), reverse("ledger:close_month"), primary=True))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Months"), "tables": tables, "links": links,
            "back_url": reverse("ledger:books"), "back_label": _("Books"),
        },
    )  # fmt: skip


def _unsigned(actor: Actor, rows: list[Reopening]) -> Table:
    return Table(
        _("Waits for a second signature"),
        [Column(_("Month")), Column(_("Asked by")), Column(_("Reason")),
         Column(_("Countersign by"), "day")],
        [
            [
                Cell(
                    f"{row.period.starts_on:%m.%Y}",
                    reverse("ledger:sign_reopening", kwargs={"pk": row.pk})
                    if closing.may_sign(actor, row)
                    else "",
                ),
                row.asked_by.full_name, row.reason, row.countersign_until,
            ]
            for row in rows
        ],
    )  # fmt: skip


@needs("ledger.close")
def close(request: Request) -> HttpResponse:
    """The checklist of the oldest open month, and the button that closes it."""
    month = closing.next_to_close(request.actor.programme_id)
    back = reverse("ledger:months")
    if month is None:
        nothing = {"title": _("Close a month"), "intro": _("Nothing is posted yet.")}
        return page(request, "generic/tables.html", {**nothing, "back_url": back})
    found = closing.checklist(request.actor.programme_id, month)
    form = forms.CloseForm(
        request.POST or None, clock=request.clock,
        initial={"starts_on": month.starts_on.isoformat()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = submit(
            request, form, "ledger.close_month",
            do=lambda: closing.close_month(
                by=request.actor, starts_on=form.cleaned_data["starts_on"],
                on=request.clock.today, at=request.clock.now,
            ),
            to=lambda period: reverse("ledger:month", kwargs={"pk": period.pk}),
            message=_("The month is closed."),
        )  # fmt: skip
        if done:
            return done
    items = [
        Item(line.label, f"{'✓' if finding.done else '✗'} {finding.text}", finding.url,
             pgettext("follow the link", "Open") if finding.url else "")
        for line, finding in found
    ]  # fmt: skip
    items += [Item(_("Waits"), text) for text in _waits(request.actor, request.clock)]
    context: dict[str, Any] = {
        "title": _("Close %(month)s") % {"month": f"{month.starts_on:%m.%Y}"}, "items": items,
        "form": form, "submit": _("Close the month"), "back_url": back, "back_label": _("Months"),
    }  # fmt: skip
    return page(request, "generic/form.html", context, status=422 if form.is_bound else 200)


@needs("ledger.view")
def sheet(request: Request, pk: Any) -> HttpResponse:
    """The close sheet: what was checked, the heads of the chains, and what still waits."""
    period = _period(request.actor, pk)
    links = []
    if period.closed_at is not None:
        pdf = reverse("ledger:month_pdf", kwargs={"pk": period.pk})
        links.append(Link(_("Print the close sheet"), pdf, primary=True))
        if request.actor.can("ledger.reopen"):
            reopen_url = reverse("ledger:reopen_month", kwargs={"pk": period.pk})
            links.append(Link(_("Reopen the month"), reopen_url))
    reopened = Table(
        _("Reopenings"),
        [Column(_("Asked by")), Column(_("Reason")), Column(_("Second signature"))],
        [
            [row.asked_by.full_name, row.reason, row.second_by.full_name if row.second_by else "–"]
            for row in period.reopenings.select_related("asked_by", "second_by")
        ],
        empty=_("It was never reopened."),
    )
    items = [Item(label, value) for label, value in _facts(period)]
    items += [Item(_("Waits"), text) for text in _waits(request.actor, request.clock)]
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Close sheet %(month)s") % {"month": f"{period.starts_on:%m.%Y}"},
            "items": items, "links": links, "tables": [reopened],
            "back_url": reverse("ledger:months"), "back_label": _("Months"),
        },
    )  # fmt: skip


@needs("ledger.view")
def sheet_pdf(request: Request, pk: Any) -> HttpResponse:
    """The printed close sheet: issued once for each closing, the same bytes ever after."""
    period = _period(request.actor, pk)
    find(Period.objects.filter(closed_at__isnull=False), pk=period.pk)
    month = f"{period.starts_on:%Y-%m}"
    stored = issue(
        "table-report",
        lambda: _sheet_data(request.actor, period, request.clock.today),
        key=f"close-sheet:{period.pk}:{period.closings}", subject=month, by=request.actor,
        at=request.clock.now, language=reader_language(),
    )  # fmt: skip
    return download(read(stored), f"close-sheet-{month}.pdf", "application/pdf")


def _sheet_data(actor: Actor, period: Period, today: dt.date) -> dict[str, Any]:
    programme = Programme.objects.get(pk=period.programme_id)
    lines = [
        line
        for line in statements.trial_balance(programme.pk, period.ends_on)
        if (line.debit_minor or line.credit_minor) and line.currency == programme.currency
    ]
    named = account_labels(programme.pk, [line.code for line in lines])
    money = [
        SheetColumn(label, "money", currency=programme.currency)
        for label in (_("Debit"), _("Credit"), _("Balance"))
    ]
    debit, credit = sum(x.debit_minor for x in lines), sum(x.credit_minor for x in lines)
    table = Sheet(
        title=_("Close sheet %(month)s") % {"month": f"{period.starts_on:%m.%Y}"},
        columns=[SheetColumn(_("Account")), *money],
        rows=[
            [named[line.code], line.debit_minor, line.credit_minor, line.balance_minor]
            for line in lines
        ],
        totals=[_("Total"), debit, credit, debit - credit],
    )
    waiting = [*closing.waiting(programme.pk, today)] or [_("Nothing waits for a signature.")]
    return {
        **table_of(table),
        "letterhead": {
            "programme": str(programme), "organisation": str(programme), "marks": [],
            "complaint_phone": None,
        },
        "as_of": period.ends_on,
        "parameters": [{"label": label, "value": value} for label, value in _facts(period)],
        "definitions": [{"label": _("Waits"), "value": text} for text in waiting],
        "note": None,
    }  # fmt: skip


def _facts(period: Period) -> list[tuple[str, str]]:
    labels = {line.key: str(line.label) for line in closing.lines()}
    facts = [(labels.get(key, key), _in_words(found)) for key, found in period.checks]
    closed_by = period.closed_by.full_name if period.closed_by else ""
    return [
        (_("Status"), _("Closed") if period.closed_at else _("Open")),
        (_("Closed by"), closed_by),
        *facts,
        (_("End of the chain of entries"), period.entries_head or "–"),
        (_("End of the chain of events"), period.events_head or "–"),
    ]


def _in_words(found: str | dict[str, str]) -> str:
    """What a check found, in the reader's language; months closed long ago have one only."""
    if isinstance(found, str):
        return found
    return found.get(reader_language()) or next(iter(found.values()))


def _waits(actor: Actor, clock: Clock) -> list[str]:
    return closing.waiting(actor.programme_id, clock.today)


def _period(actor: Actor, pk: Any) -> Period:
    kept = Period.objects.filter(programme_id=actor.programme_id).select_related("closed_by")
    return find(kept, pk=pk)


@needs("ledger.reopen")
def reopen(request: Request, pk: Any) -> HttpResponse:
    """Ask to reopen a closed month, with a reason."""
    period = _period(request.actor, pk)
    form = forms.ReopenForm(request.POST or None, clock=request.clock)
    back = reverse("ledger:months")
    if request.method == "POST" and form.is_valid():
        done = submit(
            request, form, "ledger.reopen_month", to=lambda _made: back,
            do=lambda: closing.ask_reopening(
                by=request.actor, period_id=period.pk, on=request.clock.today,
                at=request.clock.now, **form.cleaned_data,
            ),
            message=_("The reopening is recorded."),
        )  # fmt: skip
        if done:
            return done
    context = {
        "title": _("Reopen %(month)s") % {"month": f"{period.starts_on:%m.%Y}"}, "form": form,
        "intro": _("A second person must agree before the month is open again."),
        "submit": _("Ask to reopen"), "back_url": back, "back_label": _("Months"),
    }  # fmt: skip
    return page(request, "generic/form.html", context, status=422 if form.is_bound else 200)


@needs("ledger.reopen")
def sign(request: Request, pk: Any) -> HttpResponse:
    """The second signature under a reopening."""
    row = find(
        Reopening.objects.filter(
            period__programme_id=request.actor.programme_id
        ).select_related("period", "asked_by"),
        pk=pk,
    )  # fmt: skip
    request.actor.require(closing.second_needs(row))
    form = forms.SignForm(request.POST or None, clock=request.clock)
    back = reverse("ledger:months")
    if request.method == "POST" and form.is_valid():
        done = submit(
            request, form, "ledger.sign_reopening", to=lambda _made: back,
            do=lambda: closing.second_reopening(
                by=request.actor, reopening_id=row.pk, on=request.clock.today,
                at=request.clock.now,
            ),
            message=_("Your signature is recorded."),
        )  # fmt: skip
        if done:
            return done
    items = [
        Item(_("Month"), f"{row.period.starts_on:%m.%Y}"),
        Item(_("Asked by"), row.asked_by.full_name), Item(_("Reason"), row.reason),
    ]  # fmt: skip
    context = {
        "title": _("Agree to the reopening"), "items": items, "form": form,
        "submit": _("I agree"), "back_url": back, "back_label": _("Months"),
    }  # fmt: skip
    return page(request, "generic/form.html", context, status=422 if form.is_bound else 200)
