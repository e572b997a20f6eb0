"""A case with what belongs to it, and the open case of a person."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from dayaq.cases.models import Case, Need, PlanActivity, Referral
from dayaq.cases.models.case import CaseQuerySet
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Assignment, User
from dayaq.kernel.prepared import prepared
from dayaq.kernel.web.once import once
from dayaq.network.models import Institution


@once
def case_of(actor: Actor, person_id: UUID, capability: str = "cases.view") -> Case | None:
    """The person's open case, or else the latest closed one, if in reach."""
    rows = _cases(actor, person_id, capability)
    return next((row for row in rows if not row.is_closed), next(iter(rows), None))


@prepared
def _cases(actor: Actor, person_id: UUID, capability: str) -> QuerySet[Case]:
    rows = Case.objects.visible_to(actor, capability).filter(person_id=person_id)
    return rows.select_related("officer", "phase", "plan").order_by("-closed_on", "-pk")


@prepared
def activities_of(plan_id: UUID) -> QuerySet[PlanActivity]:
    """The steps of a plan in order."""
    return PlanActivity.objects.filter(plan_id=plan_id).order_by("due_on", "pk")


@prepared
def needs_of(case_id: UUID) -> QuerySet[Need]:
    """The needs of a case in the order they were found."""
    return Need.objects.filter(case_id=case_id).order_by("identified_on", "pk")


@prepared
def referrals_of(actor: Actor, person_id: UUID) -> QuerySet[Referral]:
    """The person's referrals that the actor may see, the newest first."""
    rows = Referral.objects.visible_to(actor).filter(case__person_id=person_id)
    return rows.select_related("case__person", "institution").order_by("-recorded_at")


def institutions(actor: Actor) -> QuerySet[Institution]:
    """Active institutions of the programme to refer to."""
    rows = Institution.objects.filter(programme_id=actor.programme_id, is_active=True)
    return rows.order_by("sort_key", "pk")


def case_workers(actor: Actor, on: dt.date) -> QuerySet[User]:
    """Who may take a case over on `on`."""
    held = Assignment.objects.in_force(on).filter(
        programme_id=actor.programme_id,
        role__in=["field_officer", "social_worker", "project_manager"],
    )
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("full_name")


def needs_overdue(actor: Actor, today: dt.date) -> QuerySet[Need]:
    """Open needs of open cases that were to be met before `today`."""
    seen = Case.objects.visible_to(actor, "cases.work").not_closed()
    return _needs_late(today).filter(case__in=seen)


def with_needs_overdue(open_cases: CaseQuerySet, today: dt.date) -> CaseQuerySet:
    """Those with a need that was to be met before `today`."""
    return open_cases.filter(pk__in=_needs_late(today).values("case"))


def steps_due(actor: Actor, today: dt.date) -> QuerySet[PlanActivity]:
    """Steps of the newest plans of open cases that are due and not done."""
    seen = Case.objects.visible_to(actor, "cases.work").not_closed()
    return _steps_to_do(today).filter(plan__in=seen.values("plan"))


def with_steps_due(open_cases: CaseQuerySet, today: dt.date) -> CaseQuerySet:
    """Those with a step of the newest plan that is due and not done."""
    return open_cases.filter(plan__in=_steps_to_do(today).values("plan"))


def _needs_late(today: dt.date) -> QuerySet[Need]:
    return Need.objects.still_open().filter(due_on__lt=today)


def _steps_to_do(today: dt.date) -> QuerySet[PlanActivity]:
    return PlanActivity.objects.filter(done_on__isnull=True, due_on__lte=today)
