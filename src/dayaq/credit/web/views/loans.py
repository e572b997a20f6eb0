"""Pages of loans: the list, one loan with its schedule and its reasons, paying it out."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dayaq.credit.domain.errors import CreditError
from dayaq.credit.domain.state import Parts
from dayaq.credit.models import Loan, LoanStatus
from dayaq.credit.models.products import LENDERS_THAT_CHARGE
from dayaq.credit.queries.due import owing
from dayaq.credit.queries.loans import (
    Payment,
    Told,
    arrears_actions_of,
    has_proposal,
    left_to_pay_out,
    listed,
    officers_lending,
    payments,
    promises_of,
    tell,
    visits_of,
    why,
)
from dayaq.credit.services.funding import shares_of
from dayaq.credit.web.forms import following
from dayaq.credit.web.views.common import (
    districts_of,
    end_of,
    figure_name,
    loan_or_404,
    loan_tag,
    loan_url,
    money,
    person_url,
)
from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.events import timeline
from dayaq.kernel.money import format_minor
from dayaq.kernel.web.listing import listing
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, needs, page
from dayaq.kernel.words import amount_in_words
from dayaq.ledger.labels import window_names

loans_listed = listing(listed)


@needs("credit.view")
def loans(request: Request) -> HttpResponse:
    form = following.LoanFilter(
        request.GET or None,
        clock=request.clock,
        districts=districts_of(request),
        officers=[(str(one.pk), one.full_name) for one in officers_lending(request.actor)],
    )
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    late = chosen.get("overdue")
    pages = loans_listed(
        request,
        request.actor,
        chosen.get("status") or "",
        UUID(chosen["district"]) if chosen.get("district") else None,
        UUID(chosen["officer"]) if chosen.get("officer") else None,
        request.clock.today - dt.timedelta(days=int(late)) if late else None,
    )
    found = owing(pages.object_list, request.clock.today)
    table = Table(
        caption=_("Loans"),
        caption_hidden=True,
        columns=[
            Column(_("Loan")),
            Column(_("Borrower")),
            Column(_("District")),
            Column(_("Officer")),
            Column(_("Lent"), "money", currency="AZN"),
            Column(_("Still owed"), "money", currency="AZN"),
            Column(_("Overdue"), "money", currency="AZN"),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(row.loan.code, url=loan_url(row.loan.pk)),
                row.loan.person.full_name,
                str(row.loan.district),
                row.loan.officer.full_name,
                row.loan.principal_minor,
                row.standing.outstanding_minor,
                row.standing.overdue_minor,
                loan_tag(row.loan, row.standing),
            ]
            for row in found
        ],
        empty=_("There is no loan here. Change the filter, or take an application."),
    )
    return page(
        request,
        "credit/filtered.html",
        {"title": _("Loans"), "tables": [table], "pages": pages, "filters": form},
    )


@needs("credit.view")
def loan(request: Request, pk: UUID) -> HttpResponse:
    row = loan_or_404(request, pk)
    told = tell(row, request.clock.today) if row.disbursed_on else None
    found = payments(told) if told else []
    return page(
        request,
        "credit/loan.html",
        {
            "loan": row,
            "tag": _tag(row, told),
            "items": _items(request, row, told),
            "links": _links(request, row, told),
            "waiting": has_proposal(row.pk),
            "tables": [_schedule(told), _payments(told, found)] if told else [],
            "why": _why_links(row, told) if told else [],
            "promises": promises_of(row.pk),
            "visits": visits_of(row.pk),
            "actions": arrears_actions_of(row.pk),
            "entries": timeline("loan", row.pk),
        },
    )


@needs("credit.view")
def explain(request: Request, pk: UUID, figure: str) -> HttpResponse:
    """Why a figure is what it is: the chain of events behind it."""
    row = loan_or_404(request, pk)
    if row.disbursed_on is None:
        raise NotFound(N_("This loan is not paid out yet."))
    told = tell(row, request.clock.today)
    try:
        found = why(told, figure, request.clock.today)
    except CreditError as error:
        raise NotFound(N_("There is no such figure.")) from error
    is_money = figure != "days_past_due"
    table = Table(
        caption=_("What it is made of"),
        columns=[
            Column(_("What happened")),
            Column(_("Day"), "day"),
            *([Column(_("Amount"), "money", currency=row.currency)] if is_money else []),
        ],
        rows=[
            [
                _(reason.sentence) % _said(reason.params, row.currency),
                reason.on,
                *([reason.amount_minor] if is_money else []),
            ]
            for reason in found.reasons
        ],
        totals=[_("Comes to"), "", found.value] if is_money else (),
        empty=_("Nothing has happened to this figure."),
        as_cards=True,
    )
    value = money(found.value, row.currency) if is_money else str(found.value)
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Why is it this much?"),
            "intro": f"{row.code}, {figure_name(figure)}: {value}",
            "tables": [table],
            "back_url": loan_url(pk),
        },
    )


def _tag(row: Loan, told: Told | None) -> Tag:
    if told is not None and told.position.days_past_due:
        days = told.position.days_past_due
        return Tag(_("%(days)s days late") % {"days": days}, "bad" if days > 30 else "warn")
    return loan_tag(row)


def _items(request: Request, row: Loan, told: Told | None) -> list[Item]:
    product = row.product_version.product
    items = [
        Item(
            _("Borrower"),
            row.person.full_name,
            person_url(request, row.person_id),
            pgettext("follow the link", "Open"),
        ),
        Item(_("Product"), product.title),
        Item(_("Amount lent"), money(row.principal_minor, row.currency)),
        Item(_("District"), str(row.district)),
        Item(_("Officer"), row.officer.full_name),
    ]
    if told is None:
        return [*items, Item(_("Signed on"), f"{row.agreed_on:%d.%m.%Y}")]
    now = told.position
    words = amount_in_words(now.outstanding_minor, row.currency, request.actor.language)
    items += [
        Item(_("Paid out on"), f"{row.disbursed_on:%d.%m.%Y}, {_window(row)}"),
        Item(_("Still owed"), f"{money(now.outstanding_minor, row.currency)}\n{words}"),
        Item(_("Overdue"), money(now.overdue_minor, row.currency)),
    ]
    if row.is_shared:
        parts = (f"{code} {money(minor, row.currency)}" for code, minor in shares_of(row).items())
        items.append(Item(_("Fund windows that lend"), "\n".join(parts)))
    if now.outstanding_minor:
        url = f"{reverse('credit:what_if', args=[row.pk])}?kind=payoff"
        needed = money(now.payoff_minor, row.currency)
        items.append(Item(_("To repay in full today"), needed, url, _("On another day")))
    left = left_to_pay_out(told)
    if left and told.next_part:
        items.append(
            Item(
                _("Still to be paid out"),
                _("%(left)s, next about %(day)s")
                % {"left": money(left, row.currency), "day": f"{told.next_part.on:%d.%m.%Y}"},
            )
        )
    if told.bears_interest:
        items += _owed_of(now.outstanding, row.currency)
    if now.next_due_on:
        coming = money(now.next_due_minor, row.currency)
        items.append(Item(_("Next instalment"), f"{now.next_due_on:%d.%m.%Y}, {coming}"))
    if now.credit_minor:
        items.append(Item(_("Paid too much"), money(now.credit_minor, row.currency)))
    if row.reschedules_count:
        items.append(Item(_("New terms agreed"), row.reschedules_count))
    return [*items, *end_of(row)]


def _owed_of(owed: Parts, currency: str) -> list[Item]:
    """What is still owed, part by part; what is nothing is left out."""
    parts = (
        (_("Of it, amount lent"), owed.principal),
        (_("Of it, interest"), owed.interest),
        (_("Of it, fees"), owed.fee),
        (_("Of it, penalties"), owed.penalty),
    )
    return [Item(label, money(amount, currency)) for label, amount in parts if amount]


def _window(row: Loan) -> str:
    return window_names(row.programme_id).get(row.window, row.window)


def _links(request: Request, row: Loan, told: Told | None) -> list[Link]:
    able = request.actor.can
    links: list[Link] = []

    def add(label: str, name: str, capability: str, *, primary: bool = False) -> None:
        if able(capability):
            links.append(Link(label, reverse(f"credit:{name}", args=[row.pk]), primary))

    if row.status == LoanStatus.AGREED:
        add(_("Pay out"), "disburse", "credit.disburse", primary=True)
        add(_("Cancel the loan"), "cancel", "credit.draw_up_agreement")
    if row.status in (LoanStatus.ACTIVE, LoanStatus.WRITTEN_OFF):
        add(_("Enter a receipt"), "collect_one", "credit.record_batch", primary=True)
    if row.status == LoanStatus.ACTIVE:
        for act in _acts(row, told):
            add(*act)
    if row.status == LoanStatus.REPAID:
        add(_("Paid in full (PDF)"), "letter_pdf", "credit.view", primary=True)
    if row.credit_minor:
        add(_("Pay back what was too much"), "refund", "credit.refund")
    if row.disbursed_on:
        add(_("Voucher (PDF)"), "voucher_pdf", "credit.view")
        add(_("All schedules"), "versions", "credit.view")
    links.append(Link(_("Agreement"), reverse("credit:agreement", args=[row.application_id])))
    return links


def _acts(row: Loan, told: Told | None) -> list[tuple[str, str, str]]:
    """What can be done with a loan that is being repaid: words, address, capability."""
    acts = []
    if told is not None and left_to_pay_out(told):
        acts.append((_("Pay out the next part"), "part", "credit.disburse"))
    acts += [
        (_("What if"), "what_if", "credit.view"),
        (_("Record a visit"), "visit", "credit.follow_up"),
        (_("Note a promise"), "promise", "credit.follow_up"),
        (_("Step about arrears"), "step", "credit.follow_up"),
        (_("Propose new terms"), "reschedule", "credit.propose"),
        (_("Propose to give something up"), "relief", "credit.propose"),
        (_("Propose a write-off"), "write_off", "credit.propose"),
    ]
    if row.product_version.legal_basis in LENDERS_THAT_CHARGE:
        acts.append((_("Add a charge"), "charge", "credit.charge"))
    return acts


def _why_links(row: Loan, told: Told) -> list[Link]:
    now = told.position
    figures = [("outstanding", _("Still owed"))]
    if told.bears_interest:
        owed = now.outstanding
        figures += [
            (figure, label)
            for figure, label, amount in (
                ("principal", _("Amount lent"), owed.principal),
                ("interest", _("Interest"), owed.interest),
                ("fee", _("Fees"), owed.fee),
                ("penalty", _("Penalties"), owed.penalty),
            )
            if amount
        ]
    figures += [("due", _("Due today")), ("overdue", _("Overdue"))]
    figures.append(("days_past_due", _("Days late")))
    if now.outstanding_minor:
        figures.append(("payoff", _("To repay in full today")))
    if now.credit_minor:
        figures.append(("credit", _("Paid too much")))
    return [
        Link(label, reverse("credit:explain", args=[row.pk, figure])) for figure, label in figures
    ]


def _schedule(told: Told) -> Table:
    """The schedule in force; without interest and fees it has no columns for them."""
    currency = told.loan.currency
    charged = told.bears_interest
    columns = [Column(_("No.")), Column(_("Due on"), "day")]
    if charged:
        columns += [
            Column(label, "money", currency=currency)
            for label in (_("Amount lent"), _("Interest"), _("Fees and penalties"))
        ]
    columns += [
        Column(_("Instalment"), "money", currency=currency),
        Column(_("Unpaid"), "money", currency=currency),
        Column(_("Settled on"), "day"),
    ]
    explain_url = "credit:explain"
    rows = []
    for one in told.state.instalments:
        left = one.outstanding.total_minor
        url = reverse(explain_url, args=[told.loan.pk, f"instalment:{one.number}"])
        rows.append(
            [
                Cell(one.number, url=url),
                one.due_on,
                *(
                    (one.due.principal, one.due.interest, one.due.fee + one.due.penalty)
                    if charged
                    else ()
                ),
                one.due.total_minor,
                left,
                one.settled_on or "",
            ]
        )
    return Table(caption=_("Schedule"), columns=columns, rows=rows)


def _payments(told: Told, found: list[Payment]) -> Table:
    currency = told.loan.currency
    return Table(
        caption=_("Payments"),
        columns=[
            Column(_("Receipt")),
            Column(_("Paid on"), "day"),
            Column(_("Amount"), "money", currency=currency),
            Column(_("How")),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(one.receipt.label, url=reverse("credit:receipt", args=[one.receipt.pk])),
                one.receipt.paid_on,
                one.receipt.amount_minor,
                one.receipt.get_method_display(),
                Tag(_("Reversed"), "bad") if one.reversal else Tag(_("Counts"), "good"),
            ]
            for one in found
        ],
        empty=_("Nothing is paid yet."),
    )


def _said(params: dict[str, object], currency: str) -> dict[str, str]:
    """The values of a reason as a person reads them."""
    said = {}
    for name, value in params.items():
        if isinstance(value, dt.date):
            said[name] = f"{value:%d.%m.%Y}"
        elif name == "amount" and isinstance(value, int):
            said[name] = f"{format_minor(abs(value), currency)} {currency}"
        elif name == "component":
            said[name] = _(str(value))
        else:
            said[name] = str(value)
    return said
