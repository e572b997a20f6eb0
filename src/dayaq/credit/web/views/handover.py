"""Pages of the handover: its state and checklist, one form for each step, what leaves with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit.models import Handover, HandoverStatus
from dayaq.credit.queries.handover import checklist, going, waiting_for
from dayaq.credit.queries.handover_papers import language_of, notices_paper
from dayaq.credit.queries.handover_papers import tape as sheets
from dayaq.credit.services import handover as service
from dayaq.credit.web.forms import handover as forms
from dayaq.credit.web.views.common import loan_url, money
from dayaq.kernel.access.models import Programme, User
from dayaq.kernel.db import run_command
from dayaq.kernel.documents import render
from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.files.kinds import PDF, XLSX
from dayaq.kernel.spreadsheets import write_table
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, State, Table, Tag
from dayaq.kernel.web.views import Request, download, find, needs, page, paginate
from dayaq.ledger.queries import balance

STATES: dict[str, State] = {
    HandoverStatus.PLANNED: "info",
    HandoverStatus.AUDITED: "info",
    HandoverStatus.AGREED: "warn",
    HandoverStatus.TRANSFERRED: "warn",
    HandoverStatus.CLOSED: "good",
    HandoverStatus.CALLED_OFF: "neutral",
}


def _currency(request: Request) -> str:
    return find(Programme.objects.all(), pk=request.actor.programme_id).currency


def _found(request: Request, pk: UUID) -> Handover:
    return find(Handover.objects.visible_to(request.actor), pk=pk)


def _url(row: Handover) -> str:
    return reverse("credit:handover", args=[row.pk])


@needs("credit.view_handover")
def handovers(request: Request) -> HttpResponse:
    """Every handover that was planned, and the way to plan one."""
    rows = Handover.objects.visible_to(request.actor).order_by("-planned_at")
    table = Table(
        _("Handovers"),
        [Column(_("Successor")), Column(_("Day"), "day"), Column(_("State"))],
        [
            [
                Cell(row.successor, _url(row)),
                row.transferred_on or row.planned_on,
                Tag(HandoverStatus(row.status).label, STATES[row.status]),
            ]
            for row in rows
        ],
        empty=_("No handover is planned."),
    )
    links = []
    if request.actor.can("credit.plan_handover") and not waiting_for(request.actor.programme_id):
        links.append(Link(_("Plan a handover"), reverse("credit:handover_plan"), True))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Handover to a successor"),
            "intro": _(
                "At the end of a programme its fund, its loans and its files go to an organisation "
                "that carries on: planned, audited, agreed, transferred, closed."
            ),
            "links": links,
            "tables": [table],
            "back_url": reverse("ledger:fund"),
            "back_label": _("Revolving fund"),
        },
    )


@needs("credit.view_handover")
def handover(request: Request, pk: UUID) -> HttpResponse:
    """How far it is, what is still to do before the next step, and the loans that go."""
    row = _found(request, pk)
    table, pages = _loans(request, row)
    tables = [table]
    if pages.number == 1 and (lines := checklist(row, request.clock.today)):
        tables.insert(
            0,
            Table(
                _("Before the next step"),
                [Column(_("What must be true")), Column(_("State")), Column(_("Found"))],
                [
                    [
                        Cell(str(line.label), line.found.url),
                        Tag(_("Done"), "good") if line.found.done else Tag(_("To do"), "warn"),
                        str(line.found.text),
                    ]
                    for line in lines
                ],
                as_cards=True,
            ),
        )
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Handover to %(successor)s") % {"successor": row.successor},
            "items": _items(row, _currency(request)),
            "links": _links(request, row),
            "tables": tables,
            "pages": pages,
            "back_url": reverse("credit:handovers"),
            "back_label": _("Handover to a successor"),
        },
    )


def _items(row: Handover, currency: str) -> list[Item]:
    people = User.objects.in_bulk(
        [row.planned_by_id, row.audited_by_id, row.agreed_by_id, row.transferred_by_id,
         row.closed_by_id, row.called_off_by_id]
    )  # fmt: skip

    def by(user_id: UUID | None) -> str:
        return people[user_id].full_name if user_id in people else ""

    items = [
        Item(_("State"), HandoverStatus(row.status).label),
        Item(_("Planned"), f"{row.planned_on:%d.%m.%Y}, {by(row.planned_by_id)}"),
        Item(_("How borrowers pay from then on"), row.pay_how),
        Item(_("Phone for questions and complaints"), row.complaint_phone),
    ]
    if row.audited_on:
        items += [
            Item(
                _("Audited"), f"{row.audited_on:%d.%m.%Y}, {row.auditor}, {by(row.audited_by_id)}"
            ),
            Item(_("What was found"), row.audit_note),
            Item(_("End of the chain of entries"), row.audit_head),
        ]
    if row.agreement_on:
        items += [
            Item(
                _("Agreed"),
                f"{row.agreement_number}, {row.agreement_on:%d.%m.%Y}, {by(row.agreed_by_id)}",
            ),
            Item(_("Legal basis"), row.legal_basis),
        ]
    if row.transferred_on:
        items += [
            Item(_("Transferred"), f"{row.transferred_on:%d.%m.%Y}, {by(row.transferred_by_id)}"),
            Item(_("Loans"), f"{row.loans_count}, {money(row.loans_minor, currency)}"),
            Item(_("Allowance for losses"), money(row.allowance_minor, currency)),
            Item(_("Money"), money(row.money_minor, currency)),
        ]
    if row.notices_given_on:
        items += [
            Item(_("Notices given by"), f"{row.notices_given_on:%d.%m.%Y}"),
            Item(_("Record of the files"), f"{row.files_record}, {by(row.closed_by_id)}"),
        ]
    if row.called_off_why:
        items.append(Item(_("Called off"), f"{row.called_off_why}, {by(row.called_off_by_id)}"))
    return items


def _links(request: Request, row: Handover) -> list[Link]:
    steps = {
        HandoverStatus.PLANNED: ("audit", _("Record the audit"), "credit.audit_handover"),
        HandoverStatus.AUDITED: ("agree", _("Record the agreement"), "credit.agree_handover"),
        HandoverStatus.AGREED: ("transfer", _("Transfer the fund"), "credit.transfer_fund"),
        HandoverStatus.TRANSFERRED: ("close", _("Close the handover"), "credit.close_handover"),
    }
    links = []
    if row.status in steps:
        name, label, capability = steps[HandoverStatus(row.status)]
        if request.actor.can(capability):
            links.append(Link(label, reverse(f"credit:handover_{name}", args=[row.pk]), True))
    if row.status != HandoverStatus.CALLED_OFF:
        papers = reverse("credit:handover_notices", args=[row.pk])
        links += [
            Link(_("Notices in Azerbaijani (PDF)"), f"{papers}?language=az"),
            Link(_("Notices in Azerbaijani, large print (PDF)"), f"{papers}?language=az&large=1"),
            Link(_("Notices in English (PDF)"), f"{papers}?language=en"),
        ]
    if row.agreement_number and request.actor.can("credit.transfer_fund"):
        url = reverse("credit:handover_tape", args=[row.pk])
        links.append(Link(_("List of loans and files (Excel)"), url))
    before = (HandoverStatus.PLANNED, HandoverStatus.AUDITED, HandoverStatus.AGREED)
    if row.status in before and request.actor.can("credit.plan_handover"):
        url = reverse("credit:handover_call_off", args=[row.pk])
        links.append(Link(_("Call off the handover"), url))
    return links


def _loans(request: Request, row: Handover) -> tuple[Table, Page[Any]]:
    """A page of the loans that go, with the sum of all."""
    currency = _currency(request)
    gone = going(row, request.clock.today) if row.status != HandoverStatus.CALLED_OFF else []
    pages = paginate(request, gone)
    papers = reverse("credit:handover_notices", args=[row.pk])
    table = Table(
        _("Loans that go"),
        [
            Column(_("Loan")), Column(_("Borrower")), Column(_("Still owed"), "money", currency),
            Column(_("Overdue"), "money", currency), Column(_("Next due on"), "day"),
            Column(_("Notice")),
        ],
        [
            [
                Cell(one.loan.code, loan_url(one.loan.pk)),
                one.loan.person.full_name,
                one.outstanding_minor,
                one.overdue_minor,
                one.next_due_on,
                Cell("PDF", f"{papers}?language={language_of(one.loan)}&loan={one.loan.pk}"),
            ]
            for one in pages
        ],
        totals=[
            _("Total"), "", sum(one.outstanding_minor for one in gone),
            sum(one.overdue_minor for one in gone), "", "",
        ],
        empty=_("No loan is outstanding."),
    )  # fmt: skip
    return table, pages


@needs("credit.plan_handover")
def plan(request: Request) -> HttpResponse:
    """Who takes over, when, and what the borrowers are told."""
    form = forms.PlanForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.plan_handover",
        title=_("Plan a handover"),
        do=lambda: service.plan_handover(
            by=request.actor, on=request.clock.today, at=request.clock.now, **form.cleaned_data
        ),
        to=_url,
        message=_("The handover is planned. The accountant records the audit."),
        submit_label=_("Plan it"),
        back_url=reverse("credit:handovers"),
    )


def _step(
    request: Request,
    pk: UUID,
    form: Form,
    do: Callable[..., Handover],
    *,
    verb: str,
    title: str,
    label: str,
    message: str,
    items: list[Item] | None = None,
    danger: bool = False,
) -> HttpResponse:
    """The customary page of one step; the service checks the checklist once more."""
    row = _found(request, pk)

    def act() -> Any:
        answers = {name: value for name, value in form.cleaned_data.items() if name != "sure"}
        return do(
            by=request.actor, handover_id=pk, on=request.clock.today, at=request.clock.now,
            **answers,
        )  # fmt: skip

    return form_page(
        request,
        form,
        verb=verb,
        title=title,
        do=act,
        to=_url,
        message=message,
        submit_label=label,
        back_url=_url(row),
        context={"items": items or [Item(_("Successor"), row.successor)], "danger": danger},
    )


@needs("credit.audit_handover")
def audit(request: Request, pk: UUID) -> HttpResponse:
    return _step(
        request, pk, forms.AuditForm(request.POST or None, clock=request.clock),
        service.record_audit, verb="credit.audit_handover", title=_("Record the audit"),
        label=_("Record the audit"), message=_("The audit is recorded."),
    )  # fmt: skip


@needs("credit.agree_handover")
def agree(request: Request, pk: UUID) -> HttpResponse:
    return _step(
        request, pk, forms.AgreeForm(request.POST or None, clock=request.clock),
        service.record_agreement, verb="credit.agree_handover", title=_("Record the agreement"),
        label=_("Record the agreement"),
        message=_("The agreement is recorded. The accountant transfers the fund on its day."),
    )  # fmt: skip


@needs("credit.transfer_fund")
def transfer(request: Request, pk: UUID) -> HttpResponse:
    """The amounts that go, once more, before it cannot be taken back."""
    row, currency, pid = _found(request, pk), _currency(request), request.actor.programme_id
    items = [
        Item(_("Successor"), row.successor),
        Item(_("Agreement"), f"{row.agreement_number}, {row.legal_basis}"),
        Item(_("Loans"), money(balance(pid, "loans"), currency)),
        Item(_("Allowance for losses"), money(-balance(pid, "allowance"), currency)),
        Item(_("Money"), money(balance(pid, "bank"), currency)),
    ]
    return _step(
        request, pk, forms.TransferForm(request.POST or None, clock=request.clock),
        service.transfer_fund, verb="credit.transfer_fund", title=_("Transfer the fund"),
        label=_("Transfer loans and money"), items=items,
        message=_("Loans and money are handed over. Give every borrower the notice."),
    )  # fmt: skip


@needs("credit.close_handover")
def close(request: Request, pk: UUID) -> HttpResponse:
    return _step(
        request, pk, forms.CloseForm(request.POST or None, clock=request.clock),
        service.close_handover, verb="credit.close_handover", title=_("Close the handover"),
        label=_("Close it"), message=_("The handover is closed."),
    )  # fmt: skip


@needs("credit.plan_handover")
def call_off(request: Request, pk: UUID) -> HttpResponse:
    return _step(
        request, pk, forms.CallOffForm(request.POST or None, clock=request.clock),
        service.call_off_handover, verb="credit.call_off_handover",
        title=_("Call off the handover"), label=_("Call off the handover"),
        message=_("The handover is called off."), danger=True,
    )  # fmt: skip


@needs("credit.view_handover")
def notices_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The letters to the borrowers of one language, or to one borrower, in one file."""
    row = _found(request, pk)
    language = "en" if request.GET.get("language") == "en" else "az"
    one = request.GET.get("loan", "")
    gone = [
        each
        for each in going(row, request.clock.today)
        if language_of(each.loan) == language and one in ("", str(each.loan.pk))
    ]
    if not gone or row.status == HandoverStatus.CALLED_OFF:
        raise NotFound(N_("No borrower gets a notice in this language."))
    paper = notices_paper(row, gone, language=language)
    pdf = render("handover-notice", paper, language=language, large_print="large" in request.GET)
    return download(pdf, f"notices-{language}.pdf", PDF)


@needs("credit.transfer_fund")
def tape(request: Request, pk: UUID) -> HttpResponse:
    """The list of loans and files; that it left is written down for each person."""
    if not _found(request, pk).agreement_number:
        raise NotFound(
            N_("Records about persons leave only under a recorded agreement and its legal basis.")
        )
    row = run_command(
        lambda: service.let_records_go(
            by=request.actor, handover_id=pk, on=request.clock.today, at=request.clock.now
        )
    )
    book = write_table(sheets(row, going(row, request.clock.today)))
    return download(book, f"handover-{row.agreement_number}.xlsx", XLSX)
