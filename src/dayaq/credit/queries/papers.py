"""What stands on the papers of a loan: agreement, disclosure, voucher, receipt, pack, letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from dayaq.credit.domain.disclosure import Disclosure as Costs
from dayaq.credit.domain.disclosure import disclosure_of
from dayaq.credit.domain.schedule import Schedule, build_schedule
from dayaq.credit.models import (
    Agreement,
    Loan,
    LoanApplication,
    LoanEvent,
    Receipt,
)
from dayaq.credit.queries.due import Owing
from dayaq.credit.queries.loans import Payment, Told
from dayaq.credit.terms_json import read_terms
from dayaq.kernel.documents import data as paper
from dayaq.kernel.money import format_minor
from dayaq.kernel.percent import percent_text
from dayaq.people.models import Person
from dayaq.people.queries.papers import letterhead
from dayaq.programme.queries import donor_marks

MANNERS: dict[str, paper.Manner] = {
    "hand": "hand",
    "thumb": "thumb",
    "mark": "mark",
    "cannot": "cannot",
}


def schedule_of(agreement: Agreement) -> tuple[Schedule, Costs]:
    """The schedule and the cost the agreement promises, for the planned day."""
    terms = read_terms(agreement.terms)
    schedule = build_schedule(terms, agreement.planned_on)
    return schedule, disclosure_of(terms, schedule)


def agreement_paper(agreement: Agreement) -> paper.Agreement:
    """The agreement as it is printed, before anybody has signed it."""
    application = agreement.application
    person = application.person
    clauses = agreement.clauses
    lender = application.product_version
    with override(agreement.language):
        return {
            **_terms(agreement),
            "place": _place(person),
            "lender": {
                "name": lender.legal_lender,
                "legal_basis": str(lender.get_legal_basis_display()),
            },
            "borrower": party(person),
            "guarantors": [
                {"name": application.guarantor_name, "phone": application.guarantor_phone or None}
            ]
            if application.guarantor_name
            else [],
            "business_place": application.plan.place_text if application.plan else None,
            "clauses": [
                {"heading": row["heading"], "text": row["text"]} for row in clauses.clauses
            ],
            "clauses_version": str(clauses.number),
            "clauses_approved": clauses.is_approved,
            "clauses_approved_by": clauses.approved_by.full_name if clauses.approved_by else None,
            "clauses_approved_on": clauses.approved_on,
            "lender_signatories": [
                {"role": _("For the lender"), "name": agreement.lender_signatory}
            ],
            "borrower_signature": signature_of(person, agreement),
            "guarantor_signatures": [{"role": _("Guarantor"), "name": application.guarantor_name}]
            if application.guarantor_name
            else [],
        }


def disclosure_paper(agreement: Agreement) -> paper.Disclosure:
    """One page in plain words, read before signing."""
    application = agreement.application
    with override(agreement.language):
        return {
            **_terms(agreement),
            "borrower": application.person.formal_name,
            "officer": application.officer.full_name,
            "officer_phone": application.officer.phone or None,
            "borrower_signature": signature_of(application.person, agreement),
        }


def voucher_paper(
    loan: Loan, paid: LoanEvent, *, method: str, voucher: str, language: str
) -> paper.Voucher:
    """The voucher the borrower signs for the money of one payout."""
    cashier = paid.recorded_by.full_name
    with override(language):
        return {
            "letterhead": letterhead(loan.programme_id, loan.organisation_id, language),
            "number": voucher or loan.code,
            "dated_on": paid.value_on,
            "currency": loan.currency,
            "amount_minor": paid.amount_minor or 0,
            "borrower": party(loan.person),
            "loan_code": loan.code,
            "purpose": loan.application.purpose,
            "method": method,
            "window": loan.window or None,
            "disbursed_by": cashier,
            "borrower_signature": signature_of(loan.person, loan.application.agreement),
            "signatories": [{"role": _("Cashier"), "name": cashier}],
        }


def receipt_paper(payment: Payment, told: Told, *, language: str) -> paper.Receipt:
    """Our copy of an official blank, with the split of the money on it."""
    receipt: Receipt = payment.receipt
    loan = told.loan
    parts = payment.parts
    reversal = payment.reversal
    with override(language):
        return {
            "letterhead": letterhead(loan.programme_id, loan.organisation_id, language),
            "number": receipt.label,
            "dated_on": receipt.paid_on,
            "currency": receipt.currency,
            "series": receipt.series,
            "receipt_number": f"{receipt.number:06d}",
            "amount_minor": receipt.amount_minor,
            "paid_by": str(receipt.get_paid_by_display()),
            "borrower": loan.person.formal_name,
            "borrower_code": loan.person.code,
            "loan_code": loan.code,
            "paid_on": receipt.paid_on,
            "method": str(receipt.get_method_display()),
            "received_by": receipt.collected_by.full_name,
            "principal_minor": parts.get("principal"),
            "interest_minor": parts.get("interest"),
            "fee_minor": parts.get("fee"),
            "penalty_minor": parts.get("penalty"),
            "credit_minor": parts.get("credit"),
            "balance_minor": told.position.outstanding_minor,
            "next_due_on": told.position.next_due_on,
            "next_due_minor": told.position.next_due_minor,
            "reversed_on": reversal.value_on if reversal else None,
            "reversal_reason": str(reversal.data.get("reason", "")) if reversal else None,
        }


def letter_paper(told: Told, *, language: str) -> paper.PaidInFull:
    """The letter that nothing is owed any more."""
    loan = told.loan
    assert loan.closed_on is not None  # noqa: S101 - only a closed loan gets the letter
    with override(language):
        return {
            "letterhead": letterhead(loan.programme_id, loan.organisation_id, language),
            "number": loan.code,
            "dated_on": loan.closed_on,
            "currency": loan.currency,
            "borrower": loan.person.formal_name,
            "borrower_code": loan.person.code,
            "loan_code": loan.code,
            "agreement_on": loan.agreed_on,
            "amount_minor": loan.principal_minor,
            "repaid_minor": told.state.paid.total_minor,
            "closed_on": loan.closed_on,
            "signatories": [{"role": _("For the lender"), "name": ""}],
        }


def sheet_paper(
    rows: Sequence[Owing],
    *,
    programme_id: object,
    organisation_id: object,
    village: str,
    district: str,
    officer: str,
    on: dt.date,
    language: str,
) -> paper.CollectionSheet:
    """The village sheet an officer takes along."""
    with override(language):
        return {
            "letterhead": letterhead(programme_id, organisation_id, language),  # type: ignore[arg-type]
            "currency": rows[0].loan.currency if rows else "AZN",
            "dated_on": on,
            "village": village or _("All"),
            "district": district,
            "officer": officer,
            "planned_on": on,
            "lines": [
                {
                    "loan_code": row.loan.code,
                    "name": row.loan.person.formal_name,
                    "phone": row.loan.person.phone or None,
                    "due_on": row.standing.oldest_unpaid_due_on or row.standing.next_due_on,
                    "due_minor": row.standing.due_minor or row.standing.next_due_minor,
                    "overdue_minor": row.standing.overdue_minor,
                    "days_past_due": row.standing.days_past_due,
                    "promise": _promise(row),
                }
                for row in rows
            ],
            "total_due_minor": sum(
                row.standing.due_minor or row.standing.next_due_minor for row in rows
            ),
            "total_overdue_minor": sum(row.standing.overdue_minor for row in rows),
        }


def ratio_text(bps: int | None) -> str:
    """A ratio in basis points as a percentage; without any free income there is none."""
    if bps is None:
        return _("nothing is left to pay from")
    return percent_text(Decimal(bps) / 10_000, 2)


def hazard_text(application: LoanApplication) -> str:
    """What the mine action authority said of the place of business."""
    answer = application.plan.hazard_answer if application.plan else ""
    return {
        "clear": _("No known or suspected hazard"),
        "suspected": _("Beside a suspected hazardous area"),
        "inside": _("Inside a hazardous area"),
    }.get(answer, _("Not checked yet"))


def _terms(agreement: Agreement) -> paper.LoanTerms:
    application = agreement.application
    schedule, costs = schedule_of(agreement)
    left = schedule.total_minor
    rows: list[paper.Instalment] = []
    for row in schedule.instalments:
        left -= row.total_minor
        rows.append(
            {
                "number": row.number,
                "due_on": row.due_on,
                "principal_minor": row.principal_minor,
                "interest_minor": row.interest_minor,
                "fee_minor": row.fee_minor,
                "total_minor": row.total_minor,
                "balance_minor": left,
            }
        )
    penalty = _penalty(agreement)
    free = not costs.interest_minor and penalty is None
    return {
        "letterhead": letterhead(
            application.programme_id,
            application.organisation_id,
            agreement.language,
            donor_marks(application.programme_id, agreement.drawn_up_on),
        ),
        "number": agreement.number,
        "dated_on": agreement.drawn_up_on,
        "currency": application.currency,
        "interest_free": free,
        "has_fees": bool(costs.fee_minor),
        "amount_minor": costs.principal_minor,
        "purpose": application.purpose,
        "instalments": rows,
        "total_fees_minor": costs.fee_minor,
        "total_interest_minor": costs.interest_minor,
        "total_cost_minor": costs.cost_minor,
        "total_to_repay_minor": schedule.total_minor,
        "rate": _rate(agreement) if costs.interest_minor else None,
        "apr": percent_text(costs.apr / 100, 2) if costs.cost_minor else None,
        "penalty": penalty,
        "disbursement": _parts(agreement),
    }


def _rate(agreement: Agreement) -> str:
    terms = read_terms(agreement.terms)
    values = {"rate": str(terms.annual_rate).replace(".", ",")}
    if terms.interest == "flat":
        return _("%(rate)s %% a year on the amount lent") % values
    return _("%(rate)s %% a year on what is still owed") % values


def _penalty(agreement: Agreement) -> str | None:
    """What a late instalment costs, in a sentence; a loan without a penalty says nothing."""
    penalty = read_terms(agreement.terms).penalty
    if penalty is None:
        return None
    currency = agreement.application.currency
    values = {
        "much": f"{format_minor(penalty.amount_minor, currency)} {currency}"
        if penalty.amount_minor
        else f"{penalty.percent} %".replace(".", ","),
        "days": penalty.wait_days,
        "repeat": penalty.repeat_days,
    }
    if penalty.repeat_days:
        return (
            _("%(much)s of a late instalment after %(days)s days, again every %(repeat)s days")
            % values
        )
    return _("%(much)s of a late instalment after %(days)s days") % values


def _parts(agreement: Agreement) -> str | None:
    """When and how much is paid out, for a loan in parts."""
    terms = read_terms(agreement.terms)
    if not terms.tranches:
        return None
    first = terms.principal_minor - sum(one.amount_minor for one in terms.tranches)
    parts = [(agreement.planned_on, first), *((one.on, one.amount_minor) for one in terms.tranches)]
    return "; ".join(
        f"{day:%d.%m.%Y}: {format_minor(amount, terms.currency)} {terms.currency}"
        for day, amount in parts
    )


def party(person: Person) -> paper.Party:
    """The borrower as a party to a paper."""
    return {
        "name": person.formal_name,
        "code": person.code,
        "born_on": person.born_on,
        "document": person.document_no or None,
        "address": ", ".join(
            part for part in (person.address, person.settlement, str(person.district)) if part
        ),
        "phone": person.phone or None,
    }


def _place(person: Person) -> str:
    return str(person.district)


def signature_of(person: Person, agreement: Agreement) -> paper.Signature:
    """Where the borrower signs, and how."""
    mode = agreement.signature_mode or person.signature_mode
    witness = agreement.witness or person.signature_witness
    return {
        "role": _("Borrower"),
        "name": person.formal_name,
        "manner": MANNERS.get(mode, "hand"),
        "witnesses": [] if mode == "hand" else [witness],
    }


def _promise(row: Owing) -> str | None:
    if row.promise is None:
        return None
    amount = format_minor(row.promise.amount_minor, row.loan.currency)
    return f"{row.promise.pay_on:%d.%m.%Y}: {amount}"
