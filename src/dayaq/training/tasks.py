"""What asks for attention in training today: the first of each kind, which know how many."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.prepared import counted, prepared
from dayaq.training.models import BusinessPlan, Course, HazardCheck, Session
from dayaq.training.queries import courses, plans

SHOWN = 5
COACHING_INTERVAL = dt.timedelta(days=30)


@prepared
def sessions_today(actor: Actor, today: dt.date) -> QuerySet[Session]:
    """Sessions without attendance up to today: today's own, and those that were forgotten."""
    return counted(courses.sessions_without_attendance(actor, today), SHOWN)


@prepared
def courses_to_complete(actor: Actor, today: dt.date) -> QuerySet[Course]:
    """Running courses whose last day has passed."""
    rows = Course.objects.visible_to(actor).filter(status=Course.Status.RUNNING, ends_on__lt=today)
    return counted(rows.order_by("ends_on"), SHOWN)


@prepared
def plans_to_coach(actor: Actor) -> QuerySet[BusinessPlan]:
    """Drafts and coached plans of the actor: somebody waits for advice."""
    rows = plans.plans(actor).filter(
        status__in=[BusinessPlan.Status.DRAFT, BusinessPlan.Status.COACHED],
        coach_id=actor.user_id,
    )
    return counted(rows, SHOWN)


@prepared
def plans_to_decide(actor: Actor) -> QuerySet[BusinessPlan]:
    """Submitted plans, the oldest first."""
    rows = plans.plans(actor).filter(status=BusinessPlan.Status.SUBMITTED)
    return counted(rows.order_by("submitted_on"), SHOWN)


@prepared
def checks_waiting(actor: Actor) -> QuerySet[HazardCheck]:
    """Questions the authority has not answered."""
    return counted(plans.checks_waiting(actor), SHOWN)
