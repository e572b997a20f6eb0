"""Pages of following a loan: arrears, promises, visits, new terms, write-offs."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit import services
from dayaq.credit.models import (
    Cause,
    LoanStatus,
    ProposalStatus,
    RescheduleKind,
    RescheduleRequest,
    WriteOff,
)
from dayaq.credit.queries.due import Owing, owing, with_something_due
from dayaq.credit.queries.loans import seen
from dayaq.credit.web.forms import following as forms
from dayaq.credit.web.views.common import given_answers, loan_or_404, loan_tag, loan_url, money
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page


@needs("credit.view")
def arrears(request: Request) -> HttpResponse:
    """Who is late, the latest first."""
    today = request.clock.today
    rows = with_something_due(
        seen(request.actor).filter(status=LoanStatus.ACTIVE), today - dt.timedelta(days=1)
    ).order_by("pk")
    late = [row for row in owing(rows, today) if row.standing.overdue_minor]
    late.sort(key=lambda row: (-row.standing.days_past_due, row.loan.code))
    pages: Page[Owing] = Paginator(late, 50).get_page(request.GET.get("page"))
    table = Table(
        caption=_("Arrears"),
        caption_hidden=True,
        columns=[
            Column(_("Borrower")),
            Column(_("Loan")),
            Column(_("District")),
            Column(_("Phone")),
            Column(_("Overdue"), "money", currency="AZN"),
            Column(_("Since"), "day"),
            Column(_("Last promise")),
            Column(_("Status")),
        ],
        rows=[
            [
                row.loan.person.full_name,
                Cell(row.loan.code, url=loan_url(row.loan.pk)),
                str(row.loan.district),
                row.loan.person.phone or "–",
                row.standing.overdue_minor,
                row.standing.oldest_unpaid_due_on,
                f"{row.promise.pay_on:%d.%m.%Y}" if row.promise else "–",
                loan_tag(row.loan, row.standing),
            ]
            for row in pages
        ],
        empty=_("Nobody is late."),
    )
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Arrears"),
            "tables": [table],
            "pages": pages,
            "links": [Link(_("Village sheet"), reverse("credit:sheet"))],
        },
    )


@needs("credit.follow_up")
def promise(request: Request, pk: UUID) -> HttpResponse:
    row = loan_or_404(request, pk)
    form = forms.PromiseForm(
        request.POST or None, clock=request.clock, initial={"promised_on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="credit.record_promise",
        title=_("Promise to pay on %(code)s") % {"code": row.code},
        do=lambda: services.record_promise(
            by=request.actor,
            loan_id=pk,
            pay_on=form.cleaned_data["pay_on"],
            amount_minor=form.cleaned_data["amount_minor"],
            note=form.cleaned_data["note"],
            on=form.cleaned_data["promised_on"],
            at=request.clock.now,
        ),
        to=lambda _row: loan_url(pk),
        message=_("The promise is noted."),
        submit_label=_("Note the promise"),
        back_url=loan_url(pk),
    )


@needs("credit.follow_up")
def step(request: Request, pk: UUID) -> HttpResponse:
    row = loan_or_404(request, pk)
    form = forms.StepForm(
        request.POST or None, clock=request.clock, initial={"done_on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="credit.record_arrears_step",
        title=_("Step about the arrears of %(code)s") % {"code": row.code},
        do=lambda: services.record_arrears_step(
            by=request.actor,
            loan_id=pk,
            step=form.cleaned_data["step"],
            outcome=form.cleaned_data["outcome"],
            on=form.cleaned_data["done_on"],
            at=request.clock.now,
        ),
        to=lambda _row: loan_url(pk),
        message=_("The step is recorded."),
        submit_label=_("Record the step"),
        back_url=loan_url(pk),
    )


@needs("credit.follow_up")
def visit(request: Request, pk: UUID) -> HttpResponse:
    row = loan_or_404(request, pk)
    form = forms.VisitForm(
        request.POST or None, clock=request.clock, initial={"visited_on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="credit.record_visit",
        title=_("Monitoring visit, %(name)s") % {"name": row.person.full_name},
        do=lambda: services.record_visit(
            by=request.actor,
            loan_id=pk,
            findings=form.findings(),
            on=form.cleaned_data["visited_on"],
            at=request.clock.now,
        ),
        to=lambda _row: loan_url(pk),
        message=_("The visit is recorded."),
        submit_label=_("Record the visit"),
        back_url=loan_url(pk),
    )


@needs("credit.propose")
def reschedule(request: Request, pk: UUID) -> HttpResponse:
    row = loan_or_404(request, pk)
    form = forms.RescheduleForm(
        request.POST or None,
        clock=request.clock,
        initial=given_answers(request, "kind", "first_due_on", "instalments"),
    )
    return form_page(
        request,
        form,
        verb="credit.propose_reschedule",
        title=_("Propose new terms for %(code)s") % {"code": row.code},
        do=lambda: services.propose_reschedule(
            by=request.actor,
            loan_id=pk,
            kind=form.cleaned_data["kind"],
            cause=form.cleaned_data["cause"],
            reason=form.cleaned_data["reason"],
            first_due_on=form.cleaned_data["first_due_on"],
            instalments=form.cleaned_data["instalments"],
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _row: loan_url(pk),
        message=_("The proposal waits for the programme officer."),
        submit_label=_("Propose"),
        back_url=loan_url(pk),
    )


@needs("credit.propose")
def write_off(request: Request, pk: UUID) -> HttpResponse:
    row = loan_or_404(request, pk)
    form = forms.WriteOffForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.propose_write_off",
        title=_("Propose to write off %(code)s") % {"code": row.code},
        do=lambda: services.propose_write_off(
            by=request.actor,
            loan_id=pk,
            cause=form.cleaned_data["cause"],
            reason=form.cleaned_data["reason"],
            is_forgiven=form.cleaned_data["is_forgiven"],
            on=form.cleaned_data["on"],
            at=request.clock.now,
        ),
        to=lambda _row: loan_url(pk),
        message=_("The proposal waits for the programme officer."),
        submit_label=_("Propose"),
        back_url=loan_url(pk),
        context={
            "items": [Item(_("Still owed"), money(row.outstanding_minor, row.currency))],
            "danger": True,
        },
    )


@needs("credit.view")
def proposals(request: Request) -> HttpResponse:
    """New terms and write-offs that wait for the second signature."""
    mine = seen(request.actor)
    terms = (
        RescheduleRequest.objects.filter(loan__in=mine, status=ProposalStatus.PROPOSED)
        .select_related("loan__person", "proposed_by")
        .order_by("requested_on")
    )
    losses = (
        WriteOff.objects.filter(loan__in=mine, status=ProposalStatus.PROPOSED)
        .select_related("loan__person", "proposed_by")
        .order_by("proposed_on")
    )
    may = request.actor.can("credit.approve_change")

    def url(name: str, pk: UUID, loan_id: UUID) -> str:
        return reverse(f"credit:{name}", args=[pk]) if may else loan_url(loan_id)

    columns = [
        Column(_("Borrower")),
        Column(_("Loan")),
        Column(_("What")),
        Column(_("Cause")),
        Column(_("Proposed by")),
        Column(_("On"), "day"),
    ]
    tables = [
        Table(
            caption=_("New terms"),
            columns=columns,
            rows=[
                [
                    one.loan.person.full_name,
                    Cell(one.loan.code, url=url("reschedule_decide", one.pk, one.loan_id)),
                    RescheduleKind(one.kind).label,
                    Cause(one.cause).label,
                    one.proposed_by.full_name,
                    one.requested_on,
                ]
                for one in terms
            ],
            empty=_("No new terms are proposed."),
        ),
        Table(
            caption=_("Write-offs"),
            columns=columns,
            rows=[
                [
                    one.loan.person.full_name,
                    Cell(one.loan.code, url=url("write_off_decide", one.pk, one.loan_id)),
                    _("Forgive") if one.is_forgiven else _("Write off"),
                    Cause(one.cause).label,
                    one.proposed_by.full_name,
                    one.proposed_on,
                ]
                for one in losses
            ],
            empty=_("No write-off is proposed."),
        ),
    ]
    return page(request, "generic/tables.html", {"title": _("Proposals waiting"), "tables": tables})


@needs("credit.approve_change")
def reschedule_decide(request: Request, pk: UUID) -> HttpResponse:
    row = find(
        RescheduleRequest.objects.filter(loan__in=seen(request.actor)).select_related(
            "loan__person", "proposed_by"
        ),
        pk=pk,
    )
    items = [
        Item(_("Loan"), row.loan.code, loan_url(row.loan_id), _("Open")),
        Item(_("Borrower"), row.loan.person.full_name),
        Item(_("Still owed"), money(row.loan.outstanding_minor, row.loan.currency)),
        Item(_("Proposal"), RescheduleKind(row.kind).label),
        Item(_("Next instalment"), f"{row.first_due_on:%d.%m.%Y}"),
        Item(_("New instalments"), row.instalments or _("as many as remain")),
        Item(_("Cause"), Cause(row.cause).label),
        Item(_("What happened"), row.reason),
        Item(_("Proposed by"), row.proposed_by.full_name),
    ]
    return _decide(
        request,
        pk,
        title=_("Decide on new terms"),
        items=items,
        back=loan_url(row.loan_id),
        approve=services.approve_reschedule,
        refuse=services.refuse_reschedule,
        key="request_id",
    )


@needs("credit.approve_change")
def write_off_decide(request: Request, pk: UUID) -> HttpResponse:
    row = find(
        WriteOff.objects.filter(loan__in=seen(request.actor)).select_related(
            "loan__person", "proposed_by"
        ),
        pk=pk,
    )
    items = [
        Item(_("Loan"), row.loan.code, loan_url(row.loan_id), _("Open")),
        Item(_("Borrower"), row.loan.person.full_name),
        Item(_("Still owed"), money(row.loan.outstanding_minor, row.loan.currency)),
        Item(_("Proposal"), _("Forgive") if row.is_forgiven else _("Write off")),
        Item(_("Cause"), Cause(row.cause).label),
        Item(_("What happened"), row.reason),
        Item(_("Proposed by"), row.proposed_by.full_name),
    ]
    return _decide(
        request,
        pk,
        title=_("Decide on a write-off"),
        items=items,
        back=loan_url(row.loan_id),
        approve=services.approve_write_off,
        refuse=services.refuse_write_off,
        key="write_off_id",
    )


def _decide(
    request: Request,
    pk: UUID,
    *,
    title: str,
    items: list[Item],
    back: str,
    approve: Any,
    refuse: Any,
    key: str,
) -> HttpResponse:
    form = forms.ProposalForm(request.POST or None, clock=request.clock)

    def do() -> object:
        act = approve if form.cleaned_data["answer"] == "approve" else refuse
        return act(
            by=request.actor,
            **{key: pk},
            note=form.cleaned_data["note"],
            on=form.cleaned_data["on"],
            at=request.clock.now,
        )

    return form_page(
        request,
        form,
        verb=f"credit.decide_{key}",
        title=title,
        do=do,
        to=lambda _row: back,
        message=_("The decision is recorded."),
        submit_label=_("Decide"),
        back_url=reverse("credit:proposals"),
        context={"items": items},
    )
