"""Pages of receipts: one receipt, its copy, its reversal, refunds, books and spoiled blanks."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dayaq.credit import services
from dayaq.credit.models import Receipt, ReceiptBook
from dayaq.credit.queries.blanks import gaps
from dayaq.credit.queries.loans import payments, tell
from dayaq.credit.queries.papers import receipt_paper
from dayaq.credit.web.forms import paying
from dayaq.credit.web.views.common import loan_or_404, loan_url, money, people_with
from dayaq.kernel.access.roles import Role
from dayaq.kernel.db import run_command
from dayaq.kernel.documents import issue
from dayaq.kernel.files.services import file_response
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page


@needs("credit.view")
def receipt(request: Request, pk: UUID) -> HttpResponse:
    row = _receipt(request, pk)
    told = tell(row.loan, request.clock.today)
    payment = next(one for one in payments(told) if one.receipt.pk == pk)
    labels = {
        "principal": _("to the amount lent"),
        "interest": _("to interest"),
        "fee": _("to fees"),
        "penalty": _("to penalties"),
        "credit": _("kept as too much"),
        "recovery": _("recovered after the write-off"),
        "refund": _("paid back"),
    }
    items = [
        Item(_("Loan"), row.loan.code, loan_url(row.loan_id), pgettext("follow the link", "Open")),
        Item(_("Borrower"), row.loan.person.full_name),
        Item(_("Amount"), money(row.amount_minor, row.currency)),
        Item(_("Paid on"), f"{row.paid_on:%d.%m.%Y}"),
        Item(_("How"), row.get_method_display()),
        Item(_("Paid by"), row.get_paid_by_display()),
        Item(_("Collected by"), row.collected_by.full_name),
        Item(_("Entered by"), row.recorded_by.full_name),
    ]
    items += [
        Item(labels[name], money(amount, row.currency)) for name, amount in payment.parts.items()
    ]
    links = [Link(_("Copy (PDF)"), reverse("credit:receipt_pdf", args=[pk]))]
    if payment.reversal is not None:
        reason = payment.reversal.data.get("reason", "")
        items.append(Item(_("Reversed"), f"{payment.reversal.value_on:%d.%m.%Y}: {reason}"))
    elif request.actor.can("credit.reverse"):
        links.append(Link(_("Reverse the receipt"), reverse("credit:reverse", args=[pk])))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Receipt %(number)s") % {"number": row.label},
            "items": items,
            "links": links,
            "back_url": loan_url(row.loan_id),
        },
    )


@needs("credit.view")
def receipt_pdf(request: Request, pk: UUID) -> HttpResponse:
    """Our copy of the official blank; a reversed one says so and is another paper."""
    row = _receipt(request, pk)
    told = tell(row.loan, request.clock.today)
    payment = next(one for one in payments(told) if one.receipt.pk == pk)
    language = request.actor.language
    state = "reversed" if payment.reversal else "counts"
    stored = run_command(
        lambda: issue(
            "receipt",
            lambda: receipt_paper(payment, told, language=language),
            key=f"receipt:{row.pk}:{state}",
            subject=f"{row.series}-{row.number}",
            by=request.actor,
            at=request.clock.now,
            person_id=row.loan.person_id,
            language=language,
        )
    )
    return file_response(stored)


@needs("credit.reverse")
def reverse_receipt(request: Request, pk: UUID) -> HttpResponse:
    row = _receipt(request, pk)
    form = paying.ReverseForm(
        request.POST or None, clock=request.clock, initial={"reversed_on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="credit.reverse_receipt",
        title=_("Reverse the receipt %(number)s") % {"number": row.label},
        do=lambda: services.reverse_receipt(
            by=request.actor,
            receipt_id=pk,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["reversed_on"],
            at=request.clock.now,
        ),
        to=lambda _event: reverse("credit:receipt", args=[pk]),
        message=_("The receipt is reversed. The loan stands as if it had not been."),
        submit_label=_("Reverse"),
        back_url=reverse("credit:receipt", args=[pk]),
        context={
            "danger": True,
            "items": [
                Item(_("Borrower"), row.loan.person.full_name),
                Item(_("Amount"), money(row.amount_minor, row.currency)),
            ],
        },
    )


@needs("credit.refund")
def refund(request: Request, pk: UUID) -> HttpResponse:
    row = loan_or_404(request, pk)
    form = paying.RefundForm(
        request.POST or None,
        clock=request.clock,
        initial={"amount_minor": row.credit_minor, "refunded_on": request.clock.today},
    )
    return form_page(
        request,
        form,
        verb="credit.refund_credit",
        title=_("Pay back what was too much on %(code)s") % {"code": row.code},
        do=lambda: services.refund_credit(
            by=request.actor,
            loan_id=pk,
            amount_minor=form.cleaned_data["amount_minor"],
            method=form.cleaned_data["method"],
            voucher=form.cleaned_data["voucher"],
            on=form.cleaned_data["refunded_on"],
            at=request.clock.now,
        ),
        to=lambda _row: loan_url(pk),
        message=_("It is paid back."),
        submit_label=_("Pay back"),
        back_url=loan_url(pk),
    )


@needs("credit.view")
def books(request: Request) -> HttpResponse:
    """Receipt books and the numbers that are missing."""
    rows = (
        ReceiptBook.objects.visible_to(request.actor)
        .select_related("issued_to")
        .order_by("series", "first_number")
    )
    names = {row.issued_to_id: row.issued_to.full_name for row in rows}
    table = Table(
        caption=_("Receipt books"),
        columns=[
            Column(_("Series")),
            Column(_("Numbers")),
            Column(_("Handed to")),
            Column(_("On"), "day"),
        ],
        rows=[
            [
                row.series,
                f"{row.first_number}–{row.last_number}",
                row.issued_to.full_name,
                row.issued_on,
            ]
            for row in rows
        ],
        empty=_("No book is handed out yet."),
    )
    missing = Table(
        caption=_("Numbers missing without a reason"),
        columns=[Column(_("Series")), Column(_("Numbers")), Column(_("Officer"))],
        rows=[
            [
                gap.series,
                f"{gap.first}–{gap.last}" if gap.first < gap.last else str(gap.first),
                names[gap.officer_id],
            ]
            for gap in gaps(request.actor.programme_id)
            if gap.officer_id in names
        ],
        empty=_("No number is missing."),
    )
    links = []
    if request.actor.can("credit.issue_receipt_book"):
        links.append(Link(_("Hand out a book"), reverse("credit:book_new"), True))
    if request.actor.can("credit.record_batch"):
        links.append(Link(_("Record a spoiled blank"), reverse("credit:spoil")))
    return page(
        request,
        "generic/tables.html",
        {"title": _("Receipt books"), "tables": [missing, table], "links": links},
    )


@needs("credit.issue_receipt_book")
def book_new(request: Request) -> HttpResponse:
    form = paying.BookForm(
        request.POST or None,
        clock=request.clock,
        officers=people_with(request, Role.FIELD_OFFICER),
        initial={"issued_on": request.clock.today},
    )
    return form_page(
        request,
        form,
        verb="credit.issue_receipt_book",
        title=_("Hand out a receipt book"),
        do=lambda: services.issue_receipt_book(
            by=request.actor,
            series=form.cleaned_data["series"],
            first_number=form.cleaned_data["first_number"],
            last_number=form.cleaned_data["last_number"],
            issued_to_id=UUID(form.cleaned_data["issued_to_id"]),
            on=form.cleaned_data["issued_on"],
            at=request.clock.now,
        ),
        to=lambda _row: reverse("credit:books"),
        message=_("The book is handed out."),
        submit_label=_("Hand out"),
        back_url=reverse("credit:books"),
    )


@needs("credit.record_batch")
def spoil(request: Request) -> HttpResponse:
    form = paying.SpoilForm(
        request.POST or None, clock=request.clock, initial={"spoiled_on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="credit.spoil_blank",
        title=_("Record a spoiled blank"),
        do=lambda: services.spoil_blank(
            by=request.actor,
            series=form.cleaned_data["series"],
            number=form.cleaned_data["number"],
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["spoiled_on"],
            at=request.clock.now,
        ),
        to=lambda _row: reverse("credit:books"),
        message=_("The blank is accounted for."),
        submit_label=_("Record"),
        back_url=reverse("credit:books"),
    )


def _receipt(request: Request, pk: UUID) -> Receipt:
    return find(
        Receipt.objects.visible_to(request.actor).select_related(
            "loan__person", "collected_by", "recorded_by"
        ),
        pk=pk,
    )
