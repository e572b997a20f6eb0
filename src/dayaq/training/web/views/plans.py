"""Pages of business plans: write, coach, submit, decide."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel import charts
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.events import timeline
from dayaq.kernel.web.listing import listing
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, State, Table, Tag
from dayaq.kernel.web.views import Request, download, find, needs, page
from dayaq.training import services
from dayaq.training.domain.cashflow import Month, break_even_sales, cash_flow
from dayaq.training.models import BusinessPlan, CoachingSession, HazardCheck
from dayaq.training.queries import plans as queries
from dayaq.training.services import papers
from dayaq.training.services.content import months_of
from dayaq.training.web.acts import run_act
from dayaq.training.web.forms import plans as forms
from dayaq.training.web.forms.courses import DatedActForm

STATES: dict[str, State] = {
    "draft": "neutral",
    "coached": "info",
    "submitted": "info",
    "accepted": "good",
    "returned": "warn",
    "not_viable": "bad",
}
ANSWERS: dict[str, State] = {"clear": "good", "suspected": "warn", "inside": "bad"}


@listing
def plans_listed(actor: Actor, status: str) -> QuerySet[BusinessPlan]:
    rows = queries.plans(actor)
    return rows.filter(status=status) if status else rows


@needs("training.view_plans")
def plans(request: Request) -> HttpResponse:
    status = request.GET.get("status", "")
    pages = plans_listed(
        request, request.actor, status if status in BusinessPlan.Status.values else ""
    )
    table = Table(
        caption=_("Business plans"),
        caption_hidden=True,
        columns=[
            Column(_("Plan")),
            Column(_("Person")),
            Column(_("Sector")),
            Column(_("Coach")),
            Column(_("Hazard check")),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(row.title, url=reverse("training:plan", args=[row.pk]), detail=row.code),
                row.person.full_name,
                row.get_sector_display(),
                row.coach.full_name,
                hazard_tag(row),
                Tag(row.get_status_display(), STATES[row.status]),
            ]
            for row in pages
        ],
        empty=_("No business plan is written yet. Begin one on the page of a person."),
    )
    return page(
        request,
        "generic/tables.html",
        {"title": _("Business plans"), "tables": [table], "pages": pages},
    )


@needs("training.view_plans")
def plan(request: Request, pk: UUID) -> HttpResponse:
    row = plan_of(request, pk)
    form = DatedActForm(request.POST or None, clock=request.clock)

    def when() -> dict[str, Any]:
        return {"by": request.actor, "on": form.cleaned_data["on"], "at": request.clock.now}

    form, done = run_act(
        request,
        {
            "submit": (
                "training.submit_plan",
                lambda: services.submit_plan(**when(), plan=row),
                _("The plan is submitted."),
            ),
            "ask": (
                "training.request_hazard_check",
                lambda: services.request_hazard_check(**when(), plan=row),
                _("The authority is asked about the place."),
            ),
            "revise": (
                "training.revise_plan",
                lambda: services.revise_plan(**when(), plan=row),
                _("The next version is a draft now."),
            ),
        },
        to=_after,
        form=form,
    )
    if done is not None:
        return done
    months = months_of(row)
    writes = request.actor.can("training.write_plan")
    return page(
        request,
        "training/plan.html",
        {
            "plan": row,
            "tag": Tag(row.get_status_display(), STATES[row.status]),
            "hazard": hazard_tag(row),
            "investments": list(row.investments.order_by("position")),
            "wanted_minor": papers.wanted_minor(
                row, sum(one.amount_minor for one in row.investments.all())
            ),
            "flow": cash_flow(row.working_capital_minor, months) if months else None,
            "flow_chart": _chart(row, months),
            "break_even": _break_even(months),
            "coaching": _coaching(row),
            "versions": BusinessPlan.objects.visible_to(request.actor)
            .filter(code=row.code)
            .order_by("-version"),
            "form": form,
            "may_open_person": request.actor.can("people.view"),
            "may_edit": writes and row.status in {"draft", "coached"},
            "may_submit": writes and row.status == "coached",
            "may_ask": writes and row.hazard_check is None and row.status not in {
                "accepted", "not_viable",
            },
            "may_revise": writes and row.status == "returned"
            and not BusinessPlan.objects.filter(previous=row).exists(),
            "may_decide": request.actor.can("training.decide_plan")
            and row.status == "submitted",
            "may_answer": request.actor.can("training.record_hazard_letter")
            and row.hazard_check is not None and not row.hazard_check.answer,
            "entries": timeline("plan", row.pk),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


@needs("training.write_plan")
def write(request: Request, person_id: UUID) -> HttpResponse:
    person = find(queries.writable_for(request.actor), pk=person_id)
    form = forms.PlanForm(
        request.POST or None,
        clock=request.clock,
        initial={"on": request.clock.today, "place": person.district_id},
    )
    return form_page(
        request,
        form,
        verb="training.write_plan",
        title=_("Write a business plan"),
        do=lambda: services.write_plan(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            person=person,
            content=form.content(),
        ),
        to=_after,
        message=_("The plan is a draft now."),
        submit_label=_("Save the plan"),
        back_url=reverse("training:plans"),
        template="training/sheet.html",
        context={"intro": f"{person.full_name}, {person.code}"},
    )


@needs("training.write_plan")
def change(request: Request, pk: UUID) -> HttpResponse:
    row = plan_of(request, pk)
    form = forms.PlanForm(
        request.POST or None,
        clock=request.clock,
        initial=_initial(row, request.clock.today),
        row_initial=_row_initial(row),
    )
    return form_page(
        request,
        form,
        verb="training.change_plan",
        title=_("Change the business plan"),
        do=lambda: services.change_plan(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            plan=row,
            content=form.content(),
        ),
        to=_after,
        message=_("The plan is changed."),
        submit_label=_("Save the plan"),
        back_url=reverse("training:plan", args=[pk]),
        template="training/sheet.html",
        context={"intro": f"{row.person.full_name}, {row.code}"},
    )


@needs("training.write_plan")
def coach(request: Request, pk: UUID) -> HttpResponse:
    row = plan_of(request, pk)
    form = forms.CoachForm(
        request.POST or None, clock=request.clock, initial={"on": request.clock.today}
    )
    back = reverse("training:plan", args=[pk])
    return form_page(
        request,
        form,
        verb="training.coach_plan",
        title=_("Record a coaching session"),
        do=lambda: services.coach_plan(
            by=request.actor, at=request.clock.now, plan=row, **form.cleaned_data
        ),
        to=lambda _session: back,
        message=_("The coaching session is recorded."),
        submit_label=_("Record"),
        back_url=back,
        context={"intro": f"{row.title}, {row.person.full_name}"},
    )


@needs("training.decide_plan")
def decide(request: Request, pk: UUID) -> HttpResponse:
    row = plan_of(request, pk)
    form = forms.DecisionForm(
        request.POST or None, clock=request.clock, initial={"on": request.clock.today}
    )
    decide_by = {
        "accept": services.accept_plan,
        "return": services.return_plan,
        "reject": services.reject_plan,
    }
    return form_page(
        request,
        form,
        verb="training.decide_plan",
        title=_("Decide on the business plan"),
        do=lambda: decide_by[form.cleaned_data["decision"]](
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            plan=row,
            reason=form.cleaned_data["reason"],
        ),
        to=_after,
        message=_("The decision is recorded."),
        submit_label=_("Record the decision"),
        back_url=reverse("training:plan", args=[pk]),
        context={"intro": f"{row.title}, {row.person.full_name}"},
    )


@needs("training.view_plans")
def plan_pdf(request: Request, pk: UUID) -> HttpResponse:
    row = plan_of(request, pk)
    pdf = papers.business_plan(by=request.actor, plan=row, language=request.actor.language)
    return download(pdf, f"plan-{row.code}-{row.version}.pdf", "application/pdf")


def plan_of(request: Request, pk: UUID) -> BusinessPlan:
    """The plan among those the person may see."""
    return find(
        BusinessPlan.objects.visible_to(request.actor).select_related(
            "person", "place", "coach", "hazard_check", "decided_by"
        ),
        pk=pk,
    )


def hazard_tag(row: BusinessPlan) -> Tag:
    """What the authority said about the place, in a word."""
    check = row.hazard_check
    if check is None:
        return Tag(_("Not asked yet"), "neutral")
    if not check.answer:
        return Tag(_("Waiting for the authority"), "info")
    return Tag(check.get_answer_display(), ANSWERS[check.answer])


def _after(made: BusinessPlan | HazardCheck) -> str:
    row = made if isinstance(made, BusinessPlan) else made.plans.latest("version")
    return reverse("training:plan", args=[row.pk])


def _coaching(row: BusinessPlan) -> list[CoachingSession]:
    return list(
        CoachingSession.objects.filter(plan__code=row.code, plan__programme=row.programme_id)
        .select_related("coach", "plan")
        .order_by("-on")
    )


def _chart(row: BusinessPlan, months: list[Month]) -> dict[str, object] | None:
    if not months:
        return None
    flow = cash_flow(row.working_capital_minor, months)
    shown = {
        "title": _("Cash at the end of each month"),
        "labels": [str(month.number) for month in months],
        "unit": "money",
        "currency": row.currency,
    }
    closing = charts.Series(_("Cash at the end"), list(flow.closing))
    every = [
        charts.Series(_("Sales"), [month.sales_minor for month in months]),
        charts.Series(_("Direct costs"), [month.direct_minor for month in months]),
        charts.Series(_("Indirect costs"), [month.indirect_minor for month in months]),
        charts.Series(_("For the household"), [month.draw_minor for month in months]),
        charts.Series(_("Loan instalment"), [month.instalment_minor for month in months]),
        closing,
    ]
    return {
        "svg": charts.line_chart(**shown, series=[closing]),  # type: ignore[arg-type]
        "table": charts.as_table(**shown, series=every, head=_("Month")),  # type: ignore[arg-type]
    }


def _break_even(months: list[Month]) -> int | None:
    """Break-even sales of the average month."""
    if not months:
        return None
    count = len(months)
    average = Month(
        0,
        *(
            sum(getattr(month, f"{name}_minor") for month in months) // count
            for name in forms.AMOUNTS
        ),
    )
    return break_even_sales(average)


def _initial(row: BusinessPlan, today: dt.date) -> dict[str, object]:
    initial: dict[str, object] = {name: getattr(row, name) for name in forms.WORDS}
    initial["on"] = today
    initial["own_contribution"] = row.own_contribution_minor
    initial["working_capital"] = row.working_capital_minor
    for n, one in enumerate(row.investments.order_by("position"), start=1):
        initial[f"item_{n}"], initial[f"amount_{n}"] = one.item, one.amount_minor
    return initial


def _row_initial(row: BusinessPlan) -> list[dict[str, int]]:
    written = {month.number: month for month in months_of(row)}
    return [
        {name: getattr(written[n], f"{name}_minor") for name in forms.AMOUNTS}
        if n in written
        else {}
        for n in range(1, 13)
    ]
