"""The books as pages: who gave what, where the money stands, and every transfer behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.access.models import Programme
from dayaq.kernel.money import Money
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.parts import Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page, submit
from dayaq.ledger import queries, services
from dayaq.ledger.exchange import queries as foreign
from dayaq.ledger.web import forms


def _programme(request: Request) -> Programme:
    return find(Programme.objects.all(), pk=request.actor.programme_id)


@needs("ledger.view")
def books(request: Request) -> HttpResponse:
    """Where the money stands today, and the ways into the statements."""
    programme = _programme(request)
    on = request.clock.today
    items = [
        Item(_("Bank"), _money(programme, "bank", on)),
        Item(_("Cash in the office"), _money(programme, "cash", on)),
        Item(_("Cash with officers"), _money(programme, "transit", on)),
    ]
    for currency, of in foreign.positions(programme.pk, on).items():
        held = Money(foreign.held_minor(of), currency)
        items.append(Item(_("Bank account in %(currency)s") % {"currency": currency}, str(held)))
    asked = [
        (_("Trial balance"), "ledger:trial_balance", "ledger.view"),
        (_("Balance sheet"), "ledger:balance_sheet", "ledger.view"),
        (_("Income statement"), "ledger:income", "ledger.view"),
        (_("Journal"), "ledger:journal", "ledger.view"),
        (_("Accounts"), "ledger:accounts", "ledger.view"),
        (_("Months"), "ledger:months", "ledger.view"),
        (_("Revolving fund"), "ledger:fund", "ledger.view"),
        (_("Fund windows"), "ledger:windows", "ledger.view"),
        (_("Record a contribution"), "ledger:contribute", "ledger.contribute"),
        (_("Bank cash"), "ledger:bank_cash", "ledger.move_cash"),
        (_("Draw cash"), "ledger:draw_cash", "ledger.move_cash"),
    ]
    links = [Link(label, reverse(name)) for label, name, right in asked if request.actor.can(right)]
    return page(
        request, "generic/tables.html", {"title": _("Books"), "items": items, "links": links}
    )


def _money(programme: Programme, code: str, on: dt.date) -> str:
    return str(Money(queries.balance(programme.pk, code, on=on), programme.currency))


@needs("ledger.view")
def windows(request: Request) -> HttpResponse:
    """Each donor's window: given, lent out, free."""
    programme = _programme(request)
    free = queries.free_windows(programme.pk)
    rows = []
    for window in queries.windows(programme.pk):
        given = -queries.balance(programme.pk, f"capital:{window.code}")
        lent = queries.balance(programme.pk, f"loans:{window.code}")
        rows.append(
            [window.name, str(window.donor), window.agreement_number, window.currency, given,
             lent, free[window.code]]
        )  # fmt: skip
    currency = programme.currency
    table = Table(
        _("Fund windows"),
        [
            Column(_("Window")), Column(_("Donor")), Column(_("Agreement")),
            Column(_("Currency")), Column(_("Given"), "money", currency),
            Column(_("Lent out"), "money", currency),
            Column(_("Free"), "money", currency),
        ],
        rows,
        empty=_("No window yet."),
    )  # fmt: skip
    links = []
    if request.actor.can("ledger.set_up"):
        links.append(Link(_("Open a window"), reverse("ledger:open_window"), primary=True))
    if request.actor.can("ledger.contribute"):
        links.append(Link(_("Record a contribution"), reverse("ledger:contribute")))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Fund windows"), "tables": [table], "links": links,
            "back_url": reverse("ledger:books"), "back_label": _("Books"),
        },
    )  # fmt: skip


def _form_view(
    request: Request, form: Form, *, verb: str, do: Callable[[], Any], back: str,
    title: str, label: str, message: str,
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = submit(request, form, verb, do=do, to=lambda _made: back, message=message)
        if done:
            return done
    context = {"title": title, "form": form, "submit": label, "back_url": back}
    return page(request, "generic/form.html", context, status=422 if form.is_bound else 200)


@needs("ledger.set_up")
def open_window(request: Request) -> HttpResponse:
    programme = _programme(request)
    form = forms.WindowForm(request.POST or None, clock=request.clock)
    return _form_view(
        request, form, verb="ledger.open_window", back=reverse("ledger:windows"),
        do=lambda: services.open_window(
            by=request.actor, programme=programme, on=programme.starts_on,
            at=request.clock.now, **form.cleaned_data,
        ),
        title=_("Open a fund window"), label=_("Open the window"),
        message=_("The window is open."),
    )  # fmt: skip


@needs("ledger.move_cash")
def bank_cash(request: Request) -> HttpResponse:
    form = forms.CashForm(request.POST or None, clock=request.clock)
    return _form_view(
        request, form, verb="ledger.bank_cash", back=reverse("ledger:books"),
        do=lambda: services.bank_cash(by=request.actor, at=request.clock.now, **form.cleaned_data),
        title=_("Bank cash"), label=_("Record the deposit"), message=_("The deposit is recorded."),
    )  # fmt: skip


@needs("ledger.move_cash")
def draw_cash(request: Request) -> HttpResponse:
    form = forms.CashForm(request.POST or None, clock=request.clock)
    return _form_view(
        request, form, verb="ledger.draw_cash", back=reverse("ledger:books"),
        do=lambda: services.draw_cash(by=request.actor, at=request.clock.now, **form.cleaned_data),
        title=_("Draw cash"), label=_("Record the drawing"), message=_("The drawing is recorded."),
    )  # fmt: skip
