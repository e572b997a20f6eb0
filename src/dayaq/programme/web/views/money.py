"""Expenses and exchange rates as pages."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.access.models import Programme
from dayaq.kernel.exchange import Rate, rate_text
from dayaq.kernel.money import Money
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, State, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page, paginate
from dayaq.programme import queries, services
from dayaq.programme.domain.shares import agreed
from dayaq.programme.models import ExchangeRate, Expense
from dayaq.programme.web import forms
from dayaq.programme.web.views.exchanging import deals_table
from dayaq.programme.web.views.papers import money

STATES: dict[str, State] = {"draft": "warn", "approved": "info", "charged": "good"}


@needs("programme.view")
def expenses(request: Request) -> HttpResponse:
    """Every voucher, newest first, with its state."""
    status = request.GET.get("status", "")
    pages = paginate(
        request, queries.expenses(request.actor, status=status if status in STATES else "")
    )
    table = Table(
        _("Expenses"),
        [
            Column(_("Voucher")), Column(_("Day"), "day"), Column(_("Budget line")),
            Column(_("Paid to")), Column(_("Amount"), "money"),
            Column(_("In the report"), "money"), Column(_("State")),
        ],
        [
            [
                Cell(row.voucher, reverse("programme:expense", args=[row.pk])),
                row.on,
                str(row.line),
                row.payee,
                money(row.amount_minor, row.currency),
                money(row.reported_minor, row.report_currency),
                Tag(row.get_status_display(), STATES[row.status]),
            ]
            for row in pages
        ],
        empty=_("No expense yet."),
    )  # fmt: skip
    links = []
    if request.actor.can("programme.enter_expense"):
        links.append(Link(_("Enter an expense"), reverse("programme:enter_expense"), primary=True))
    links.append(Link(_("Waiting for approval"), "?status=draft"))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Expenses"), "tables": [table], "links": links, "pages": pages,
            "back_url": reverse("programme:home"), "back_label": _("Programme"),
        },
    )  # fmt: skip


@needs("programme.enter_expense")
def enter_expense(request: Request) -> HttpResponse:
    form = forms.ExpenseForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id
    )

    def do() -> Expense:
        given = form.cleaned_data
        return services.enter_expense(
            by=request.actor,
            on=given["on"],
            at=request.clock.now,
            line_id=UUID(given["line_id"]),
            voucher=given["voucher"],
            payee=given["payee"],
            amount=Money(given["amount_minor"], given["currency"]),
            description=given["description"],
            exchange=form.exchange(),
            eligible=not given["not_eligible"],
        )

    return form_page(
        request, form, verb="programme.enter_expense", title=_("Enter an expense"), do=do,
        to=lambda expense: reverse("programme:expense", args=[expense.pk]),
        message=_("The expense is entered and waits for approval."),
        submit_label=_("Enter the expense"), back_url=reverse("programme:expenses"),
    )  # fmt: skip


@needs("programme.view")
def expense(request: Request, expense_id: UUID) -> HttpResponse:
    """One voucher: amount, rate, who entered and approved it, and each donor's part."""
    found = find(
        Expense.objects.visible_to(request.actor).select_related(
            "line", "phase", "entered_by", "approved_by"
        ),
        pk=expense_id,
    )
    items = [
        Item(_("State"), found.get_status_display()),
        Item(_("Phase"), str(found.phase)),
        Item(_("Budget line"), str(found.line)),
        Item(_("Day"), found.on.strftime("%d.%m.%Y")),
        Item(_("Paid to"), found.payee),
        Item(_("For what"), found.description or None),
        Item(_("Amount"), money(found.amount_minor, found.currency)),
        Item(
            _("Rate"),
            None if found.rate is None else
            f"1 {found.rate_base} = {rate_text(found.rate)}, {found.rate_source}",
        ),
        Item(_("In the report"), money(found.reported_minor, found.report_currency)),
        Item(_("Eligible"), _("Yes") if found.eligible else _("No")),
        Item(_("Entered by"), str(found.entered_by)),
        Item(_("Approved by"), str(found.approved_by) if found.approved_by else None),
    ]  # fmt: skip
    parts = list(
        found.splits.select_related("grant__donor").order_by(
            "-grant__takes_remainder", "-share_bps"
        )
    )
    split = Table(
        _("Who bears it"),
        [
            Column(_("Donor")), Column(_("Contract")), Column(_("Share"), "percent"),
            Column(_("Part"), "money", found.report_currency),
        ],
        [
            [str(p.grant.donor), p.grant.contract_number, agreed(p.share_bps), p.amount_minor]
            for p in parts
        ],
        totals=[_("Total"), "", "", sum(p.amount_minor for p in parts)] if parts else (),
        empty=_("It is shared among the donors when it is approved."),
    )  # fmt: skip
    links = []
    if request.actor.can("programme.approve_expense"):
        if found.status == Expense.Status.DRAFT:
            links.append(
                Link(_("Approve"), reverse("programme:approve", args=[found.pk]), primary=True)
            )
        if found.status == Expense.Status.APPROVED:
            links.append(Link(_("Return"), reverse("programme:return", args=[found.pk])))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Expense %(voucher)s") % {"voucher": found.voucher},
            "items": items, "links": links, "tables": [split],
            "back_url": reverse("programme:expenses"), "back_label": _("Expenses"),
        },
    )  # fmt: skip


@needs("programme.approve_expense")
def approve(request: Request, expense_id: UUID) -> HttpResponse:
    found = find(Expense.objects.visible_to(request.actor).select_related("phase"), pk=expense_id)
    form = forms.ApproveForm(request.POST or None, clock=request.clock, phase=found.phase)
    back = reverse("programme:expense", args=[expense_id])
    return form_page(
        request, form, verb="programme.approve_expense",
        title=_("Approve the expense %(voucher)s") % {"voucher": found.voucher},
        do=lambda: services.approve_expense(
            by=request.actor, on=form.cleaned_data["on"], at=request.clock.now,
            expense_id=expense_id,
            grant_ids=[UUID(grant) for grant in form.cleaned_data["grant_ids"]],
        ),
        to=lambda _done: back, message=_("The expense is approved and shared."),
        submit_label=_("Approve the expense"), back_url=back,
    )  # fmt: skip


@needs("programme.approve_expense")
def send_back(request: Request, expense_id: UUID) -> HttpResponse:
    form = forms.ReasonForm(request.POST or None, clock=request.clock)
    back = reverse("programme:expense", args=[expense_id])
    return form_page(
        request, form, verb="programme.return_expense", title=_("Return the expense"),
        do=lambda: services.return_expense(
            by=request.actor, on=form.cleaned_data["on"], at=request.clock.now,
            expense_id=expense_id, reason=form.cleaned_data["reason"],
        ),
        to=lambda _done: back, message=_("The expense is a draft again."),
        submit_label=_("Return the expense"), back_url=back,
    )  # fmt: skip


@needs("programme.view")
def rates(request: Request) -> HttpResponse:
    pages = paginate(
        request,
        ExchangeRate.objects.visible_to(request.actor).order_by("-on", "base", "quote", "source"),
    )
    table = Table(
        _("Exchange rates"),
        [Column(_("Rate")), Column(_("Day"), "day"), Column(_("Source"))],
        [[str(Rate(r.base, r.quote, r.rate)), r.on, r.source] for r in pages],
        empty=_("No rate yet."),
    )
    tables, links = [table], []
    if request.actor.can("ledger.view"):
        tables.append(deals_table(find(Programme.objects.all(), pk=request.actor.programme_id)))
    if request.actor.can("programme.enter_expense"):
        links.append(Link(_("Record a rate"), reverse("programme:record_rate"), primary=True))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Exchange rates"), "tables": tables, "links": links, "pages": pages,
            "back_url": reverse("programme:home"), "back_label": _("Programme"),
        },
    )  # fmt: skip


@needs("programme.enter_expense")
def record_rate(request: Request) -> HttpResponse:
    form = forms.RateForm(request.POST or None, clock=request.clock)
    back = reverse("programme:rates")
    return form_page(
        request, form, verb="programme.record_rate", title=_("Record a rate"),
        do=lambda: services.record_rate(
            by=request.actor, at=request.clock.now, **form.cleaned_data
        ),
        to=lambda _made: back, message=_("The rate is recorded."),
        submit_label=_("Record the rate"), back_url=back,
    )  # fmt: skip
