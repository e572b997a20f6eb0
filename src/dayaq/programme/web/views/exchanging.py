"""Money in other currencies: what is held and stands in the books, exchanged, and valued."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.access.models import Programme
from dayaq.kernel.exchange import Rate, rate_text
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page
from dayaq.ledger.exchange import queries
from dayaq.ledger.exchange import services as exchange
from dayaq.ledger.queries import windows
from dayaq.programme.web import exchange_forms as forms
from dayaq.programme.web.views.papers import money


def _programme(request: Request) -> Programme:
    return find(Programme.objects.all(), pk=request.actor.programme_id)


@needs("ledger.view")
def overview(request: Request) -> HttpResponse:
    """What each window holds in each currency, what it stands at, and how it was valued."""
    programme = _programme(request)
    names = {one.code: one.name for one in windows(programme.pk)}
    held = Table(
        _("Held in other currencies"),
        [Column(_("Account")), Column(_("Window")), Column(_("At the bank"), "money"),
         Column(_("Stands in the books at"), "money", programme.currency)],
        [
            [currency, names.get(window, window), money(one.held_minor, currency),
             one.carried_minor]
            for currency, of in queries.positions(programme.pk).items()
            for window, one in of.items()
        ] + [
            [currency, _("In suspense"), money(minor, currency), None]
            for currency, minor in queries.unclaimed(programme.pk).items()
        ],
        empty=_("No money is held in another currency."),
    )  # fmt: skip
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Money in other currencies"), "links": _links(request, programme),
            "tables": [held, deals_table(programme), _valued(programme)],
            "back_url": reverse("ledger:fund"), "back_label": _("Revolving fund"),
        },
    )  # fmt: skip


def _valued(programme: Programme) -> Table:
    own = programme.currency
    return Table(
        _("Valued at the rate of a day"),
        [
            Column(_("Day"), "day"), Column(_("The fund's money"), "money"),
            Column(_("Rate")), Column(_("Stood at"), "money", own),
            Column(_("Came to"), "money", own), Column(_("Difference"), "money", own),
        ],
        [
            [
                one.on, money(one.held_minor, one.currency),
                (
                    f"1 {one.rate_base} = {rate_text(one.rate)}, "
                    f"{one.rate_on:%d.%m.%Y}, {one.rate_source}"
                ),
                one.carried_minor, one.value_minor,
                Cell(
                    one.difference_minor,
                    reverse("ledger:entry", args=[one.entry_id]) if one.entry_id else "",
                ),
            ]
            for one in queries.revaluations(programme.pk)
        ],
        empty=_("Nothing was valued yet."),
    )  # fmt: skip


def deals_table(programme: Programme) -> Table:
    """What the bank exchanged, each time with the rate, its day and the paper that says so."""
    own = programme.currency
    return Table(
        _("Rates of exchanges"),
        [
            Column(_("Day"), "day"), Column(_("Rate")), Column(_("Paper of the bank")),
            Column(_("Other currency"), "money"),
            Column(_("In the fund's currency"), "money", own),
        ],
        [
            [
                one.on,
                Cell(
                    str(Rate(one.currency, own, one.rate)),
                    reverse("ledger:entry", args=[one.entry_id]),
                ),
                one.paper, money(one.foreign_minor, one.currency), one.own_minor,
            ]
            for one in queries.deals(programme.pk)
        ],
        empty=_("Nothing was exchanged yet."),
    )  # fmt: skip


def _links(request: Request, programme: Programme) -> list[Link]:
    if not request.actor.can("ledger.exchange"):
        return []
    links = []
    if queries.currencies(programme.pk):
        links = [
            Link(_("Value at the rate of a day"), reverse("programme:value_currency"), True),
            Link(_("Change into manat"), reverse("programme:sell_currency")),
            Link(_("Change manat into another currency"), reverse("programme:buy_currency")),
            Link(_("Record a bank charge"), reverse("programme:charge_currency")),
            Link(_("Record a rate"), reverse("programme:record_rate")),
        ]
    return [*links, Link(_("Open an account"), reverse("programme:open_currency"))]


def _act(
    request: Request, form: Form, verb: str, do: Callable[[], Any], title: str, label: str,
    message: str,
) -> HttpResponse:  # fmt: skip
    back = reverse("programme:exchange")
    return form_page(
        request, form, verb=verb, do=do, to=lambda _done: back, title=title, submit_label=label,
        message=message, back_url=back,
    )  # fmt: skip


@needs("ledger.exchange")
def open_currency(request: Request) -> HttpResponse:
    """A bank account in another currency."""
    form = forms.OpenCurrencyForm(
        request.POST or None, clock=request.clock, own=_programme(request).currency
    )
    return _act(
        request, form, "ledger.open_currency",
        lambda: exchange.open_currency(
            by=request.actor, at=request.clock.now, **form.cleaned_data
        ),
        _("Open an account in another currency"), _("Open the account"),
        _("The account is open."),
    )  # fmt: skip


@needs("ledger.exchange")
def sell(request: Request) -> HttpResponse:
    """Foreign money becomes the fund's own."""
    form = forms.ExchangeForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id
    )
    return _act(
        request, form, "ledger.sell_currency",
        lambda: exchange.sell_currency(
            by=request.actor, at=request.clock.now, **form.cleaned_data
        ),
        _("Change into manat"), _("Record the exchange"), _("The exchange is in the books."),
    )  # fmt: skip


@needs("ledger.exchange")
def buy(request: Request) -> HttpResponse:
    """Money of the fund becomes foreign money."""
    form = forms.ExchangeForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id
    )
    return _act(
        request, form, "ledger.buy_currency",
        lambda: exchange.buy_currency(
            by=request.actor, at=request.clock.now, **form.cleaned_data
        ),
        _("Change manat into another currency"), _("Record the exchange"),
        _("The exchange is in the books."),
    )  # fmt: skip


@needs("ledger.exchange")
def charge(request: Request) -> HttpResponse:
    """What the bank took from the account in another currency."""
    form = forms.ChargeForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id
    )
    return _act(
        request, form, "ledger.charge_currency",
        lambda: exchange.charge_currency(
            by=request.actor, at=request.clock.now, **form.cleaned_data
        ),
        _("Record a bank charge"), _("Record the charge"), _("The charge is in the books."),
    )  # fmt: skip


@needs("ledger.exchange")
def value(request: Request) -> HttpResponse:
    """What is held is valued at the rate of a day: at each month's end before it is closed."""
    form = forms.ValueForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id,
        own=_programme(request).currency,
    )  # fmt: skip

    def do() -> Any:
        given = form.cleaned_data
        return exchange.revalue(
            by=request.actor, currency=given["currency"], stated_minor=given["stated_minor"],
            exchange=form.exchange(), on=given["on"], at=request.clock.now,
        )  # fmt: skip

    return _act(
        request, form, "ledger.revalue", do, _("Value at the rate of a day"), _("Value it"),
        _("It is valued at that rate."),
    )  # fmt: skip
