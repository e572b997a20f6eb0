"""Pages of loan applications: list, one application, apply, appraise, close."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dayaq.credit import services
from dayaq.credit.models import (
    DECIDABLE,
    OPEN,
    ApplicationStatus,
    Appraisal,
    Decision,
    LoanApplication,
)
from dayaq.credit.queries.committee_papers import decision_paper, pack_paper
from dayaq.credit.queries.loans import asked_for
from dayaq.credit.queries.papers import hazard_text, ratio_text
from dayaq.credit.queries.portfolio import district_line
from dayaq.credit.web.forms import asking as forms
from dayaq.credit.web.views import products
from dayaq.credit.web.views.common import (
    application_or_404,
    application_url,
    money,
    person_url,
)
from dayaq.kernel.db import run_command
from dayaq.kernel.documents import issue, render
from dayaq.kernel.events import timeline
from dayaq.kernel.files.services import file_response
from dayaq.kernel.web.listing import listing
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, State, Table, Tag
from dayaq.kernel.web.views import Request, download, find, needs, page
from dayaq.people.models import Person
from dayaq.training.models import BusinessPlan

STATES: dict[str, State] = {
    ApplicationStatus.APPROVED: "good",
    ApplicationStatus.LENT: "good",
    ApplicationStatus.REJECTED: "bad",
    ApplicationStatus.WITHDRAWN: "neutral",
    ApplicationStatus.DRAFT: "warn",
    ApplicationStatus.DEFERRED: "warn",
}


applications_listed = listing(asked_for)


@needs("credit.view")
def applications(request: Request) -> HttpResponse:
    status = request.GET.get("status", "")
    pages = applications_listed(
        request, request.actor, status if status in ApplicationStatus.values else ""
    )
    table = Table(
        caption=_("Loan applications"),
        caption_hidden=True,
        columns=[
            Column(_("Application")),
            Column(_("Applicant")),
            Column(_("District")),
            Column(_("Asked for"), "money", currency="AZN"),
            Column(_("Day"), "day"),
            Column(_("Officer")),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(row.code, url=application_url(row.pk)),
                row.person.full_name,
                str(row.district),
                row.amount_minor,
                row.applied_on,
                row.officer.full_name,
                tag(row),
            ]
            for row in pages
        ],
        empty=_("There is no application here."),
    )
    return page(
        request,
        "credit/filtered.html",
        {
            "title": _("Loan applications"),
            "tables": [table],
            "pages": pages,
            "choices": [("", _("All")), *ApplicationStatus.choices],
            "chosen": status,
        },
    )


@needs("credit.view")
def application(request: Request, pk: UUID) -> HttpResponse:
    row = application_or_404(request, pk)
    appraisal = latest_appraisal(row)
    decisions = list(
        row.decisions.select_related("meeting", "approved_by", "recorded_by").order_by(
            "-recorded_at"
        )
    )
    return page(
        request,
        "credit/application.html",
        {
            "application": row,
            "tag": tag(row),
            "items": _items(request, row),
            "appraisal": appraisal,
            "appraisal_items": appraisal_items(appraisal, row.currency) if appraisal else [],
            "decisions": decisions,
            "recusals": row.recusals.select_related("member"),
            "links": _links(request, row),
            "loan": getattr(row, "loan", None),
            "entries": timeline("application", row.pk),
        },
    )


@needs("credit.apply")
def apply(request: Request, person_id: UUID) -> HttpResponse:
    person = find(Person.objects.visible_to(request.actor), pk=person_id)
    form = forms.ApplicationForm(
        request.POST or None,
        clock=request.clock,
        products=products.choices(request),
        plans=_plans(person),
    )
    back = reverse("person", args=[person.pk])
    return form_page(
        request,
        form,
        verb="credit.apply_for_loan",
        title=_("Loan application of %(name)s") % {"name": person.full_name},
        do=lambda: services.apply_for_loan(
            by=request.actor,
            person_id=person.pk,
            product_version_id=UUID(form.cleaned_data["product_version_id"]),
            plan_id=_uuid(form.cleaned_data["plan_id"]),
            amount_minor=form.cleaned_data["amount_minor"],
            instalments=form.cleaned_data["instalments"],
            purpose=form.cleaned_data["purpose"],
            guarantor_name=form.cleaned_data["guarantor_name"],
            guarantor_phone=form.cleaned_data["guarantor_phone"],
            on=form.cleaned_data["applied_on"],
            at=request.clock.now,
        ),
        to=lambda found: application_url(found.pk),
        message=_("The application is taken."),
        submit_label=_("Take the application"),
        back_url=back,
    )


@needs("credit.apply")
def complete(request: Request, pk: UUID) -> HttpResponse:
    row = application_or_404(request, pk)
    form = forms.PlanForm(request.POST or None, clock=request.clock, plans=_plans(row.person))
    return form_page(
        request,
        form,
        verb="credit.complete_application",
        title=_("Complete the application %(code)s") % {"code": row.code},
        do=lambda: services.complete_application(
            by=request.actor,
            application_id=pk,
            plan_id=UUID(form.cleaned_data["plan_id"]),
            on=form.cleaned_data["on"],
            at=request.clock.now,
        ),
        to=lambda found: application_url(found.pk),
        message=_("The application is complete."),
        submit_label=_("Complete"),
        back_url=application_url(pk),
    )


@needs("credit.appraise")
def submit_to_committee(request: Request, pk: UUID) -> HttpResponse:
    row = application_or_404(request, pk)
    form = forms.ConfirmForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.submit_to_committee",
        title=_("Bring %(code)s to the committee") % {"code": row.code},
        do=lambda: services.submit_to_committee(
            by=request.actor, application_id=pk, on=form.cleaned_data["on"], at=request.clock.now
        ),
        to=lambda found: application_url(found.pk),
        message=_("The application is on the committee's list."),
        submit_label=_("Bring it to the committee"),
        back_url=application_url(pk),
    )


@needs("credit.apply")
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    row = application_or_404(request, pk)
    form = forms.ReasonForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.withdraw",
        title=_("Withdraw the application %(code)s") % {"code": row.code},
        do=lambda: services.withdraw(
            by=request.actor,
            application_id=pk,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            at=request.clock.now,
        ),
        to=lambda found: application_url(found.pk),
        message=_("The application is withdrawn."),
        submit_label=_("Withdraw"),
        back_url=application_url(pk),
    )


@needs("credit.apply")
def appeal(request: Request, pk: UUID) -> HttpResponse:
    row = application_or_404(request, pk)
    form = forms.ReasonForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.appeal",
        title=_("Appeal against the refusal of %(code)s") % {"code": row.code},
        do=lambda: services.appeal(
            by=request.actor,
            application_id=pk,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            at=request.clock.now,
        ),
        to=lambda found: application_url(found.pk),
        message=_("The committee will look at it again."),
        submit_label=_("Record the appeal"),
        back_url=application_url(pk),
    )


@needs("credit.view")
def pack(request: Request, pk: UUID) -> HttpResponse:
    """The committee's one page, as PDF."""
    row = application_or_404(request, pk)
    appraisal = latest_appraisal(row)
    if appraisal is None:
        return page(
            request,
            "generic/tables.html",
            {
                "title": _("Committee pack"),
                "intro": _("The application is not appraised yet."),
                "back_url": application_url(pk),
            },
            status=422,
        )
    language = request.actor.language
    data = pack_paper(
        row,
        appraisal,
        portfolio=district_line(row.programme_id, row.district_id, request.clock.today),
        language=language,
    )
    content = render("committee-pack", data, language=language)
    return download(content, f"committee-pack-{row.code}.pdf", "application/pdf")


@needs("credit.view")
def decision_pdf(request: Request, pk: UUID, decision_id: UUID) -> HttpResponse:
    """The letter that tells the applicant what was decided, and why."""
    row = application_or_404(request, pk)
    decision = find(
        Decision.objects.select_related("meeting", "application__person__district"),
        pk=decision_id,
        application=row,
    )
    asked = request.GET.get("language", "az")
    language = asked if asked in ("az", "en") else "az"
    stored = run_command(
        lambda: issue(
            "decision",
            lambda: decision_paper(decision, language=language),
            key=f"decision:{decision.pk}",
            subject=row.code,
            by=request.actor,
            at=request.clock.now,
            person_id=row.person_id,
            language=language,
            large_print="large" in request.GET,
        )
    )
    return file_response(stored)


def latest_appraisal(row: LoanApplication) -> Appraisal | None:
    """The appraisal that counts: the last one."""
    return row.appraisals.select_related("appraised_by").order_by("-recorded_at", "-id").first()


def tag(row: LoanApplication) -> Tag:
    return Tag(ApplicationStatus(row.status).label, STATES.get(row.status, "info"))


def appraisal_items(row: Appraisal, currency: str) -> list[Item]:
    """What the visit found, for the application page and the committee."""
    return [
        Item(_("Visited on"), f"{row.visited_on:%d.%m.%Y}, {row.appraised_by.full_name}"),
        Item(_("Household income a month"), money(row.income_minor, currency)),
        Item(_("of it protected pension"), money(row.protected_minor, currency)),
        Item(_("Expenses"), money(row.expenses_minor, currency)),
        Item(_("Instalments of other debts"), money(row.debts_minor, currency)),
        Item(_("Left over"), money(row.disposable_minor, currency)),
        Item(_("Largest instalment of this loan"), money(row.instalment_minor, currency)),
        Item(_("Debt-service ratio"), ratio_text(row.ratio_bps)),
        Item(_("Recommendation"), row.get_recommendation_display()),
        Item(_("Note"), row.note or "–"),
    ]


def _items(request: Request, row: LoanApplication) -> list[Item]:
    version = row.product_version
    items = [
        Item(
            _("Applicant"),
            row.person.full_name,
            person_url(request, row.person_id),
            pgettext("follow the link", "Open"),
        ),
        Item(_("Product"), version.product.title),
        Item(_("Amount asked for"), money(row.amount_minor, row.currency)),
        Item(_("Instalments"), row.instalments),
        Item(_("Purpose"), row.purpose),
        Item(_("Business plan"), row.plan.title if row.plan else _("Missing")),
        Item(_("Hazard check of the place"), hazard_text(row)),
        Item(_("District"), str(row.district)),
        Item(_("Officer"), row.officer.full_name),
    ]
    if row.guarantor_name:
        items.append(Item(_("Guarantor"), f"{row.guarantor_name} {row.guarantor_phone}".strip()))
    if row.closing_reason:
        items.append(Item(_("Reason"), row.closing_reason))
    if row.pathway_note:
        items.append(Item(_("What helps instead"), row.pathway_note))
    return items


def _links(request: Request, row: LoanApplication) -> Sequence[Link]:
    """What can be done next, the most likely first."""
    status = ApplicationStatus(row.status)
    waiting = status in (ApplicationStatus.APPRAISED, ApplicationStatus.DEFERRED)
    undecided = status in DECIDABLE
    agreed = status in (ApplicationStatus.APPROVED, ApplicationStatus.LENT)
    offers: list[tuple[bool, str, str, str, bool]] = [
        (status == "draft", "credit.apply", "complete", _("Add the business plan"), True),
        (status == "complete", "credit.appraise", "appraise", _("Appraise"), True),
        (waiting, "credit.appraise", "submit", _("Bring it to the committee"), True),
        (undecided, "credit.view", "pack", _("Committee pack (PDF)"), False),
        (undecided, "credit.vote", "vote", _("Vote"), False),
        (undecided, "credit.step_aside", "recuse", _("Step aside"), False),
        (undecided, "credit.appraise", "appraise", _("Appraise again"), False),
        (agreed, "credit.view", "agreement", _("Agreement"), True),
        (status == "rejected", "credit.apply", "appeal", _("Record an appeal"), False),
        (
            status in OPEN,
            "credit.apply",
            "withdraw",
            _("Withdraw"),
            False,
        ),
    ]
    return [
        Link(label, reverse(f"credit:{name}", args=[row.pk]), primary)
        for possible, capability, name, label, primary in offers
        if possible and request.actor.can(capability)
    ]


def _plans(person: Person) -> list[tuple[str, str]]:
    plans: QuerySet[BusinessPlan] = (
        BusinessPlan.objects.filter(person=person).current().order_by("-version")
    )
    return [(str(plan.pk), f"{plan.title} ({plan.get_status_display()})") for plan in plans]


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None
