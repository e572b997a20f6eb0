"""The chart of accounts as pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.web.parts import Cell, Column, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page, submit
from dayaq.ledger import chart
from dayaq.ledger.labels import account_labels
from dayaq.ledger.models import Account
from dayaq.ledger.web import forms


@needs("ledger.view")
def accounts(request: Request) -> HttpResponse:
    """The whole chart, with the codes of the accountant's own books."""
    rows = chart.accounts(request.actor.programme_id)
    named = account_labels(request.actor.programme_id, [row.code for row in rows])
    may = request.actor.can("ledger.keep_accounts")
    table = Table(
        _("Accounts"),
        [Column(_("Account")), Column(_("Short code")), Column(_("Kind")),
         Column(_("Own code")), Column(_("Closed on"), "day")],
        [
            [
                Cell(
                    named[row.code],
                    reverse("ledger:change_account", kwargs={"pk": row.pk}) if may else "",
                ),
                row.code, row.get_kind_display(), row.external_code, row.closed_on,
            ]
            for row in rows
        ],
        empty=_("The books are not open yet."),
    )  # fmt: skip
    links = [Link(_("Add an account"), reverse("ledger:open_account"), primary=True)] if may else []
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Accounts"), "tables": [table], "links": links,
            "back_url": reverse("ledger:books"), "back_label": _("Books"),
        },
    )  # fmt: skip


@needs("ledger.keep_accounts")
def open_account(request: Request) -> HttpResponse:
    """Add an account."""
    form = forms.NewAccountForm(request.POST or None, clock=request.clock)
    back = reverse("ledger:accounts")
    if request.method == "POST" and form.is_valid():
        done = submit(
            request, form, "ledger.open_account", to=lambda _made: back,
            do=lambda: chart.open_account(
                by=request.actor, on=request.clock.today, at=request.clock.now,
                **form.cleaned_data,
            ),
            message=_("The account is open."),
        )  # fmt: skip
        if done:
            return done
    context = {
        "title": _("Add an account"), "form": form, "submit": _("Add the account"),
        "back_url": back, "back_label": _("Accounts"),
    }  # fmt: skip
    return page(request, "generic/form.html", context, status=422 if form.is_bound else 200)


@needs("ledger.keep_accounts")
def change_account(request: Request, pk: Any) -> HttpResponse:
    """Name an account, map it, close it."""
    row = find(Account.objects.filter(programme_id=request.actor.programme_id), pk=pk)
    initial = {
        "name": row.name, "external_code": row.external_code,
        "is_closed": row.closed_on is not None,
    }  # fmt: skip
    form = forms.AccountForm(request.POST or None, clock=request.clock, initial=initial)
    back = reverse("ledger:accounts")
    if request.method == "POST" and form.is_valid():
        done = submit(
            request, form, "ledger.change_account", to=lambda _made: back,
            do=lambda: chart.change_account(
                by=request.actor, account_id=row.pk, on=request.clock.today,
                at=request.clock.now, **form.cleaned_data,
            ),
            message=_("The account is changed."),
        )  # fmt: skip
        if done:
            return done
    named = account_labels(request.actor.programme_id, [row.code])[row.code]
    context = {
        "title": _("Account %(code)s") % {"code": named}, "form": form, "submit": _("Save"),
        "back_url": back, "back_label": _("Accounts"),
    }  # fmt: skip
    return page(request, "generic/form.html", context, status=422 if form.is_bound else 200)
