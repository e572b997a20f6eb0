"""Pages of following a loan: arrears, promises, steps, visits."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit import services
from dayaq.credit.queries.due import late
from dayaq.credit.web.forms import following as forms
from dayaq.credit.web.views.common import loan_or_404, loan_tag, loan_url
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Link, Table
from dayaq.kernel.web.views import Request, needs, page, paginate


@needs("credit.view")
def arrears(request: Request) -> HttpResponse:
    """Who is late, the latest first."""
    pages = paginate(request, late(request.actor, request.clock.today))
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
