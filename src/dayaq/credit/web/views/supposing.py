"""The what-if page of a loan: before and after side by side; nothing changes by looking."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dayaq.credit.domain.errors import CreditError
from dayaq.credit.domain.events import Paid
from dayaq.credit.domain.state import InstalmentState, LoanState
from dayaq.credit.models import (
    Loan,
    LoanStatus,
    ProposalStatus,
    RescheduleKind,
    RescheduleRequest,
)
from dayaq.credit.queries.loans import Told, tell
from dayaq.credit.queries.new_schedule import new_schedule_paper
from dayaq.credit.queries.what_if import (
    Supposed,
    if_agreed,
    if_paid,
    if_paid_off,
    if_paused,
    if_spread_anew,
)
from dayaq.credit.services.sentences import as_refusal
from dayaq.credit.web.forms.supposing import WhatIfForm
from dayaq.credit.web.views.common import loan_or_404, loan_url, money
from dayaq.kernel.documents import render
from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.web.parts import Column, Item, Link, Table
from dayaq.kernel.web.views import Request, download, find, needs, page, sentence


@needs("credit.view")
def what_if(request: Request, pk: UUID) -> HttpResponse:
    row, told = _told(request, pk)
    form = _form(request)
    supposed = _supposed(form, told, request.clock.today)
    context = {
        "title": _("What if, for %(code)s") % {"code": row.code},
        "form": form,
        "back_url": loan_url(pk),
    }
    if supposed is not None:
        context |= {
            "items": _items(supposed),
            "unchanged": _unchanged(supposed),
            "tables": [_side_by_side(supposed)],
            "links": _links(request, row, form, supposed),
        }
    return page(request, "credit/what_if.html", context)


@needs("credit.view")
def what_if_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The supposed schedule on paper, to read and to sign."""
    row, told = _told(request, pk)
    supposed = _supposed(_form(request), told, request.clock.today)
    if supposed is None:
        raise NotFound(N_("There is no such schedule. Ask the question again."))
    if not supposed.state.outstanding.total_minor:
        raise NotFound(N_("Nothing is left to pay then, so there is no schedule to print."))
    language = row.application.agreement.language
    paper = new_schedule_paper(
        supposed.told, supposed.state, request.clock.today, language=language
    )
    return download(
        render("disclosure", paper, language=language),
        f"new-schedule-{row.code}.pdf",
        "application/pdf",
    )


@needs("credit.view")
def schedule_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The schedule as it is in force: what is still to be paid, to read and to sign."""
    row, told = _told(request, pk)
    language = row.application.agreement.language
    paper = new_schedule_paper(told, told.state, request.clock.today, language=language)
    return download(
        render("disclosure", paper, language=language),
        f"schedule-{row.code}.pdf",
        "application/pdf",
    )


@needs("credit.view")
def new_schedule_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The schedule that new terms bring, on paper to sign: as proposed, or as it is in force."""
    proposal = find(
        RescheduleRequest.objects.filter(loan__in=Loan.objects.visible_to(request.actor)), pk=pk
    )
    row = loan_or_404(request, proposal.loan_id)
    told = tell(row, request.clock.today)
    state = told.state
    if proposal.status == ProposalStatus.PROPOSED:
        try:
            state = if_agreed(told, proposal, request.clock.today).state
        except CreditError as error:
            raise NotFound(N_("The loan cannot take these terms any more.")) from error
    elif proposal.status != ProposalStatus.APPROVED:
        raise NotFound(N_("These terms were refused; there is no such schedule."))
    language = row.application.agreement.language
    paper = new_schedule_paper(told, state, request.clock.today, language=language)
    return download(
        render("disclosure", paper, language=language),
        f"new-schedule-{row.code}.pdf",
        "application/pdf",
    )


def _told(request: Request, pk: UUID) -> tuple[Loan, Told]:
    row = loan_or_404(request, pk)
    if row.status != LoanStatus.ACTIVE:
        raise NotFound(N_("This loan is not being repaid now."))
    return row, tell(row, request.clock.today)


def _form(request: Request) -> WhatIfForm:
    return WhatIfForm(
        request.GET if "kind" in request.GET else None,
        clock=request.clock,
        initial={"paid_on": request.clock.today},
    )


def _supposed(form: WhatIfForm, told: Told, today: dt.date) -> Supposed | None:
    """The loan under the question; a refusal of the engine stands beside its answer."""
    if not form.is_bound or not form.is_valid():
        return None
    data = form.cleaned_data
    field = {"pause": "months", "spread": "instalments"}.get(data["kind"], "paid_on")
    try:
        if data["kind"] == "payoff":
            return if_paid_off(told, data["paid_on"])
        if data["kind"] == "pay":
            return if_paid(told, data["amount_minor"], data["paid_on"])
        if data["kind"] == "pause":
            return if_paused(told, data["months"], today)
        return if_spread_anew(told, data["instalments"], today)
    except CreditError as error:
        form.add_error(field, sentence(as_refusal(error, currency=told.loan.currency)))
        return None


def _items(supposed: Supposed) -> list[Item]:
    currency = supposed.told.loan.currency
    before, after = supposed.told.state, supposed.state
    event = supposed.event
    items = []
    if isinstance(event, Paid) and event.payoff:
        paid = f"{event.value_on:%d.%m.%Y}: {money(event.amount_minor, currency)}"
        items.append(Item(_("To repay in full"), paid))
    items += [
        _change(_("Still owed"), before.outstanding.total_minor, after.outstanding.total_minor,
                currency),
        Item(_("Instalments left"), f"{len(_unpaid(before))} → {len(_unpaid(after))}"),
        Item(_("Last instalment"), f"{_last_day(before)} → {_last_day(after)}"),
    ]  # fmt: skip
    if supposed.bears_interest:
        charged = [sum(one.due.interest for one in side.instalments) for side in (before, after)]
        items.append(_change(_("Interest"), charged[0], charged[1], currency))
    if after.credit_minor:
        items.append(Item(_("Paid too much"), money(after.credit_minor, currency)))
    return items


def _unpaid(state: LoanState) -> list[InstalmentState]:
    return [one for one in state.instalments if one.outstanding.total_minor]


def _last_day(state: LoanState) -> str:
    unpaid = _unpaid(state)
    return f"{unpaid[-1].due_on:%d.%m.%Y}" if unpaid else "–"


def _change(label: str, before: int, after: int, currency: str) -> Item:
    return Item(label, f"{money(before, currency)} → {money(after, currency)}")


def _settled(supposed: Supposed) -> set[int]:
    """The instalments that are paid now and stay as they are: on a telephone the answer would
    stand below a screen of each."""
    after = {one.number: one for one in supposed.state.instalments}
    return {
        one.number
        for one in supposed.told.state.instalments
        if not one.outstanding.total_minor and after.get(one.number) == one
    }


def _unchanged(supposed: Supposed) -> str:
    count = len(_settled(supposed))
    return (
        ngettext(
            "%(count)s instalment is paid and stays as it is.",
            "%(count)s instalments are paid and stay as they are.",
            count,
        )
        % {"count": count}
        if count
        else ""
    )


def _side_by_side(supposed: Supposed) -> Table:
    currency = supposed.told.loan.currency
    charged = supposed.bears_interest
    before = {one.number: one for one in supposed.told.state.instalments}
    after = {one.number: one for one in supposed.state.instalments}
    columns = [Column(_("No."))]
    for title in (_("now"), _("then")):
        columns += [
            Column(_("Due on, %(when)s") % {"when": title}, "day"),
            *(
                [Column(_("Interest, %(when)s") % {"when": title}, "money", currency=currency)]
                if charged
                else []
            ),
            Column(_("Instalment, %(when)s") % {"when": title}, "money", currency=currency),
            Column(_("Unpaid, %(when)s") % {"when": title}, "money", currency=currency),
        ]
    rows: list[list[object]] = []
    for number in sorted((before.keys() | after.keys()) - _settled(supposed)):
        cells: list[object] = [number]
        for side in (before, after):
            one = side.get(number)
            if one is None:
                cells += [""] * (4 if charged else 3)
                continue
            cells += [
                one.due_on,
                *([one.due.interest] if charged else []),
                one.due.total_minor,
                one.outstanding.total_minor,
            ]
        rows.append(cells)
    return Table(caption=_("Schedule now and then"), columns=columns, rows=rows)


def _links(request: Request, row: Loan, form: WhatIfForm, supposed: Supposed) -> list[Link]:
    """The way on: the receipt, or the proposal that two people decide."""
    data = form.cleaned_data
    links = []
    event = supposed.event
    if isinstance(event, Paid):
        if request.actor.can("credit.record_batch") and event.value_on <= request.clock.today:
            answers = {
                "amount_minor": event.amount_minor,
                "paid_on": event.value_on.isoformat(),
                "in_full": "1" if event.payoff else "",
            }
            url = f"{reverse('credit:collect_one', args=[row.pk])}?{urlencode(answers)}"
            links.append(Link(_("Enter the receipt"), url, primary=True))
    elif request.actor.can("credit.propose"):
        assert supposed.first_due_on is not None  # noqa: S101 - a pause and a plan have one
        answers = {
            "kind": RescheduleKind.PAUSE if data["kind"] == "pause" else RescheduleKind.NEW_PLAN,
            "first_due_on": supposed.first_due_on.isoformat(),
            "instalments": data["instalments"] if data["kind"] == "spread" else "",
        }
        url = f"{reverse('credit:reschedule', args=[row.pk])}?{urlencode(answers)}"
        links.append(Link(_("Propose these terms"), url, primary=True))
    printed = f"{reverse('credit:what_if_pdf', args=[row.pk])}?{request.GET.urlencode()}"
    if supposed.state.outstanding.total_minor:
        links.append(Link(_("Print the schedule (PDF)"), printed))
    return links
