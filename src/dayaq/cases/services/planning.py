"""Needs, and the plan agreed with the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dayaq.cases.domain.lifecycle import (
    CASE,
    NEED,
    CaseAct,
    CaseStatus,
    NeedAct,
    NeedStatus,
    next_status,
)
from dayaq.cases.models import Case, Need, Plan, PlanActivity
from dayaq.cases.services.common import (
    case_for,
    not_before_opening,
    not_in_future,
    subjects,
)
from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.prepared import how_many, prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityData:
    """One step of a plan."""

    text: str
    responsible: str
    due_on: dt.date
    need_id: UUID | None = None


def record_need(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    case_id: UUID,
    kind: str,
    severity: str = "medium",
    description: str = "",
    due_on: dt.date | None = None,
) -> Need:
    """Record something the person lacks; the first need makes the case an assessed one."""
    case = case_for(by, case_id)
    not_in_future(on, at, field="on")
    not_before_opening(case, on, field="on")
    if kind not in Need.Kind.values or severity not in Need.Severity.values:
        raise Refused(N_("Choose the kind of the need and how severe it is."), field="kind")
    if due_on is not None and due_on < on:
        raise Refused(N_("The day must not be before the need was identified."), field="due_on")
    need = Need(
        case=case,
        kind=kind,
        severity=severity,
        description=description,
        identified_on=on,
        due_on=due_on,
        status_on=on,
        recorded_at=at,
    )
    written = rows.inserting(need)
    if case.status == CaseStatus.OPEN:
        case.status = next_status(CASE, case.status, CaseAct.ASSESS)
        written.append(rows.changing(case, "status"))
    record(
        "cases.need_recorded",
        by=by,
        on=on,
        at=at,
        subjects=subjects(case),
        data={"need": need.pk, "kind": kind, "severity": severity},
        beside=written,
    )
    return need


def move_need(
    *, by: Actor, on: dt.date, at: dt.datetime, need_id: UUID, act: NeedAct, note: str = ""
) -> Need:
    """Say what has become of a need."""
    by.require("cases.work")
    need = (
        Need.objects.visible_to(by, "cases.work")
        .filter(pk=need_id)
        .select_for_update(of=("self",))
        .first()
    )
    if need is None:
        raise NotFound(N_("There is no such need among those you may see."))
    case = case_for(by, need.case_id)
    not_in_future(on, at, field="on")
    if on < need.identified_on:
        raise Refused(N_("The day must not be before the need was identified."), field="on")
    need.status = next_status(NEED, need.status, act)
    need.status_on, need.note = on, note or need.note
    need.save(update_fields=["status", "status_on", "note"])
    record(
        "cases.need_moved",
        by=by,
        on=on,
        at=at,
        subjects=subjects(case),
        data={"need": need.pk, "kind": need.kind, "status": need.status},
    )
    return need


def record_plan(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    case_id: UUID,
    goals: str,
    activities: Sequence[ActivityData],
    signature: str = "signature",
    witness: str = "",
) -> Plan:
    """Record the plan agreed with the person, or a revision of it; the older ones stay.

    Needs that an activity serves become planned ones.

    :raises Refused: no goal, no activity, a need of another case, no witness where one is due
    """
    case = case_for(by, case_id)
    not_in_future(on, at, field="on")
    not_before_opening(case, on, field="on")
    if not goals:
        raise Refused(N_("Write what the person wants to reach."), field="goals")
    if not activities:
        raise Refused(N_("A plan has at least one step."), code="no_activity")
    if signature != "signature" and not witness:
        raise Refused(N_("Name the witness: the plan was not signed by hand."), field="witness")
    if case.status == CaseStatus.OPEN:
        raise Refused(N_("Record what the person needs before agreeing on a plan."))
    needs = {need.pk: need for need in _needs_held(case.pk)}
    served = {activity.need_id for activity in activities if activity.need_id}
    if not served <= set(needs):
        raise NotFound(N_("There is no such need among those you may see."))
    plan = Plan(
        case=case,
        revision=sum(_plans_of(case.pk)) + 1,
        goals=goals,
        agreed_on=on,
        signature=signature,
        witness=witness,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    for need_id in served:
        if needs[need_id].status == NeedStatus.IDENTIFIED:
            needs[need_id].status = next_status(NEED, NeedStatus.IDENTIFIED, NeedAct.PLAN)
            needs[need_id].status_on = on
            rows.update(needs[need_id], "status", "status_on")
    case.plan = plan
    if case.status == CaseStatus.ASSESSED:
        case.status = next_status(CASE, case.status, CaseAct.AGREE_PLAN)
    record(
        "cases.plan_agreed",
        by=by,
        on=on,
        at=at,
        subjects=subjects(case),
        data={"revision": plan.revision, "activities": len(activities)},
        beside=[
            *rows.inserting(plan),
            *rows.inserting(*_steps(plan, activities)),
            rows.changing(case, "plan", "status"),
        ],
    )
    return plan


def _steps(plan: Plan, activities: Sequence[ActivityData]) -> list[PlanActivity]:
    return [
        PlanActivity(
            plan=plan,
            need_id=activity.need_id,
            text=activity.text,
            responsible=activity.responsible,
            due_on=activity.due_on,
        )
        for activity in activities
    ]


@prepared
def _needs_held(case_id: UUID) -> QuerySet[Need]:
    return Need.objects.filter(case_id=case_id).select_for_update()


@prepared
def _plans_of(case_id: UUID) -> QuerySet[Any]:
    return how_many(Plan.objects.filter(case_id=case_id))


def finish_activity(
    *, by: Actor, on: dt.date, at: dt.datetime, activity_id: UUID, result: str = ""
) -> PlanActivity:
    """Record that a step of the plan is done, and what came of it."""
    by.require("cases.work")
    activity = next(iter(_activity_held(activity_id, by)), None)
    if activity is None:
        raise NotFound(N_("There is no such step of a plan among those you may see."))
    case = case_for(by, activity.plan.case_id)
    not_in_future(on, at, field="on")
    if activity.done_on is not None:
        raise Refused(N_("This step was done already."))
    activity.done_on, activity.result = on, result
    rows.update(activity, "done_on", "result")
    record("cases.activity_done", by=by, on=on, at=at, subjects=subjects(case))
    return activity


@prepared
def _activity_held(activity_id: UUID, by: Actor) -> QuerySet[PlanActivity]:
    found = PlanActivity.objects.filter(
        pk=activity_id, plan__case__in=Case.objects.visible_to(by, "cases.work")
    )
    return found.select_related("plan").select_for_update(of=("self",))
