"""Pages of awareness campaigns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.events import timeline
from dayaq.kernel.languages import in_language, reader_language
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page, paginate
from dayaq.network import services
from dayaq.network.models import Campaign, Distribution, Material
from dayaq.network.queries.countries import country_name, languages
from dayaq.network.web.forms import campaigns as forms


@needs("network.view_events")
def campaigns(request: Request) -> HttpResponse:
    pages = paginate(request, Campaign.objects.visible_to(request.actor).order_by("-starts_on"))
    table = Table(
        caption=_("Campaigns"),
        caption_hidden=True,
        columns=[
            Column(_("Theme")),
            Column(_("Countries")),
            Column(_("First day"), "day"),
            Column(_("Last day"), "day"),
        ],
        rows=[
            [
                Cell(row.theme, url=reverse("network:campaign", args=[row.pk])),
                ", ".join(country_name(code, reader_language()) for code in row.countries),
                row.starts_on,
                row.ends_on,
            ]
            for row in pages
        ],
        empty=_("No campaign is recorded yet."),
    )
    links = []
    if request.actor.can("network.manage_events"):
        links.append(Link(_("Plan a campaign"), reverse("network:plan_campaign"), True))
    return page(
        request,
        "generic/tables.html",
        {"title": _("Campaigns"), "tables": [table], "pages": pages, "links": links},
    )


@needs("network.view_events")
def campaign(request: Request, pk: UUID) -> HttpResponse:
    row = _campaign(request, pk)
    materials = row.materials.annotate(handed_out=Sum("distributions__quantity")).order_by("title")
    return page(
        request,
        "network/campaign.html",
        {
            "campaign": row,
            "countries": [country_name(code, reader_language()) for code in row.countries],
            "materials": [
                (one, languages(reader_language()).get(one.language, one.language))
                for one in materials
            ],
            "by_district": _by_district(row),
            "reach": _reach(row),
            "media": row.media.order_by("-on"),
            "may_change": request.actor.can("network.manage_events"),
            "entries": timeline("campaign", row.pk),
        },
    )


@needs("network.manage_events")
def plan(request: Request) -> HttpResponse:
    form = forms.CampaignForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="network.plan_campaign",
        title=_("Plan a campaign"),
        do=lambda: services.plan_campaign(
            by=request.actor,
            at=request.clock.now,
            **form.cleaned_data,
        ),
        to=lambda row: reverse("network:campaign", args=[row.pk]),
        message=_("The campaign is planned."),
        submit_label=_("Plan the campaign"),
        back_url=reverse("network:campaigns"),
    )


@needs("network.manage_events")
def material(request: Request, pk: UUID) -> HttpResponse:
    row = _campaign(request, pk)
    form = forms.MaterialForm(request.POST or None, clock=request.clock)
    return _part_page(
        request,
        form,
        row,
        verb="network.add_material",
        title=_("Add a material"),
        do=lambda: services.add_material(
            by=request.actor,
            at=request.clock.now,
            campaign=row,
            **form.cleaned_data,
        ),
        message=_("The material is added."),
    )


@needs("network.manage_events")
def hand_out(request: Request, pk: UUID) -> HttpResponse:
    seen = Campaign.objects.visible_to(request.actor)
    row = find(Material.objects.filter(campaign__in=seen).select_related("campaign"), pk=pk)
    form = forms.HandOutForm(request.POST or None, clock=request.clock)
    return _part_page(
        request,
        form,
        row.campaign,
        verb="network.distribute_material",
        title=_("Record copies handed out"),
        do=lambda: services.distribute_material(
            by=request.actor, at=request.clock.now, material=row, **form.cleaned_data
        ),
        message=_("The copies handed out are recorded."),
        intro=row.title,
    )


@needs("network.manage_events")
def reach(request: Request, pk: UUID) -> HttpResponse:
    row = _campaign(request, pk)
    form = forms.ReachForm(
        request.POST or None, clock=request.clock, initial={"on": request.clock.today}
    )
    return _part_page(
        request,
        form,
        row,
        verb="network.estimate_reach",
        title=_("Record an estimate of people reached"),
        do=lambda: services.estimate_reach(
            by=request.actor, at=request.clock.now, campaign=row, **form.cleaned_data
        ),
        message=_("The estimate is recorded."),
    )


@needs("network.manage_events")
def media(request: Request, pk: UUID) -> HttpResponse:
    row = _campaign(request, pk)
    form = forms.MediaForm(request.POST or None, clock=request.clock)
    return _part_page(
        request,
        form,
        row,
        verb="network.add_media_item",
        title=_("Record a media report"),
        do=lambda: services.add_media_item(
            by=request.actor, at=request.clock.now, campaign=row, **form.cleaned_data
        ),
        message=_("The media report is recorded."),
    )


def _part_page(
    request: Request,
    form: Form,
    row: Campaign,
    *,
    verb: str,
    title: str,
    do: Callable[[], Any],
    message: str,
    intro: str = "",
) -> HttpResponse:
    back = reverse("network:campaign", args=[row.pk])
    return form_page(
        request,
        form,
        verb=verb,
        title=title,
        do=do,
        to=lambda _made: back,
        message=message,
        submit_label=_("Record"),
        back_url=back,
        context={"intro": intro},
    )


def _campaign(request: Request, pk: UUID) -> Campaign:
    return find(Campaign.objects.visible_to(request.actor), pk=pk)


def _by_district(row: Campaign) -> Table:
    handed_out = (
        Distribution.objects.filter(material__campaign=row)
        .values_list("district__name", "district__name_az")
        .annotate(sum=Sum("quantity"))
        .order_by("district__sort_key")
    )
    return Table(
        caption=_("Copies handed out by district"),
        columns=[Column(_("District")), Column(_("Copies"), "number")],
        rows=[[in_language(*names), count] for *names, count in handed_out],
        empty=_("Nothing was handed out yet."),
    )


def _reach(row: Campaign) -> Table:
    return Table(
        caption=_("People reached, estimated by channel"),
        columns=[
            Column(_("Channel")),
            Column(_("Estimate"), "number"),
            Column(_("How this was estimated")),
            Column(_("Who may be counted twice")),
        ],
        rows=[
            [one.get_channel_display(), one.estimate, one.method, one.double_count_note]
            for one in row.reach.order_by("channel", "on")
        ],
        empty=_("No estimate is recorded yet."),
    )
