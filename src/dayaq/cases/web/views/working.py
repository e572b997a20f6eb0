"""Needs, plan, sessions, assistance and jobs of a case."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dayaq.cases import services
from dayaq.cases.domain.lifecycle import NeedAct
from dayaq.cases.models import Case, JobPlacement, Need, PlanActivity
from dayaq.cases.queries.cases import activities_of, institutions
from dayaq.cases.web import forms
from dayaq.cases.web.views.cases import act_page, case_in_reach, told
from dayaq.kernel.web.views import Request, find, needs


@needs("cases.work")
def need(request: Request, pk: UUID) -> HttpResponse:
    case = case_in_reach(request, pk, "cases.work")
    form = forms.NeedForm(request.POST or None, clock=request.clock)
    return act_page(
        request, case, form,
        verb="cases.need",
        title=_("Record a need"),
        message=_("The need is recorded."),
        do=lambda: services.record_need(**told(request, form), case_id=pk, **form.told("on")),
    )  # fmt: skip


@needs("cases.work")
def move_need(request: Request, pk: UUID) -> HttpResponse:
    rows = Need.objects.visible_to(request.actor, "cases.work").select_related("case__person")
    row = find(rows, pk=pk)
    form = forms.MoveNeedForm(request.POST or None, clock=request.clock, status=row.status)
    return act_page(
        request, row.case, form,
        verb="cases.move_need",
        title=_("What has become of the need: %(need)s") % {"need": row.get_kind_display()},
        message=_("The need is updated."),
        do=lambda: services.move_need(
            **told(request, form),
            need_id=pk,
            act=NeedAct(form.cleaned_data["act"]),
            note=form.cleaned_data["note"],
        ),
    )  # fmt: skip


@needs("cases.work")
def plan(request: Request, pk: UUID) -> HttpResponse:
    case = case_in_reach(request, pk, "cases.work")
    before = case.plan
    known = [
        {
            "text": row.text,
            "responsible": row.responsible,
            "due_on": row.due_on,
            "need": str(row.need_id or ""),
        }
        for row in (activities_of(before.pk) if before else ())
        if row.done_on is None
    ]
    form = forms.PlanForm(
        request.POST or None,
        clock=request.clock,
        case=case,
        initial={"goals": before.goals if before else ""},
        # A step that is kept as it was is a step of the revision too.
        row_initial=() if request.method == "POST" else known,
    )
    return act_page(
        request, case, form,
        verb="cases.plan",
        title=_("Agree on a plan"),
        message=_("The plan is recorded."),
        template="cases/plan.html",
        do=lambda: services.record_plan(
            **told(request, form),
            case_id=pk,
            goals=form.cleaned_data["goals"],
            activities=form.activities(),
            signature=form.cleaned_data["signature"],
            witness=form.cleaned_data["witness"],
        ),
    )  # fmt: skip


@needs("cases.work")
def done(request: Request, pk: UUID) -> HttpResponse:
    seen = Case.objects.visible_to(request.actor, "cases.work")
    rows = PlanActivity.objects.filter(plan__case__in=seen).select_related("plan__case__person")
    row = find(rows, pk=pk)
    form = forms.DoneForm(request.POST or None, clock=request.clock)
    return act_page(
        request, row.plan.case, form,
        verb="cases.done",
        title=_("Done: %(step)s") % {"step": row.text},
        message=_("The step is done."),
        do=lambda: services.finish_activity(
            **told(request, form), activity_id=pk, result=form.cleaned_data["result"]
        ),
    )  # fmt: skip


@needs("cases.work")
def session(request: Request, pk: UUID) -> HttpResponse:
    case = case_in_reach(request, pk, "cases.work")
    form = forms.SessionForm(
        request.POST or None, clock=request.clock, institutions=institutions(request.actor)
    )
    return act_page(
        request, case, form,
        verb="cases.session",
        title=_("Record a session"),
        message=_("The session is recorded."),
        do=lambda: services.record_session(
            **told(request, form),
            case_id=pk,
            session=services.SessionData(
                institution_id=getattr(form.cleaned_data["institution"], "pk", None),
                **form.told("on", "institution"),
            ),
        ),
    )  # fmt: skip


@needs("cases.work")
def assistance(request: Request, pk: UUID) -> HttpResponse:
    case = case_in_reach(request, pk, "cases.work")
    form = forms.AssistanceForm(request.POST or None, clock=request.clock, case=case)
    return act_page(
        request, case, form,
        verb="cases.assistance",
        title=_("Record assistance"),
        message=_("The assistance is recorded."),
        do=lambda: services.record_assistance(
            **told(request, form),
            case_id=pk,
            need_ids=[UUID(need) for need in form.cleaned_data["needs"]],
            **form.told("on", "needs"),
        ),
    )  # fmt: skip


@needs("cases.work")
def job(request: Request, pk: UUID) -> HttpResponse:
    case = case_in_reach(request, pk, "cases.work")
    form = forms.JobForm(request.POST or None, clock=request.clock)
    return act_page(
        request, case, form,
        verb="cases.job",
        title=_("Record a job placement"),
        message=_("The job placement is recorded."),
        do=lambda: services.place_in_job(**told(request, form), case_id=pk, **form.told("on")),
    )  # fmt: skip


@needs("cases.work")
def end_job(request: Request, pk: UUID) -> HttpResponse:
    seen = Case.objects.visible_to(request.actor, "cases.work")
    row = find(JobPlacement.objects.filter(case__in=seen).select_related("case__person"), pk=pk)
    form = forms.EndJobForm(request.POST or None, clock=request.clock)
    return act_page(
        request, row.case, form,
        verb="cases.end_job",
        title=_("Record that the job ended"),
        message=_("The end of the job is recorded."),
        do=lambda: services.end_job(
            **told(request, form), job_id=pk, reason=form.cleaned_data["reason"]
        ),
    )  # fmt: skip
