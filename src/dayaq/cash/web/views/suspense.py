"""Pages of money whose owner nobody knows yet."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cash.models import StatementLine
from dayaq.cash.queries.statements import in_suspense
from dayaq.cash.services import bank
from dayaq.cash.web.forms import bank as forms
from dayaq.cash.web.views.common import back, money
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page


@needs("cash.view")
def suspense(request: Request) -> HttpResponse:
    """Money whose owner nobody knows yet."""
    may = request.actor.can("cash.reconcile")
    rows = in_suspense(request.actor.programme_id)
    today = request.clock.today
    table = Table(
        caption=_("In suspense"),
        columns=[
            Column(_("Day")), Column(_("Text")), Column(_("Amount"), "money", "AZN"),
            Column(_("Days waiting"), "number"),
        ],
        rows=[
            [
                Cell(f"{row.on:%d.%m.%Y}", reverse("cash:clear", args=[row.pk]) if may else ""),
                row.text, row.left_minor, (today - row.on).days,
            ]
            for row in rows
        ],
        empty=_("All money has an owner."),
    )  # fmt: skip
    return page(request, "generic/tables.html",
                {"title": _("Suspense"), "tables": [table], **back()})  # fmt: skip


@needs("cash.reconcile")
def clear(request: Request, pk: UUID) -> HttpResponse:
    row = _suspended(request, pk)
    form = forms.ClearForm(
        request.POST or None,
        clock=request.clock,
        initial={"cleared_on": request.clock.today, "amount_minor": row.left_minor},
    )
    return form_page(
        request,
        form,
        verb="cash.clear_to_loan",
        title=_("Whose are these %(amount)s?") % {"amount": money(row.left_minor)},
        do=lambda: bank.clear_to_loan(
            by=request.actor, line_id=pk, loan_code=form.cleaned_data["loan_code"],
            reason=form.cleaned_data["reason"], on=form.cleaned_data["cleared_on"],
            at=request.clock.now, amount_minor=form.cleaned_data["amount_minor"],
        ),
        to=lambda made: reverse("credit:receipt", args=[made.receipt_id]),
        message=_("The money counts on the loan, as of the day the bank received it."),
        submit_label=_("Count it on the loan"),
        back_url=reverse("cash:suspense"),
        template="cash/line.html",
        context={
            "items": [
                Item(_("Day"), f"{row.on:%d.%m.%Y}"), Item(_("Text"), row.text or "–"),
            ],
            "other": Link(_("Send it back to the payer"), reverse("cash:send_back", args=[pk])),
        },
    )  # fmt: skip


@needs("cash.reconcile")
def send_back(request: Request, pk: UUID) -> HttpResponse:
    row = _suspended(request, pk)
    form = forms.SendBackForm(
        request.POST or None, clock=request.clock, initial={"cleared_on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="cash.send_back",
        title=_("Send %(amount)s back to the payer") % {"amount": money(row.left_minor)},
        do=lambda: bank.send_back(
            by=request.actor, line_id=pk, reason=form.cleaned_data["reason"],
            on=form.cleaned_data["cleared_on"], at=request.clock.now,
        ),
        to=lambda _made: reverse("cash:suspense"),
        message=_("It has left suspense and the bank account."),
        submit_label=_("Send back"),
        back_url=reverse("cash:clear", args=[pk]),
        context={"items": [Item(_("Text"), row.text or "–")]},
    )  # fmt: skip


def _suspended(request: Request, pk: UUID) -> StatementLine:
    waiting = {row.pk: row for row in in_suspense(request.actor.programme_id)}
    return waiting.get(pk) or find(StatementLine.objects.none(), pk=pk)
