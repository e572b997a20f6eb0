"""Pages of courses: the list, one course, planning and inviting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.events import timeline
from dayaq.kernel.web.listing import listing
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Link, State, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page
from dayaq.training import services
from dayaq.training.models import Course, Enrolment
from dayaq.training.queries import courses as queries
from dayaq.training.queries import plans as plan_queries
from dayaq.training.web.acts import run_act
from dayaq.training.web.forms import courses as forms
from dayaq.training.web.forms.courses import DatedActForm

STATES: dict[str, State] = {
    "planned": "neutral",
    "running": "info",
    "completed": "good",
    "cancelled": "neutral",
    "invited": "neutral",
    "confirmed": "neutral",
    "attending": "info",
    "dropped": "warn",
}
ELIGIBLE_SHOWN = 60

courses_listed = listing(queries.courses)


@needs("training.view_courses")
def courses(request: Request) -> HttpResponse:
    pages = courses_listed(request, request.actor)
    table = Table(
        caption=_("Courses"),
        caption_hidden=True,
        columns=[
            Column(_("Course")),
            Column(_("District")),
            Column(_("First day"), "day"),
            Column(_("Trainer")),
            Column(_("In the course"), "number"),
            Column(_("Completed"), "number"),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(row.title, url=reverse("training:course", args=[row.pk]), detail=row.code),
                row.district,
                row.starts_on,
                row.trainer.full_name,
                row.enrolled,  # type: ignore[attr-defined] # annotated
                row.completed,  # type: ignore[attr-defined] # annotated
                Tag(row.get_status_display(), STATES[row.status]),
            ]
            for row in pages
        ],
        empty=_("No course is planned yet."),
    )
    links = [
        Link(_("Curricula"), reverse("training:curricula")),
        Link(_("Blank attendance sheet (PDF)"), reverse("training:blank_attendance")),
    ]
    if request.actor.can("training.manage_courses"):
        links.insert(0, Link(_("Plan a course"), reverse("training:plan_course"), True))
    return page(
        request,
        "generic/tables.html",
        {"title": _("Courses"), "tables": [table], "pages": pages, "links": links},
    )


@needs("training.view_courses")
def course(request: Request, pk: UUID) -> HttpResponse:
    row = course_of(request, pk)
    form = DatedActForm(request.POST or None, clock=request.clock)

    invited = list(row.enrolments.filter(status=Enrolment.Status.INVITED))
    form, done = _acted(request, row, form, invited)
    if done is not None:
        return done
    sessions, rows = queries.sheet(row)
    counts = {
        session.pk: sum(line.marks[n] == "present" for line in rows)
        for n, session in enumerate(sessions)
    }
    plans = (
        plan_queries.current_in(request.actor, row.pk)
        if request.actor.can("training.view_plans")
        else {}
    )
    manages = request.actor.can("training.manage_courses")
    is_open = row.status in {Course.Status.PLANNED, Course.Status.RUNNING}
    return page(
        request,
        "training/course.html",
        {
            "course": row,
            "tag": Tag(row.get_status_display(), STATES[row.status]),
            "sessions": [(session, counts[session.pk]) for session in sessions],
            "rows": [
                (
                    line,
                    Tag(line.enrolment.get_status_display(), _state(line)),
                    plans.get(line.enrolment.person_id),
                )
                for line in rows
            ],
            "may_open_person": request.actor.can("people.view"),
            "may_write_plan": request.actor.can("training.write_plan"),
            "form": form,
            "may_manage": manages and is_open,
            "may_certify": manages and row.status == Course.Status.COMPLETED,
            "may_act": (manages and row.status in {Course.Status.PLANNED, Course.Status.COMPLETED})
            or bool(invited and is_open and request.actor.can("training.enrol")),
            "may_enrol": request.actor.can("training.enrol") and is_open,
            "invited": len(invited),
            "today": request.clock.today,
            "entries": timeline("course", row.pk),
        },
        status=422 if form.errors else 200,
    )


def _acted(
    request: Request, row: Course, form: DatedActForm, invited: Sequence[Enrolment]
) -> tuple[Any, HttpResponse | None]:
    """Start the course, confirm who is invited, or certify: whichever button was pressed."""

    def when() -> dict[str, Any]:
        return {"by": request.actor, "on": form.cleaned_data["on"], "at": request.clock.now}

    return run_act(
        request,
        {
            "start": (
                "training.start_course",
                lambda: services.start_course(**when(), course=row),
                _("The course has started."),
            ),
            "confirm": (
                "training.confirm_enrolments",
                lambda: services.confirm_enrolments(**when(), course=row, enrolments=invited),
                _("All invited people are confirmed."),
            ),
            "certify": (
                "training.issue_certificates",
                lambda: services.issue_certificates(**when(), course=row),
                _("The certificates are issued."),
            ),
        },
        to=lambda _row: reverse("training:course", args=[row.pk]),
        form=form,
    )


@needs("training.manage_courses")
def plan(request: Request) -> HttpResponse:
    form = forms.CourseForm(
        request.POST or None,
        clock=request.clock,
        programme_id=request.actor.programme_id,
        initial={"trainer": request.actor.user_id},
    )
    return form_page(
        request,
        form,
        verb="training.plan_course",
        title=_("Plan a course"),
        do=lambda: services.plan_course(
            by=request.actor, on=request.clock.today, at=request.clock.now, details=form.details()
        ),
        to=lambda row: reverse("training:course", args=[row.pk]),
        message=_("The course is planned. Add its sessions now."),
        submit_label=_("Plan the course"),
        back_url=reverse("training:courses"),
    )


@needs("training.manage_courses")
def change(request: Request, pk: UUID) -> HttpResponse:
    row = course_of(request, pk)
    form = forms.CourseForm(
        request.POST or None,
        clock=request.clock,
        programme_id=request.actor.programme_id,
        initial={name: getattr(row, name) for name in services.CourseDetails.__slots__},
    )
    back = reverse("training:course", args=[pk])
    return form_page(
        request,
        form,
        verb="training.change_course",
        title=_("Change the course"),
        do=lambda: services.change_course(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            course=row,
            details=form.details(),
        ),
        to=lambda _row: back,
        message=_("The course is changed."),
        submit_label=_("Save"),
        back_url=back,
    )


@needs("training.manage_courses")
def sessions(request: Request, pk: UUID) -> HttpResponse:
    row = course_of(request, pk)
    form = forms.SessionsForm(request.POST or None, clock=request.clock, course=row)
    back = reverse("training:course", args=[pk])
    return form_page(
        request,
        form,
        verb="training.plan_sessions",
        title=_("Add sessions"),
        do=lambda: services.plan_sessions(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            course=row,
            sessions=form.entries(),
        ),
        to=lambda _made: back,
        message=_("The sessions are planned."),
        submit_label=_("Plan the sessions"),
        back_url=back,
        template="training/sheet.html",
    )


@needs("training.enrol")
def enrol(request: Request, pk: UUID) -> HttpResponse:
    row = course_of(request, pk)
    text = request.GET.get("q", "").replace("\0", "")[:100]
    people = list(queries.eligible(request.actor, row, text)[:ELIGIBLE_SHOWN])
    if request.method == "POST":
        # Sent again, the form names people who are in the course by now: they stay choices.
        chosen = [pk for pk in request.POST.getlist("people")[:ELIGIBLE_SHOWN] if _is_id(pk)]
        also = queries.invitable(request.actor, row).filter(pk__in=chosen).in_order()
        people += [person for person in also if person not in people]
    form = forms.EnrolForm(request.POST or None, clock=request.clock, people=people)
    back = reverse("training:course", args=[pk])
    return form_page(
        request,
        form,
        verb="training.enrol_people",
        title=_("Invite people to the course"),
        do=lambda: services.enrol_people(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            course=row,
            people=form.chosen(),
        ),
        to=lambda _made: back,
        message=_("The people are invited."),
        submit_label=_("Invite"),
        back_url=back,
        template="training/enrol.html",
        context={
            "filters": forms.SearchForm({"q": text}, clock=request.clock),
            "people": people,
            "is_cut": len(people) >= ELIGIBLE_SHOWN,
        },
    )


@needs("training.manage_courses")
def drop(request: Request, pk: UUID) -> HttpResponse:
    enrolment = find(
        Enrolment.objects.visible_to(request.actor).select_related("course", "person"), pk=pk
    )
    form = forms.ReasonForm(
        request.POST or None, clock=request.clock, initial={"on": request.clock.today}
    )
    back = reverse("training:course", args=[enrolment.course_id])
    return form_page(
        request,
        form,
        verb="training.drop_enrolment",
        title=_("Record that somebody leaves the course"),
        do=lambda: services.drop_enrolment(
            by=request.actor, at=request.clock.now, enrolment=enrolment, **form.cleaned_data
        ),
        to=lambda _row: back,
        message=_("It is recorded that the person left the course."),
        submit_label=_("Record"),
        back_url=back,
        context={"intro": enrolment.person.formal_name},
    )


@needs("training.manage_courses")
def cancel(request: Request, pk: UUID) -> HttpResponse:
    row = course_of(request, pk)
    form = forms.ReasonForm(
        request.POST or None, clock=request.clock, initial={"on": request.clock.today}
    )
    back = reverse("training:course", args=[pk])
    return form_page(
        request,
        form,
        verb="training.cancel_course",
        title=_("Cancel the course"),
        do=lambda: services.cancel_course(
            by=request.actor, at=request.clock.now, course=row, **form.cleaned_data
        ),
        to=lambda _row: back,
        message=_("The course is cancelled."),
        submit_label=_("Cancel the course"),
        back_url=back,
        context={"danger": True},
    )


def course_of(request: Request, pk: UUID) -> Course:
    """The course among those the person may see."""
    return find(
        Course.objects.visible_to(request.actor).select_related(
            "district", "trainer", "curriculum", "phase"
        ),
        pk=pk,
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _state(line: queries.SheetRow) -> State:
    return STATES[line.enrolment.status]
