"""Pages of money whose owner nobody knows yet."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cash.models import StatementLine
from dayaq.cash.queries.statements import in_suspense
from dayaq.cash.services import suspense as clearing
from dayaq.cash.web.forms import bank as forms
from dayaq.cash.web.views.common import back, clearing_url, is_own, money
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page
from dayaq.ledger.queries import windows


@needs("cash.view")
def suspense(request: Request) -> HttpResponse:
    """Money whose owner nobody knows yet, of every bank account."""
    may = request.actor.can("cash.reconcile")
    rows = in_suspense(request.actor.programme_id)
    today = request.clock.today
    table = Table(
        caption=_("In suspense"),
        columns=[
            Column(_("Day")), Column(_("Text")), Column(_("Amount"), "money"),
            Column(_("Days waiting"), "number"),
        ],
        rows=[
            [
                Cell(f"{row.on:%d.%m.%Y}", clearing_url(row) if may else ""),
                row.text, money(row.left_minor, row.currency), (today - row.on).days,
            ]
            for row in rows
        ],
        empty=_("All money has an owner."),
    )  # fmt: skip
    return page(request, "generic/tables.html",
                {"title": _("Suspense"), "tables": [table], **back()})  # fmt: skip


@needs("cash.reconcile")
def clear(request: Request, pk: UUID) -> HttpResponse:
    """It is paid on a loan."""
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
        title=_("Whose are these %(amount)s?") % {"amount": money(row.left_minor, row.currency)},
        do=lambda: clearing.clear_to_loan(
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
            "items": _items(row),
            "others": [
                Link(_("It is a donor's"), reverse("cash:to_window", args=[pk])),
                Link(_("Send it back to the payer"), reverse("cash:send_back", args=[pk])),
            ],
        },
    )  # fmt: skip


@needs("cash.reconcile")
def to_window(request: Request, pk: UUID) -> HttpResponse:
    """It is a donor's contribution to a window of the fund."""
    row = _suspended(request, pk)
    form = forms.ToWindowForm(
        request.POST or None, clock=request.clock, currency=row.currency, is_own=is_own(row),
        windows=[(one.code, one.name) for one in windows(request.actor.programme_id)],
        initial={"cleared_on": request.clock.today, "amount_minor": row.left_minor},
    )  # fmt: skip
    changed = _("If it is a borrower's, have the bank change it and record here that it left the "
                "account. What it brought is then on the other statement.")  # fmt: skip
    return form_page(
        request,
        form,
        verb="cash.clear_to_window",
        title=_("Which donor gave these %(amount)s?")
        % {"amount": money(row.left_minor, row.currency)},
        do=lambda: clearing.clear_to_window(
            by=request.actor, line_id=pk, window_code=form.cleaned_data["window"],
            exchange=form.exchange(), reason=form.cleaned_data["reason"],
            on=form.cleaned_data["cleared_on"], at=request.clock.now,
            amount_minor=form.cleaned_data["amount_minor"],
        ),
        to=lambda _made: reverse("cash:suspense"),
        message=_("It is a contribution to the fund, as of the day the bank received it."),
        submit_label=_("Record the contribution"),
        back_url=reverse("cash:suspense"),
        template="cash/line.html",
        context={
            "items": _items(row), "intro": "" if is_own(row) else changed,
            "others": [Link(_("It left the account"), reverse("cash:send_back", args=[pk]))],
        },
    )  # fmt: skip


@needs("cash.reconcile")
def send_back(request: Request, pk: UUID) -> HttpResponse:
    """It leaves the account, as nobody's of the programme."""
    row = _suspended(request, pk)
    form = forms.SendBackForm(
        request.POST or None, clock=request.clock, initial={"cleared_on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="cash.send_back",
        title=_("Send %(amount)s back to the payer")
        % {"amount": money(row.left_minor, row.currency)},
        do=lambda: clearing.send_back(
            by=request.actor, line_id=pk, reason=form.cleaned_data["reason"],
            on=form.cleaned_data["cleared_on"], at=request.clock.now,
        ),
        to=lambda _made: reverse("cash:suspense"),
        message=_("It has left suspense and the bank account."),
        submit_label=_("Send back"),
        back_url=clearing_url(row),
        context={"items": _items(row)},
    )  # fmt: skip


def _items(row: StatementLine) -> list[Item]:
    return [Item(_("Day"), f"{row.on:%d.%m.%Y}"), Item(_("Text"), row.text or "–")]


def _suspended(request: Request, pk: UUID) -> StatementLine:
    waiting = {row.pk: row for row in in_suspense(request.actor.programme_id)}
    return waiting.get(pk) or find(StatementLine.objects.none(), pk=pk)
