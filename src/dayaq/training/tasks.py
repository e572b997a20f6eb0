"""What asks for attention in training today."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from dayaq.kernel.access.actor import Actor
from dayaq.training.models import BusinessPlan, Course, HazardCheck, Session
from dayaq.training.queries import courses, plans

COACHING_INTERVAL = dt.timedelta(days=30)


def sessions_today(actor: Actor, today: dt.date) -> QuerySet[Session]:
    """Sessions without attendance up to today: today's own, and those that were forgotten."""
    return courses.sessions_without_attendance(actor, today)


def courses_to_complete(actor: Actor, today: dt.date) -> QuerySet[Course]:
    """Running courses whose last day has passed."""
    return (
        Course.objects.visible_to(actor)
        .filter(status=Course.Status.RUNNING, ends_on__lt=today)
        .order_by("ends_on")
    )


def plans_to_coach(actor: Actor) -> QuerySet[BusinessPlan]:
    """Drafts and coached plans of the actor: somebody waits for advice."""
    return plans.plans(actor).filter(
        status__in=[BusinessPlan.Status.DRAFT, BusinessPlan.Status.COACHED],
        coach_id=actor.user_id,
    )


def plans_to_decide(actor: Actor) -> QuerySet[BusinessPlan]:
    """Submitted plans, the oldest first."""
    return plans.plans(actor).filter(status=BusinessPlan.Status.SUBMITTED).order_by("submitted_on")


def checks_waiting(actor: Actor) -> QuerySet[HazardCheck]:
    """Questions the authority has not answered."""
    return plans.checks_waiting(actor)
