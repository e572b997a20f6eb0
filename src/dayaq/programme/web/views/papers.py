"""Phases and agreements as pages."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.money import format_minor
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page
from dayaq.programme import queries, services
from dayaq.programme.domain.shares import agreed
from dayaq.programme.models import Agreement, Phase
from dayaq.programme.web import forms


def money(minor: int | None, currency: str) -> str:
    """An amount with its currency; nothing where there is none."""
    return "" if minor is None else f"{format_minor(minor, currency)} {currency}"


@needs("programme.view")
def home(request: Request) -> HttpResponse:
    """Phases and agreements, and the ways to everything else."""
    actor = request.actor
    phases = Table(
        _("Phases"),
        [
            Column(_("Phase")),
            Column(_("From"), "day"),
            Column(_("To"), "day"),
            Column(_("Total cost"), "money"),
        ],
        [
            [
                Cell(
                    str(phase),
                    reverse("programme:phase", args=[phase.key]),
                    detail="; ".join(phase.aliases),
                ),
                phase.starts_on,
                phase.ends_on,
                money(phase.total_cost_minor, phase.report_currency),
            ]
            for phase in Phase.objects.visible_to(actor).order_by("starts_on")
        ],
        empty=_("No phase yet."),
    )
    agreements = Table(
        _("Agreements"),
        [
            Column(_("Number")), Column(_("Title")), Column(_("Kind")),
            Column(_("Signed on"), "day"), Column(_("Parties")),
        ],
        [
            [
                Cell(row.number, reverse("programme:agreement", args=[row.pk])),
                row.title,
                row.get_kind_display(),
                row.signed_on,
                ", ".join(str(party) for party in row.parties.all()),
            ]
            for row in Agreement.objects.visible_to(actor)
            .prefetch_related("parties")
            .order_by("signed_on", "number")
        ],
        empty=_("No agreement yet."),
    )  # fmt: skip
    return page(
        request,
        "generic/tables.html",
        {"title": _("Programme"), "tables": [phases, agreements], "links": _home_links(request)},
    )


def _home_links(request: Request) -> list[Link]:
    ways = (
        (_("Expenses"), "programme:expenses", "programme.view"),
        (_("Results framework"), "reporting:framework", "reporting.view_figures"),
        (_("Open a phase"), "programme:open_phase", "programme.manage"),
        (_("Register an agreement"), "programme:sign_agreement", "programme.manage"),
        (_("Exchange rates"), "programme:rates", "programme.view"),
    )
    return [Link(label, reverse(name)) for label, name, can in ways if request.actor.can(can)]


@needs("programme.manage")
def open_phase(request: Request) -> HttpResponse:
    form = forms.PhaseForm(request.POST or None, clock=request.clock)

    def do() -> Phase:
        given = form.cleaned_data
        return services.open_phase(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            key=given["key"],
            name=given["name"],
            name_az=given["name_az"],
            aliases=[name.strip() for name in given["aliases"].split(";") if name.strip()],
            period=form.period(),
            report_currency=given["report_currency"],
            total_cost_minor=given["total_cost_minor"],
        )

    return form_page(
        request, form, verb="programme.open_phase", title=_("Open a phase"), do=do,
        to=lambda phase: reverse("programme:phase", args=[phase.key]),
        message=_("The phase is open."), submit_label=_("Open the phase"),
        back_url=reverse("programme:home"),
    )  # fmt: skip


@needs("programme.view")
def phase(request: Request, key: str) -> HttpResponse:
    """One phase: its grants with shares, and its budget with what is used."""
    found = find(Phase.objects.visible_to(request.actor), key=key)
    positions = queries.grant_positions(found, to=request.clock.today)
    may_change = request.actor.can("programme.manage")
    links = []
    if may_change:
        links = [
            Link(_("Add a grant"), reverse("programme:add_grant", args=[key])),
            Link(_("Add a budget line"), reverse("programme:add_line", args=[key])),
        ]
    items = [
        Item(_("Other names"), "; ".join(found.aliases) or None),
        Item(_("Total cost agreed"), money(found.total_cost_minor, found.report_currency) or None),
        Item(_("Shares together"), agreed(sum(p.grant.share_bps for p in positions))),
    ]
    lines = queries.budget_use(found, frm=found.starts_on, to=request.clock.today)
    return page(
        request,
        "generic/tables.html",
        {
            "title": str(found), "items": items, "links": links,
            "tables": [
                _grants_table(positions, found.report_currency),
                _budget_table(lines, found.report_currency, may_change=may_change),
            ],
            "back_url": reverse("programme:home"), "back_label": _("Programme"),
        },
    )  # fmt: skip


def _grants_table(positions: Sequence[queries.GrantPosition], currency: str) -> Table:
    return Table(
        _("Grants"),
        [
            Column(_("Contract")), Column(_("Donor")), Column(_("Share"), "percent"),
            Column(_("Amount"), "money"), Column(_("Received"), "money"),
            Column(_("Borne so far"), "money", currency),
            Column(_("From"), "day"), Column(_("To"), "day"),
        ],
        [
            [
                Cell(p.grant.contract_number, reverse("programme:grant", args=[p.grant.pk])),
                str(p.grant.donor),
                agreed(p.grant.share_bps),
                money(p.grant.amount_minor, p.grant.currency),
                money(p.received_minor, p.grant.currency),
                p.borne_minor,
                p.grant.starts_on,
                p.grant.ends_on,
            ]
            for p in positions
        ],
        empty=_("No grant yet."),
    )  # fmt: skip


def _budget_table(lines: Sequence[queries.LineUse], currency: str, *, may_change: bool) -> Table:
    return Table(
        _("Budget"),
        [
            Column(_("Code")), Column(_("Budget line")), Column(_("Approved"), "money", currency),
            Column(_("Revised"), "money", currency), Column(_("Spent"), "money", currency),
            Column(_("Balance"), "money", currency),
        ],
        [
            [
                Cell(use.line.code, reverse("programme:revise_line", args=[use.line.pk]))
                if may_change
                else use.line.code,
                use.line.description,
                use.line.approved_minor,
                use.revised_minor,
                use.use.cumulative,
                use.use.balance,
            ]
            for use in lines
        ],
        totals=[
            _("Total"), "", sum(u.line.approved_minor for u in lines),
            sum(u.revised_minor for u in lines), sum(u.use.cumulative for u in lines),
            sum(u.use.balance for u in lines),
        ],
        empty=_("No budget line yet."),
    )  # fmt: skip


@needs("programme.manage")
def sign_agreement(request: Request) -> HttpResponse:
    form = forms.AgreementForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id
    )

    def do() -> Agreement:
        given = form.cleaned_data
        return services.sign_agreement(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            kind=given["kind"],
            party_ids=[UUID(party) for party in given["party_ids"]],
            terms=form.terms(),
            phase_id=UUID(given["phase_id"]) if given["phase_id"] else None,
        )

    return form_page(
        request, form, verb="programme.sign_agreement", title=_("Register an agreement"), do=do,
        to=lambda made: reverse("programme:agreement", args=[made.pk]),
        message=_("The agreement is registered."), submit_label=_("Register the agreement"),
        back_url=reverse("programme:home"),
    )  # fmt: skip


@needs("programme.view")
def agreement(request: Request, agreement_id: UUID) -> HttpResponse:
    found = find(Agreement.objects.visible_to(request.actor), pk=agreement_id)
    items = [
        Item(_("Kind"), found.get_kind_display()),
        Item(_("Parties"), ", ".join(str(party) for party in found.parties.all())),
        Item(_("Signed on"), found.signed_on.strftime("%d.%m.%Y")),
        Item(_("Valid until"), found.valid_until and found.valid_until.strftime("%d.%m.%Y")),
        Item(_("Registration number"), found.registered_number or None),
        Item(_("Amount"), money(found.amount_minor, found.currency) or None),
        Item(_("Conditions"), found.conditions or None),
    ]
    amendments = Table(
        _("Amendments"),
        [
            Column(_("Number")), Column(_("Signed on"), "day"), Column(_("Registered")),
            Column(_("What changes")), Column(_("Now valid until"), "day"),
        ],
        [
            [
                row.number,
                row.signed_on,
                row.registered_number
                and f"{row.registered_number}, "
                + (row.registered_on.strftime("%d.%m.%Y") if row.registered_on else ""),
                row.what_changed,
                row.new_valid_until,
            ]
            for row in found.amendments.order_by("signed_on", "number")
        ],
        empty=_("No amendment yet."),
    )  # fmt: skip
    links = []
    if request.actor.can("programme.manage"):
        links.append(Link(_("Register an amendment"), reverse("programme:amend", args=[found.pk])))
    return page(
        request,
        "generic/tables.html",
        {
            "title": str(found), "items": items, "links": links, "tables": [amendments],
            "back_url": reverse("programme:home"), "back_label": _("Programme"),
        },
    )  # fmt: skip


@needs("programme.manage")
def amend(request: Request, agreement_id: UUID) -> HttpResponse:
    form = forms.AmendmentForm(request.POST or None, clock=request.clock)
    back = reverse("programme:agreement", args=[agreement_id])

    def do() -> object:
        given = form.cleaned_data
        return services.amend_agreement(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            agreement_id=agreement_id,
            number=given["number"],
            signed_on=given["signed_on"],
            what_changed=given["what_changed"],
            registration=form.registration(),
            new_valid_until=given["new_valid_until"],
            new_amount_minor=given["new_amount_minor"],
        )

    return form_page(
        request, form, verb="programme.amend", title=_("Register an amendment"), do=do,
        to=lambda _made: back, message=_("The amendment is registered."),
        submit_label=_("Register the amendment"), back_url=back,
    )  # fmt: skip
