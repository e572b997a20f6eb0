"""Questions about courses, attendance and who has been trained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.names import skeleton
from dayaq.kernel.prepared import prepared
from dayaq.kernel.web.once import once
from dayaq.people.models import Person, Registration
from dayaq.people.models.person import PersonQuerySet
from dayaq.training.domain.attendance import Mark, Tally, completes, tally
from dayaq.training.models import Attendance, Course, Enrolment, Session

IN_THE_ROOM = (
    Enrolment.Status.INVITED,
    Enrolment.Status.CONFIRMED,
    Enrolment.Status.ATTENDING,
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One person on a course's sheet: the attendance, and the marks by session."""

    enrolment: Enrolment
    attendance: Tally
    marks: tuple[Mark | None, ...]
    completes: bool


def courses(actor: Actor) -> QuerySet[Course]:
    """The courses the actor may see, the newest first, with their counts."""
    return (
        Course.objects.visible_to(actor)
        .select_related("district", "trainer", "curriculum")
        .annotate(
            enrolled=Count("enrolments", filter=~Q(enrolments__status="dropped")),
            completed=Count("enrolments", filter=Q(enrolments__status="completed")),
        )
        .order_by("-starts_on", "code")
    )


def sheet(course: Course) -> tuple[Sequence[Session], list[SheetRow]]:
    """The sessions of a course and everybody's attendance, by name; three statements."""
    sessions = list(course.sessions.select_related("module").order_by("on", "module__position"))
    marks = {
        (enrolment, session): Mark(mark)
        for enrolment, session, mark in Attendance.objects.filter(
            session__course=course
        ).values_list("enrolment_id", "session_id", "mark")
    }
    held = [session for session in sessions if session.attendance_taken_at is not None]
    rows = []
    for enrolment in course.enrolments.select_related("person", "certificate").order_by(
        "person__sort_key"
    ):
        attendance = tally(
            (one.minutes, marks.get((enrolment.pk, one.pk), Mark.ABSENT)) for one in held
        )
        rows.append(
            SheetRow(
                enrolment,
                attendance,
                tuple(marks.get((enrolment.pk, one.pk)) for one in sessions),
                completes(attendance, threshold_percent=course.threshold_percent),
            )
        )
    return sessions, rows


def eligible(actor: Actor, course: Course, text: str = "") -> PersonQuerySet:
    """Verified people whom the actor may enrol in the course and who are not in it yet."""
    people = invitable(actor, course).exclude(pk__in=course.enrolments.values("person"))
    for word in skeleton(text[:120]).split():
        people = people.filter(Q(name_skeleton__contains=f" {word}") | Q(code__iexact=text.strip()))
    return people.in_order()


def invitable(actor: Actor, course: Course) -> PersonQuerySet:
    """Verified people whom the actor may enrol in the course, whether they are in it or not."""
    registrations = Registration.objects.filter(
        programme_id=course.programme_id, status=Registration.Status.VERIFIED
    )
    reach = Registration.objects.visible_to(actor, "training.enrol").values("pk")
    # Whoever runs the course may invite from its district, whose caseload it is.
    registrations = registrations.filter(Q(pk__in=reach) | Q(district_id=course.district_id))
    return Person.objects.filter(
        pk__in=registrations.values("person"), died_on__isnull=True
    ).select_related("district")


def sessions_without_attendance(actor: Actor, today: dt.date) -> QuerySet[Session]:
    """Sessions held up to `today` whose attendance nobody has taken, the oldest first."""
    return (
        Session.objects.filter(
            course__in=Course.objects.visible_to(actor),
            course__status__in=[Course.Status.PLANNED, Course.Status.RUNNING],
            attendance_taken_at__isnull=True,
            on__lte=today,
        )
        .select_related("course", "module")
        .order_by("on", "module__position")
    )


def trained(
    programme_id: UUID, *, since: dt.date | None = None, until: dt.date | None = None
) -> QuerySet[Enrolment]:
    """Completions of the programme in a period; a person may have several of them."""
    rows = Enrolment.objects.filter(
        course__programme_id=programme_id, status=Enrolment.Status.COMPLETED
    )
    if since is not None:
        rows = rows.filter(completed_on__gte=since)
    if until is not None:
        rows = rows.filter(completed_on__lte=until)
    return rows


def trained_count(
    programme_id: UUID, *, since: dt.date | None = None, until: dt.date | None = None
) -> int:
    """Trained = distinct persons with a completion (indicator 3 of the reference)."""
    rows = trained(programme_id, since=since, until=until)
    return int(rows.aggregate(count=Count("person", distinct=True))["count"])


def has_completed_training(person_id: UUID, programme_id: UUID) -> bool:
    """Whether the person has completed a course of the programme: the gate before a plan."""
    return trained(programme_id).filter(person_id=person_id).exists()


@once
@prepared
def enrolments_of(person_id: UUID, programme_id: UUID) -> QuerySet[Enrolment]:
    """A person's courses in the programme, the newest first."""
    return (
        Enrolment.objects.filter(person_id=person_id, course__programme_id=programme_id)
        .select_related("course", "certificate")
        .order_by("-course__starts_on")
    )


@once
def courses_seen(actor: Actor, person_id: UUID) -> frozenset[UUID]:
    """Those of the person's courses whose page the actor may open."""
    return frozenset(row.pk for row in _courses_seen(actor, person_id))


@prepared
def _courses_seen(actor: Actor, person_id: UUID) -> QuerySet[Course]:
    return Course.objects.visible_to(actor).filter(enrolments__person_id=person_id).only("pk")
