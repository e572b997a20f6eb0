"""Where training shows in the shell: navigation, Today, the person's page, search."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.ids import may_be_code
from dayaq.kernel.prepared import number_of
from dayaq.kernel.web import panels
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.panels import Hit, Panel, Step, TaskGroup, TaskRow
from dayaq.training import tasks
from dayaq.training.models import BusinessPlan, Course, Enrolment
from dayaq.training.queries import courses, plans

ANSWER_EXPECTED_DAYS = 14

panels.nav(20, _("Courses"), "training:courses", "training.view_courses", "training")
panels.nav(21, _("Business plans"), "training:plans", "training.view_plans", "training")
panels.nav(22, _("Hazard checks"), "training:hazards", "training.view_hazard_checks", "training")


def attendance_missing(actor: Actor, clock: Clock) -> TaskGroup:
    """Today's sessions, and those whose attendance was forgotten."""
    rows = tasks.sessions_today(actor, clock.today)
    return TaskGroup(
        _("Attendance to take"),
        number_of(rows),
        reverse("training:courses"),
        [
            TaskRow(
                str(session.course),
                address_of("training:attendance", session.pk),
                due_on=session.on,
                overdue=session.on < clock.today,
                detail=str(session.module),
            )
            for session in rows
        ],
    )


panels.today("training_attendance", "training.manage_courses", 20, attendance_missing)


def courses_to_complete(actor: Actor, clock: Clock) -> TaskGroup:
    """Courses whose last day has passed and that nobody has closed."""
    rows = tasks.courses_to_complete(actor, clock.today)
    return TaskGroup(
        _("Courses to complete"),
        number_of(rows),
        reverse("training:courses"),
        [
            TaskRow(
                str(row),
                address_of("training:complete", row.pk),
                due_on=row.ends_on,
                overdue=True,
            )
            for row in rows
        ],
    )


panels.today("training_complete", "training.manage_courses", 21, courses_to_complete)


def plans_to_coach(actor: Actor, clock: Clock) -> TaskGroup:
    """Plans that wait for their coach."""
    rows = tasks.plans_to_coach(actor)
    return TaskGroup(
        _("Business plans to coach"),
        number_of(rows),
        reverse("training:plans"),
        [_plan_task(row) for row in rows],
    )


panels.today("training_coach", "training.write_plan", 22, plans_to_coach)


def plans_to_decide(actor: Actor, clock: Clock) -> TaskGroup:
    """Plans that wait for a decision."""
    rows = tasks.plans_to_decide(actor)
    return TaskGroup(
        _("Business plans to decide on"),
        number_of(rows),
        reverse("training:plans") + "?status=submitted",
        [_plan_task(row) for row in rows],
    )


panels.today("training_decide", "training.decide_plan", 23, plans_to_decide)


def checks_waiting(actor: Actor, clock: Clock) -> TaskGroup:
    """Places the authority has been asked about; overdue after two weeks."""
    rows = tasks.checks_waiting(actor)
    answers = actor.can("training.answer_hazard_check") or actor.can(
        "training.record_hazard_letter"
    )
    return TaskGroup(
        _("Hazard checks waiting for the authority"),
        number_of(rows),
        reverse("training:hazards"),
        [
            TaskRow(
                f"{row.code}: {row.place_text}",
                address_of("training:hazard", row.pk) if answers else reverse("training:hazards"),
                due_on=row.requested_on,
                overdue=(clock.today - row.requested_on).days > ANSWER_EXPECTED_DAYS,
                detail=str(row.district),
            )
            for row in rows
        ],
    )


panels.today("training_hazard", "training.view_hazard_checks", 24, checks_waiting)


def training(actor: Actor, person_id: UUID, clock: Clock) -> Panel:
    """The person's courses."""
    rows = courses.enrolments_of(person_id, actor.programme_id)
    visible = courses.courses_seen(actor, person_id)
    return Panel(
        _("Training"),
        "training/panel_training.html",
        {"enrolments": [(row, row.course_id in visible) for row in rows]},
    )


panels.person_panel(30, "training.view_courses", training)


def business_plan(actor: Actor, person_id: UUID, clock: Clock) -> Panel:
    """The person's newest business plan."""
    row = plans.newest_plan(actor, person_id)
    return Panel(
        _("Business plan"),
        "training/panel_plan.html",
        {
            "plan": row,
            "person_id": person_id,
            "may_write": actor.can("training.write_plan")
            and (row is None or row.status in {"accepted", "not_viable"}),
        },
    )


panels.person_panel(31, "training.view_plans", business_plan)


def trained_step(actor: Actor, person_id: UUID, clock: Clock) -> Step:
    """Trained: a course was completed."""
    statuses = {
        row.status: row for row in reversed(courses.enrolments_of(person_id, actor.programme_id))
    }
    if Enrolment.Status.COMPLETED in statuses:
        row = statuses[Enrolment.Status.COMPLETED]
        return Step(_("Trained"), "done", _course_url(actor, row), row.course.title)
    for status in courses.IN_THE_ROOM:
        if status in statuses:
            row = statuses[status]
            return Step(_("Trained"), "current", _course_url(actor, row), row.course.title)
    return Step(
        _("Trained"),
        "waiting",
        reverse("training:courses") if actor.can("training.enrol") else "",
    )


panels.person_step(40, trained_step)


def plan_step(actor: Actor, person_id: UUID, clock: Clock) -> Step:
    """Plan accepted: the gate before a loan."""
    label = _("Plan accepted")
    if plans.accepted_plan(person_id, actor.programme_id) is not None:
        return Step(label, "done", _plan_url(actor, person_id))
    row = plans.plan_of(person_id, actor.programme_id)
    if row is not None and row.status != BusinessPlan.Status.NOT_VIABLE:
        return Step(label, "current", _plan_url(actor, person_id), row.get_status_display())
    if not courses.has_completed_training(person_id, actor.programme_id):
        return Step(label, "waiting")
    writes = actor.can("training.write_plan")
    return Step(label, "current", address_of("training:write_plan", person_id) if writes else "")


panels.person_step(50, plan_step)


def find_courses(actor: Actor, text: str) -> list[Hit]:
    """Courses and plans by their code."""
    code = text.strip().upper()
    if not may_be_code(code):
        return []
    hits = [
        Hit(row.title, row.code, address_of("training:course", row.pk), _("Courses"))
        for row in Course.objects.visible_to(actor).filter(code__startswith=code)[:5]
    ]
    return hits + [
        Hit(row.title, row.code, address_of("training:plan", row.pk), _("Business plans"))
        for row in plans.plans(actor).filter(code__startswith=code)[:5]
    ]


panels.search(30, "training.view_courses", find_courses)


def _plan_task(row: BusinessPlan) -> TaskRow:
    return TaskRow(
        f"{row.person.full_name}: {row.title}",
        address_of("training:plan", row.pk),
        due_on=row.submitted_on or row.written_on,
        detail=row.get_status_display(),
    )


def _course_url(actor: Actor, row: Enrolment) -> str:
    seen = row.course_id in courses.courses_seen(actor, row.person_id)
    return address_of("training:course", row.course_id) if seen else ""


def _plan_url(actor: Actor, person_id: UUID) -> str:
    row = plans.newest_plan(actor, person_id)
    return address_of("training:plan", row.pk) if row else ""
