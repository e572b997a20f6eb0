"""Grants, sub-grants, transfers and budget lines as pages."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.exchange import rate_text
from dayaq.kernel.money import Money
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page
from dayaq.ledger.queries import windows
from dayaq.programme import services
from dayaq.programme.domain.shares import agreed
from dayaq.programme.models import BudgetLine, Grant, Phase
from dayaq.programme.web import forms
from dayaq.programme.web.views.papers import money


@needs("programme.manage")
def add_grant(request: Request, key: str) -> HttpResponse:
    phase = find(Phase.objects.visible_to(request.actor), key=key)
    form = forms.GrantForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id
    )

    def do() -> Grant:
        given = form.cleaned_data
        return services.add_grant(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            phase_id=phase.pk,
            donor_id=UUID(given["donor_id"]),
            through_id=UUID(given["through_id"]) if given["through_id"] else None,
            agreement_id=UUID(given["agreement_id"]) if given["agreement_id"] else None,
            contract_number=given["contract_number"],
            amount=Money(given["amount_minor"], given["currency"]),
            share_bps=int(given["share"] * 100),
            period=form.period(),
            takes_remainder=given["takes_remainder"],
        )

    return form_page(
        request, form, verb="programme.add_grant", title=_("Add a grant"), do=do,
        to=lambda grant: reverse("programme:grant", args=[grant.pk]),
        message=_("The grant is added."), submit_label=_("Add the grant"),
        back_url=reverse("programme:phase", args=[key]),
    )  # fmt: skip


@needs("programme.view")
def grant(request: Request, grant_id: UUID) -> HttpResponse:
    """One grant: terms, what is passed on, what arrived and at which rate."""
    found = find(
        Grant.objects.visible_to(request.actor).select_related("phase", "donor", "through"),
        pk=grant_id,
    )
    items = [
        Item(_("Donor"), str(found.donor)),
        Item(_("Through"), str(found.through) if found.through else None),
        Item(_("Phase"), str(found.phase)),
        Item(_("Amount"), money(found.amount_minor, found.currency)),
        Item(_("Share of the total cost"), agreed(found.share_bps)),
        Item(_("Takes the remainder of a cent"), _("Yes") if found.takes_remainder else _("No")),
        Item(_("From"), found.starts_on.strftime("%d.%m.%Y")),
        Item(_("To"), found.ends_on.strftime("%d.%m.%Y")),
    ]
    subs = Table(
        _("Sub-grants"),
        [
            Column(_("Number")), Column(_("Recipient")), Column(_("Amount"), "money"),
            Column(_("Signed on"), "day"), Column(_("Registration number")),
            Column(_("Registered on"), "day"),
        ],
        [
            [
                s.number, str(s.recipient), money(s.amount_minor, s.currency), s.signed_on,
                s.registered_number, s.registered_on,
            ]
            for s in found.sub_grants.select_related("recipient").order_by("signed_on")
        ],
        empty=_("Nothing is passed on."),
    )  # fmt: skip
    arrived = Table(
        _("Transfers received"),
        [
            Column(_("Reference")), Column(_("Day"), "day"), Column(_("Amount"), "money"),
            Column(_("Credited"), "money"), Column(_("Rate")), Column(_("Fund window")),
        ],
        [
            [
                t.reference, t.received_on, money(t.amount_minor, t.currency),
                money(t.credited_minor, t.credited_currency),
                "" if t.rate is None
                else f"1 {t.rate_base} = {rate_text(t.rate)}, {t.rate_source}",
                t.window_code,
            ]
            for t in found.transfers.order_by("received_on", "reference")
        ],
        empty=_("Nothing has arrived yet."),
    )  # fmt: skip
    ways = (
        (_("Record a transfer"), "programme:receive", "programme.enter_expense"),
        (_("Register a sub-grant"), "programme:pass_on", "programme.manage"),
    )
    links = [
        Link(label, reverse(name, args=[found.pk]))
        for label, name, can in ways
        if request.actor.can(can)
    ]
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Grant %(number)s") % {"number": found.contract_number},
            "items": items, "links": links, "tables": [subs, arrived],
            "back_url": reverse("programme:phase", args=[found.phase.key]),
            "back_label": str(found.phase),
        },
    )  # fmt: skip


@needs("programme.manage")
def pass_on(request: Request, grant_id: UUID) -> HttpResponse:
    form = forms.SubGrantForm(request.POST or None, clock=request.clock)
    back = reverse("programme:grant", args=[grant_id])

    def do() -> object:
        given = form.cleaned_data
        return services.pass_on_grant(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            grant_id=grant_id,
            recipient_id=UUID(given["recipient_id"]),
            number=given["number"],
            signed_on=given["signed_on"],
            amount=Money(given["amount_minor"], given["currency"]),
            period=form.period(),
            registration=form.registration(),
        )

    return form_page(
        request, form, verb="programme.pass_on", title=_("Register a sub-grant"), do=do,
        to=lambda _made: back, message=_("The sub-grant is registered."),
        submit_label=_("Register the sub-grant"), back_url=back,
    )  # fmt: skip


@needs("programme.enter_expense")
def receive(request: Request, grant_id: UUID) -> HttpResponse:
    found = [(w.code, w.name) for w in windows(request.actor.programme_id)]
    form = forms.TransferForm(request.POST or None, clock=request.clock, windows=found)
    back = reverse("programme:grant", args=[grant_id])

    def do() -> object:
        given = form.cleaned_data
        return services.receive_transfer(
            by=request.actor,
            on=given["on"],
            at=request.clock.now,
            key=f"{grant_id}:{given['reference']}",
            grant_id=grant_id,
            reference=given["reference"],
            amount_minor=given["amount_minor"],
            credited_currency=given["credited_currency"],
            exchange=form.exchange(),
            window_code=given["window_code"],
        )

    return form_page(
        request, form, verb="programme.receive", title=_("Record a transfer"), do=do,
        to=lambda _made: back, message=_("The transfer is recorded."),
        submit_label=_("Record the transfer"), back_url=back,
    )  # fmt: skip


@needs("programme.manage")
def add_line(request: Request, key: str) -> HttpResponse:
    phase = find(Phase.objects.visible_to(request.actor), key=key)
    form = forms.LineForm(request.POST or None, clock=request.clock)
    back = reverse("programme:phase", args=[key])
    return form_page(
        request, form, verb="programme.add_line", title=_("Add a budget line"),
        do=lambda: services.add_budget_line(
            by=request.actor, on=request.clock.today, at=request.clock.now, phase_id=phase.pk,
            **form.cleaned_data,
        ),
        to=lambda _made: back, message=_("The budget line is added."),
        submit_label=_("Add the line"), back_url=back,
    )  # fmt: skip


@needs("programme.manage")
def revise_line(request: Request, line_id: UUID) -> HttpResponse:
    line = find(BudgetLine.objects.visible_to(request.actor).select_related("phase"), pk=line_id)
    form = forms.RevisionForm(request.POST or None, clock=request.clock)
    back = reverse("programme:phase", args=[line.phase.key])
    return form_page(
        request, form, verb="programme.revise_line",
        title=_("Revise the budget line %(line)s") % {"line": line},
        do=lambda: services.revise_budget_line(
            by=request.actor, on=request.clock.today, at=request.clock.now, line_id=line_id,
            **form.cleaned_data,
        ),
        to=lambda _made: back, message=_("The revision is recorded."),
        submit_label=_("Record the revision"), back_url=back,
    )  # fmt: skip
