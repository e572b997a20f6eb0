"""Pages of collecting: the village sheet, the grid, batches, receipts, blanks."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit import services
from dayaq.credit.models import CollectionBatch
from dayaq.credit.queries.blanks import missing
from dayaq.credit.queries.due import Owing, owing_in_turn, repaying, settlements, with_due
from dayaq.credit.queries.papers import sheet_paper
from dayaq.credit.web.forms import following, paying
from dayaq.credit.web.views.common import (
    districts_of,
    given_answers,
    loan_or_404,
    loan_url,
    money,
    people_with,
)
from dayaq.credit.web.views.signing import cash_links, signature_items
from dayaq.kernel.access.models import Place
from dayaq.kernel.access.roles import Role
from dayaq.kernel.documents import render
from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, download, find, needs, page, paginate

AHEAD = dt.timedelta(days=31)
"""The sheet names what falls due within a month of the visit."""


@needs("credit.view")
def sheet(request: Request) -> HttpResponse:
    """Who owes what in a village: phone, due, overdue, last promise."""
    districts = districts_of(request)
    chosen = request.GET.get("district") or (districts[0][0] if districts else "")
    until = request.clock.today + AHEAD
    there = repaying(request.actor, UUID(chosen), until) if chosen in dict(districts) else []
    form = following.SheetFilter(
        request.GET or None,
        clock=request.clock,
        initial={"district": chosen},
        districts=districts,
        settlements=[(place, place) for place in settlements(there)],
    )
    if chosen not in dict(districts):
        return page(
            request,
            "credit/filtered.html",
            {"title": _("Village sheet"), "filters": form if districts else None, "tables": []},
        )
    settlement = request.GET.get("settlement", "")
    pages = paginate(request, with_due(there, settlement))
    asked = urlencode({"district": chosen, "settlement": settlement})
    pdf = f"{reverse('credit:sheet_pdf')}?{asked}"
    return page(
        request,
        "credit/filtered.html",
        {
            "title": _("Village sheet"),
            "filters": form,
            "tables": [
                _sheet_table(owing_in_turn(request.actor, list(pages), request.clock.today))
            ],
            "pages": pages,
            "links": [Link(_("Print (PDF)"), pdf)],
        },
    )


@needs("credit.view")
def sheet_pdf(request: Request) -> HttpResponse:
    chosen = request.GET.get("district", "")
    if chosen not in dict(districts_of(request)):
        raise NotFound(N_("There is no such district among those you may see."))
    settlement, today = request.GET.get("settlement", ""), request.clock.today
    there = repaying(request.actor, UUID(chosen), today + AHEAD)
    if settlement and settlement not in settlements(there):
        raise NotFound(N_("There is no such record among those you may see."))
    rows = owing_in_turn(request.actor, with_due(there, settlement), today)
    language = request.actor.language
    data = sheet_paper(
        rows,
        programme_id=request.actor.programme_id,
        organisation_id=request.actor.organisation_id,
        village=settlement,
        district=str(Place.objects.get(pk=chosen)),
        officer=request.actor.name,
        on=today,
        language=language,
    )
    content = render("collection-sheet", data, language=language)
    return download(content, f"village-sheet-{today}.pdf", "application/pdf")


@needs("credit.record_batch")
def collect(request: Request) -> HttpResponse:
    """Twenty receipts in one grid."""
    today = request.clock.today
    form = paying.CollectionForm(
        request.POST or None,
        clock=request.clock,
        officers=people_with(request, Role.FIELD_OFFICER),
        initial={"officer_id": str(request.actor.user_id), "collected_on": today},
    )
    return form_page(
        request,
        form,
        verb="credit.record_collections",
        title=_("Enter receipts"),
        do=lambda: services.record_collections(
            by=request.actor,
            officer_id=UUID(form.cleaned_data["officer_id"]),
            district_id=None,
            slips=form.slips(),
            handed_over_minor=form.cleaned_data["handed_over_minor"],
            difference_note=form.cleaned_data["difference_note"],
            key=str(form.command_id),
            on=form.cleaned_data["collected_on"],
            at=request.clock.now,
        ),
        to=lambda batch: reverse("credit:batch", args=[batch.pk]),
        message=_("The receipts are entered."),
        submit_label=_("Enter the receipts"),
        back_url=reverse("credit:batches"),
        template="credit/grid.html",
    )


@needs("credit.record_batch")
def collect_one(request: Request, pk: UUID) -> HttpResponse:
    row = loan_or_404(request, pk)
    form = paying.OneReceiptForm(
        request.POST or None,
        clock=request.clock,
        initial={
            "paid_on": request.clock.today,
            **given_answers(request, "paid_on", "amount_minor", "in_full"),
        },
    )
    return form_page(
        request,
        form,
        verb="credit.record_collection",
        title=_("Enter a receipt for %(code)s, %(name)s")
        % {"code": row.code, "name": row.person.full_name},
        do=lambda: services.record_collection(
            by=request.actor,
            loan_id=pk,
            slip=paying.slip_of(form.cleaned_data, loan_code=row.code),
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda receipt: reverse("credit:receipt", args=[receipt.pk]),
        message=_("The receipt is entered."),
        submit_label=_("Enter the receipt"),
        back_url=loan_url(pk),
    )


@needs("credit.view")
def batches(request: Request) -> HttpResponse:
    rows = (
        CollectionBatch.objects.visible_to(request.actor)
        .select_related("officer", "recorded_by")
        .order_by("-collected_on", "-recorded_at")
    )
    pages = paginate(request, rows)
    table = Table(
        caption=_("Batches of receipts"),
        caption_hidden=True,
        columns=[
            Column(_("Day")),
            Column(_("Officer")),
            Column(_("Receipts"), "money", currency="AZN"),
            Column(_("Handed over"), "money", currency="AZN"),
            Column(_("Difference"), "money", currency="AZN"),
            Column(_("Cash")),
        ],
        rows=[
            [
                Cell(f"{row.collected_on:%d.%m.%Y}", url=reverse("credit:batch", args=[row.pk])),
                row.officer.full_name,
                row.receipts_minor,
                row.handed_over_minor,
                row.difference_minor,
                _cash_tag(row),
            ]
            for row in pages
        ],
        empty=_("No receipts are entered yet."),
    )
    links = [Link(_("Receipt books and gaps"), reverse("credit:books"))]
    if request.actor.can("credit.record_batch"):
        links.insert(0, Link(_("Enter receipts"), reverse("credit:collect"), True))
    return page(
        request,
        "generic/tables.html",
        {"title": _("Collections"), "tables": [table], "pages": pages, "links": links},
    )


@needs("credit.view")
def batch(request: Request, pk: UUID) -> HttpResponse:
    row = _batch(request, pk)
    receipts = row.receipts.select_related("loan__person").order_by("series", "number")
    items = [
        Item(_("Officer"), row.officer.full_name),
        Item(_("Day"), f"{row.collected_on:%d.%m.%Y}"),
        Item(_("Sum of the receipts"), money(row.receipts_minor, row.currency)),
        Item(_("of it cash"), money(row.cash_minor, row.currency)),
        Item(_("Cash handed over"), money(row.handed_over_minor, row.currency)),
        Item(_("Difference"), money(row.difference_minor, row.currency)),
    ]
    if row.difference_note:
        items.append(Item(_("Why it differs"), row.difference_note))
    items += [Item(_("Finding"), _finding(one)) for one in row.findings if one["kind"] == "gap"]
    if row.received_by:
        taken = f"{row.received_by.full_name}, {money(row.received_minor, row.currency)}"
        items.append(Item(_("Received by"), taken))
    items += signature_items(row)
    table = Table(
        caption=_("Receipts"),
        columns=[
            Column(_("Receipt")),
            Column(_("Loan")),
            Column(_("Borrower")),
            Column(_("Paid on"), "day"),
            Column(_("Amount"), "money", currency=row.currency),
        ],
        rows=[
            [
                Cell(one.label, url=reverse("credit:receipt", args=[one.pk])),
                Cell(one.loan.code, url=loan_url(one.loan_id)),
                one.loan.person.full_name,
                one.paid_on,
                one.amount_minor,
            ]
            for one in receipts
        ],
    )
    links = []
    if row.received_by is None and row.handed_over_minor:
        links = cash_links(request.actor, row)
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Batch of receipts"),
            "items": items,
            "tables": [table],
            "links": links,
            "back_url": reverse("credit:batches"),
        },
    )


def _sheet_table(rows: list[Owing]) -> Table:
    return Table(
        caption=_("To collect"),
        columns=[
            Column(_("Borrower")),
            Column(_("Settlement")),
            Column(_("Loan")),
            Column(_("Due on"), "day"),
            Column(_("Due"), "money", currency="AZN"),
            Column(_("Overdue"), "money", currency="AZN"),
            Column(_("Last promise")),
        ],
        rows=[
            [
                Cell(row.loan.person.full_name, detail=row.loan.person.phone or ""),
                row.loan.person.settlement,
                Cell(row.loan.code, url=loan_url(row.loan.pk)),
                row.standing.oldest_unpaid_due_on or row.standing.next_due_on,
                row.standing.due_minor or row.standing.next_due_minor,
                row.standing.overdue_minor,
                f"{row.promise.pay_on:%d.%m.%Y}, {money(row.promise.amount_minor)}"
                if row.promise
                else "–",
            ]
            for row in rows
        ],
        empty=_("Nobody has anything to pay here within a month."),
    )


def _cash_tag(row: CollectionBatch) -> Tag:
    if row.received_by_id is not None:
        return Tag(_("Received"), "good")
    if not row.cash_minor:
        return Tag(_("No cash"), "neutral")
    if row.is_counted:
        return Tag(_("Waits for the officer"), "warn")
    return Tag(_("With the officer"), "warn")


def _finding(one: dict[str, object]) -> str:
    return missing(one["series"], one["first"], one["last"])


def _batch(request: Request, pk: UUID) -> CollectionBatch:
    return find(
        CollectionBatch.objects.visible_to(request.actor).select_related("officer", "received_by"),
        pk=pk,
    )
