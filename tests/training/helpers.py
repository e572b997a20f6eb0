"""Trainees, courses and plans for tests, made by the services the pages call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Place, User
from dayaq.kernel.access.roles import Role
from dayaq.people import services as people
from dayaq.people.models import Person
from dayaq.people.services import data as people_data
from dayaq.people.services.verification import Answer as StatusAnswer
from dayaq.programme.domain.terms import Period
from dayaq.programme.models import Phase
from dayaq.programme.services import open_phase
from dayaq.training import services
from dayaq.training.domain.cashflow import Month
from dayaq.training.models import BusinessPlan, Course, Curriculum, Enrolment, HazardCheck
from tests import build

ON = build.TODAY
AT = build.AT
FIRST_DAY = dt.date(2011, 2, 7)
NAMES = ("Zaur Məmmədov", "Gülnar Həsənova", "Elnur Əsədov", "Pərvanə Quliyeva", "Sahib İsmayılov")


def survivor(
    by: Actor, name: str = "Zaur Məmmədov", *, place: Place | None = None, verified: bool = True
) -> Person:
    """Somebody registered by a field officer and confirmed by the authority."""
    given, surname = name.split(" ", 1)
    district = place or build.district()
    person = people.register_person(
        by=by,
        on=ON,
        at=AT,
        person=people_data.PersonData(
            given_name=given, surname=surname, sex="male", district_id=district.pk
        ),
        consent=people_data.ConsentData(
            purposes=["service", "share_authority"], method="signature", given_on=ON
        ),
        victim=people_data.VictimData(kind="direct"),
        incident=people_data.IncidentData(district_id=district.pk),
        others_ruled_out=True,
    )
    if verified:
        people.verify_status(
            by=build.actor(Role.AUTHORITY),
            on=ON,
            at=AT,
            person_id=person.pk,
            answer=StatusAnswer(verification="confirmed"),
        )
    return person


def phase() -> Phase:
    found = Phase.objects.filter(key="phase-2").first()
    return found or open_phase(
        by=build.actor(Role.PROGRAMME_OFFICER),
        on=build.START,
        at=AT,
        key="phase-2",
        name="Phase II",
        period=Period(build.START, build.END),
    )


def curriculum() -> Curriculum:
    """Improve Your Business, with two of its modules."""
    found = Curriculum.objects.filter(code="IYB").first()
    if found is not None:
        return found
    manager = build.actor(Role.PROJECT_MANAGER)
    made = services.write_curriculum(
        by=manager, on=ON, at=AT, code="IYB", name="Improve Your Business",
        name_az="Öz biznesini təkmilləşdir", source="ILO SIYB",
    )  # fmt: skip
    for code, title in (("MKT", "Marketing"), ("REC", "Record keeping")):
        services.add_module(
            by=manager, on=ON, at=AT, curriculum=made, code=code, title=title, title_az=title,
            minutes=180,
        )  # fmt: skip
    return made


def details(trainer: Actor, **changes: object) -> services.CourseDetails:
    values: dict[str, object] = {
        "title": "Small business skills",
        "curriculum": curriculum(),
        "phase": phase(),
        "district": build.district(),
        "venue": "Community house, ground floor",
        "trainer": User.objects.get(pk=trainer.user_id),
        "starts_on": FIRST_DAY,
        "ends_on": FIRST_DAY + dt.timedelta(days=13),
        **changes,
    }
    return services.CourseDetails(**values)  # type: ignore[arg-type]


def course(trainer: Actor, people: Sequence[Person] = (), *, sessions: int = 5) -> Course:
    """A planned course with that many sessions of three hours, and these people invited."""
    made = services.plan_course(by=trainer, on=FIRST_DAY, at=AT, details=details(trainer))
    module = made.curriculum.modules.get(code="MKT")
    services.plan_sessions(
        by=trainer, on=FIRST_DAY, at=AT, course=made,
        sessions=[
            services.SessionEntry(FIRST_DAY + dt.timedelta(days=n), module, 180)
            for n in range(sessions)
        ],
    )  # fmt: skip
    if people:
        services.enrol_people(by=trainer, on=FIRST_DAY, at=AT, course=made, people=people)
    return made


def attend(
    trainer: Actor, of: Course, absent: dict[int, Sequence[Enrolment]] | None = None
) -> None:
    """Take attendance for every session: all present but those absent from session n (from 0)."""
    for n, session in enumerate(of.sessions.order_by("on")):
        missing = {e.pk for e in (absent or {}).get(n, ())}
        services.take_attendance(
            by=trainer, on=session.on, at=AT, session=session,
            marks={
                e.pk: "absent" if e.pk in missing else "present"
                for e in of.enrolments.all()
            },
        )  # fmt: skip


def trained(trainer: Actor, *people: Person) -> Course:
    """A course that all these people completed."""
    made = course(trainer, people)
    attend(trainer, made)
    return services.complete_course(
        by=trainer, on=FIRST_DAY + dt.timedelta(days=13), at=AT, course=made, reasons={}
    )


def content(
    months: int = 12, place: Place | None = None, **changes: object
) -> services.PlanContent:
    """A shop in the village: the worked example of domain.cashflow."""
    values: dict[str, object] = {
        "kind": "start_up",
        "sector": "trade",
        "title": "Village shop",
        "description": "Groceries for the village.",
        "place": place or build.district(),
        "place_text": "Beside the school",
        "own_contribution_minor": 20000,
        "working_capital_minor": 20000,
        "investments": [services.InvestmentEntry("Shelves", 60000)],
        "months": [Month(n, 50000, 30000, 6000, 8000, 5000) for n in range(1, months + 1)],
        **changes,
    }
    return services.PlanContent(**values)  # type: ignore[arg-type]


def plan(coach: Actor, person: Person, **changes: object) -> BusinessPlan:
    return services.write_plan(
        by=coach,
        on=ON,
        at=AT,
        person=person,
        content=content(**changes),  # type: ignore[arg-type]
    )


def answered(coach: Actor, of: BusinessPlan, answer: str = "clear") -> HazardCheck:
    """The hazard check of a plan, asked and answered on the authority's page."""
    check = services.request_hazard_check(by=coach, on=ON, at=AT, plan=of)
    return services.answer_hazard_check(
        by=build.actor(Role.AUTHORITY), on=ON, at=AT, check=check, answer=answer, number="15/2011"
    )


def submitted(coach: Actor, person: Person, *, answer: str = "clear") -> BusinessPlan:
    """A coached and submitted plan whose place the authority has looked at."""
    made = plan(coach, person)
    answered(coach, made, answer)
    services.coach_plan(by=coach, on=ON, at=AT, plan=made, minutes=60, advice="Buy in bulk.")
    return services.submit_plan(by=coach, on=ON, at=AT, plan=made)
