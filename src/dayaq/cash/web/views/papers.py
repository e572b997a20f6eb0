"""Pages of the official papers: the register of blanks, cash orders, the cash book."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cash.models import CashOrder, OrderBook, OrderKind
from dayaq.cash.queries.papers import (
    RECEIPT,
    Blanks,
    cash_book,
    movement_without_order,
    next_number,
    orders_of,
    register,
    without_order,
)
from dayaq.cash.queries.printing import book_sheet, memo_text, order_paper
from dayaq.cash.services import papers
from dayaq.cash.web.forms import papers as forms
from dayaq.cash.web.views.common import back, colleagues, money, month_of, programme_of
from dayaq.kernel.access.roles import Role
from dayaq.kernel.db import run_command
from dayaq.kernel.documents import issue, render
from dayaq.kernel.documents.tables import table_of
from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.files.services import file_response
from dayaq.kernel.spreadsheets import write_table
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, download, find, needs, page
from dayaq.people.queries.papers import letterhead

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("cash.view")
def blanks(request: Request) -> HttpResponse:
    """The register of official blanks, with the gap report on top."""
    rows = register(request.actor.programme_id)
    lost = Table(
        caption=_("Numbers missing without a reason"),
        columns=[Column(_("Kind")), Column(_("Series")), Column(_("Numbers")), Column(_("With"))],
        rows=[
            [kind_label(row.kind), row.series, _span(first, last), row.holder]
            for row in rows
            for first, last in row.missing
        ],
        empty=_("No number is missing."),
    )
    links = []
    if request.actor.can("cash.keep_blanks"):
        links = [
            Link(_("Hand out a receipt book"), reverse("credit:book_new")),
            Link(_("Hand out a book of cash orders"), reverse("cash:order_book")),
            Link(_("Record a spoilt cash order"), reverse("cash:spoil_order")),
        ]
    links.append(Link(_("Second signatures"), reverse("cash:second")))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Official blanks"),
            "tables": [lost, _register_table(request, rows)],
            "links": links,
            **back(),
        },
    )


def _register_table(request: Request, rows: list[Blanks]) -> Table:
    may = request.actor.can("cash.keep_blanks")
    return Table(
        caption=_("Register of blanks"),
        columns=[
            Column(_("Book")), Column(_("Kind")), Column(_("Handed to")), Column(_("On"), "day"),
            Column(_("Used"), "number"), Column(_("Spoilt"), "number"),
            Column(_("Missing"), "number"), Column(_("Unused"), "number"), Column(_("Returned")),
        ],
        rows=[
            [
                Cell(
                    f"{row.series} {row.first}–{row.last}",
                    reverse("cash:return", args=[row.id]) if may and not row.returned_on else "",
                ),
                kind_label(row.kind), row.holder, row.issued_on, row.used, row.spoilt,
                sum(last - first + 1 for first, last in row.missing), row.unused,
                f"{row.returned_on:%d.%m.%Y}" if row.returned_on else "–",
            ]
            for row in rows
        ],
        empty=_("No book is handed out yet."),
    )  # fmt: skip


def kind_label(kind: str) -> str:
    """What a kind of blank is called."""
    return _("Receipt") if kind == RECEIPT else str(OrderKind(kind).label)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


@needs("cash.keep_blanks")
def order_book(request: Request) -> HttpResponse:
    form = forms.OrderBookForm(
        request.POST or None,
        clock=request.clock,
        holders=colleagues(request, Role.CASHIER),
        initial={"issued_on": request.clock.today},
    )
    return form_page(
        request,
        form,
        verb="cash.issue_order_book",
        title=_("Hand out a book of cash orders"),
        do=lambda: papers.issue_order_book(
            by=request.actor,
            kind=form.cleaned_data["kind"],
            series=form.cleaned_data["series"],
            first_number=form.cleaned_data["first_number"],
            last_number=form.cleaned_data["last_number"],
            issued_to_id=UUID(form.cleaned_data["issued_to_id"]),
            on=form.cleaned_data["issued_on"],
            at=request.clock.now,
        ),
        to=lambda _row: reverse("cash:blanks"),
        message=_("The book is handed out."),
        submit_label=_("Hand out"),
        back_url=reverse("cash:blanks"),
    )


@needs("cash.keep_blanks")
def spoil_order(request: Request) -> HttpResponse:
    form = forms.SpoilOrderForm(
        request.POST or None,
        clock=request.clock,
        books=_books(request),
        initial={"spoiled_on": request.clock.today},
    )
    return form_page(
        request,
        form,
        verb="cash.spoil_order",
        title=_("Record a spoilt cash order"),
        do=lambda: papers.spoil_order(
            by=request.actor,
            book_id=UUID(form.cleaned_data["book_id"]),
            number=form.cleaned_data["number"],
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["spoiled_on"],
            at=request.clock.now,
        ),
        to=lambda _row: reverse("cash:blanks"),
        message=_("The blank is accounted for. A second person signs it within seven days."),
        submit_label=_("Record"),
        back_url=reverse("cash:blanks"),
    )


@needs("cash.keep_blanks")
def take_back(request: Request, pk: UUID) -> HttpResponse:
    row = next((one for one in register(request.actor.programme_id) if one.id == pk), None)
    if row is None or row.returned_on:
        raise NotFound(N_("There is no such record among those you may see."))
    form = forms.ReturnForm(
        request.POST or None, clock=request.clock, initial={"returned_on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="cash.take_back_book",
        title=_("Take back the book %(book)s") % {"book": f"{row.series} {row.first}–{row.last}"},
        do=lambda: papers.take_back_book(
            by=request.actor, book_id=pk, on=form.cleaned_data["returned_on"], at=request.clock.now
        ),
        to=lambda _row: reverse("cash:blanks"),
        message=_("The book is back."),
        submit_label=_("Take back"),
        back_url=reverse("cash:blanks"),
        context={
            "items": [
                Item(_("Handed to"), row.holder),
                Item(_("Next unused number"), str(row.next_number)),
            ]
        },
    )


def _books(request: Request, kind: str = "") -> list[tuple[str, str]]:
    rows = OrderBook.objects.filter(
        programme_id=request.actor.programme_id, returned__isnull=True
    ).order_by("kind", "series", "first_number")
    return [
        (
            str(row.pk),
            f"{OrderKind(row.kind).label}: {row.series} {row.first_number}–{row.last_number}",
        )
        for row in rows
        if kind in ("", row.kind)
    ]


@needs("cash.view")
def book(request: Request) -> HttpResponse:
    """The cash book of a month: each day with what it opened and closed with."""
    programme = programme_of(request)
    frm, to = month_of(request)
    days = cash_book(programme, frm, to)
    orders = orders_of(programme.pk, [move.id for day in days for move in day.moves])
    may = request.actor.can("cash.write_order")
    summary = Table(
        caption=_("Day by day"),
        columns=[
            Column(_("Day"), "day"), Column(_("Opens with"), "money", programme.currency),
            Column(_("In"), "money", programme.currency),
            Column(_("Out"), "money", programme.currency),
            Column(_("Closes with"), "money", programme.currency),
        ],
        rows=[
            [day.on, day.opening_minor, day.in_minor, day.out_minor, day.closing_minor]
            for day in days
        ],
        empty=_("No cash moved in this month."),
    )  # fmt: skip
    lines = Table(
        caption=_("Movements"),
        columns=[
            Column(_("Day"), "day"), Column(_("Order")), Column(_("What")),
            Column(_("In"), "money", programme.currency),
            Column(_("Out"), "money", programme.currency),
        ],
        rows=[
            [
                move.on, _order_cell(orders.get(move.id), move.id, may=may),
                memo_text(move.memo), move.amount_minor if move.amount_minor > 0 else "",
                -move.amount_minor if move.amount_minor < 0 else "",
            ]
            for day in days
            for move in day.moves
        ],
        empty=_("No cash moved in this month."),
    )  # fmt: skip
    before = (frm - dt.timedelta(days=1)).strftime("%Y-%m")
    after = (to + dt.timedelta(days=1)).strftime("%Y-%m")
    address, month = reverse("cash:book"), f"{frm:%Y-%m}"
    links = [
        Link(_("Month before"), f"{address}?month={before}"),
        Link(_("Month after"), f"{address}?month={after}"),
        Link(_("Print (PDF)"), f"{reverse('cash:book_pdf')}?month={month}"),
        Link(_("Spreadsheet (XLSX)"), f"{reverse('cash:book_xlsx')}?month={month}"),
    ]
    waiting = len(without_order(programme, to))
    items = [Item(_("Month"), f"{frm:%m.%Y}")]
    if waiting:
        items.append(Item(_("Movements without a cash order"), str(waiting)))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Cash book"), "items": items, "tables": [summary, lines], "links": links,
            **back(),
        },
    )  # fmt: skip


def _order_cell(order: CashOrder | None, transfer_id: int, *, may: bool) -> Cell | str:
    if order is not None:
        return Cell(order.label, reverse("cash:order_pdf", args=[order.pk]), detail=order.party)
    return Cell(_("Write the order"), reverse("cash:order", args=[transfer_id])) if may else "–"


@needs("cash.view")
def book_pdf(request: Request) -> HttpResponse:
    programme = programme_of(request)
    frm, to = month_of(request)
    sheet = book_sheet(programme, frm, to)
    language = request.actor.language
    data = {
        **table_of(sheet),
        "letterhead": letterhead(programme.pk, request.actor.organisation_id, language),
        "as_of": min(to, request.clock.today),
        "currency": programme.currency,
    }
    content = render("table-report", data, language=language)
    return download(content, f"cash-book-{frm:%Y-%m}.pdf", "application/pdf")


@needs("cash.view")
def book_xlsx(request: Request) -> HttpResponse:
    frm, to = month_of(request)
    content = write_table([book_sheet(programme_of(request), frm, to)])
    return download(content, f"cash-book-{frm:%Y-%m}.xlsx", XLSX)


@needs("cash.write_order")
def order(request: Request, transfer_id: int) -> HttpResponse:
    move = movement_without_order(programme_of(request), transfer_id)
    if move is None:
        raise NotFound(N_("There is no such record among those you may see."))
    kind = OrderKind.IN if move.amount_minor > 0 else OrderKind.OUT
    books = _books(request, kind)
    first = OrderBook.objects.filter(pk=books[0][0]).first() if books else None
    form = forms.OrderForm(
        request.POST or None,
        clock=request.clock,
        books=books,
        initial={
            "number": next_number(first) if first else None, "purpose": memo_text(move.memo),
        },
    )  # fmt: skip
    return form_page(
        request,
        form,
        verb="cash.write_order",
        title=_("Write the cash order"),
        do=lambda: papers.write_order(
            by=request.actor,
            transfer_id=transfer_id,
            book_id=UUID(form.cleaned_data["book_id"]),
            number=form.cleaned_data["number"],
            party=form.cleaned_data["party"],
            purpose=form.cleaned_data["purpose"],
            at=request.clock.now,
        ),
        to=lambda _row: f"{reverse('cash:book')}?month={move.on:%Y-%m}",
        message=_("The order is written. Print it from the cash book."),
        submit_label=_("Write the order"),
        back_url=f"{reverse('cash:book')}?month={move.on:%Y-%m}",
        context={
            "items": [
                Item(_("Kind"), kind.label),
                Item(_("Day"), f"{move.on:%d.%m.%Y}"),
                Item(_("Amount"), money(abs(move.amount_minor))),
            ],
            "intro": "" if books else _("No book of these blanks is handed out yet."),
        },
    )


@needs("cash.view")
def order_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The order as issued: the same bytes at every print."""
    row = find(
        CashOrder.objects.filter(programme_id=request.actor.programme_id).select_related(
            "written_by"
        ),
        pk=pk,
    )
    language = request.actor.language
    stored = run_command(
        lambda: issue(
            "cash-order",
            lambda: order_paper(row, request.actor.organisation_id, language),
            key=f"cash-order:{row.pk}",
            subject=f"{row.series}-{row.number}",
            by=request.actor,
            at=request.clock.now,
            language=language,
        )
    )
    return file_response(stored)
