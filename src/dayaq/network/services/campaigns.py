"""Awareness campaigns: plan, produce, hand out, estimate reach, collect clippings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Sum

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Place
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.network.models import Campaign, Distribution, Material, MediaItem, Reach
from dayaq.network.services.places import check_country, check_language


def plan_campaign(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    theme: str,
    audience: str,
    countries: Sequence[str],
    starts_on: dt.date,
    ends_on: dt.date,
    tested_with_survivors_on: dt.date | None = None,
) -> Campaign:
    """Record a campaign.

    :raises Refused: for an unknown country or days in the wrong order
    """
    by.require("network.manage_events")
    for country in countries:
        check_country(country, field="countries")
    if ends_on < starts_on:
        raise Refused(N_("The last day must not be before the first day."), field="ends_on")
    campaign = Campaign.objects.create(
        programme_id=by.programme_id,
        theme=theme,
        audience=audience,
        countries=list(countries),
        starts_on=starts_on,
        ends_on=ends_on,
        tested_with_survivors_on=tested_with_survivors_on,
    )
    record("network.campaign_planned", by=by, on=on, at=at, subjects=[("campaign", campaign.pk)])
    return campaign


def add_material(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    campaign: Campaign,
    title: str,
    language: str,
    format: str,
    accessible_format: str = "none",
    printed: int = 0,
) -> Material:
    """Record a material of the campaign and how many copies were printed."""
    _own(by, campaign)
    check_language(language, field="language")
    material = Material.objects.create(
        campaign=campaign,
        title=title,
        language=language,
        format=format,
        accessible_format=accessible_format,
        printed=printed,
    )
    record(
        "network.material_added",
        by=by,
        on=on,
        at=at,
        subjects=[("campaign", campaign.pk)],
        data={"material": material.pk, "printed": printed},
    )
    return material


def distribute_material(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    material: Material,
    district: Place,
    quantity: int,
) -> Distribution:
    """Record copies handed out in a district.

    :raises Refused: when more copies would be handed out than were printed
    """
    _own(by, material.campaign)
    if quantity < 1:
        raise Refused(N_("Enter a number of copies of 1 or more."), field="quantity")
    locked = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    gone = locked.distributions.aggregate(sum=Sum("quantity"))["sum"] or 0
    if gone + quantity > locked.printed:
        raise Refused(
            N_("%(left)s copies are left of %(printed)s printed."),
            field="quantity",
            params={"left": locked.printed - gone, "printed": locked.printed},
        )
    distribution = Distribution.objects.create(
        material=locked, district=district, quantity=quantity, on=on
    )
    record(
        "network.material_distributed",
        by=by,
        on=on,
        at=at,
        subjects=[("campaign", locked.campaign_id)],
        data={"material": locked.pk, "quantity": quantity},
    )
    return distribution


def estimate_reach(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    campaign: Campaign,
    channel: str,
    estimate: int,
    method: str,
    double_count_note: str,
) -> Reach:
    """Record how many people a channel may have reached, and how that was estimated.

    :raises Refused: without a method: a number nobody can explain helps nobody
    """
    _own(by, campaign)
    if not method.strip():
        raise Refused(N_("Say how this number was estimated."), field="method")
    reach = Reach.objects.create(
        campaign=campaign,
        channel=channel,
        estimate=estimate,
        method=method,
        double_count_note=double_count_note,
        on=on,
    )
    record(
        "network.reach_estimated",
        by=by,
        on=on,
        at=at,
        subjects=[("campaign", campaign.pk)],
        data={"channel": channel, "estimate": estimate},
    )
    return reach


def add_media_item(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    campaign: Campaign,
    outlet: str,
    title: str,
    link: str = "",
    tone: str = "neutral",
) -> MediaItem:
    """Record a report of the media that appeared on `on`."""
    _own(by, campaign)
    item = MediaItem.objects.create(
        campaign=campaign, outlet=outlet, title=title, on=on, link=link, tone=tone
    )
    record(
        "network.media_item_added",
        by=by,
        on=on,
        at=at,
        subjects=[("campaign", campaign.pk)],
        data={"item": item.pk},
    )
    return item


def _own(by: Actor, campaign: Campaign) -> None:
    by.require("network.manage_events")
    if campaign.programme_id != by.programme_id:
        raise Refused(N_("This campaign belongs to another programme."))
