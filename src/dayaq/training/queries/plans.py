"""Questions about business plans and hazard checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.prepared import prepared
from dayaq.kernel.web.once import once
from dayaq.people.models import Person, Registration
from dayaq.training.domain.hazard import HazardAnswer, read_answer
from dayaq.training.models import BusinessPlan, Enrolment, HazardCheck


def plans(actor: Actor) -> QuerySet[BusinessPlan]:
    """The newest version of each plan the actor may see, the newest plan first."""
    return (
        BusinessPlan.objects.visible_to(actor)
        .current()
        .select_related("person", "place", "coach", "hazard_check")
        .order_by("-written_on", "-code")
    )


def writable_for(actor: Actor) -> QuerySet[Person]:
    """People for whom the actor may write a plan: own trainees, caseload and districts."""
    caseload = Registration.objects.visible_to(actor, "training.write_plan")
    return Person.objects.filter(
        Q(pk__in=caseload.values("person"))
        | Q(pk__in=Enrolment.objects.taught_by(actor).values("person"))
    )


def current_in(actor: Actor, course_id: UUID) -> dict[UUID, BusinessPlan]:
    """The newest plan of each person in the course, among those the actor may see."""
    return {row.person_id: row for row in _current_in(actor, course_id)}


@prepared
def _current_in(actor: Actor, course_id: UUID) -> QuerySet[BusinessPlan]:
    people = Enrolment.objects.filter(course=course_id).values("person")
    return plans(actor).filter(person__in=people).order_by("written_on", "code")


def plan_of(person_id: UUID, programme_id: UUID) -> BusinessPlan | None:
    """A person's newest plan in the programme."""
    return (
        BusinessPlan.objects.filter(person_id=person_id, programme_id=programme_id)
        .current()
        .select_related("hazard_check")
        .order_by("-written_on", "-code")
        .first()
    )


def accepted_plan(person_id: UUID, programme_id: UUID) -> BusinessPlan | None:
    """A person's newest accepted plan: what a loan application stands on."""
    return next(iter(_accepted(person_id, programme_id)), None)


@prepared
def _accepted(person_id: UUID, programme_id: UUID) -> QuerySet[BusinessPlan]:
    rows = BusinessPlan.objects.filter(
        person_id=person_id, programme_id=programme_id, status=BusinessPlan.Status.ACCEPTED
    )
    return rows.order_by("-decided_on", "-code")[:1]


@once
def newest_plan(actor: Actor, person_id: UUID) -> BusinessPlan | None:
    """The person's newest plan among those the actor may see."""
    return next(iter(_newest(actor, person_id)), None)


@prepared
def _newest(actor: Actor, person_id: UUID) -> QuerySet[BusinessPlan]:
    rows = BusinessPlan.objects.visible_to(actor).current().filter(person_id=person_id)
    return rows.order_by("-written_on", "-code")[:1]


def checks_waiting(actor: Actor) -> QuerySet[HazardCheck]:
    """Questions the authority has not answered, the oldest first."""
    return (
        HazardCheck.objects.visible_to(actor)
        .filter(answer="")
        .select_related("place", "district")
        .order_by("requested_on", "code")
    )


def hazard_list(actor: Actor) -> bytes:
    """The workbook that goes to the authority: places that wait, no name and no income.

    The first row holds plain column names, so that the answer can be read back whatever the
    language of whoever filled it in.
    """
    from dayaq.kernel.spreadsheets import Column, Sheet, write_table

    columns = ("code", "district", "place", "description", "asked", "answer", "number", "date")
    rows = [
        [
            check.code,
            check.district.name_az,
            check.place.name_az,
            check.place_text,
            check.requested_on,
            "",
            "",
            None,
        ]
        for check in checks_waiting(actor)
    ]
    return write_table(
        [
            Sheet(
                title=_("Hazard checks"),
                columns=[
                    Column(name, "date" if name in {"asked", "date"} else "text")
                    for name in columns
                ],
                rows=rows,
            )
        ]
    )


def read_answers(rows: Sequence[Mapping[str, object]]) -> list[HazardAnswer]:
    """The answers of a list that came back; lines without an answer still wait and are left out.

    :raises Refused: naming the line that cannot be read
    """
    read = []
    for line in rows:
        if not line.get("answer"):
            continue
        answer = read_answer(str(line["answer"]))
        on = line.get("date")
        if answer is None or not isinstance(on, dt.date) or not line.get("number"):
            raise Refused(
                N_(
                    "Line %(row)s: write clear, suspected or inside, "
                    "and the number and date of the paper."
                ),
                params={"row": line.get("row", "?")},
            )
        read.append(
            HazardAnswer(
                code=str(line.get("code") or "").strip().upper(),
                answer=answer.value,
                number=str(line["number"]),
                on=on,
            )
        )
    return read
