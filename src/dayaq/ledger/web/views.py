"""The books as pages: who gave what, where the money stands, and every transfer behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.access.models import Programme, User
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page, submit
from dayaq.ledger import queries, services
from dayaq.ledger.models import Account
from dayaq.ledger.web import forms

JOURNAL_PAGE = 100


def _programme(request: Request) -> Programme:
    return find(Programme.objects.all(), pk=request.actor.programme_id)


@needs("ledger.view")
def books(request: Request) -> HttpResponse:
    """The trial balance of today, and the ways into the journal."""
    programme = _programme(request)
    on = _day(request.GET.get("on"), request.clock.today)
    lines = queries.trial_balance(programme.pk, on)
    named = _names(line.code for line in lines)
    rows = [
        [
            Cell(named[line.code], f"{reverse('ledger:journal')}?code={line.code}"),
            Account.Kind(line.kind).label,
            line.debit_minor,
            line.credit_minor,
            line.balance_minor,
        ]
        for line in lines
        if line.debit_minor or line.credit_minor
    ]
    debit, credit = sum(x.debit_minor for x in lines), sum(x.credit_minor for x in lines)
    table = Table(
        _("Trial balance"),
        [
            Column(_("Account")), Column(_("Kind")),
            Column(_("Debit"), "money", programme.currency),
            Column(_("Credit"), "money", programme.currency),
            Column(_("Balance"), "money", programme.currency),
        ],
        rows,
        totals=[_("Total"), "", debit, credit, debit - credit],
        empty=_("Nothing is posted yet."),
    )  # fmt: skip
    items = [
        Item(_("Bank"), f"{_money(programme, 'bank', on)}"),
        Item(_("Cash in the office"), f"{_money(programme, 'cash', on)}"),
        Item(_("Cash with officers"), f"{_money(programme, 'transit', on)}"),
    ]
    links = [Link(_("Journal"), reverse("ledger:journal"))]
    links += [
        Link(label, reverse(name))
        for label, name, capability in (
            (_("Fund windows"), "ledger:windows", "ledger.view"),
            (_("Record a contribution"), "ledger:contribute", "ledger.contribute"),
            (_("Bank cash"), "ledger:bank_cash", "ledger.move_cash"),
            (_("Draw cash"), "ledger:draw_cash", "ledger.move_cash"),
        )
        if request.actor.can(capability)
    ]
    return page(
        request,
        "generic/tables.html",
        {"title": _("Books"), "items": items, "links": links, "tables": [table]},
    )


def _names(codes: Iterable[str]) -> dict[str, str]:
    """What an account is called on a page: an officer's cash by the officer's name."""
    named = {code: code for code in codes}
    named.update({"bank": _("Bank"), "cash": _("Cash in the office")})
    for prefix, label in (("transit:", _("Cash with officers")), ("receivable:", _("Owed by"))):
        theirs = {code.removeprefix(prefix): code for code in named if code.startswith(prefix)}
        for user in User.objects.filter(pk__in=theirs):
            named[theirs[str(user.pk)]] = f"{label}: {user.full_name}"
    return named


def _money(programme: Programme, code: str, on: dt.date) -> str:
    from dayaq.kernel.money import Money

    return str(Money(queries.balance(programme.pk, code, on=on), programme.currency))


def _day(text: str | None, default: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return default


@needs("ledger.view")
def journal(request: Request) -> HttpResponse:
    """Every transfer, newest first, a hundred to a page."""
    programme = _programme(request)
    number = max(1, int(page_text)) if (page_text := request.GET.get("page", "")).isdigit() else 1
    number = min(number, 100_000)
    code = request.GET.get("code", "")
    lines = queries.journal(
        programme.pk, frm=_day(request.GET.get("from"), programme.starts_on),
        to=_day(request.GET.get("to"), request.clock.today), code=code,
        limit=JOURNAL_PAGE + 1, offset=(number - 1) * JOURNAL_PAGE,
    )  # fmt: skip
    named = _names({code, *(one for line in lines for one in (line.debit, line.credit))})
    table = Table(
        _("Journal") if not code else _("Account %(code)s") % {"code": named[code]},
        [
            Column(_("Day"), "day"), Column(_("Entry")), Column(_("Debit")), Column(_("Credit")),
            Column(_("Amount"), "money", programme.currency), Column(_("Fund window")),
        ],
        [
            [
                line.on,
                Cell(line.memo, detail=_("Reversal") if line.is_reversal else ""),
                named[line.debit], named[line.credit], line.amount_minor, line.window or "",
            ]
            for line in lines[:JOURNAL_PAGE]
        ],
        empty=_("Nothing is posted in this period."),
    )  # fmt: skip
    query = f"?code={code}&page="
    links = []
    if number > 1:
        links.append(Link(_("Newer"), f"{query}{number - 1}"))
    if len(lines) > JOURNAL_PAGE:
        links.append(Link(_("Older"), f"{query}{number + 1}"))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Journal"), "tables": [table], "links": links,
            "back_url": reverse("ledger:books"), "back_label": _("Books"),
        },
    )  # fmt: skip


@needs("ledger.view")
def windows(request: Request) -> HttpResponse:
    """Each donor's window: given, lent out, free."""
    programme = _programme(request)
    free = queries.free_windows(programme.pk)
    rows = []
    for window in queries.windows(programme.pk):
        given = -queries.balance(programme.pk, f"capital:{window.code}")
        rows.append(
            [window.name, str(window.donor), window.agreement_number, given,
             given - free[window.code], free[window.code]]
        )  # fmt: skip
    currency = programme.currency
    table = Table(
        _("Fund windows"),
        [
            Column(_("Window")), Column(_("Donor")), Column(_("Agreement")),
            Column(_("Given"), "money", currency), Column(_("Lent out"), "money", currency),
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


@needs("ledger.contribute")
def contribute(request: Request) -> HttpResponse:
    programme = _programme(request)
    form = forms.ContributionForm(
        request.POST or None, clock=request.clock, programme_id=programme.pk
    )

    def do() -> Any:
        values = form.cleaned_data
        chosen = next(w for w in queries.windows(programme.pk) if w.code == values["window"])
        return services.receive_contribution(
            by=request.actor, window=chosen, amount_minor=values["amount_minor"],
            key=values["reference"], on=values["on"], at=request.clock.now,
        )  # fmt: skip

    return _form_view(
        request, form, verb="ledger.contribute", do=do, back=reverse("ledger:windows"),
        title=_("Record a contribution"), label=_("Record the contribution"),
        message=_("The contribution is in the books."),
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
