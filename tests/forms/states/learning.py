"""Courses from the plan to the last day, and business plans from the draft to the decision."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import openpyxl

from dayaq.kernel.access.models import Place, User
from dayaq.kernel.spreadsheets import Column, Sheet, write_table
from dayaq.people.models import Person
from dayaq.programme.models import Phase
from dayaq.training.domain.cashflow import Month
from dayaq.training.models import BusinessPlan, Course, Curriculum
from dayaq.training.queries.plans import hazard_list
from dayaq.training.services import attendance, courses, hazards, plans
from dayaq.training.services.content import PlanContent
from tests.forms.states.persons import survivor
from tests.forms.states.prepared import DAY, Prepared

TRAINER = "kamran"


def prepare(made: Prepared) -> None:
    _courses(made)
    _plans(made)


def course(made: Prepared, title: str, starts_on: dt.date, people: Sequence[Person] = ()) -> Course:
    """A course of one session in Füzuli, and these people confirmed in it."""
    row = courses.plan_course(
        **made.as_(TRAINER),
        details=courses.CourseDetails(
            title=title, curriculum=made.stage.row(Curriculum, "curriculum"),
            phase=made.stage.row(Phase, "phase:phase-2"), venue="Məktəb 2",
            district=made.stage.row(Place, "place:FZ"), trainer=made.stage.row(User, "user:kamran"),
            starts_on=starts_on, ends_on=starts_on,
        ),
    )  # fmt: skip
    module = row.curriculum.modules.order_by("position").first()
    assert module is not None
    courses.plan_sessions(
        **made.as_(TRAINER), course=row,
        sessions=[courses.SessionEntry(on=starts_on, module=module, minutes=180)],
    )  # fmt: skip
    if people:
        enrolled = courses.enrol_people(**made.as_(TRAINER), course=row, people=people)
        courses.confirm_enrolments(**made.as_(TRAINER), course=row, enrolments=enrolled)
    return row


def trained(made: Prepared, *people: Person) -> None:
    """A course that was held, attended and completed a month ago."""
    with made.days_ago(30):
        row = course(made, "Keçirilmiş kurs", made.stage.on, people)
        courses.start_course(**made.as_(TRAINER), course=row)
        _attended(made, row)
        attendance.complete_course(**made.as_(TRAINER), course=row, reasons={})


def _attended(made: Prepared, row: Course) -> None:
    attendance.take_attendance(
        **made.as_(TRAINER), session=row.sessions.get(),
        marks={one.pk: "present" for one in row.enrolments.all()},
    )  # fmt: skip


def _courses(made: Prepared) -> None:
    with made.days_ago(40):
        first, second, third = (
            survivor(made, f"{name} Kursçu") for name in ("Ramiz", "Sabir", "Nizami")
        )
    with made.days_ago(5):
        later = course(made, "Gələn kurs", made.today + 10 * DAY, [first])
        today = course(made, "Bugünkü kurs", made.today, [second])
        over = course(made, "Bitmiş kurs", made.today - 2 * DAY, [third])
    later_module = later.curriculum.modules.order_by("position")[1]
    made.form(
        TRAINER, "training:sessions", later.pk, **{
            "row-0-on": made.today + 10 * DAY, "row-0-module": str(later_module.pk),
            "row-0-minutes": "120",
        },
    )  # fmt: skip
    made.form(TRAINER, "training:change_course", later.pk)
    made.form(TRAINER, "training:enrol", later.pk)
    made.form(TRAINER, "training:cancel", later.pk)
    made.form(TRAINER, "training:drop", later.enrolments.get().pk)
    made.form(TRAINER, "training:course", later.pk)
    courses.start_course(**made.as_(TRAINER), course=today)
    made.form(TRAINER, "training:attendance", today.sessions.get().pk)
    with made.days_ago(2):
        courses.start_course(**made.as_(TRAINER), course=over)
        _attended(made, over)
    made.form(TRAINER, "training:correct", over.sessions.get().pk, **{"row-0-mark": "absent"})
    made.form(TRAINER, "training:complete", over.pk)


def written(made: Prepared, person: Person) -> BusinessPlan:
    place = made.stage.row(Place, "place:FZ")
    return plans.write_plan(
        **made.as_(TRAINER), person=person, coach=made.stage.row(User, "user:kamran"),
        content=PlanContent(
            kind="start_up", sector="bees", title="On arı ailəsi", description="Bal", place=place,
            place_text="Həyətyanı sahə",
            months=[Month(number, 40_000, 10_000, 2_000, 8_000, 8_400) for number in range(1, 13)],
        ),
    )  # fmt: skip


def coached(made: Prepared, person: Person) -> BusinessPlan:
    plan = written(made, person)
    plans.coach_plan(**made.as_(TRAINER), plan=plan, minutes=60, advice="Uçot aparın")
    return plan


def submitted(made: Prepared, person: Person) -> BusinessPlan:
    """A plan whose place the authority has found clear, and which waits for a decision."""
    plan = coached(made, person)
    check = hazards.request_hazard_check(**made.as_(TRAINER), plan=plan)
    hazards.answer_hazard_check(
        **made.as_("orkhan"), check=check, answer="clear", number="T-77", note=""
    )
    return plans.submit_plan(**made.as_(TRAINER), plan=plan)


def accepted(made: Prepared, person: Person) -> BusinessPlan:
    with made.days_ago(25):
        plan = submitted(made, person)
        return plans.accept_plan(**made.as_("farid"), plan=plan)


def _plans(made: Prepared) -> None:
    with made.days_ago(40):
        people = [survivor(made, f"{name} Plançı") for name in ("Adil", "Vaqif", "Eldar")]
    trained(made, *people)
    with made.days_ago(5):
        draft = written(made, people[0])
        waiting = coached(made, people[1])
        hazards.request_hazard_check(**made.as_(TRAINER), plan=waiting)
        for_decision = submitted(made, people[2])
    made.form(TRAINER, "training:change_plan", draft.pk)
    made.form(TRAINER, "training:coach", draft.pk)
    made.form(TRAINER, "training:plan", waiting.pk)
    made.form("farid", "training:decide", for_decision.pk, decision="accept")
    made.form("orkhan", "training:hazard_list")
    made.form("farid", "training:read_hazard_list", file=_answers(made))


def _answers(made: Prepared) -> tuple[str, bytes]:
    """The authority's list as it came back: the place is clear."""
    book = openpyxl.load_workbook(io.BytesIO(hazard_list(made.stage.actor("orkhan"))))
    lines = [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]
    head = next(line for line in lines if "code" in line)
    code = lines[lines.index(head) + 1][head.index("code")]
    names = ("code", "answer", "number", "date")
    columns = [Column(name, "date" if name == "date" else "text") for name in names]
    sheet = Sheet("Hazard checks", columns, [[code, "clear", "T-78", made.today]])
    return "cavab.xlsx", write_table([sheet])
