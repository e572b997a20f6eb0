"""Who was there, what they learnt, and the day the course is closed for all at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code
from dayaq.kernel.prepared import prepared
from dayaq.training.domain.attendance import Mark, Tally, completes, tally
from dayaq.training.domain.lifecycle import (
    CourseAct,
    CourseStatus,
    EnrolmentAct,
    EnrolmentStatus,
    next_course_status,
    next_enrolment_status,
)
from dayaq.training.models import Attendance, Certificate, Course, Enrolment, Session
from dayaq.training.services.courses import locked_course, require_open

IN_THE_ROOM = (
    Enrolment.Status.INVITED,
    Enrolment.Status.CONFIRMED,
    Enrolment.Status.ATTENDING,
)


def take_attendance(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    session: Session,
    marks: Mapping[UUID, str],
) -> Session:
    """Mark everybody in the course for one session, on the day or later from paper.

    Whoever is present is attending from then on, and a planned course has started.

    :param marks: by enrolment id: present, absent or excused
    :raises Refused: before the session's day, when it was taken already, or for a missing mark
    """
    course = locked_course(by, session.course)
    require_open(course)
    row = _session_held(session)
    if row.on > Clock.at(at).today:
        raise Refused(N_("This session has not been held yet."))
    if row.attendance_taken_at is not None:
        raise Refused(
            N_("Attendance for this session has been taken. Correct it instead."),
            code="taken_already",
        )
    enrolments = _checked(course, marks)
    rows.insert_all(
        Attendance(session=row, enrolment=e, mark=marks[e.pk], recorded_at=at) for e in enrolments
    )
    _attend(enrolments, marks)
    if course.status == Course.Status.PLANNED:
        course.status = next_course_status(CourseStatus(course.status), CourseAct.START)
        rows.update(course, "status")
    row.attendance_taken_at = at
    rows.update(row, "attendance_taken_at")
    present = sum(marks[e.pk] == Mark.PRESENT for e in enrolments)
    _record(
        "attendance_taken",
        by,
        on,
        at,
        course,
        people=[e.person_id for e in enrolments],
        data={"session": row.pk, "present": present, "marked": len(enrolments)},
    )
    return row


def correct_attendance(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    session: Session,
    marks: Mapping[UUID, str],
) -> Session:
    """Change marks of a session taken before; only the changed ones are touched.

    :raises Refused: when attendance was never taken, nothing differs, or the course has ended
    """
    course = locked_course(by, session.course)
    require_open(course)
    row = _session_held(session)
    if row.attendance_taken_at is None:
        raise Refused(N_("Attendance for this session has not been taken yet."))
    enrolments = _checked(course, marks)
    before = dict(row.attendance.values_list("enrolment_id", "mark"))
    changed = [e for e in enrolments if before.get(e.pk) != marks[e.pk]]
    if not changed:
        raise Refused(N_("Nothing was changed."))
    Attendance.objects.bulk_create(
        [Attendance(session=row, enrolment=e, mark=marks[e.pk], recorded_at=at) for e in changed],
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["mark", "recorded_at"],
    )
    _attend(changed, marks)
    _record(
        "attendance_corrected",
        by,
        on,
        at,
        course,
        people=[e.person_id for e in changed],
        data={"session": row.pk, "changed": len(changed)},
    )
    return row


def record_scores(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    course: Course,
    scores: Mapping[UUID, tuple[int | None, int | None]],
) -> Course:
    """Record the tests before and after the course, 0 to 100, by enrolment id."""
    row = locked_course(by, course)
    enrolments = [one for one in _enrolments_held(row.pk) if one.pk in scores]
    for enrolment in enrolments:
        before, after = scores[enrolment.pk]
        if any(score is not None and not 0 <= score <= 100 for score in (before, after)):
            raise Refused(N_("A test score is a number from 0 to 100."))
        enrolment.pre_score, enrolment.post_score = before, after
    _write(enrolments)
    _record("scores_recorded", by, on, at, row, data={"count": len(enrolments)})
    return row


def complete_course(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    course: Course,
    reasons: Mapping[UUID, str],
) -> Course:
    """Close the course: everybody at or above the threshold completes it, all others left it.

    :param reasons: why somebody did not complete it, by enrolment id, for everybody below
    :raises Refused: before the last session, while attendance is missing, or a reason is
    """
    row = locked_course(by, course)
    status = next_course_status(CourseStatus(row.status), CourseAct.COMPLETE)
    sessions = rows.where(Session, order="on", course_id=row.pk)
    if not sessions or sessions[-1].on > on:
        raise Refused(N_("The last session has not been held on that day."), field="on")
    missing = [session for session in sessions if session.attendance_taken_at is None]
    if missing:
        raise Refused(
            N_("Take attendance for every session first. It is missing for %(days)s."),
            params={"days": ", ".join(sorted({f"{s.on:%d.%m.%Y}" for s in missing}))},
        )
    tallies = attendance_of(row)
    enrolments = _in_the_room(row)
    for enrolment in enrolments:
        _settle(enrolment, tallies[enrolment.pk], row, reasons, on)
    _write(enrolments)
    row.status, row.completed_on = status, on
    rows.update(row, "status", "completed_on")
    completed = sum(e.status == Enrolment.Status.COMPLETED for e in enrolments)
    _record(
        "course_completed",
        by,
        on,
        at,
        row,
        people=[e.person_id for e in enrolments],
        data={"completed": completed, "dropped": len(enrolments) - completed},
    )
    return row


def issue_certificates(
    *, by: Actor, on: dt.date, at: dt.datetime, course: Course
) -> list[Certificate]:
    """Number a certificate for everybody who completed the course and has none yet.

    :raises Refused: before the course is completed, or when nobody lacks one
    """
    row = locked_course(by, course)
    if row.status != Course.Status.COMPLETED:
        raise Refused(N_("Certificates follow when the course is completed."))
    due = list(
        row.enrolments.filter(
            status=Enrolment.Status.COMPLETED, certificate__isnull=True
        ).select_related("person").order_by("person__sort_key")
    )  # fmt: skip
    if not due:
        raise Refused(N_("Everybody who completed the course has a certificate."))
    made = Certificate.objects.bulk_create(
        Certificate(enrolment=enrolment, number=next_code("certificate", "TC"), issued_on=on)
        for enrolment in due
    )
    _record(
        "certificates_issued",
        by,
        on,
        at,
        row,
        people=[enrolment.person_id for enrolment in due],
        data={"count": len(made)},
    )
    return made


def attendance_of(course: Course) -> dict[UUID, Tally]:
    """The attendance of everybody in the course, over sessions with attendance taken."""
    taken = course.sessions.filter(attendance_taken_at__isnull=False)
    held = dict(taken.values_list("pk", "minutes"))
    marks: dict[UUID, dict[UUID, Mark]] = defaultdict(dict)
    for enrolment_id, session_id, mark in Attendance.objects.filter(
        session__course=course
    ).values_list("enrolment_id", "session_id", "mark"):
        marks[enrolment_id][session_id] = Mark(mark)
    # Somebody enrolled after the first session was absent from it.
    return {
        pk: tally((minutes, marks[pk].get(key, Mark.ABSENT)) for key, minutes in held.items())
        for pk in course.enrolments.values_list("pk", flat=True)
    }


def _settle(
    enrolment: Enrolment,
    attendance: Tally,
    course: Course,
    reasons: Mapping[UUID, str],
    on: dt.date,
) -> None:
    status = EnrolmentStatus(enrolment.status)
    enrolment.attended_percent = attendance.percent
    if completes(attendance, threshold_percent=course.threshold_percent):
        enrolment.status = next_enrolment_status(status, EnrolmentAct.COMPLETE)
        enrolment.completed_on = on
        return
    reason = reasons.get(enrolment.pk, "").strip()
    if not reason:
        raise Refused(
            N_("Say for everybody below the threshold why the course was not completed."),
            field=f"reason-{enrolment.pk}",
            code="reason_missing",
        )
    enrolment.status = next_enrolment_status(status, EnrolmentAct.DROP)
    enrolment.dropped_on, enrolment.drop_reason = on, reason


def _checked(course: Course, marks: Mapping[UUID, str]) -> list[Enrolment]:
    enrolments = _in_the_room(course)
    if not enrolments:
        raise Refused(N_("Nobody is enrolled in this course yet."))
    if any(enrolment.pk not in marks for enrolment in enrolments):
        raise Refused(N_("Mark everybody as present, absent or excused."))
    if any(mark not in set(Mark) for mark in marks.values()):
        raise Refused(N_("Mark everybody as present, absent or excused."))
    return enrolments


def _attend(enrolments: Sequence[Enrolment], marks: Mapping[UUID, str]) -> None:
    came = [
        e
        for e in enrolments
        if marks[e.pk] == Mark.PRESENT and e.status != Enrolment.Status.ATTENDING
    ]
    for enrolment in came:
        enrolment.status = next_enrolment_status(
            EnrolmentStatus(enrolment.status), EnrolmentAct.ATTEND
        )
    _write(came)


def _in_the_room(course: Course) -> list[Enrolment]:
    """Everybody who is still in the course, locked until the transaction ends."""
    return [one for one in _enrolments_held(course.pk) if one.status in IN_THE_ROOM]


@prepared
def _enrolments_held(course_id: UUID) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(course_id=course_id).select_for_update(of=("self",))


def _session_held(session: Session) -> Session:
    row = rows.lock(Session, session.pk)
    if row is None:
        raise Session.DoesNotExist
    return row


def _write(enrolments: Sequence[Enrolment]) -> None:
    """Write enrolments that are held, in one statement."""
    rows.insert_all(enrolments, replacing=("id",))


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
