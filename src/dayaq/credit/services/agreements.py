"""The agreement: drawn up and printed from the decision, then signed; the loan begins with it.

The paper exists before the signature, so its number, clauses and terms are fixed when it is
drawn up; signing adds who signed how.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dayaq.credit.domain.errors import CreditError
from dayaq.credit.domain.schedule import build_schedule
from dayaq.credit.domain.terms import CustomInstalment
from dayaq.credit.models import (
    Agreement,
    ApplicationStatus,
    Loan,
    LoanApplication,
    LoanStatus,
    Outcome,
    ProductVersion,
    SignatureMode,
)
from dayaq.credit.queries.holidays import holidays_of
from dayaq.credit.services.locks import held_application, held_application_and, held_loan
from dayaq.credit.services.sentences import as_refusal
from dayaq.credit.terms_json import loan_terms_json, read_terms
from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused, not_before
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code

APPROVALS = [Outcome.APPROVE.value, Outcome.MODIFY.value]
# The decision that approved an application, and the newest clauses in a language, if any.
DECIDED = """
SELECT d.id, d.amount_minor, d.instalments,
       (SELECT c.id FROM credit_clausetext c WHERE c.programme_id = %s
        AND c.language = %s ORDER BY c.number DESC LIMIT 1)
FROM credit_decision d
WHERE d.application_id = %s AND d.outcome = ANY(%s)
ORDER BY d.recorded_at DESC, d.id DESC LIMIT 1
"""
# How many loans the applicant has had, whatever became of them.
EARLIER = """
SELECT count(*) FROM credit_loanapplication a JOIN credit_loan l ON l.person_id = a.person_id
WHERE a.id = %s AND l.status <> %s
"""


def draw_up_agreement(
    *,
    by: Actor,
    application_id: UUID,
    language: str,
    planned_on: dt.date,
    first_due_on: dt.date,
    on: dt.date,
    at: dt.datetime,
    rows_given: Sequence[CustomInstalment] = (),
) -> Agreement:
    """Fix number, clauses and terms, ready to be printed; until signed it can be drawn up anew.

    :param planned_on: the day the money is to be paid out; `first_due_on`: the first instalment
    :param rows_given: each date and amount, for a product whose schedule is agreed by hand
    :raises Refused: not approved, already signed, no clauses in this language, or dates that
        contradict each other
    """
    application, (decided,) = held_application_and(
        by,
        "credit.draw_up_agreement",
        application_id,
        (DECIDED, [by.programme_id, language, application_id, APPROVALS]),
    )
    if application.status != ApplicationStatus.APPROVED:
        raise Refused(N_("An agreement is drawn up after the committee has approved the loan."))
    ((decision_id, amount_minor, instalments, clauses_id),) = decided
    if clauses_id is None:
        raise Refused(
            N_("There are no clauses in this language. The programme officer writes them."),
            field="language",
        )
    terms = _agreed_terms(
        application, amount_minor, instalments, planned_on, first_due_on, rows_given
    )
    agreement = Agreement(
        application=application,
        decision_id=decision_id,
        number=application.code,
        clauses_id=clauses_id,
        language=language,
        planned_on=planned_on,
        first_due_on=rows_given[0].due_on if rows_given else first_due_on,
        terms=terms,
        drawn_up_on=on,
        drawn_up_by_id=by.user_id,
    )
    record(
        "credit.agreement_drawn_up",
        # Nothing is signed yet, so drawing up anew takes the place of the first.
        beside=rows.inserting(agreement, replacing=("application_id",)),
        by=by,
        on=on,
        at=at,
        subjects=[("application", application.pk), ("person", application.person_id)],
        data={"application": application.code, "agreement": agreement.number},
    )
    return agreement


def _agreed_terms(
    application: LoanApplication,
    amount_minor: int,
    instalments: int,
    planned_on: dt.date,
    first_due_on: dt.date,
    rows_given: Sequence[CustomInstalment],
) -> dict[str, Any]:
    """The terms of the loan, once its schedule can be built from them."""
    product = application.product_version.terms
    by_hand = product.get("amortisation") == "custom"
    if by_hand != bool(rows_given):
        raise Refused(
            N_("Give the date and the amount of each instalment.")
            if by_hand
            else N_("This product sets the dates and amounts itself: leave the rows empty."),
            field="rows" if by_hand else None,
        )
    try:
        terms = loan_terms_json(
            product,
            principal_minor=amount_minor,
            instalments=instalments,
            currency=application.currency,
            planned_on=planned_on,
            first_due=first_due_on,
            rows=rows_given,
            holidays=holidays_of(application.programme_id) if product.get("working_days") else (),
        )
        build_schedule(read_terms(terms), planned_on)
    except CreditError as error:
        field = "rows" if by_hand else "first_due_on"
        raise as_refusal(error, field=field, currency=application.currency) from error
    return terms


def sign_agreement(
    *,
    by: Actor,
    application_id: UUID,
    signature_mode: str,
    lender_signatory: str,
    on: dt.date,
    at: dt.datetime,
    witness: str = "",
    read_aloud: bool = False,
) -> Loan:
    """Record that both sides signed; the loan now waits to be paid out by a third person.

    :raises Refused: nothing is drawn up, it is signed already, or a mark has no witness
    """
    application, (drawn_up, earlier) = held_application_and(
        by,
        "credit.draw_up_agreement",
        application_id,
        rows.locking(Agreement, application_id, ("decision",), by="application_id"),
        (EARLIER, [application_id, LoanStatus.CANCELLED.value]),
    )
    agreement = rows.read(Agreement, drawn_up, ("decision",))
    if agreement is None:
        raise Refused(N_("Draw up the agreement first, then print it and have it signed."))
    if agreement.signed_on is not None or application.status != ApplicationStatus.APPROVED:
        raise Refused(N_("This agreement is signed already."))
    if signature_mode != SignatureMode.HAND and not witness.strip():
        raise Refused(N_("Name the witness of the mark or of the spoken consent."), field="witness")
    if on < agreement.drawn_up_on:
        raise Refused(
            N_("The agreement cannot be signed before it was drawn up."), field="signed_on"
        )
    loan = _loan_of(application, agreement, on, cycle=earlier[0][0] + 1)
    agreement.signed_on = on
    agreement.signature_mode = signature_mode
    agreement.witness = witness
    agreement.read_aloud = read_aloud
    agreement.lender_signatory = lender_signatory
    application.status = ApplicationStatus.LENT
    if application.product_version.locked_at is None:
        ProductVersion.objects.filter(pk=application.product_version_id).update(locked_at=at)
    signed = ("signed_on", "signature_mode", "witness", "read_aloud", "lender_signatory")
    record(
        "credit.agreement_signed",
        beside=[
            *rows.inserting(loan),
            rows.changing(agreement, *signed),
            rows.changing(application, "status"),
        ],
        by=by,
        on=on,
        at=at,
        subjects=[
            ("application", application.pk),
            ("person", application.person_id),
            ("loan", loan.pk),
        ],
        data={
            "application": application.code,
            "agreement": agreement.number,
            "loan": loan.code,
            "signature": signature_mode,
        },
    )
    return loan


def _loan_of(
    application: LoanApplication, agreement: Agreement, on: dt.date, *, cycle: int
) -> Loan:
    """The loan that begins with the signature; it is not stored yet."""
    decision = agreement.decision
    assert decision.amount_minor and decision.instalments  # noqa: S101, PT018 - an approval
    assert decision.approved_by_id and application.appraised_by_id  # noqa: S101, PT018
    return Loan(
        code=next_code("loan", "LN"),
        programme_id=application.programme_id,
        person_id=application.person_id,
        application=application,
        product_version=application.product_version,
        cycle=cycle,
        principal_minor=decision.amount_minor,
        currency=application.currency,
        instalments=decision.instalments,
        terms=agreement.terms,
        status=LoanStatus.AGREED,
        officer_id=application.officer_id,
        district_id=application.district_id,
        organisation_id=application.organisation_id,
        appraised_by_id=application.appraised_by_id,
        approved_by_id=decision.approved_by_id,
        decision_recorded_by_id=decision.recorded_by_id,
        agreed_on=on,
    )


def cancel_loan(*, by: Actor, loan_id: UUID, reason: str, on: dt.date, at: dt.datetime) -> Loan:
    """A signed loan is not paid out after all; a new application is possible.

    :raises Refused: no reason, or the money was paid out
    """
    loan = held_loan(by, "credit.draw_up_agreement", loan_id)
    if loan.status != LoanStatus.AGREED:
        raise Refused(N_("Only a loan that is not paid out yet can be cancelled."))
    if not reason.strip():
        raise Refused(N_("Give the reason."), field="reason")
    not_before(on, loan.agreed_on, N_("The agreement was not signed yet on that day."))
    application = held_application(by, "credit.draw_up_agreement", loan.application_id)
    loan.status, loan.closed_on = LoanStatus.CANCELLED, on
    rows.update(loan, "status", "closed_on")
    application.status, application.closing_reason = ApplicationStatus.WITHDRAWN, reason
    rows.update(application, "status", "closing_reason")
    record(
        "credit.loan_cancelled",
        by=by,
        on=on,
        at=at,
        subjects=[
            ("application", application.pk),
            ("person", loan.person_id),
            ("loan", loan.pk),
        ],
        data={"loan": loan.code},
    )
    return loan
