"""The list of cases, the case page, and what moves a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cases import services
from dayaq.cases.models import Case, Session
from dayaq.cases.queries.cases import case_workers, with_needs_overdue, with_steps_due
from dayaq.cases.web import forms
from dayaq.cases.web.rows import CASE_STATES
from dayaq.cases.web.tables import activity_table, assistance_table, need_table, session_table
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.events import timeline
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.listing import listing
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page
from dayaq.people.models import Person


def case_url(case: Case) -> str:
    return reverse("cases:case", args=[case.pk])


def case_in_reach(request: Request, pk: UUID, capability: str) -> Case:
    """The case, if within reach of the capability."""
    return find(Case.objects.visible_to(request.actor, capability).select_related("person"), pk=pk)


def act_page(
    request: Request,
    case: Case,
    form: Form,
    *,
    verb: str,
    title: Any,
    message: Any,
    do: Callable[[], object],
    template: str = "generic/form.html",
    submit_label: Any = None,
) -> HttpResponse:
    """A page that records one act of the case and goes back to it."""
    return form_page(
        request,
        form,
        verb=verb,
        title=title,
        do=do,
        to=lambda _row: case_url(case),
        message=message,
        submit_label=submit_label or _("Save"),
        back_url=case_url(case),
        template=template,
        context={"items": [Item(_("Case"), f"{case.code}, {case.person.full_name}")]},
    )


def told(request: Request, form: Form) -> dict[str, Any]:
    """Who does it, the day it happened and the moment it is recorded."""
    return {"by": request.actor, "on": form.cleaned_data["on"], "at": request.clock.now}


@listing
def cases_listed(
    actor: Actor, today: dt.date, status: str, pathway: str, attention: str
) -> QuerySet[Case]:
    """The cases the actor may see, by the alphabet; closed ones only when asked for."""
    rows = Case.objects.visible_to(actor)
    if status:
        rows = rows.filter(status=status)
    if attention or not status:
        rows = rows.not_closed()
    if pathway:
        rows = rows.filter(pathway=pathway)
    match attention:
        case "needs":
            rows = with_needs_overdue(rows, today)
        case "steps":
            rows = with_steps_due(rows, today)
    return rows.select_related("person__district", "officer").order_by("sort_key", "pk")


@needs("cases.view")
def cases(request: Request) -> HttpResponse:
    filters = forms.CaseFilters(request.GET or None, label_suffix="")
    chosen = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    narrowed = [chosen.get(name) or "" for name in ("status", "pathway", "attention")]
    pages = cases_listed(request, request.actor, request.clock.today, *narrowed)
    table = Table(
        caption=_("Cases"),
        caption_hidden=True,
        columns=[
            Column(_("Person")),
            Column(_("District")),
            Column(_("Opened on"), "day"),
            Column(_("Officer")),
            Column(_("Pathway")),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(row.person.formal_name, case_url(row), detail=row.code),
                str(row.person.district),
                row.opened_on,
                row.officer.full_name,
                row.get_pathway_display(),
                Tag(row.get_status_display(), CASE_STATES.get(row.status, "info")),
            ]
            for row in pages
        ],
        empty=_("There is no such case."),
    )
    return page(request, "cases/list.html", {"filters": filters, "table": table, "pages": pages})


@needs("cases.view")
def case(request: Request, pk: UUID) -> HttpResponse:
    """Everything of one case."""
    row = find(
        Case.objects.visible_to(request.actor).select_related("person", "officer", "phase"), pk=pk
    )
    works = request.actor.can("cases.work") and not row.is_closed
    plan = row.plan
    items = [
        Item(_("Person"), f"{row.person.full_name}, {row.person.code}"),
        Item(_("Opened on"), f"{row.opened_on:%d.%m.%Y}"),
        Item(_("Phase"), str(row.phase) if row.phase else None),
        Item(_("Officer"), row.officer.full_name),
        Item(_("Pathway"), row.get_pathway_display() or None),
    ]
    if row.pathway:
        items.append(Item(_("Reason of the decision"), row.pathway_reason))
    if row.is_closed:
        reason = row.get_exit_reason_display()
        items.append(Item(_("Closed"), f"{row.closed_on:%d.%m.%Y}, {reason}"))
    return page(
        request,
        "cases/case.html",
        {
            "case": row,
            "tag": Tag(row.get_status_display(), CASE_STATES.get(row.status, "info")),
            "items": items,
            "links": _links(request, row, works),
            "needs": need_table(row, works=works),
            "plan": plan,
            "activities": activity_table(plan, works=works) if plan else None,
            "services": [
                session_table(Session.objects.visible_to(request.actor).filter(case=row)),
                assistance_table(row, may_end=works),
            ],
            "entries": timeline("case", row.pk),
        },
    )


def _links(request: Request, row: Case, works: bool) -> list[Link]:
    """What can be done with the case now, the next act first."""
    acts: list[tuple[str, Any]] = []
    if works:
        acts = [
            ("need", _("Record a need")),
            ("plan", _("Agree on a plan")),
            ("pathway", _("Decide the pathway")),
            ("session", _("Record a session")),
            ("assistance", _("Record assistance")),
            ("job", _("Record a job placement")),
        ]
        if row.status == Case.Status.IN_SERVICE:
            acts.append(("follow_up", _("Start the follow-up")))
    if request.actor.can("cases.refer") and not row.is_closed:
        acts.append(("refer", _("Refer to an institution")))
    if request.actor.can("cases.close"):
        acts += (
            [("reopen", _("Reopen the case"))]
            if row.is_closed
            else [("hand_over", _("Hand the case over")), ("close", _("Close the case"))]
        )
    return [
        Link(label, reverse(f"cases:{name}", args=[row.pk]), primary=number == 0)
        for number, (name, label) in enumerate(acts)
    ]


@needs("cases.work")
def open_case(request: Request, person: UUID) -> HttpResponse:
    who = find(Person.objects.visible_to(request.actor, "cases.work"), pk=person)
    form = forms.OpenCaseForm(request.POST or None, clock=request.clock)
    back = reverse("person", args=[who.pk])
    return form_page(
        request,
        form,
        verb="cases.open",
        title=_("Open a case"),
        do=lambda: services.open_case(**told(request, form), person_id=who.pk),
        to=case_url,
        message=_("The case is open. Record what the person needs."),
        submit_label=_("Open the case"),
        back_url=back,
        context={"items": [Item(_("Person"), f"{who.formal_name}, {who.code}")]},
    )


@needs("cases.work")
def pathway(request: Request, pk: UUID) -> HttpResponse:
    row = case_in_reach(request, pk, "cases.work")
    form = forms.PathwayForm(request.POST or None, clock=request.clock)
    return act_page(
        request, row, form,
        verb="cases.pathway",
        title=_("Decide the pathway"),
        message=_("The decision is recorded."),
        do=lambda: services.decide_pathway(
            **told(request, form), case_id=pk, **form.told("on")
        ),
    )  # fmt: skip


@needs("cases.work")
def follow_up(request: Request, pk: UUID) -> HttpResponse:
    row = case_in_reach(request, pk, "cases.work")
    form = forms.DayForm(request.POST or None, clock=request.clock)
    return act_page(
        request, row, form,
        verb="cases.follow_up",
        title=_("Start the follow-up"),
        message=_("The follow-up has begun."),
        do=lambda: services.start_follow_up(**told(request, form), case_id=pk),
    )  # fmt: skip


@needs("cases.close")
def close(request: Request, pk: UUID) -> HttpResponse:
    row = case_in_reach(request, pk, "cases.close")
    form = forms.CloseForm(request.POST or None, clock=request.clock)
    return act_page(
        request, row, form,
        verb="cases.close",
        title=_("Close the case"),
        message=_("The case is closed."),
        submit_label=_("Close the case"),
        do=lambda: services.close_case(**told(request, form), case_id=pk, **form.told("on")),
    )  # fmt: skip


@needs("cases.close")
def reopen(request: Request, pk: UUID) -> HttpResponse:
    row = case_in_reach(request, pk, "cases.close")
    form = forms.ReopenForm(request.POST or None, clock=request.clock)
    return act_page(
        request, row, form,
        verb="cases.reopen",
        title=_("Reopen the case"),
        message=_("The case is open again."),
        submit_label=_("Reopen the case"),
        do=lambda: services.reopen_case(**told(request, form), case_id=pk, **form.told("on")),
    )  # fmt: skip


@needs("cases.close")
def hand_over(request: Request, pk: UUID) -> HttpResponse:
    row = case_in_reach(request, pk, "cases.close")
    officers = case_workers(request.actor, request.clock.today)
    form = forms.HandOverForm(request.POST or None, clock=request.clock, officers=officers)
    return act_page(
        request, row, form,
        verb="cases.hand_over",
        title=_("Hand the case over"),
        message=_("The case has another officer."),
        submit_label=_("Hand over"),
        do=lambda: services.hand_over_case(
            **told(request, form), case_id=pk, officer_id=form.cleaned_data["officer"].pk
        ),
    )  # fmt: skip
