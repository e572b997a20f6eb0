"""Courses: curricula, planning, invitations. What happens in the room is in `attendance`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Place, User
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code
from dayaq.people.models import Person, Registration
from dayaq.training.domain.attendance import DEFAULT_THRESHOLD_PERCENT
from dayaq.training.domain.lifecycle import (
    CourseAct,
    CourseStatus,
    EnrolmentAct,
    EnrolmentStatus,
    next_course_status,
    next_enrolment_status,
)
from dayaq.training.models import Course, Curriculum, Enrolment, Module, Session

if TYPE_CHECKING:
    from dayaq.programme.models import Phase


@dataclass(frozen=True, slots=True)
class CourseDetails:
    """What is agreed about a course before it starts."""

    title: str
    curriculum: Curriculum
    phase: Phase
    district: Place
    venue: str
    trainer: User
    starts_on: dt.date
    ends_on: dt.date
    accessibility: str = ""
    threshold_percent: int = DEFAULT_THRESHOLD_PERCENT


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """One planned session; `row` is its line on the sheet, from 1."""

    on: dt.date
    module: Module
    minutes: int
    row: int = 0


def write_curriculum(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    code: str,
    name: str,
    name_az: str,
    source: str = "",
) -> Curriculum:
    """Begin a curriculum; its modules follow one by one."""
    by.require("training.manage_curricula")
    if Curriculum.objects.filter(code=code).exists():
        raise Refused(N_("A curriculum with this code exists already."), field="code")
    curriculum = Curriculum.objects.create(code=code, name=name, name_az=name_az, source=source)
    record("training.curriculum_written", by=by, on=on, at=at, subjects=[], data={"code": code})
    return curriculum


def add_module(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    curriculum: Curriculum,
    code: str,
    title: str,
    title_az: str,
    minutes: int,
) -> Module:
    """Add a module at the end of a curriculum; `minutes` is how long it usually takes."""
    by.require("training.manage_curricula")
    locked = Curriculum.objects.select_for_update(of=("self",)).get(pk=curriculum.pk)
    if locked.modules.filter(code=code).exists():
        raise Refused(N_("A module with this code exists already."), field="code")
    module = Module.objects.create(
        curriculum=locked,
        position=locked.modules.count() + 1,
        code=code,
        title=title,
        title_az=title_az,
        minutes=minutes,
    )
    record("training.module_added", by=by, on=on, at=at, subjects=[], data={"code": code})
    return module


def plan_course(*, by: Actor, on: dt.date, at: dt.datetime, details: CourseDetails) -> Course:
    """Plan a course.

    :raises NotAllowed: outside the planner's districts, unless the planner is its trainer
    :raises Refused: for days in the wrong order or a threshold out of range
    """
    by.require(
        "training.manage_courses",
        district_id=details.district.pk,
        officer_id=details.trainer.pk,
    )
    _check_details(details)
    course = Course(
        programme_id=by.programme_id,
        code=next_code("course", f"{details.district.code or 'XX'}-C"),
    )
    _write(course, details)
    rows.insert(course)
    _record("course_planned", by, on, at, course)
    return course


def change_course(
    *, by: Actor, on: dt.date, at: dt.datetime, course: Course, details: CourseDetails
) -> Course:
    """Change a course that has not ended.

    :raises Refused: when it has ended, or as `plan_course`
    """
    row = locked_course(by, course)
    require_open(row)
    _check_details(details)
    _write(row, details)
    row.save()
    _record("course_changed", by, on, at, row)
    return row


def plan_sessions(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    course: Course,
    sessions: Sequence[SessionEntry],
) -> list[Session]:
    """Add sessions to a course; either all are planned or none.

    :raises Refused: for a day outside the course or a module of another curriculum
    """
    row = locked_course(by, course)
    require_open(row)
    for entry in sessions:
        if not row.starts_on <= entry.on <= row.ends_on:
            raise Refused(N_("This day lies outside the course."), field=_cell(entry.row, "on"))
        if entry.module.curriculum_id != row.curriculum_id:
            raise Refused(
                N_("This module belongs to another curriculum."), field=_cell(entry.row, "module")
            )
        if not 1 <= entry.minutes <= 720:
            raise Refused(
                N_("A session lasts between 1 and 720 minutes."), field=_cell(entry.row, "minutes")
            )
    made = [
        Session(course=row, on=entry.on, module=entry.module, minutes=entry.minutes)
        for entry in sessions
    ]
    rows.insert_all(made)
    _record("sessions_planned", by, on, at, row, data={"count": len(made)})
    return made


def enrol_people(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    course: Course,
    people: Sequence[Person],
) -> list[Enrolment]:
    """Invite people to a course; those who are in it already stay as they are.

    :raises Refused: for somebody whose victim status the authority has not confirmed
    """
    by.require("training.enrol", district_id=course.district_id, officer_id=course.trainer_id)
    row = _held(by, course)
    require_open(row)
    if on > row.ends_on:
        raise Refused(N_("The course had ended by that day."), field="on")
    wanted = {person.pk for person in people}
    verified = set(
        Registration.objects.filter(
            programme_id=by.programme_id, person__in=wanted, status=Registration.Status.VERIFIED
        ).values_list("person_id", flat=True)
    )
    if wanted - verified:
        raise Refused(
            N_(
                "Only people whose victim status is verified can be enrolled. "
                "%(count)s of those chosen are not."
            ),
            field="people",
            params={"count": len(wanted - verified)},
        )
    there = set(row.enrolments.filter(person__in=wanted).values_list("person_id", flat=True))
    new = [person for person in people if person.pk not in there]
    if not new:
        raise Refused(N_("Everybody chosen is in the course already."), field="people")
    made = [Enrolment(course=row, person=person, invited_on=on) for person in new]
    rows.insert_all(made)
    _record(
        "people_enrolled",
        by,
        on,
        at,
        row,
        people=[person.pk for person in new],
        data={"count": len(made)},
    )
    return made


def confirm_enrolments(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    course: Course,
    enrolments: Sequence[Enrolment],
) -> list[Enrolment]:
    """Record that invited people said they would come.

    :raises Refused: for somebody who is not merely invited
    """
    by.require("training.enrol", district_id=course.district_id, officer_id=course.trainer_id)
    found = list(
        Enrolment.objects.select_for_update(of=("self",)).filter(
            course=course, course__programme_id=by.programme_id,
            pk__in=[enrolment.pk for enrolment in enrolments],
        )
    )  # fmt: skip
    for row in found:
        row.status = next_enrolment_status(EnrolmentStatus(row.status), EnrolmentAct.CONFIRM)
    rows.insert_all(found, replacing=("id",))
    _record("enrolment_confirmed", by, on, at, course, people=[row.person_id for row in found])
    return found


def drop_enrolment(
    *, by: Actor, on: dt.date, at: dt.datetime, enrolment: Enrolment, reason: str
) -> Enrolment:
    """Record that somebody leaves a course, and why.

    :raises Refused: without a reason, or when the person has left or completed it
    """
    course = locked_course(by, enrolment.course)
    if not reason.strip():
        raise Refused(N_("Say why the person leaves the course."), field="reason")
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    row.status = next_enrolment_status(EnrolmentStatus(row.status), EnrolmentAct.DROP)
    row.dropped_on, row.drop_reason = on, reason
    row.save(update_fields=["status", "dropped_on", "drop_reason"])
    _record("enrolment_dropped", by, on, at, course, people=[row.person_id])
    return row


def start_course(*, by: Actor, on: dt.date, at: dt.datetime, course: Course) -> Course:
    """Record that a planned course has begun."""
    row = locked_course(by, course)
    row.status = next_course_status(CourseStatus(row.status), CourseAct.START)
    rows.update(row, "status")
    _record("course_started", by, on, at, row)
    return row


def cancel_course(
    *, by: Actor, on: dt.date, at: dt.datetime, course: Course, reason: str
) -> Course:
    """Cancel a course that has not ended, with a reason; nobody completes it."""
    row = locked_course(by, course)
    if not reason.strip():
        raise Refused(N_("Say why the course is cancelled."), field="reason")
    row.status = next_course_status(CourseStatus(row.status), CourseAct.CANCEL)
    row.cancel_reason = reason
    row.save(update_fields=["status", "cancel_reason"])
    _record("course_cancelled", by, on, at, row)
    return row


def locked_course(by: Actor, course: Course) -> Course:
    """The course locked for a change by somebody who may change it."""
    by.require(
        "training.manage_courses", district_id=course.district_id, officer_id=course.trainer_id
    )
    return _held(by, course)


def _held(by: Actor, course: Course) -> Course:
    row = rows.lock(Course, course.pk)
    if row is None or row.programme_id != by.programme_id:
        raise Course.DoesNotExist
    return row


def require_open(course: Course) -> None:
    """:raises Refused: when the course is completed or cancelled"""
    if course.status in {Course.Status.COMPLETED, Course.Status.CANCELLED}:
        raise Refused(N_("This course has ended and does not change any more."))


def _write(course: Course, details: CourseDetails) -> None:
    for name in CourseDetails.__slots__:
        setattr(course, name, getattr(details, name))


def _check_details(details: CourseDetails) -> None:
    if details.ends_on < details.starts_on:
        raise Refused(N_("The last day must not be before the first day."), field="ends_on")
    if not 1 <= details.threshold_percent <= 100:
        raise Refused(
            N_("The threshold lies between 1 and 100 per cent."), field="threshold_percent"
        )


def _record(
    verb: str,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    course: Course,
    *,
    people: Sequence[UUID] = (),
    data: dict[str, object] | None = None,
) -> None:
    record(
        f"training.{verb}",
        by=by,
        on=on,
        at=at,
        subjects=[("course", course.pk), *(("person", person) for person in people)],
        data={"code": course.code, **(data or {})},
    )


def _cell(row: int, field: str) -> str | None:
    return f"row-{row - 1}-{field}" if row else None
