"""Pages of what happens in the room: attendance, scores, completion, and its papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.files.services import file_response
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.views import Request, download, find, needs
from dayaq.training import services
from dayaq.training.models import Course, Enrolment, Session
from dayaq.training.queries import courses as queries
from dayaq.training.services import papers
from dayaq.training.web.forms import courses as forms
from dayaq.training.web.views.courses import course_of


@needs("training.manage_courses")
def attendance(request: Request, pk: UUID) -> HttpResponse:
    """Everybody of the course on one sheet."""
    session = _session(request, pk)
    if request.method != "POST" and session.attendance_taken_at is not None:
        return HttpResponseRedirect(reverse("training:correct", args=[pk]))
    everybody = {"mark": "present"} if request.GET.get("all") == "present" else {}
    return _sheet(
        request,
        session,
        form_class=forms.AttendanceForm,
        initial=lambda _enrolment: everybody,
        service=services.take_attendance,
        title=_("Take attendance"),
    )


@needs("training.manage_courses")
def correct(request: Request, pk: UUID) -> HttpResponse:
    """The same sheet once it was recorded: it warns, and asks to be sure."""
    session = _session(request, pk)
    marked = dict(session.attendance.values_list("enrolment_id", "mark"))
    return _sheet(
        request,
        session,
        form_class=forms.CorrectionForm,
        initial=lambda enrolment: {"mark": marked.get(enrolment.pk, "")},
        service=services.correct_attendance,
        title=_("Correct attendance"),
        context={
            "was_taken": True,
            "present": sum(mark == "present" for mark in marked.values()),
        },
    )


def _session(request: Request, pk: UUID) -> Session:
    return find(
        Session.objects.filter(course__in=Course.objects.visible_to(request.actor)).select_related(
            "course", "module"
        ),
        pk=pk,
    )


def _sheet(
    request: Request,
    session: Session,
    *,
    form_class: type[forms.AttendanceForm],
    initial: Callable[[Enrolment], dict[str, str]],
    service: Callable[..., Session],
    title: str,
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    enrolments = list(
        session.course.enrolments.filter(status__in=queries.IN_THE_ROOM)
        .select_related("person")
        .order_by("person__sort_key")
    )
    form = form_class(
        request.POST or None,
        clock=request.clock,
        row_labels=[e.person.formal_name for e in enrolments],
        row_initial=[initial(e) for e in enrolments],
    )
    back = reverse("training:course", args=[session.course_id])
    return form_page(
        request,
        form,
        verb=f"training.{service.__name__}",
        title=title,
        do=lambda: service(
            by=request.actor,
            on=session.on,
            at=request.clock.now,
            session=session,
            marks=form.marks([e.pk for e in enrolments]),
        ),
        to=lambda _row: back,
        message=_("Attendance is recorded."),
        submit_label=_("Save attendance"),
        back_url=back,
        template="training/attendance.html",
        context={"session": session, "count": len(enrolments), **(context or {})},
    )


@needs("training.manage_courses")
def scores(request: Request, pk: UUID) -> HttpResponse:
    row = course_of(request, pk)
    enrolments = list(row.enrolments.select_related("person").order_by("person__sort_key"))
    form = forms.ScoresForm(
        request.POST or None,
        clock=request.clock,
        initial={"on": request.clock.today},
        row_labels=[e.person.formal_name for e in enrolments],
        row_initial=[{"before": e.pre_score, "after": e.post_score} for e in enrolments],
    )
    back = reverse("training:course", args=[pk])
    return form_page(
        request,
        form,
        verb="training.record_scores",
        title=_("Record test scores"),
        do=lambda: services.record_scores(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            course=row,
            scores={
                enrolments[line["row"] - 1].pk: (line["before"], line["after"])
                for line in form.cleaned_data["rows"]
            },
        ),
        to=lambda _row: back,
        message=_("The test scores are recorded."),
        submit_label=_("Save"),
        back_url=back,
        template="training/sheet.html",
    )


@needs("training.manage_courses")
def complete(request: Request, pk: UUID) -> HttpResponse:
    """Close the course for all at once; whoever is below the threshold gets a reason."""
    row = course_of(request, pk)
    _sessions, lines = queries.sheet(row)
    below = [
        line
        for line in lines
        if line.enrolment.status in queries.IN_THE_ROOM and not line.completes
    ]
    above = [line for line in lines if line.completes]
    form: forms.CompleteForm | forms.CompleteWithReasonsForm
    last = {"on": min(row.ends_on, request.clock.today)}
    if below:
        form = forms.CompleteWithReasonsForm(
            request.POST or None,
            clock=request.clock,
            initial=last,
            row_labels=[
                f"{line.enrolment.person.formal_name}, {line.attendance.percent} %"
                for line in below
            ],
        )
    else:
        form = forms.CompleteForm(request.POST or None, clock=request.clock, initial=last)
    back = reverse("training:course", args=[pk])
    return form_page(
        request,
        form,
        verb="training.complete_course",
        title=_("Complete the course"),
        do=lambda: services.complete_course(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            course=row,
            reasons=form.reasons([line.enrolment.pk for line in below]),
        ),
        to=lambda _row: back,
        message=_("The course is completed."),
        submit_label=_("Complete the course"),
        back_url=back,
        template="training/sheet.html",
        context={
            "intro": _(
                "%(above)s people completed it with at least %(threshold)s per cent; "
                "%(below)s did not."
            )
            % {
                "above": len(above),
                "below": len(below),
                "threshold": row.threshold_percent,
            }
        },
    )


@needs("training.view_courses")
def sheet_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The attendance sheet on paper, with names and empty boxes to sign."""
    row = course_of(request, pk)
    pdf = papers.attendance_sheet(by=request.actor, course=row, language=request.actor.language)
    return download(pdf, f"attendance-{row.code}.pdf", "application/pdf")


@needs("training.view_courses")
def blank_pdf(request: Request) -> HttpResponse:
    """The empty attendance sheet."""
    pdf = papers.blank_attendance(by=request.actor, language=request.actor.language)
    return download(pdf, "attendance-blank.pdf", "application/pdf")


@needs("training.view_courses")
def certificate_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The certificate of one person: the same bytes at every print."""
    enrolment = find(
        Enrolment.objects.visible_to(request.actor).select_related(
            "course__curriculum", "course__trainer", "course__district", "person", "certificate"
        ),
        pk=pk,
        certificate__isnull=False,
    )
    stored = papers.certificate(by=request.actor, at=request.clock.now, enrolment=enrolment)
    return file_response(stored, inline=True)
