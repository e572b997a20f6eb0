"""Business plans: write, coach, submit, decide; a returned plan goes on as its next version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import User
from dayaq.kernel.errors import N_, Refused, not_before
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code
from dayaq.kernel.prepared import prepared
from dayaq.people.models import Person, Registration
from dayaq.training.domain.cashflow import has_twelve_months
from dayaq.training.domain.hazard import Answer, needs_reason, permits
from dayaq.training.domain.lifecycle import (
    EDITABLE_PLANS,
    PlanAct,
    PlanStatus,
    next_plan_status,
)
from dayaq.training.models import (
    BusinessPlan,
    CashFlowMonth,
    CoachingSession,
    Enrolment,
    HazardCheck,
    Investment,
)
from dayaq.training.services.content import (
    PLAIN,
    PlanContent,
    check_content,
    district_of,
    month_rows,
    months_of,
    write_rows,
    write_words,
)


def write_plan(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    person: Person,
    content: PlanContent,
    coach: User | None = None,
) -> BusinessPlan:
    """Begin a person's business plan as a draft; its coach is the writer unless another is named.

    :raises NotAllowed: for a person outside the writer's courses, districts and cases
    :raises Refused: when the person has an open plan already
    """
    registered = _registration_kept(person.pk, by.programme_id)
    if not registered:
        raise Refused(N_("This person is not registered in the programme."))
    registration = registered[0]
    _require_reach(by, registration)
    check_content(content)
    if _open_plans(person.pk, by.programme_id):
        raise Refused(N_("This person has an open business plan already. Open that one instead."))
    plan = BusinessPlan(
        programme_id=by.programme_id,
        person=person,
        code=next_code("plan", "BP"),
        coach_id=coach.pk if coach else by.user_id,
        written_on=on,
        district_id=registration.district_id,
        caseload_officer_id=registration.officer_id,
    )
    write_words(plan, content)
    rows.insert(plan)
    write_rows(plan, content)
    _record("plan_written", by, on, at, plan)
    return plan


@prepared
def _open_plans(person_id: UUID, programme_id: UUID) -> QuerySet[BusinessPlan]:
    return BusinessPlan.objects.filter(
        person_id=person_id, programme_id=programme_id,
        status__in=[*EDITABLE_PLANS, PlanStatus.SUBMITTED],
    )  # fmt: skip


def change_plan(
    *, by: Actor, on: dt.date, at: dt.datetime, plan: BusinessPlan, content: PlanContent
) -> BusinessPlan:
    """Change a plan that is not submitted yet.

    A question to the authority that waits for its answer moves to the new place with it; an
    answer about another place no longer counts.

    :raises Refused: when the plan is submitted or decided
    """
    row = _locked(by, plan)
    if row.status not in EDITABLE_PLANS:
        raise Refused(N_("A submitted plan does not change. It can be returned first."))
    check_content(content)
    moved = (row.place_id, row.place_text) != (content.place.pk, content.place_text)
    write_words(row, content)
    if moved:
        _move_hazard_check(row)
    row.save()
    row.investments.all().delete()
    row.months.all().delete()
    write_rows(row, content)
    _record("plan_changed", by, on, at, row)
    return row


def coach_plan(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    plan: BusinessPlan,
    minutes: int,
    advice: str,
) -> CoachingSession:
    """Record a coaching session held on `on`.

    :raises Refused: once the plan is submitted, or for a length out of range
    """
    row = _locked(by, plan)
    row.status = next_plan_status(PlanStatus(row.status), PlanAct.COACH)
    if not 1 <= minutes <= 480:
        raise Refused(N_("A coaching session lasts between 1 and 480 minutes."), field="minutes")
    session = CoachingSession(plan=row, on=on, minutes=minutes, advice=advice, coach_id=by.user_id)
    _record(
        "plan_coached", by, on, at, row, data={"minutes": minutes},
        beside=[*rows.inserting(session), rows.changing(row, "status")],
    )  # fmt: skip
    return session


def submit_plan(*, by: Actor, on: dt.date, at: dt.datetime, plan: BusinessPlan) -> BusinessPlan:
    """Submit a coached plan for the decision.

    :raises Refused: without coaching, before it was written or coached, or while months are
        missing from its cash flow
    """
    row = _locked(by, plan)
    status = next_plan_status(PlanStatus(row.status), PlanAct.SUBMIT)
    coached = rows.where(CoachingSession, order="on", plan_id=row.pk)
    coached_on = coached[-1].on if coached else None
    not_before(on, row.written_on, N_("The plan was not written yet on that day."))
    not_before(on, coached_on, N_("The plan was coached after that day."))
    if not has_twelve_months(months_of(row)):
        raise Refused(N_("Fill in all twelve months of the cash flow first."))
    row.status, row.submitted_on = status, on
    written = [rows.changing(row, "status", "submitted_on")]
    _record("plan_submitted", by, on, at, row, beside=written)
    return row


def accept_plan(
    *, by: Actor, on: dt.date, at: dt.datetime, plan: BusinessPlan, reason: str = ""
) -> BusinessPlan:
    """Accept a submitted plan: the first gate before a loan.

    The authority has answered and the place is not inside a hazardous area, twelve months are
    written, and the person has completed a course.

    :param reason: asked for beside a suspected area: why it is safe
    :raises Refused: naming what is missing
    """
    row = _locked_for_decision(by, plan)
    status = next_plan_status(PlanStatus(row.status), PlanAct.ACCEPT)
    answer = _permitted_answer(row)
    if needs_reason(answer) and not reason.strip():
        raise Refused(
            N_("The place lies beside a suspected area. Write down why the business is safe."),
            field="reason",
        )
    if not has_twelve_months(months_of(row)):
        raise Refused(N_("Fill in all twelve months of the cash flow first."))
    completed = _completed(row.person_id, row.programme_id)
    if not any(one.completed_on and one.completed_on <= on for one in completed):
        raise Refused(N_("The person has not completed a course yet."))
    row.hazard_answer = answer.value
    _decide(row, by, on, status, reason)
    _record("plan_accepted", by, on, at, row)
    return row


@prepared
def _completed(person_id: UUID, programme_id: UUID) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(
        person_id=person_id,
        course__programme_id=programme_id,
        status=Enrolment.Status.COMPLETED,
    )


def return_plan(
    *, by: Actor, on: dt.date, at: dt.datetime, plan: BusinessPlan, reason: str
) -> BusinessPlan:
    """Return a submitted plan with what is to be improved; `revise_plan` goes on from there."""
    row = _locked_for_decision(by, plan)
    status = next_plan_status(PlanStatus(row.status), PlanAct.RETURN)
    _decide(row, by, on, status, _required(reason))
    _record("plan_returned", by, on, at, row)
    return row


def reject_plan(
    *, by: Actor, on: dt.date, at: dt.datetime, plan: BusinessPlan, reason: str
) -> BusinessPlan:
    """Find a submitted plan not viable; a referral or another way should follow."""
    row = _locked_for_decision(by, plan)
    status = next_plan_status(PlanStatus(row.status), PlanAct.REJECT)
    _decide(row, by, on, status, _required(reason))
    _record("plan_not_viable", by, on, at, row)
    return row


def revise_plan(*, by: Actor, on: dt.date, at: dt.datetime, plan: BusinessPlan) -> BusinessPlan:
    """Begin the next version of a returned plan as a draft with the same content.

    :raises Refused: unless the plan was returned and has no next version yet
    """
    by.require("training.write_plan")
    _registration_kept(plan.person_id, plan.programme_id)
    old = _locked(by, plan)
    if old.status != BusinessPlan.Status.RETURNED:
        raise Refused(N_("Only a returned plan goes on as a new version."))
    if BusinessPlan.objects.filter(previous=old).exists():
        raise Refused(N_("The next version of this plan exists already."))
    not_before(on, old.decided_on, N_("The plan was not returned yet on that day."))
    new = BusinessPlan(
        programme_id=old.programme_id,
        person_id=old.person_id,
        code=old.code,
        version=old.version + 1,
        previous=old,
        coach_id=old.coach_id,
        currency=old.currency,
        hazard_check=old.hazard_check,
        written_on=on,
        district_id=old.district_id,
        caseload_officer_id=old.caseload_officer_id,
    )
    for name in PLAIN:
        setattr(new, name, getattr(old, name))
    new.save(force_insert=True)
    Investment.objects.bulk_create(
        Investment(plan=new, position=i.position, item=i.item, amount_minor=i.amount_minor)
        for i in old.investments.all()
    )
    CashFlowMonth.objects.bulk_create(month_rows(new, months_of(old)))
    _record("plan_revised", by, on, at, new, data={"version": new.version})
    return new


@prepared
def _registration_kept(person_id: UUID, programme_id: UUID) -> QuerySet[Registration]:
    """The registration, which stays as it is until the new plan of its person is written.

    Taken before a plan is locked: a move of the registration goes on to its plans in the
    database, in that order, or two would wait for one another.
    """
    registered = Registration.objects.filter(person_id=person_id, programme_id=programme_id)
    return registered.select_for_update(no_key=True)


def _require_reach(by: Actor, registration: Registration) -> None:
    by.require("training.write_plan")
    if _taught(by, registration.person_id):
        return
    by.require(
        "training.write_plan",
        district_id=registration.district_id,
        organisation_id=registration.organisation_id,
        officer_id=registration.officer_id,
    )


@prepared
def _taught(by: Actor, person_id: UUID) -> QuerySet[Enrolment]:
    return Enrolment.objects.taught_by(by).filter(person_id=person_id)[:1]


def _locked(by: Actor, plan: BusinessPlan) -> BusinessPlan:
    by.require("training.write_plan")
    return _visible_locked(by, plan)


def _locked_for_decision(by: Actor, plan: BusinessPlan) -> BusinessPlan:
    by.require("training.decide_plan")
    return _visible_locked(by, plan)


def _visible_locked(by: Actor, plan: BusinessPlan) -> BusinessPlan:
    found = _rows_locked(by, plan.pk)
    if not found:
        raise Refused(N_("There is no such record among those you may see."), code="not_found")
    return found[0]


@prepared
def _rows_locked(by: Actor, plan_id: UUID) -> QuerySet[BusinessPlan]:
    return BusinessPlan.objects.visible_to(by).filter(pk=plan_id).select_for_update(of=("self",))


def _move_hazard_check(plan: BusinessPlan) -> None:
    waiting = (
        HazardCheck.objects.select_for_update(of=("self",))
        .filter(plan_code=plan.code, answer="")
        .first()
    )
    plan.hazard_check = waiting
    if waiting is not None:
        waiting.place, waiting.place_text = plan.place, plan.place_text
        waiting.district = district_of(plan.place)
        waiting.save(update_fields=["place", "place_text", "district"])


def _permitted_answer(plan: BusinessPlan) -> Answer:
    check = rows.get(HazardCheck, plan.hazard_check_id) if plan.hazard_check_id else None
    answer = Answer(check.answer) if check is not None and check.answer else None
    if answer is None:
        raise Refused(N_("The authority has not answered the hazard check of the place yet."))
    if not permits(answer):
        raise Refused(N_("The place of business lies inside a hazardous area. Choose another."))
    return answer


def _required(reason: str) -> str:
    if not reason.strip():
        raise Refused(N_("Write down the reason; the person will ask for it."), field="reason")
    return reason


def _decide(plan: BusinessPlan, by: Actor, on: dt.date, status: PlanStatus, reason: str) -> None:
    not_before(on, plan.submitted_on, N_("The plan was not submitted yet on that day."))
    plan.status, plan.decided_on = status, on
    plan.decided_by_id, plan.decision_reason = by.user_id, reason
    rows.update(plan, "status", "decided_on", "decided_by", "decision_reason", "hazard_answer")


def _record(
    verb: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    plan: BusinessPlan,
    *,
    data: dict[str, object] | None = None,
    beside: Sequence[rows.Question] = (),
) -> UUID:
    return record(
        f"training.{verb}",
        by=by,
        on=on,
        at=at,
        subjects=[("plan", plan.pk), ("person", plan.person_id)],
        data={"code": plan.code, **(data or {})},
        beside=beside,
    )
