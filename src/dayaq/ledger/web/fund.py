"""The revolving fund on one page: both sides of it on any day, each donor's window, its turns."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.kernel.exchange import rate_text
from dayaq.kernel.money import Money
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, needs, page
from dayaq.ledger import queries, services
from dayaq.ledger.domain.fund import LEFT, RIGHT, classify
from dayaq.ledger.exchange import services as exchange
from dayaq.ledger.exchange.queries import positions, unclaimed, windows_with_account
from dayaq.ledger.fund import queries as fund_queries
from dayaq.ledger.fund import services as fund
from dayaq.ledger.labels import account_labels
from dayaq.ledger.web import fund_forms as forms
from dayaq.ledger.web.views import _programme

LINES = {
    "cash": gettext_lazy("Cash and bank"),
    "receivable": gettext_lazy("Owed by officers"),
    "brought_over": gettext_lazy("Money before the cut-over"),
    "other": gettext_lazy("Other assets"),
    "loans": gettext_lazy("Loans outstanding"),
    "allowance": gettext_lazy("Less allowance for losses"),
    "client_credits": gettext_lazy("Less credits of borrowers"),
    "suspense": gettext_lazy("Less money not matched yet"),
    "due_to_donor": gettext_lazy("Less money due to donors"),
    "liability": gettext_lazy("Less other debts"),
    "capital": gettext_lazy("Contributions"),
    "income": gettext_lazy("Income"),
    "cost": gettext_lazy("Less costs"),
    "loss": gettext_lazy("Less loans written off, forgiven or granted"),
    "impairment": gettext_lazy("Less impairment charge"),
    "exchange": gettext_lazy("Exchange differences"),
    "handed_over": gettext_lazy("Less what was handed over to the successor"),
}


@needs("ledger.view")
def overview(request: Request) -> HttpResponse:
    """What there is, where it came from, and that both are the same on the day asked for."""
    programme = _programme(request)
    asked = forms.OnForm(request.GET if "on_day" in request.GET else None, clock=request.clock)
    on = asked.cleaned_data["on"] if asked.is_bound and asked.is_valid() else None
    on = on or _day(request.GET.get("on"), request.clock.today)
    if not asked.is_bound:
        asked = forms.OnForm(initial={"on": on}, clock=request.clock)
    whole = fund_queries.identity_on(programme.pk, on)
    items = [
        Item(_("Day"), f"{on:%d.%m.%Y}"),
        Item(_("What there is"), str(Money(whole.left_minor, programme.currency))),
        Item(_("Where it came from"), str(Money(whole.right_minor, programme.currency))),
        Item(
            _("Check"),
            _("Both sides are the same.")
            if whole.holds
            else _("The sides differ. Have the books examined before anything is paid out."),
        ),
    ]
    # Nobody's yet: at the bank and owed in the same currency, so in neither sum at any rate.
    waiting = [str(Money(minor, unit)) for unit, minor in unclaimed(programme.pk, on).items()]
    if waiting:
        items.append(Item(_("Besides, in suspense in other currencies"), ", ".join(waiting)))
    return page(
        request,
        "ledger/fund.html",
        {
            "title": _("Revolving fund"), "filters": asked, "items": items,
            "tables": [
                *_sides(programme, on), _by_window(programme, on), _given(programme, on),
            ],
            "links": _links(request),
            "back_url": reverse("ledger:books"), "back_label": _("Books"),
        },
    )  # fmt: skip


def _links(request: Request) -> list[Link]:
    links = [
        Link(label, reverse(f"ledger:{name}"))
        for label, name, capability in (
            (_("Fund windows"), "windows", "ledger.view"),
            (_("Record a contribution"), "contribute", "ledger.contribute"),
            (_("Record a bank charge"), "bank_charge", "ledger.charge_fund"),
            (_("Set money aside for its donor"), "owe_donor", "ledger.return_money"),
            (_("Pay a donor back"), "pay_donor", "ledger.pay_donor"),
        )
        if request.actor.can(capability)
    ]
    if request.actor.can("ledger.pay_donor") and windows_with_account(request.actor.programme_id):
        label = _("Pay a donor back in the donor's currency")
        links.append(Link(label, reverse("ledger:pay_donor_in_currency")))
    if request.actor.can("ledger.exchange"):
        links.append(Link(_("Money in other currencies"), reverse("programme:exchange")))
    if request.actor.can("credit.view_handover"):
        links.append(Link(_("Handover to a successor"), reverse("credit:handovers")))
    return links


def _sides(programme: Any, on: dt.date) -> list[Table]:
    """Both sides, account by account, each with the way to its entries."""
    lines = queries.trial_balance(programme.pk, on)
    named = account_labels(programme.pk, (line.code for line in lines))
    tables = []
    for title, side, sign in (
        (_("What there is"), LEFT, 1), (_("Where it came from"), RIGHT, -1),
    ):  # fmt: skip
        rows, total = [], 0
        for name in side:
            for line in lines:
                balance = sign * line.balance_minor
                own = line.currency == programme.currency
                if not own or classify(line.code, line.kind) != name or not balance:
                    continue
                link = f"{reverse('ledger:journal')}?code={line.code}&to={on.isoformat()}"
                rows.append([str(LINES[name]), Cell(named[line.code], link), balance])
                total += balance
        tables.append(
            Table(
                title,
                [
                    Column(_("Line")), Column(_("Account")),
                    Column(_("Amount"), "money", programme.currency),
                ],
                rows,
                totals=[_("Total"), "", total],
                empty=_("Nothing is posted yet."),
            )
        )  # fmt: skip
    return tables


def _by_window(programme: Any, on: dt.date) -> Table:
    """Each donor's window: whether its sides agree, and what its money has done."""
    turns = fund_queries.turns_on(programme.pk, on)
    rows = []
    for window in queries.windows(programme.pk):
        sides = fund_queries.identity_on(programme.pk, on, window=window.code)
        done = turns.get(window.code)
        lost = -(sides.lines.get("loss", 0) + sides.lines.get("impairment", 0))
        free = sides.left_minor - sides.lines.get("loans", 0) - sides.lines.get("allowance", 0)
        rows.append(
            [
                window.name,
                Tag(_("Agrees"), "good") if sides.holds else Tag(_("Differs"), "bad"),
                sides.lines.get("capital", 0),
                done.fresh_minor if done else 0,
                done.relent_minor if done else 0,
                max((turn for turn in done.lent_minor), default=0) if done else 0,
                sides.lines.get("loans", 0),
                lost,
                free,
            ]
        )
    money = programme.currency
    return Table(
        _("Each donor's money"),
        [
            Column(_("Window")),
            Column(_("Both sides")),
            Column(_("Given"), "money", money),
            Column(_("Lent for the first time"), "money", money),
            Column(_("Lent again"), "money", money),
            Column(_("Turns so far"), "number"),
            Column(_("Lent out now"), "money", money),
            Column(_("Lost"), "money", money),
            Column(_("Free"), "money", money),
        ],
        rows,
        empty=_("No window yet."),
    )


def _given(programme: Any, on: dt.date) -> Table:
    return Table(
        _("Contributions"),
        [
            Column(_("Day"), "day"), Column(_("Window")), Column(_("Reference")),
            Column(_("Given")), Column(_("Rate")), Column(_("Day and source of the rate")),
            Column(_("Credited"), "money", programme.currency),
        ],
        [
            [
                one.received_on, one.window_name, one.reference,
                str(Money(one.amount_minor, one.currency)),
                "" if one.rate is None else rate_text(one.rate),
                "" if one.rate_on is None else f"{one.rate_on:%d.%m.%Y}, {one.rate_source}",
                one.credited_minor,
            ]
            for one in fund_queries.contributions(programme.pk, upto=on)
        ],
        empty=_("No contribution yet."),
    )  # fmt: skip


@needs("ledger.contribute")
def contribute(request: Request) -> HttpResponse:
    """A donor's money arrives, in the donor's currency."""
    programme = _programme(request)
    form = forms.ContributionForm(
        request.POST or None, clock=request.clock, programme_id=programme.pk,
        own=programme.currency, initial={"currency": programme.currency},
    )  # fmt: skip

    def do() -> Any:
        values, donated = form.cleaned_data, form.donated()
        chosen = next(w for w in queries.windows(programme.pk) if w.code == values["window"])
        return services.receive_contribution(
            by=request.actor, window=chosen,
            amount_minor=donated.credited_minor(programme.currency), key=values["reference"],
            on=values["on"], at=request.clock.now, donated=donated,
            is_kept=values.get("is_kept", False),
        )  # fmt: skip

    return form_page(
        request, form, verb="ledger.contribute", do=do,
        to=lambda _entry: reverse("ledger:fund"), title=_("Record a contribution"),
        submit_label=_("Record the contribution"), message=_("The contribution is in the books."),
        back_url=reverse("ledger:fund"),
    )  # fmt: skip


@needs("ledger.charge_fund")
def bank_charge(request: Request) -> HttpResponse:
    """What the bank took for itself."""
    form = forms.BankChargeForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id
    )
    return form_page(
        request, form, verb="ledger.charge_bank",
        do=lambda: fund.charge_bank(by=request.actor, at=request.clock.now, **form.cleaned_data),
        to=lambda _entry: reverse("ledger:fund"), title=_("Record a bank charge"),
        submit_label=_("Record the charge"), message=_("The charge is in the books."),
        back_url=reverse("ledger:fund"),
    )  # fmt: skip


@needs("ledger.return_money")
def owe_donor(request: Request) -> HttpResponse:
    """Money of a window is set aside for its donor."""
    form = forms.ReturnForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id
    )
    return form_page(
        request, form, verb="ledger.owe_donor",
        do=lambda: fund.owe_to_donor(
            by=request.actor, on=request.clock.today, at=request.clock.now, **form.cleaned_data
        ),
        to=lambda _entry: reverse("ledger:fund"), title=_("Set money aside for its donor"),
        submit_label=_("Set it aside"),
        message=_("The money is set aside. The accountant can pay it back now."),
        back_url=reverse("ledger:fund"),
    )  # fmt: skip


@needs("ledger.pay_donor")
def pay_donor(request: Request) -> HttpResponse:
    """What was set aside is paid back."""
    form = forms.PayDonorForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id
    )
    return form_page(
        request, form, verb="ledger.pay_donor",
        do=lambda: fund.pay_donor(by=request.actor, at=request.clock.now, **form.cleaned_data),
        to=lambda _entry: reverse("ledger:fund"), title=_("Pay a donor back"),
        submit_label=_("Record the payment"), message=_("The payment is in the books."),
        back_url=reverse("ledger:fund"),
    )  # fmt: skip


@needs("ledger.pay_donor")
def pay_donor_in_currency(request: Request) -> HttpResponse:
    """What was set aside is paid back from the account in the donor's own currency."""
    form = forms.ReturnCurrencyForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id
    )
    return form_page(
        request, form, verb="ledger.return_currency",
        do=lambda: exchange.return_currency(
            by=request.actor, at=request.clock.now, **form.cleaned_data
        ),
        to=lambda _entry: reverse("ledger:fund"),
        title=_("Pay a donor back in the donor's currency"),
        submit_label=_("Record the payment"), message=_("The payment is in the books."),
        back_url=reverse("ledger:fund"),
        context={"items": _to_give_back(_programme(request))},
    )  # fmt: skip


def _to_give_back(programme: Any) -> list[Item]:
    """Of each window with an account in its donor's currency: what it has and owes."""
    held = positions(programme.pk)
    items = []
    for window in windows_with_account(programme.pk):
        has = held.get(window.currency, {}).get(window.code)
        due = -queries.balance(programme.pk, f"due_to_donor:{window.code}")
        said = _("%(held)s on the account, %(due)s set aside") % {
            "held": Money(has.held_minor if has else 0, window.currency),
            "due": Money(due, programme.currency),
        }
        items.append(Item(window.name, said))
    return items


def _day(text: str | None, default: dt.date) -> dt.date:
    """The day an address asks for; one that cannot be read is the default."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return default
