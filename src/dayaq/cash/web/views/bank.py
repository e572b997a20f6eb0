"""Pages of the bank: statements in, lines matched, unknown money kept apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cash.models import BankStatement, ColumnMapping, StatementLine
from dayaq.cash.queries.statements import (
    Page,
    Reconciliation,
    candidates,
    reconciliation,
)
from dayaq.cash.services import bank
from dayaq.cash.web.forms import bank as forms
from dayaq.cash.web.views.common import back, money
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page, paginate
from dayaq.ledger.labels import account_labels
from dayaq.ledger.queries import bank_accounts


@needs("cash.view")
def statements(request: Request) -> HttpResponse:
    rows = BankStatement.objects.filter(programme_id=request.actor.programme_id)
    pages = paginate(request, rows.select_related("account").order_by("-recorded_at"))
    may = request.actor.can("cash.reconcile")
    named = account_labels(request.actor.programme_id, (row.account.code for row in pages))
    table = Table(
        caption=_("Bank statements"),
        columns=[
            Column(_("File")), Column(_("Account")), Column(_("From"), "day"),
            Column(_("To"), "day"), Column(_("Opens with"), "money"),
            Column(_("Closes with"), "money"), Column(_("State")),
        ],
        rows=[
            [
                Cell(row.file_name, _statement_url(row) if may or row.staged is None else ""),
                named[row.account.code],
                row.from_on,
                row.to_on,
                money(row.opening_minor, row.account.currency),
                money(row.closing_minor, row.account.currency),
                Tag(_("Name its columns"), "warn") if row.staged is not None
                else Tag(_("Imported"), "good"),
            ]
            for row in pages
        ],
        empty=_("No statement has been imported yet."),
    )  # fmt: skip
    links = [Link(_("Suspense"), reverse("cash:suspense"))]
    if may:
        links.insert(0, Link(_("Import a statement"), reverse("cash:upload"), primary=True))
    return page(
        request,
        "generic/tables.html",
        {"title": _("Bank statements"), "tables": [table], "pages": pages, "links": links,
         **back()},
    )  # fmt: skip


def _statement_url(row: BankStatement) -> str:
    name = "cash:columns" if row.staged is not None else "cash:statement"
    return reverse(name, args=[row.pk])


@needs("cash.reconcile")
def upload(request: Request) -> HttpResponse:
    accounts = bank_accounts(request.actor.programme_id)
    form = forms.StatementForm(
        request.POST or None, request.FILES or None, clock=request.clock,
        accounts=[
            (one.code, _("Bank account in %(currency)s") % {"currency": one.currency})
            for one in accounts
        ],
    )  # fmt: skip
    return form_page(
        request,
        form,
        verb="cash.stage_statement",
        title=_("Import a bank statement"),
        do=lambda: bank.stage_statement(
            by=request.actor,
            content=form.cleaned_data["file"].read(),
            file_name=form.cleaned_data["file"].name,
            opening_minor=form.cleaned_data["opening_minor"],
            closing_minor=form.cleaned_data["closing_minor"],
            account=form.cleaned_data.get("account", "bank"),
            at=request.clock.now,
        ),
        to=_statement_url,
        message=None,
        submit_label=_("Continue"),
        back_url=reverse("cash:statements"),
    )


@needs("cash.reconcile")
def columns(request: Request, pk: UUID) -> HttpResponse:
    """Which column is what; remembered for the next list with the same header."""
    row = find(
        BankStatement.objects.filter(programme_id=request.actor.programme_id, staged__isnull=False),
        pk=pk,
    )
    known = ColumnMapping.objects.filter(
        programme_id=request.actor.programme_id, header=bank.header_key(row.header)
    ).first()
    form = forms.ColumnsForm(
        request.POST or None, clock=request.clock, header=row.header,
        initial=known.columns if known else {},
    )  # fmt: skip
    return form_page(
        request,
        form,
        verb="cash.name_columns",
        title=_("Columns of %(file)s") % {"file": row.file_name},
        do=lambda: bank.name_columns(
            by=request.actor, statement_id=pk, columns=form.columns(), on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _row: reverse("cash:statement", args=[pk]),
        message=_("The statement is imported."),
        submit_label=_("Import"),
        back_url=reverse("cash:statements"),
        context={
            "intro": _("These columns were chosen the last time.") if known else "",
            "items": [
                Item(title, str((row.staged or [{}])[0].get(title) or "–")) for title in row.header
            ],
        },
    )  # fmt: skip


@needs("cash.view")
def statement(request: Request, pk: UUID) -> HttpResponse:
    """The reconciliation: the bank's lines beside the books, and the two balances."""
    row = find(
        BankStatement.objects.filter(
            programme_id=request.actor.programme_id, staged__isnull=True
        ).select_related("account"),
        pk=pk,
    )
    unit = row.account.currency
    asked = Page(*(_place(request.GET.get(name, "")) for name in ("line", "matched", "posting")))
    found = reconciliation(row, asked)
    gap = found.sums.unexplained_minor
    items = [
        Item(_("Account"), account_labels(row.programme_id, [row.account.code])[row.account.code]),
        Item(_("Balance by the bank"), money(row.closing_minor, unit)),
        Item(_("At the bank, not in the books"), money(found.sums.not_in_books_minor, unit)),
        Item(_("In the books, not at the bank"), money(found.sums.not_at_bank_minor, unit)),
        *(
            [Item(_("Matched with a day after the last one"), money(later, unit))]
            if (later := found.sums.later_minor)
            else []
        ),
        Item(_("Balance by the books"), money(found.sums.books_minor, unit)),
        Item(_("Unexplained"), money(gap, unit) if gap else _("Nothing: bank and books agree")),
    ]
    if row.known_lines:
        items.append(Item(_("Lines known from an earlier statement"), str(row.known_lines)))
    may = request.actor.can("cash.reconcile")
    free = Table(
        caption=_("In the books, not yet at the bank"),
        columns=[Column(_("Day"), "day"), Column(_("Slip")), Column(_("Amount"), "money", unit)],
        rows=[[one.on, _slip(one.slip), one.amount_minor] for one in found.free],
        empty=_("Every posting is on a statement."),
    )
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Reconciliation"), "items": items,
            "tables": [_unmatched(found, may=may), free, _matched(found)],
            "links": _further(asked, found.following),
            "back_url": reverse("cash:statements"), "back_label": _("Bank statements"),
        },
    )  # fmt: skip


def _place(text: str) -> int:
    """A place in a list as an address names it; anything else is its beginning."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _further(asked: Page, following: Page) -> list[Link]:
    """The next part of each list that goes on, and the way back to the beginning."""
    links = []
    for name, label in (
        ("line", _("More lines of the bank")),
        ("posting", _("More postings")),
        ("matched", _("More matched lines")),
    ):
        if getattr(following, name):
            parts = {**asdict(asked), name: getattr(following, name)}
            links.append(Link(label, "?" + urlencode(parts)))
    if asked != Page():
        links.append(Link(_("From the beginning"), "?"))
    return links


def _slip(slip: str) -> str:
    """The number of the paper; a payout by the bank has none."""
    return _("Payout") if slip == "disburse" else slip


def _amounts(found: Reconciliation) -> Column:
    return Column(_("Amount"), "money", found.statement.account.currency)


def _unmatched(found: Reconciliation, *, may: bool) -> Table:
    rows = []
    for line in found.unmatched:
        url = reverse("cash:line", args=[line.pk]) if may else ""
        said = _likely(found, line)
        rows.append([Cell(f"{line.on:%d.%m.%Y}", url), line.text, line.amount_minor, said])
    return Table(
        caption=_("At the bank, not in the books"),
        columns=[
            Column(_("Day")), Column(_("Text")), _amounts(found),
            Column(_("Suggestion")),
        ],
        rows=rows,
        empty=_("Every line is in the books."),
    )  # fmt: skip


def _likely(found: Reconciliation, line: StatementLine) -> str:
    """What a line is likely to be, in words."""
    likely = found.suggestions.get(line.pk)
    if likely is None:
        return _("Nothing like it in the books")
    first = found.near[likely.postings[0]]
    if len(likely.postings) > 1:
        return _("Likely %(count)s postings that come to it") % {"count": len(likely.postings)}
    values = {"slip": _slip(first.slip), "day": f"{first.on:%d.%m.%Y}"}
    if len(likely.lines) > 1:
        values["count"] = str(len(likely.lines))
        return _("Likely one of %(count)s parts of %(slip)s of %(day)s") % values
    return _("Likely %(slip)s of %(day)s") % values


def _matched(found: Reconciliation) -> Table:
    return Table(
        caption=_("Matched"),
        columns=[
            Column(_("Day"), "day"), Column(_("Text")), _amounts(found),
            Column(_("What it is")),
        ],
        rows=[
            [line.on, line.text, line.amount_minor, line.match.matching.get_use_display()]
            for line in found.matched
        ],
        empty=_("No line is matched yet."),
    )  # fmt: skip


@needs("cash.reconcile")
def line(request: Request, pk: UUID) -> HttpResponse:
    """One line: choose its posting or postings, or say that it is a charge or unknown money."""
    row = _line(request, pk)
    fitting, others, likely = candidates(row)
    unit = row.currency
    form = forms.MatchForm(
        request.POST or None, clock=request.clock,
        postings=[
            (str(one.id), _choice(one.on, _slip(one.slip), one.amount_minor, unit))
            for one in fitting
        ],
        lines=[
            (str(one.pk), _choice(one.on, one.text, one.amount_minor, unit))
            for one in others
        ],
        initial={
            "transfer_ids": [str(pk) for pk in likely.postings] if likely else [],
            "line_ids": [str(pk) for pk in likely.lines if pk != row.pk] if likely else [],
        },
    )  # fmt: skip
    items = [
        Item(_("Day"), f"{row.on:%d.%m.%Y}"), Item(_("Text"), row.text or "–"),
        Item(_("Amount"), money(row.amount_minor, row.currency)),
    ]  # fmt: skip
    address, label = (
        (reverse("cash:suspend", args=[pk]), _("Nobody knows whose it is: to suspense"))
        if row.amount_minor > 0
        else (reverse("cash:charge", args=[pk]), _("It is a bank charge"))
    )
    back_url = reverse("cash:statement", args=[row.statement_id])
    title = _("Line of the statement")
    if not fitting:
        return page(
            request,
            "generic/tables.html",
            {
                "title": title, "items": items, "links": [Link(label, address, primary=True)],
                "intro": _("No free posting of the books is near this line."),
                "back_url": back_url, "back_label": _("Reconciliation"),
            },
        )  # fmt: skip
    return form_page(
        request,
        form,
        verb="cash.match_line",
        title=title,
        do=lambda: bank.match_lines(
            by=request.actor,
            line_ids=[pk, *(UUID(one) for one in form.cleaned_data["line_ids"])],
            transfer_ids=[int(one) for one in form.cleaned_data["transfer_ids"]],
            on=request.clock.today, at=request.clock.now,
        ),
        to=lambda _row: back_url,
        message=_("The line is matched."),
        submit_label=_("This is it"),
        back_url=back_url,
        template="cash/line.html",
        context={"items": items, "others": [Link(label, address)]},
    )  # fmt: skip


def _choice(on: dt.date, name: str, minor: int, currency: str) -> str:
    """A line or a posting that may be chosen, in words."""
    return f"{on:%d.%m.%Y} · {name} · {money(minor, currency)}"


@needs("cash.reconcile")
def suspend(request: Request, pk: UUID) -> HttpResponse:
    row = _line(request, pk)
    form = forms.ConfirmForm(
        request.POST if request.method == "POST" else None, clock=request.clock
    )
    return form_page(
        request,
        form,
        verb="cash.put_in_suspense",
        title=_("Put %(amount)s into suspense") % {"amount": money(row.amount_minor, row.currency)},
        do=lambda: bank.put_in_suspense(
            by=request.actor, line_id=pk, on=request.clock.today, at=request.clock.now
        ),
        to=lambda _row: reverse("cash:statement", args=[row.statement_id]),
        message=_("The money waits in suspense until its owner is found."),
        submit_label=_("Put into suspense"),
        back_url=reverse("cash:line", args=[pk]),
        context={"items": [Item(_("Text"), row.text or "–")]},
    )


@needs("cash.reconcile")
def charge(request: Request, pk: UUID) -> HttpResponse:
    row = _line(request, pk)
    form = forms.ConfirmForm(
        request.POST if request.method == "POST" else None, clock=request.clock
    )
    return form_page(
        request,
        form,
        verb="cash.post_charge",
        title=_("Post a bank charge of %(amount)s")
        % {"amount": money(-row.amount_minor, row.currency)},
        do=lambda: bank.post_charge(
            by=request.actor, line_id=pk, on=request.clock.today, at=request.clock.now
        ),
        to=lambda _row: reverse("cash:statement", args=[row.statement_id]),
        message=_("The charge is in the books."),
        submit_label=_("Post the charge"),
        back_url=reverse("cash:line", args=[pk]),
        context={"items": [Item(_("Text"), row.text or "–")]},
    )


def _line(request: Request, pk: UUID) -> StatementLine:
    return find(
        StatementLine.objects.filter(
            programme_id=request.actor.programme_id, match__isnull=True
        ).select_related("statement__account"),
        pk=pk,
    )
