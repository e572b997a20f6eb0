"""Numbers of the network for the donor's page and the reports: no name in any of them.

Indicators 45 to 48 of the reference: active memoranda, officials trained, participants by
country and sex, actions done, materials distributed, reach, media reports, lessons.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q, Sum

from dayaq.network.domain.counts import join_small
from dayaq.network.models import (
    ActionItem,
    Campaign,
    CapacityEvent,
    Distribution,
    Institution,
    Lesson,
    Material,
    MediaItem,
    Mou,
    Participant,
    Reach,
    Workshop,
)


@dataclass(frozen=True, slots=True)
class PartnerTotals:
    institutions: int
    mous_active: int
    capacity_events: int
    officials_women: int
    officials_men: int


@dataclass(frozen=True, slots=True)
class CampaignTotals:
    """`largest_reach` is the largest single channel: channels reach the same people twice."""

    campaigns: int
    materials: int
    printed: int
    distributed: int
    largest_reach: int
    media_items: int


def partner_totals(
    programme_id: UUID, *, on: dt.date, since: dt.date | None = None
) -> PartnerTotals:
    """Partners as they stand on `on`, and trainings held from `since` to `on`."""
    active = Mou.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        institution__programme_id=programme_id,
        signed_on__lte=on,
    )
    events = CapacityEvent.objects.filter(institution__programme_id=programme_id, on__lte=on)
    if since is not None:
        events = events.filter(on__gte=since)
    sums = events.aggregate(count=Count("pk"), women=Sum("women"), men=Sum("men"))
    return PartnerTotals(
        institutions=Institution.objects.filter(programme_id=programme_id, is_active=True).count(),
        mous_active=active.count(),
        capacity_events=sums["count"],
        officials_women=sums["women"] or 0,
        officials_men=sums["men"] or 0,
    )


def participants_by_country(workshop: Workshop, *, outside: bool = False) -> dict[str, int]:
    """Participants who attended at least a day, by country code.

    :param outside: for readers outside the programme: small countries are joined as "other"
    """
    return _grouped(workshop, "country", outside=outside)


def participants_by_sex(workshop: Workshop, *, outside: bool = False) -> dict[str, int]:
    """Participants who attended at least a day, by sex; small groups joined for outsiders."""
    return _grouped(workshop, "sex", outside=outside)


def workshops_held(programme_id: UUID, *, until: dt.date) -> list[Workshop]:
    """The workshops held by `until`, the newest first."""
    return list(
        Workshop.objects.filter(programme_id=programme_id, held_on__lte=until).order_by(
            "-starts_on"
        )
    )


def actions_done(programme_id: UUID) -> tuple[int, int]:
    """Numerator and denominator of "action items done"."""
    sums = ActionItem.objects.filter(recommendation__workshop__programme_id=programme_id).aggregate(
        done=Count("pk", filter=Q(done_on__isnull=False)), agreed=Count("pk")
    )
    return sums["done"], sums["agreed"]


def campaign_totals(programme_id: UUID, *, until: dt.date | None = None) -> CampaignTotals:
    """Campaigns in figures, up to `until` if given."""
    late = {"on__lte": until} if until else {}
    campaigns = Campaign.objects.filter(programme_id=programme_id)
    if until:
        campaigns = campaigns.filter(starts_on__lte=until)
    materials = Material.objects.filter(campaign__in=campaigns)
    sums = materials.aggregate(count=Count("pk"), printed=Sum("printed"))
    handed_out = Distribution.objects.filter(material__campaign__in=campaigns, **late)
    reach = Reach.objects.filter(campaign__in=campaigns, **late)
    return CampaignTotals(
        campaigns=campaigns.count(),
        materials=sums["count"],
        printed=sums["printed"] or 0,
        distributed=handed_out.aggregate(sum=Sum("quantity"))["sum"] or 0,
        largest_reach=reach.aggregate(most=Max("estimate"))["most"] or 0,
        media_items=MediaItem.objects.filter(campaign__in=campaigns, **late).count(),
    )


def lessons_by_status(programme_id: UUID) -> dict[str, int]:
    """How many lessons are drafts, validated and published."""
    return dict(
        Lesson.objects.filter(programme_id=programme_id)
        .values_list("status")
        .annotate(count=Count("pk"))
    )


def _grouped(workshop: Workshop, by: str, *, outside: bool) -> dict[str, int]:
    counts: dict[str, int] = dict(
        Participant.objects.filter(workshop=workshop, days_attended__gt=0)
        .order_by(by)
        .values_list(by)
        .annotate(count=Count("pk"))
    )
    return join_small(counts) if outside else counts
