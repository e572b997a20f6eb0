"""Loan applications: taken by the field officer, completed, appraised, brought to the committee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Max

from dayaq.credit import appraisal_rules
from dayaq.credit.domain.errors import CreditError
from dayaq.credit.domain.schedule import build_schedule
from dayaq.credit.models import (
    DECIDABLE,
    ApplicationStatus,
    Appraisal,
    LoanApplication,
    ProductVersion,
)
from dayaq.credit.services.locks import held_application
from dayaq.credit.services.sentences import as_refusal
from dayaq.credit.terms_json import loan_terms_json, read_terms
from dayaq.kernel import db, rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused, not_before
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code
from dayaq.kernel.money import format_minor
from dayaq.training.models import BusinessPlan

NOT_APPLIED = N_("The application was not made yet on that day.")


def apply_for_loan(
    *,
    by: Actor,
    person_id: UUID,
    product_version_id: UUID,
    plan_id: UUID | None,
    amount_minor: int,
    instalments: int,
    purpose: str,
    on: dt.date,
    at: dt.datetime,
    guarantor_name: str = "",
    guarantor_phone: str = "",
) -> LoanApplication:
    """Take an application. Without a business plan it stays incomplete.

    :raises Refused: the amount or the number of instalments lies outside the product's bounds,
        the plan is somebody else's, or the person has an open application
    """
    by.require("credit.apply")
    applicant, product = db.fetch_each(
        (APPLICANT, [plan_id, person_id, by.programme_id]),
        rows.getting(ProductVersion, product_version_id, ("product",)),
    )
    registration = _registration(by, applicant, plan_id)
    version = rows.read(ProductVersion, product, ("product",))
    if (
        version is None
        or version.product.programme_id != by.programme_id
        or not version.product.is_open
    ):
        raise Refused(N_("Choose a loan product that is open."), field="product_version_id")
    if not version.may_lend:
        raise Refused(
            N_(
                "This product is locked: name a licensed lender and the legal basis on it,"
                " then applications can use it."
            ),
            field="product_version_id",
        )
    _refuse_out_of_bounds(version, amount_minor, instalments)
    organisation_id = by.organisation_id or registration.organisation_id
    if organisation_id is None:
        raise Refused(N_("Your account belongs to no organisation. Ask the administrator."))
    application = LoanApplication(
        code=next_code("loan_application", "AP"),
        programme_id=by.programme_id,
        person_id=person_id,
        plan_id=plan_id,
        product_version=version,
        amount_minor=amount_minor,
        currency=version.currency,
        instalments=instalments,
        purpose=purpose,
        guarantor_name=guarantor_name,
        guarantor_phone=guarantor_phone,
        applied_on=on,
        status=ApplicationStatus.COMPLETE if plan_id else ApplicationStatus.DRAFT,
        officer_id=by.user_id,
        district_id=registration.district_id,
        organisation_id=organisation_id,
        recorded_at=at,
    )
    taken = rows.inserting(application)
    _log("credit.application_taken", application, by, on, at, beside=taken)
    return application


def complete_application(
    *, by: Actor, application_id: UUID, plan_id: UUID, on: dt.date, at: dt.datetime
) -> LoanApplication:
    """Add the business plan that was missing.

    :raises Refused: the application is past that, or the plan is somebody else's
    """
    application = held_application(by, "credit.apply", application_id)
    if application.status != ApplicationStatus.DRAFT:
        raise Refused(N_("This application is complete already."))
    _refuse_foreign_plan(plan_id, application.person_id)
    not_before(on, application.applied_on, NOT_APPLIED)
    application.plan_id = plan_id
    application.status = ApplicationStatus.COMPLETE
    application.save(update_fields=["plan", "status"])
    _log("credit.application_completed", application, by, on, at)
    return application


def appraise(
    *,
    by: Actor,
    application_id: UUID,
    incomes: Sequence[appraisal_rules.Income],
    expenses: Sequence[appraisal_rules.Expense],
    debts_minor: int,
    recommendation: str,
    recommended_minor: int,
    on: dt.date,
    at: dt.datetime,
    note: str = "",
) -> Appraisal:
    """Write down what the visit found and whether the household can carry the instalment.

    A ratio over the limit is recorded and shown to the committee, not hidden and not refused.

    :raises Refused: the application is not complete or already decided
    """
    application = held_application(by, "credit.appraise", application_id)
    if application.status not in (ApplicationStatus.COMPLETE, *DECIDABLE):
        raise Refused(N_("Only a complete application that is not decided yet is appraised."))
    if on < application.applied_on:
        raise Refused(N_("The visit must not be before the application."), field="visited_on")
    found = appraisal_rules.capacity(
        incomes=incomes,
        expenses=expenses,
        debts_minor=debts_minor,
        instalment_minor=expected_instalment(
            application.product_version, application.amount_minor, application.instalments, on
        ),
    )
    appraisal = Appraisal(
        application=application,
        visited_on=on,
        incomes=[
            {"source": row.source, "amount_minor": row.amount_minor, "protected": row.protected}
            for row in incomes
        ],
        expenses=[{"kind": row.kind, "amount_minor": row.amount_minor} for row in expenses],
        income_minor=found.income_minor,
        protected_minor=found.protected_minor,
        expenses_minor=found.expenses_minor,
        debts_minor=found.debts_minor,
        disposable_minor=found.disposable_minor,
        instalment_minor=found.instalment_minor,
        ratio_bps=found.ratio_bps,
        is_within_capacity=found.is_within,
        recommendation=recommendation,
        recommended_minor=recommended_minor,
        note=note,
        appraised_by_id=by.user_id,
        recorded_at=at,
    )
    application.appraised_by_id = by.user_id
    application.status = ApplicationStatus.APPRAISED
    found_so = [*rows.inserting(appraisal), rows.changing(application, "appraised_by", "status")]
    _log("credit.application_appraised", application, by, on, at, beside=found_so)
    return appraisal


def submit_to_committee(
    *, by: Actor, application_id: UUID, on: dt.date, at: dt.datetime
) -> LoanApplication:
    """Put an appraised application on the committee's list.

    :raises Refused: it is not appraised
    """
    application = held_application(by, "credit.appraise", application_id)
    if application.status not in (ApplicationStatus.APPRAISED, ApplicationStatus.DEFERRED):
        raise Refused(N_("Only an appraised application goes to the committee."))
    visited_on = application.appraisals.aggregate(last=Max("visited_on"))["last"]
    not_before(on, visited_on, N_("The household was visited after that day."))
    application.status = ApplicationStatus.TO_COMMITTEE
    application.save(update_fields=["status"])
    _log("credit.application_submitted", application, by, on, at)
    return application


def withdraw(
    *, by: Actor, application_id: UUID, reason: str, on: dt.date, at: dt.datetime
) -> LoanApplication:
    """The applicant does not want the loan any more.

    :raises Refused: the application is closed or the agreement is signed
    """
    application = held_application(by, "credit.apply", application_id)
    if application.status not in (
        ApplicationStatus.DRAFT,
        ApplicationStatus.COMPLETE,
        *DECIDABLE,
        ApplicationStatus.APPROVED,
    ):
        raise Refused(N_("This application is closed already."))
    not_before(on, application.applied_on, NOT_APPLIED)
    application.status = ApplicationStatus.WITHDRAWN
    application.closing_reason = reason
    application.save(update_fields=["status", "closing_reason"])
    _log("credit.application_withdrawn", application, by, on, at)
    return application


def appeal(
    *, by: Actor, application_id: UUID, reason: str, on: dt.date, at: dt.datetime
) -> LoanApplication:
    """The applicant asks the committee to look again; it goes back on the committee's list.

    :raises Refused: it was not rejected, or an appeal was made before
    """
    application = held_application(by, "credit.apply", application_id)
    if application.status != ApplicationStatus.REJECTED:
        raise Refused(N_("Only a rejected application can be appealed."))
    if application.appealed_on is not None:
        raise Refused(N_("An appeal was made already. A new application is possible."))
    rejected_on = application.decisions.aggregate(last=Max("decided_on"))["last"]
    not_before(on, rejected_on, N_("The committee had not decided yet on that day."))
    application.status = ApplicationStatus.TO_COMMITTEE
    application.appealed_on = on
    application.closing_reason = reason
    application.save(update_fields=["status", "appealed_on", "closing_reason"])
    _log("credit.application_appealed", application, by, on, at)
    return application


def expected_instalment(
    version: ProductVersion, amount_minor: int, instalments: int, on: dt.date
) -> int:
    """The largest instalment the loan would have, in minor units.

    :raises Refused: the terms cannot be met
    """
    try:
        terms = loan_terms_json(
            version.terms,
            principal_minor=amount_minor,
            instalments=instalments,
            currency=version.currency,
            planned_on=on,
            first_due=on + dt.timedelta(days=31),
        )
        schedule = build_schedule(read_terms(terms), on)
    except CreditError as error:
        raise as_refusal(error, field="amount_minor") from error
    return max(row.total_minor for row in schedule.instalments)


class Belongs(NamedTuple):
    """Where a registered person belongs, and whether the plan is theirs."""

    district_id: UUID
    organisation_id: UUID | None
    officer_id: UUID
    has_plan: bool


APPLICANT = """
SELECT r.district_id, r.organisation_id, r.officer_id,
       EXISTS (SELECT 1 FROM training_businessplan p
               WHERE p.id = %s::uuid AND p.person_id = r.person_id)
FROM people_registration r WHERE r.person_id = %s AND r.programme_id = %s
"""


def _registration(by: Actor, applicant: Sequence[tuple[Any, ...]], plan_id: UUID | None) -> Belongs:
    """The person's registration, which says where they belong; the plan must be theirs."""
    if not applicant:
        raise NotFound(N_("There is no such person in this programme."))
    found = Belongs(*applicant[0])
    by.require(
        "credit.apply",
        district_id=found.district_id,
        organisation_id=found.organisation_id,
        officer_id=found.officer_id,
    )
    if plan_id is not None and not found.has_plan:
        raise Refused(N_("Choose a business plan of this person."), field="plan_id")
    return found


def _refuse_out_of_bounds(version: ProductVersion, amount_minor: int, instalments: int) -> None:
    if not version.min_minor <= amount_minor <= version.max_minor:
        raise Refused(
            N_("This product lends from %(least)s to %(most)s %(currency)s."),
            field="amount_minor",
            params={
                "least": format_minor(version.min_minor, version.currency),
                "most": format_minor(version.max_minor, version.currency),
                "currency": version.currency,
            },
        )
    if not version.min_instalments <= instalments <= version.max_instalments:
        raise Refused(
            N_("This product has from %(least)s to %(most)s instalments."),
            field="instalments",
            params={"least": version.min_instalments, "most": version.max_instalments},
        )


def _refuse_foreign_plan(plan_id: UUID, person_id: UUID) -> None:
    if not BusinessPlan.objects.filter(pk=plan_id, person_id=person_id).exists():
        raise Refused(N_("Choose a business plan of this person."), field="plan_id")


def _log(
    verb: str,
    application: LoanApplication,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    beside: Sequence[rows.Question] = (),
) -> UUID:
    return record(
        verb,
        beside=beside,
        by=by,
        on=on,
        at=at,
        subjects=[("application", application.pk), ("person", application.person_id)],
        data={"application": application.code},
    )
