"""Pages of the agreement: disclosure, papers, drawing up, signing."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit import services
from dayaq.credit.models import Agreement, ApplicationStatus, LoanApplication, SignatureMode
from dayaq.credit.queries.papers import agreement_paper, disclosure_paper, schedule_of
from dayaq.credit.web.forms import deciding as forms
from dayaq.credit.web.views.common import application_or_404, application_url, loan_url, money
from dayaq.kernel.db import run_command
from dayaq.kernel.documents import issue
from dayaq.kernel.files.models import StoredFile
from dayaq.kernel.files.services import file_response
from dayaq.kernel.percent import percent_text
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page
from dayaq.kernel.words import amount_in_words


@needs("credit.view")
def agreement(request: Request, pk: UUID) -> HttpResponse:
    application = application_or_404(request, pk)
    row = _agreement(application)
    able = request.actor.can("credit.draw_up_agreement")
    links: list[Link] = []
    if row is None:
        if able and application.status == ApplicationStatus.APPROVED:
            links.append(
                Link(_("Draw up the agreement"), reverse("credit:draw_up", args=[pk]), True)
            )
        return page(
            request,
            "generic/tables.html",
            {
                "title": _("Agreement for %(code)s") % {"code": application.code},
                "intro": _("No agreement is drawn up yet."),
                "links": links,
                "back_url": application_url(pk),
            },
        )
    papers = reverse("credit:agreement_pdf", args=[pk])
    sheet = reverse("credit:disclosure_pdf", args=[pk])
    links += [
        Link(_("Agreement (PDF)"), papers),
        Link(_("Agreement, large print (PDF)"), f"{papers}?large=1"),
        Link(_("Disclosure sheet (PDF)"), sheet),
        Link(_("Disclosure sheet, large print (PDF)"), f"{sheet}?large=1"),
    ]
    if able and row.signed_on is None:
        links.insert(0, Link(_("Record the signing"), reverse("credit:sign", args=[pk]), True))
        links.append(Link(_("Draw it up anew"), reverse("credit:draw_up", args=[pk])))
    return page(
        request,
        "credit/agreement.html",
        {
            "application": application,
            "agreement": row,
            "items": _items(request, application, row),
            "table": schedule_table(row, application.currency),
            "links": links,
            "unapproved": not row.clauses.is_approved,
        },
    )


@needs("credit.draw_up_agreement")
def draw_up(request: Request, pk: UUID) -> HttpResponse:
    application = application_or_404(request, pk)
    form = forms.DrawUpForm(
        request.POST or None,
        clock=request.clock,
        initial={"language": "az", "drawn_up_on": request.clock.today},
        by_hand=application.product_version.terms.get("amortisation") == "custom",
    )
    return form_page(
        request,
        form,
        verb="credit.draw_up_agreement",
        title=_("Draw up the agreement for %(code)s") % {"code": application.code},
        do=lambda: services.draw_up_agreement(
            by=request.actor,
            application_id=pk,
            language=form.cleaned_data["language"],
            planned_on=form.cleaned_data["planned_on"],
            first_due_on=form.cleaned_data["first_due_on"] or form.rows_given()[0].due_on,
            rows_given=form.rows_given(),
            on=form.cleaned_data["drawn_up_on"],
            at=request.clock.now,
        ),
        to=lambda _row: reverse("credit:agreement", args=[pk]),
        message=_("The agreement can be printed now."),
        submit_label=_("Draw it up"),
        back_url=reverse("credit:agreement", args=[pk]),
    )


@needs("credit.draw_up_agreement")
def sign(request: Request, pk: UUID) -> HttpResponse:
    application = application_or_404(request, pk)
    person = application.person
    form = forms.SignForm(
        request.POST or None,
        clock=request.clock,
        initial={
            "signature_mode": person.signature_mode,
            "witness": person.signature_witness,
            "read_aloud": person.needs_reading_aloud,
        },
    )
    return form_page(
        request,
        form,
        verb="credit.sign_agreement",
        title=_("Record the signing of %(code)s") % {"code": application.code},
        do=lambda: services.sign_agreement(
            by=request.actor,
            application_id=pk,
            signature_mode=form.cleaned_data["signature_mode"],
            witness=form.cleaned_data["witness"],
            read_aloud=form.cleaned_data["read_aloud"],
            lender_signatory=form.cleaned_data["lender_signatory"],
            on=form.cleaned_data["signed_on"],
            at=request.clock.now,
        ),
        to=lambda loan: loan_url(loan.pk),
        message=_("The agreement is signed. The loan waits to be paid out."),
        submit_label=_("Record the signing"),
        back_url=reverse("credit:agreement", args=[pk]),
    )


@needs("credit.view")
def agreement_pdf(request: Request, pk: UUID) -> HttpResponse:
    application = application_or_404(request, pk)
    return file_response(_issued(request, application, "agreement"))


@needs("credit.view")
def disclosure_pdf(request: Request, pk: UUID) -> HttpResponse:
    application = application_or_404(request, pk)
    return file_response(_issued(request, application, "disclosure"))


def _issued(request: Request, application: LoanApplication, name: str) -> StoredFile:
    row = find(
        Agreement.objects.select_related(
            "application__person__district",
            "application__plan",
            "application__officer",
            "application__product_version",
            "clauses__approved_by",
        ),
        application=application,
    )
    paper = agreement_paper if name == "agreement" else disclosure_paper
    # Drawn up anew it is another paper, so the day and the terms are part of its key.
    edition = f"{row.clauses.number}:{row.planned_on}:{row.first_due_on}:{row.decision_id}"
    return run_command(
        lambda: issue(
            name,
            lambda: paper(row),
            key=f"{name}:{row.pk}:{edition}",
            subject=row.number,
            by=request.actor,
            at=request.clock.now,
            person_id=application.person_id,
            language=row.language,
            large_print="large" in request.GET,
        )
    )


def _agreement(application: LoanApplication) -> Agreement | None:
    return (
        Agreement.objects.select_related("clauses", "decision", "drawn_up_by")
        .filter(application=application)
        .first()
    )


def _items(request: Request, application: LoanApplication, row: Agreement) -> list[Item]:
    schedule, costs = schedule_of(row)
    currency = application.currency
    words = amount_in_words(costs.principal_minor, currency, request.actor.language)
    items = [
        Item(_("Number"), row.number),
        Item(_("Borrower"), application.person.full_name),
        Item(_("Amount lent"), f"{money(costs.principal_minor, currency)}\n{words}"),
        Item(_("Paid out"), money(costs.received_minor, currency)),
        Item(_("To be paid back"), money(schedule.total_minor, currency)),
    ]
    if costs.interest_minor:
        items.append(Item(_("Interest"), money(costs.interest_minor, currency)))
    items += [
        Item(_("Fees"), money(costs.fee_minor, currency)),
        Item(_("Total cost"), money(costs.cost_minor, currency)),
    ]
    if costs.cost_minor:
        items.append(Item(_("Annual percentage rate"), percent_text(costs.apr / 100, 2)))
    items += [
        Item(_("Clauses"), _("Version %(number)s") % {"number": row.clauses.number}),
        Item(
            _("Signed on"),
            f"{row.signed_on:%d.%m.%Y}, {SignatureMode(row.signature_mode).label}"
            if row.signed_on
            else _("Not signed yet"),
        ),
    ]
    if row.witness:
        items.append(Item(_("Witness"), row.witness))
    return items


def schedule_table(row: Agreement, currency: str) -> Table:
    """The promised instalments; a loan without interest and fees has one column of amounts."""
    schedule, costs = schedule_of(row)
    charged = bool(costs.interest_minor or any(one.fee_minor for one in schedule.instalments))
    columns = [Column(_("No.")), Column(_("Due on"), "day")]
    if charged:
        columns += [
            Column(_("Amount lent"), "money", currency=currency),
            Column(_("Interest"), "money", currency=currency),
            Column(_("Fee"), "money", currency=currency),
        ]
    columns.append(Column(_("Instalment"), "money", currency=currency))
    return Table(
        caption=_("Instalments"),
        columns=columns,
        rows=[
            [
                one.number,
                one.due_on,
                *((one.principal_minor, one.interest_minor, one.fee_minor) if charged else ()),
                one.total_minor,
            ]
            for one in schedule.instalments
        ],
        totals=[
            _("Total"),
            "",
            *(
                (
                    schedule.principal_minor,
                    costs.interest_minor,
                    sum(one.fee_minor for one in schedule.instalments),
                )
                if charged
                else ()
            ),
            schedule.total_minor,
        ],
    )
