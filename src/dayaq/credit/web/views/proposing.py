"""Pages of proposals: new terms, write-offs, what is given up; one proposes, another decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dayaq.credit import services
from dayaq.credit.models import (
    ArrearsRule,
    Cause,
    ProposalStatus,
    Relief,
    ReliefKind,
    RescheduleKind,
    RescheduleRequest,
    WriteOff,
)
from dayaq.credit.queries.loans import seen
from dayaq.credit.web.forms import proposing as forms
from dayaq.credit.web.views.common import given_answers, loan_or_404, loan_url, money
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page


@needs("credit.propose")
def reschedule(request: Request, pk: UUID) -> HttpResponse:
    row = loan_or_404(request, pk)
    form = forms.RescheduleForm(
        request.POST or None,
        clock=request.clock,
        initial=given_answers(request, "kind", "first_due_on", "instalments", "arrears"),
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
            terms=form.terms(),
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _row: loan_url(pk),
        message=_("The proposal waits for the programme officer."),
        submit_label=_("Propose"),
        back_url=loan_url(pk),
        context={
            "intro": _(
                "See what it comes to under “What if” first. Nothing changes until somebody"
                " else has approved it and the new schedule is signed."
            )
        },
    )


@needs("credit.propose")
def relief(request: Request, pk: UUID) -> HttpResponse:
    """Propose to give something up while the loan goes on."""
    row = loan_or_404(request, pk)
    form = forms.ReliefForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.propose_relief",
        title=_("Propose to give something up on %(code)s") % {"code": row.code},
        do=lambda: services.propose_relief(
            by=request.actor,
            loan_id=pk,
            kind=form.cleaned_data["kind"],
            amount_minor=form.cleaned_data["amount_minor"],
            cause=form.cleaned_data["cause"],
            reason=form.cleaned_data["reason"],
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
        _to_give_up(request, columns, url),
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
        Item(_("Loan"), row.loan.code, loan_url(row.loan_id), pgettext("follow the link", "Open")),
        Item(_("Borrower"), row.loan.person.full_name),
        Item(_("Still owed"), money(row.loan.outstanding_minor, row.loan.currency)),
        Item(_("Proposal"), RescheduleKind(row.kind).label),
        Item(_("Next instalment"), f"{row.first_due_on:%d.%m.%Y}"),
        *_new_terms(row),
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
        links=[Link(_("New schedule (PDF)"), reverse("credit:new_schedule", args=[pk]))],
    )


def _to_give_up(
    request: Request, columns: list[Column], url: Callable[[str, UUID, UUID], str]
) -> Table:
    given_up = (
        Relief.objects.filter(loan__in=seen(request.actor), status=ProposalStatus.PROPOSED)
        .select_related("loan__person", "proposed_by")
        .order_by("proposed_on")
    )
    return Table(
        caption=_("To be given up"),
        columns=columns,
        rows=[
            [
                one.loan.person.full_name,
                Cell(one.loan.code, url=url("relief_decide", one.pk, one.loan_id)),
                ReliefKind(one.kind).label,
                Cause(one.cause).label,
                one.proposed_by.full_name,
                one.proposed_on,
            ]
            for one in given_up
        ],
        empty=_("Nothing is proposed to be given up."),
    )


def _new_terms(row: RescheduleRequest) -> list[Item]:
    if row.kind == RescheduleKind.PAUSE:
        said = _("with interest") if row.with_interest else _("without interest")
        return [Item(_("The time of the pause"), said)]
    arrears = Item(_("What is overdue"), ArrearsRule(row.arrears).label)
    if not row.rows:
        return [Item(_("New instalments"), row.instalments or _("as many as remain")), arrears]
    lines = [
        f"{dt.date.fromisoformat(one['due_on']):%d.%m.%Y}: "
        f"{money(one['principal_minor'], row.loan.currency)}"
        for one in row.rows
    ]
    return [Item(_("New instalments"), "\n".join(lines)), arrears]


@needs("credit.approve_change")
def relief_decide(request: Request, pk: UUID) -> HttpResponse:
    row = find(
        Relief.objects.filter(loan__in=seen(request.actor)).select_related(
            "loan__person", "proposed_by"
        ),
        pk=pk,
    )
    amount = money(row.amount_minor, row.loan.currency) if row.amount_minor else _("All of it")
    items = [
        Item(_("Loan"), row.loan.code, loan_url(row.loan_id), pgettext("follow the link", "Open")),
        Item(_("Borrower"), row.loan.person.full_name),
        Item(_("Still owed"), money(row.loan.outstanding_minor, row.loan.currency)),
        Item(_("Proposal"), ReliefKind(row.kind).label),
        Item(_("Amount"), amount),
        Item(_("Cause"), Cause(row.cause).label),
        Item(_("What happened"), row.reason),
        Item(_("Proposed by"), row.proposed_by.full_name),
    ]
    return _decide(
        request,
        pk,
        title=_("Decide on what is given up"),
        items=items,
        back=loan_url(row.loan_id),
        approve=services.approve_relief,
        refuse=services.refuse_relief,
        key="relief_id",
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
        Item(_("Loan"), row.loan.code, loan_url(row.loan_id), pgettext("follow the link", "Open")),
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
    links: Sequence[Link] = (),
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
        context={"items": items, "links": links},
    )
