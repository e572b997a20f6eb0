"""What asks for attention in the network today."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.prepared import prepared
from dayaq.network.domain.mou import EXPIRES_SOON_DAYS
from dayaq.network.models import ActionItem, Lesson, Mou, Workshop

ACTION_WARNING = dt.timedelta(days=14)


def mous_ending(actor: Actor, today: dt.date) -> list[Mou]:
    """Each institution's last memorandum, if it ends within two months or has ended."""
    last = {mou.institution_id: mou for mou in _in_force(actor)}
    limit = today + dt.timedelta(days=EXPIRES_SOON_DAYS)
    ending = [mou for mou in last.values() if mou.valid_until and mou.valid_until <= limit]
    return sorted(ending, key=lambda mou: mou.valid_until or today)


@prepared
def _in_force(actor: Actor) -> QuerySet[Mou]:
    rows = Mou.objects.visible_to(actor).filter(ended_on__isnull=True, institution__is_active=True)
    return rows.select_related("institution").order_by("signed_on")


@prepared
def actions_due(actor: Actor, today: dt.date) -> QuerySet[ActionItem]:
    """Open actions due within two weeks, the oldest first."""
    return (
        ActionItem.objects.filter(
            recommendation__workshop__in=Workshop.objects.visible_to(actor),
            done_on__isnull=True,
            due_on__lte=today + ACTION_WARNING,
        )
        .select_related("recommendation")
        .order_by("due_on")
    )


@prepared
def lessons_to_validate(actor: Actor) -> QuerySet[Lesson]:
    """Drafts that the actor did not write."""
    return (
        Lesson.objects.visible_to(actor)
        .filter(status=Lesson.Status.DRAFT)
        .exclude(owner_id=actor.user_id)
        .order_by("written_on")
    )
