"""What stands on the papers of the committee: its one-page pack, its letter to the applicant."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import override

from dayaq.credit.appraisal_rules import LIMIT_BPS
from dayaq.credit.models import (
    Appraisal,
    Decision,
    LoanApplication,
)
from dayaq.credit.queries.papers import hazard_text, party, ratio_text
from dayaq.kernel.documents import data as paper
from dayaq.kernel.money import format_minor
from dayaq.people.queries.papers import letterhead

OUTCOMES: dict[str, Literal["approved", "approved_with_changes", "deferred", "declined"]] = {
    "approve": "approved",
    "modify": "approved_with_changes",
    "defer": "deferred",
    "reject": "declined",
}


APPEAL = dt.timedelta(days=30)
"""A refused applicant may ask the committee to look again within this time: a parameter."""


def pack_paper(
    application: LoanApplication, appraisal: Appraisal, *, portfolio: str, language: str
) -> paper.CommitteePack:
    """The one page on which the committee decides."""
    plan = application.plan
    person = application.person
    with override(language):
        return {
            "letterhead": letterhead(
                application.programme_id, application.organisation_id, language
            ),
            "number": application.code,
            "dated_on": appraisal.visited_on,
            "currency": application.currency,
            "application_code": application.code,
            "applicant": person.formal_name,
            "officer": application.officer.full_name,
            "requested_minor": application.amount_minor,
            "term_months": application.instalments,
            "instalment_minor": appraisal.instalment_minor,
            "purpose": application.purpose,
            "applicant_facts": [
                {"label": _("Code"), "value": person.code},
                {"label": _("District"), "value": str(application.district)},
                {"label": _("Settlement"), "value": person.settlement or "–"},
            ],
            "business_facts": [
                {"label": _("Business"), "value": plan.title if plan else "–"},
                {
                    "label": _("Own contribution"),
                    "value": format_minor(plan.own_contribution_minor, plan.currency)
                    if plan
                    else "–",
                },
            ],
            "monthly_income_minor": appraisal.income_minor,
            "monthly_expenses_minor": appraisal.expenses_minor,
            "monthly_debts_minor": appraisal.debts_minor,
            "monthly_margin_minor": appraisal.disposable_minor,
            "debt_service_ratio": ratio_text(appraisal.ratio_bps),
            "debt_service_limit": ratio_text(LIMIT_BPS),
            "hazard": hazard_text(application),
            "recommendation": str(appraisal.get_recommendation_display()),
            "risks": [text for text in (plan.risks if plan else "", appraisal.note) if text],
            "district_portfolio": portfolio or None,
            "members": [],
        }


def decision_paper(decision: Decision, *, language: str) -> paper.Decision:
    """The committee's answer to the applicant, with its reasons and what helps instead."""
    application = decision.application
    person = application.person
    with override(language):
        return {
            "letterhead": letterhead(
                application.programme_id, application.organisation_id, language
            ),
            "number": decision.meeting.minutes_number,
            "dated_on": decision.decided_on,
            "currency": application.currency,
            "applicant": person.formal_name,
            "address": party(person).get("address"),
            "application_code": application.code,
            "applied_on": application.applied_on,
            "decided_on": decision.decided_on,
            "outcome": OUTCOMES[decision.outcome],
            "requested_minor": application.amount_minor,
            "approved_minor": decision.amount_minor,
            "reasons": [decision.reason] if decision.reason else [],
            "conditions": [decision.conditions] if decision.conditions else [],
            "next_step": application.pathway_note or None,
            "appeal_by": decision.decided_on + APPEAL if decision.outcome == "reject" else None,
            "signatories": [{"role": _("For the committee"), "name": ""}],
        }
