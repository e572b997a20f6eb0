"""Courses and business plans of the demonstration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from dayaq.cases.models import PlanActivity
from dayaq.cases.services.planning import finish_activity
from dayaq.kernel.access.models import Place, User
from dayaq.people.models import Person
from dayaq.programme.models import Phase
from dayaq.site.demo.figures import person_key
from dayaq.site.demo.plan import COURSES, DAY, SECTORS, CoursePlan, Figure
from dayaq.site.demo.setting import MODULES
from dayaq.site.demo.stage import Act, Stage
from dayaq.training.domain.cashflow import Month
from dayaq.training.models import BusinessPlan, Course, Curriculum, Enrolment, HazardCheck, Module
from dayaq.training.models import Session as CourseSession
from dayaq.training.services import attendance, courses, hazards, plans
from dayaq.training.services.content import InvestmentEntry, PlanContent

DAYS = 5


def plan_course(course: CoursePlan, pupils: list[Figure], stage: Stage) -> None:
    """The course is planned, its sessions set, the people enrolled."""
    kamran = stage.as_("kamran")
    details = courses.CourseDetails(
        title=f"Biznesə başla: {stage.fixed(Place, f'place:{course.district}').name_az}",
        curriculum=stage.fixed(Curriculum, "curriculum"),
        phase=stage.fixed(Phase, f"phase:{course.phase}"),
        district=stage.fixed(Place, f"place:{course.district}"),
        venue="Rayon mədəniyyət evi",
        accessibility="Pandus var, birinci mərtəbə",
        trainer=stage.fixed(User, "user:kamran"),
        starts_on=course.starts_on,
        ends_on=course.starts_on + (DAYS - 1) * DAY,
    )
    row = stage.keep(f"course:{course.key}", courses.plan_course(**kamran, details=details))
    modules = [stage.fixed(Module, f"module:{code}") for code, _name, _az in MODULES]
    courses.plan_sessions(
        **kamran, course=row,
        sessions=[
            courses.SessionEntry(
                on=course.starts_on + day * DAY, module=modules[day % len(modules)], minutes=240
            )
            for day in range(DAYS)
        ],
    )  # fmt: skip
    people = list(Person.objects.filter(pk__in=[stage.keys[person_key(p)] for p in pupils]))
    enrolled = courses.enrol_people(**kamran, course=row, people=people)
    courses.confirm_enrolments(**kamran, course=row, enrolments=enrolled)


def begin_course(course: CoursePlan, stage: Stage) -> None:
    courses.start_course(**stage.as_("kamran"), course=stage.row(Course, f"course:{course.key}"))


def hold_session(course: CoursePlan, pupils: list[Figure], day: int, stage: Stage) -> None:
    """One page of attendance: those who will leave come only to the first two days."""
    row = stage.row(Course, f"course:{course.key}")
    leaving = {stage.keys[person_key(p)] for p in pupils if not p.completes}
    session = CourseSession.objects.get(course=row, on=stage.on)
    marks = {}
    for number, enrolment in enumerate(Enrolment.objects.filter(course=row).order_by("id")):
        gone = enrolment.person_id in leaving and day >= 2
        # One day missed in five still reaches 80 percent.
        once = day == number % 9 and enrolment.person_id not in leaving
        marks[enrolment.pk] = "absent" if gone else "excused" if once and day > 0 else "present"
    attendance.take_attendance(**stage.as_("kamran"), session=session, marks=marks)


def end_course(course: CoursePlan, stage: Stage) -> None:
    """The attendance rule decides who has completed the course."""
    row = stage.row(Course, f"course:{course.key}")
    scores = {
        enrolment.pk: (30 + number * 3 % 25, 60 + number * 5 % 35)
        for number, enrolment in enumerate(Enrolment.objects.filter(course=row).order_by("id"))
    }
    attendance.record_scores(**stage.as_("kamran"), course=row, scores=scores)
    reasons = {enrolment.pk: "Mövsüm işləri" for enrolment in Enrolment.objects.filter(course=row)}
    attendance.complete_course(**stage.as_("kamran"), course=row, reasons=reasons)
    _finish_step(row, stage)


def _finish_step(course: Course, stage: Stage) -> None:
    """Whoever has completed the course has done the first step of the plan."""
    completed = Enrolment.objects.filter(course=course, status="completed")
    steps = PlanActivity.objects.filter(
        plan__case__person__in=completed.values("person_id"), done_on__isnull=True
    )
    for step in steps.order_by("id"):
        finish_activity(**stage.as_("farid"), activity_id=step.pk, result="Kursu bitirdi")


def write_plan(figure: Figure, stage: Stage) -> None:
    """The plan is written with the trainer, coached, and the place is sent to the authority."""
    kamran = stage.as_("kamran")
    sector, title, sales = SECTORS[figure.loan.sector if figure.loan else 5]
    loan = figure.loan.amount_minor if figure.loan else 800_00
    months = [
        Month(
            number=number, sales_minor=sales, direct_minor=sales // 3, indirect_minor=2_000,
            draw_minor=sales // 5, instalment_minor=loan // 12,
        )
        for number in range(1, 13)
    ]  # fmt: skip
    place = stage.fixed(Place, f"place:{figure.district}")
    plan = plans.write_plan(
        **kamran,
        person=stage.row(Person, person_key(figure)),
        coach=stage.fixed(User, "user:kamran"),
        content=PlanContent(
            kind="expansion" if figure.luck("plan").random() < 0.4 else "start_up",
            sector=sector, title=title, description=f"{title}: ailə təsərrüfatında",
            place=place, place_text="Həyətyanı sahə", market="Rayon bazarı və qonşular",
            risks="Xəstəlik, hava şəraiti", own_contribution_minor=loan // 5,
            working_capital_minor=loan // 10,
            investments=[InvestmentEntry(item=title, amount_minor=loan)], months=months,
        ),
    )  # fmt: skip
    stage.keep(f"plan:{figure.key}", plan)
    plans.coach_plan(**kamran, plan=plan, minutes=60, advice="Satış qiymətini hesablayın")
    check = hazards.request_hazard_check(**kamran, plan=plan)
    stage.keep(f"hazard:{figure.key}", check)


def answer_hazard(figure: Figure, stage: Stage) -> None:
    """The authority answers for the place of business: on its page, or by letter."""
    check = stage.row(HazardCheck, f"hazard:{figure.key}")
    number = f"T-{stage.on:%y%m}/{figure.key}"
    if figure.luck("hazard").random() < 0.7:
        hazards.answer_hazard_check(
            **stage.as_("orkhan"), check=check, answer="clear", number=number
        )
    else:
        hazards.record_hazard_letter(
            **stage.as_("kamran"), check=check, answer="clear", number=number
        )


def accept_plan(figure: Figure, stage: Stage) -> None:
    plan = stage.row(BusinessPlan, f"plan:{figure.key}")
    plans.submit_plan(**stage.as_("kamran"), plan=plan)
    plan.refresh_from_db()
    plans.accept_plan(**stage.as_("farid"), plan=plan)


def acts(people: list[Figure]) -> Iterator[Act]:
    """Courses, then plans for those who will ask for a loan."""
    for course in COURSES:
        pupils = [p for p in people if p.course == course.key]
        key = course.key
        planned = course.starts_on - 12 * DAY
        yield Act(planned, 20, f"course:{key}:plan", partial(plan_course, course, pupils))
        yield Act(course.starts_on, 21, f"course:{key}:begin", partial(begin_course, course))
        for day in range(DAYS):
            yield Act(
                course.starts_on + day * DAY, 22, f"course:{key}:{day}",
                partial(hold_session, course, pupils, day),
            )  # fmt: skip
        last = course.starts_on + DAYS * DAY
        yield Act(last, 23, f"course:{key}:end", partial(end_course, course))
    for figure in people:
        if figure.loan is None and not figure.refused_for_job:
            continue
        written = plan_day(figure)
        key = figure.key
        yield Act(written, 24, f"plan:{key}:write", partial(write_plan, figure))
        yield Act(written + 5 * DAY, 25, f"plan:{key}:hazard", partial(answer_hazard, figure))
        yield Act(written + 7 * DAY, 26, f"plan:{key}:accept", partial(accept_plan, figure))


def plan_day(figure: Figure) -> dt.date:
    """Three weeks before the application is decided on."""
    course = next(c for c in COURSES if c.key == figure.course)
    return course.starts_on + (DAYS + 4) * DAY
