"""The papers of a loan, from the committee to the last receipt."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NotRequired, TypedDict

from dayaq.kernel.documents.data.common import Document, Fact, Party, Signature


class Instalment(TypedDict):
    """One row of a repayment schedule; `balance_minor` is what is left after it."""

    number: int
    due_on: dt.date
    principal_minor: int
    interest_minor: int
    fee_minor: int
    total_minor: int
    balance_minor: int


class Clause(TypedDict):
    heading: str
    text: str


class LoanTerms(Document):
    """What the agreement and the disclosure sheet both say about a loan.

    `interest_free` leaves out interest and penalty everywhere; `rate`, `apr`, `penalty` and
    `allocation` are sentences ("12 % a year on the balance").
    """

    interest_free: bool
    has_fees: bool
    amount_minor: int
    purpose: str
    instalments: list[Instalment]
    total_fees_minor: int
    total_interest_minor: int
    total_cost_minor: int
    total_to_repay_minor: int
    rate: NotRequired[str | None]
    apr: NotRequired[str | None]
    penalty: NotRequired[str | None]
    allocation: NotRequired[str | None]
    disbursement: NotRequired[str | None]


class Agreement(LoanTerms):
    """Template `agreement`: the loan agreement, for both parties to sign."""

    place: NotRequired[str | None]
    lender: Party
    borrower: Party
    guarantors: list[Party]
    business_place: NotRequired[str | None]
    clauses: list[Clause]
    clauses_version: str
    clauses_approved: bool
    clauses_approved_by: NotRequired[str | None]
    clauses_approved_on: NotRequired[dt.date | None]
    lender_signatories: list[Signature]
    borrower_signature: Signature
    guarantor_signatures: NotRequired[list[Signature]]


class Disclosure(LoanTerms):
    """Template `disclosure`: one page in plain words, read before signing."""

    borrower: str
    officer: str
    officer_phone: NotRequired[str | None]
    borrower_signature: Signature


class Receipt(Document):
    """Template `receipt`: our copy of the official blank `series` `receipt_number`."""

    series: str
    receipt_number: str
    amount_minor: int
    paid_by: str
    borrower: str
    borrower_code: NotRequired[str | None]
    loan_code: str
    paid_on: dt.date
    method: str
    received_by: str
    principal_minor: NotRequired[int | None]
    interest_minor: NotRequired[int | None]
    fee_minor: NotRequired[int | None]
    penalty_minor: NotRequired[int | None]
    credit_minor: NotRequired[int | None]
    balance_minor: int
    next_due_on: NotRequired[dt.date | None]
    next_due_minor: NotRequired[int | None]
    reversed_on: NotRequired[dt.date | None]
    reversal_reason: NotRequired[str | None]


class PassbookInstalment(TypedDict):
    """`paid_minor` is what has been paid towards this instalment so far."""

    number: int
    due_on: dt.date
    total_minor: int
    paid_minor: int


class PassbookPayment(TypedDict):
    """`receipt` is series and number of the official blank."""

    paid_on: dt.date
    receipt: str
    amount_minor: int
    balance_minor: int


class Passbook(Document):
    """Template `passbook`: the borrower's own book; `empty_lines` are left to write on."""

    borrower: str
    borrower_code: NotRequired[str | None]
    loan_code: str
    agreement_on: dt.date
    amount_minor: int
    balance_minor: int
    next_due_on: NotRequired[dt.date | None]
    next_due_minor: NotRequired[int | None]
    officer: str
    officer_phone: NotRequired[str | None]
    instalments: list[PassbookInstalment]
    payments: list[PassbookPayment]
    empty_lines: NotRequired[int]


class CollectionLine(TypedDict):
    loan_code: str
    name: str
    phone: NotRequired[str | None]
    due_on: NotRequired[dt.date | None]
    due_minor: int
    overdue_minor: int
    days_past_due: int
    promise: NotRequired[str | None]


class CollectionSheet(Document):
    """Template `collection-sheet`: one village, one day, with room to write."""

    village: str
    district: str
    officer: str
    planned_on: NotRequired[dt.date | None]
    lines: list[CollectionLine]
    total_due_minor: int
    total_overdue_minor: int


class Voucher(Document):
    """Template `voucher`: the disbursement voucher the borrower signs for the money."""

    amount_minor: int
    borrower: Party
    loan_code: str
    purpose: str
    method: str
    window: NotRequired[str | None]
    disbursed_by: str
    approved_reference: NotRequired[str | None]
    supplier: NotRequired[str | None]
    borrower_signature: Signature
    signatories: list[Signature]


class PaidInFull(Document):
    """Template `paid-in-full`: the letter that nothing is owed any more."""

    borrower: str
    borrower_code: NotRequired[str | None]
    loan_code: str
    agreement_on: dt.date
    amount_minor: int
    repaid_minor: int
    closed_on: dt.date
    signatories: list[Signature]


class HandoverNotice(TypedDict):
    """What one borrower owes when a successor takes over; what is nothing is left out."""

    borrower: str
    loan_code: str
    outstanding_minor: int
    outstanding_words: str
    overdue_minor: NotRequired[int | None]
    next_due_on: NotRequired[dt.date | None]
    next_due_minor: NotRequired[int | None]


class HandoverNotices(Document):
    """Template `handover-notice`: to each borrower, who collects the loan from a day on."""

    successor: str
    transfer_on: dt.date
    pay_how: str
    phone: str
    agreement: NotRequired[str | None]
    notices: list[HandoverNotice]
    signatories: list[Signature]


class Decision(Document):
    """Template `decision`: the committee's answer to the applicant, with its reasons."""

    applicant: str
    address: NotRequired[str | None]
    application_code: str
    applied_on: dt.date
    decided_on: dt.date
    outcome: Literal["approved", "approved_with_changes", "deferred", "declined"]
    requested_minor: int
    approved_minor: NotRequired[int | None]
    reasons: list[str]
    conditions: list[str]
    next_step: NotRequired[str | None]
    appeal_by: NotRequired[dt.date | None]
    signatories: list[Signature]


class CommitteePack(Document):
    """Template `committee-pack`: one page on which the committee decides."""

    application_code: str
    applicant: str
    meeting_on: NotRequired[dt.date | None]
    officer: str
    requested_minor: int
    term_months: int
    instalment_minor: int
    purpose: str
    applicant_facts: list[Fact]
    business_facts: list[Fact]
    monthly_income_minor: int
    monthly_expenses_minor: int
    monthly_debts_minor: int
    monthly_margin_minor: int
    debt_service_ratio: str
    debt_service_limit: str
    hazard: str
    recommendation: str
    risks: list[str]
    district_portfolio: NotRequired[str | None]
    members: list[str]


class CashOrder(Document):
    """Template `cash-order`: one movement of the office cash, in or out."""

    money_comes_in: bool
    amount_minor: int
    party: str
    purpose: str
    cashier: str
