"""The paper with a loan's new schedule, for the borrower to read and sign."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import override

from dayaq.credit.domain.state import LoanState
from dayaq.credit.queries.loans import Told, bears_charges
from dayaq.credit.queries.papers import signature_of
from dayaq.kernel.documents import data as paper
from dayaq.people.queries.papers import letterhead


def new_schedule_paper(
    told: Told, state: LoanState, on: dt.date, *, language: str
) -> paper.Disclosure:
    """What is still to be paid under the schedule of `state`; what is paid already is left out."""
    loan = told.loan
    agreement = loan.application.agreement
    charged = told.bears_interest or bears_charges(state)
    coming = [one for one in state.instalments if one.outstanding.total_minor]
    left = sum(one.outstanding.total_minor for one in coming)
    to_repay, rows = left, []
    for one in coming:
        unpaid = one.outstanding
        left -= unpaid.total_minor
        row: paper.Instalment = {
            "number": one.number,
            "due_on": one.due_on,
            "principal_minor": unpaid.principal,
            "interest_minor": unpaid.interest,
            "fee_minor": unpaid.fee + unpaid.penalty,
            "total_minor": unpaid.total_minor,
            "balance_minor": left,
        }
        rows.append(row)
    interest = sum(row["interest_minor"] or 0 for row in rows)
    fees = sum(row["fee_minor"] or 0 for row in rows)
    with override(language):
        return {
            "letterhead": letterhead(loan.programme_id, loan.organisation_id, language),
            "number": loan.code,
            "dated_on": on,
            "currency": loan.currency,
            "interest_free": not charged,
            "has_fees": bool(fees),
            "amount_minor": to_repay - interest - fees,
            "purpose": loan.application.purpose,
            "instalments": rows,
            "total_fees_minor": fees,
            "total_interest_minor": interest,
            "total_cost_minor": interest + fees,
            "total_to_repay_minor": to_repay,
            "rate": None,
            "apr": None,
            "borrower": loan.person.formal_name,
            "officer": loan.officer.full_name,
            "officer_phone": loan.officer.phone or None,
            "borrower_signature": signature_of(loan.person, agreement),
        }
