"""The appraisal page: what the household has, and what the instalment would take of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dayaq.credit import appraisal_rules, services
from dayaq.credit.models import (
    LoanApplication,
    ProductVersion,
)
from dayaq.credit.queries.papers import ratio_text
from dayaq.credit.services.applications import expected_instalment
from dayaq.credit.web.forms import asking as forms
from dayaq.credit.web.views.common import (
    application_or_404,
    application_url,
    checked_form_page,
    money,
)
from dayaq.kernel.web.parts import Item
from dayaq.kernel.web.views import Request, needs


@needs("credit.appraise")
def appraise(request: Request, pk: UUID) -> HttpResponse:
    """Two steps: the second shows the ratio that the answers come to."""
    row = application_or_404(request, pk)
    form = forms.AppraisalForm(
        request.POST or None,
        clock=request.clock,
        initial={"recommended_minor": row.amount_minor, "debts_minor": 0},
    )
    return checked_form_page(
        request,
        form,
        verb="credit.appraise",
        title=_("Appraisal of %(code)s, %(name)s")
        % {"code": row.code, "name": row.person.full_name},
        check=lambda: _capacity_items(form, row.product_version, row),
        warning=lambda: _capacity_warning(form, row.product_version, row),
        do=lambda: services.appraise(
            by=request.actor,
            application_id=pk,
            incomes=form.incomes(),
            expenses=form.expenses(),
            debts_minor=form.cleaned_data["debts_minor"],
            recommendation=form.cleaned_data["recommendation"],
            recommended_minor=form.cleaned_data["recommended_minor"],
            note=form.cleaned_data["note"],
            on=form.cleaned_data["visited_on"],
            at=request.clock.now,
        ),
        to=lambda _row: application_url(pk),
        message=_("The appraisal is recorded."),
        submit_label=_("Record the appraisal"),
        back_url=application_url(pk),
    )


def _capacity(
    form: forms.AppraisalForm, version: ProductVersion, row: LoanApplication
) -> appraisal_rules.Capacity:
    return appraisal_rules.capacity(
        incomes=form.incomes(),
        expenses=form.expenses(),
        debts_minor=form.cleaned_data["debts_minor"],
        instalment_minor=expected_instalment(
            version, row.amount_minor, row.instalments, form.cleaned_data["visited_on"]
        ),
    )


def _capacity_items(
    form: forms.AppraisalForm, version: ProductVersion, row: LoanApplication
) -> list[Item]:
    found = _capacity(form, version, row)
    currency = row.currency
    return [
        Item(_("Household income a month"), money(found.income_minor, currency)),
        Item(_("of it protected pension"), money(found.protected_minor, currency)),
        Item(_("Expenses"), money(found.expenses_minor, currency)),
        Item(_("Instalments of other debts"), money(found.debts_minor, currency)),
        Item(_("Left over"), money(found.disposable_minor, currency)),
        Item(_("An instalment may take up to"), money(found.limit_minor, currency)),
        Item(_("Largest instalment of this loan"), money(found.instalment_minor, currency)),
        Item(_("Debt-service ratio"), ratio_text(found.ratio_bps)),
    ]


def _capacity_warning(
    form: forms.AppraisalForm, version: ProductVersion, row: LoanApplication
) -> str:
    if _capacity(form, version, row).is_within:
        return ""
    return _(
        "The instalment takes more than %(limit)s of what is left over. "
        "A smaller loan, more instalments or another kind of help may be better."
    ) % {"limit": ratio_text(appraisal_rules.LIMIT_BPS)}
