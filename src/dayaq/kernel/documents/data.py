"""What each document template takes.

Amounts are whole minor units under names ending in `_minor`; dates are dates; rendering
turns both into text. Texts of the programme (names, purposes, clauses) come in the language
of the document. A key that is `NotRequired` may be left out or be None.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, NotRequired, TypedDict

Manner = Literal["hand", "thumb", "mark", "read_aloud", "cannot"]


class Mark(TypedDict):
    """A donor's or partner's mark: its uploaded drawing, else its short name as a word mark."""

    short: str
    name: str
    svg: NotRequired[str | None]


class Letterhead(TypedDict):
    """The top and the foot of every page. `complaint_phone` is answered in confidence."""

    programme: str
    organisation: str
    address: NotRequired[str | None]
    marks: list[Mark]
    complaint_phone: NotRequired[str | None]


class Document(TypedDict):
    """What every document has."""

    letterhead: Letterhead
    number: NotRequired[str | None]
    dated_on: NotRequired[dt.date | None]
    currency: NotRequired[str]


class Signature(TypedDict):
    """One signatory. For every manner but hand a line is drawn for each witness ("" is
    one whose name is not known yet)."""

    role: str
    name: str
    position: NotRequired[str | None]
    manner: NotRequired[Manner]
    witnesses: NotRequired[list[str]]


class Party(TypedDict):
    """A party to an agreement; only what is given is printed."""

    name: str
    code: NotRequired[str | None]
    born_on: NotRequired[dt.date | None]
    document: NotRequired[str | None]
    address: NotRequired[str | None]
    phone: NotRequired[str | None]
    represented_by: NotRequired[str | None]
    legal_basis: NotRequired[str | None]


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


class Referral(Document):
    """Template `referral`: it goes to another institution, so it says nothing of injuries."""

    institution: str
    institution_address: NotRequired[str | None]
    attention: NotRequired[str | None]
    person: str
    person_code: NotRequired[str | None]
    born_on: NotRequired[dt.date | None]
    district: NotRequired[str | None]
    phone: NotRequired[str | None]
    service: str
    request: str
    answer_by: NotRequired[dt.date | None]
    memorandum: NotRequired[str | None]
    consent_on: dt.date
    contact: str
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


class Fact(TypedDict):
    label: str
    value: str


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


class Certificate(Document):
    """Template `certificate`: of a completed course."""

    person: str
    course: str
    starts_on: dt.date
    ends_on: dt.date
    hours: int
    topics: list[str]
    place: NotRequired[str | None]
    signatories: list[Signature]


class Attendee(TypedDict):
    name: str
    code: NotRequired[str | None]
    village: NotRequired[str | None]


class Attendance(Document):
    """Template `attendance`: a sheet to sign; `sessions` are its columns (at most ten)."""

    course: str
    place: str
    trainer: str
    sessions: list[dt.date]
    attendees: list[Attendee]
    empty_lines: NotRequired[int]


class PlanMonth(TypedDict):
    month: str
    sales_minor: int
    costs_minor: int
    instalment_minor: int
    left_minor: int


class BusinessPlan(Document):
    """Template `business-plan`: the plan in words and its twelve months."""

    person: str
    person_code: NotRequired[str | None]
    title: str
    place: str
    sections: list[Fact]
    purchases: list[Purchase]
    purchases_total_minor: int
    own_contribution_minor: int
    requested_minor: int
    months: list[PlanMonth]
    hazard: str
    status: str
    adviser: str
    signatories: list[Signature]


class Purchase(TypedDict):
    item: str
    quantity: str
    cost_minor: int


class VerificationLine(TypedDict):
    code: str
    name: str
    born_on: NotRequired[dt.date | None]
    district: str
    village: NotRequired[str | None]
    incident_on: NotRequired[str | None]


class VerificationList(Document):
    """Template `verification-list`: the letter that asks the mine action authority to verify
    victim status and check places; it comes back with the last columns filled."""

    authority: str
    attention: NotRequired[str | None]
    lines: list[VerificationLine]
    places: list[Fact]
    answer_by: NotRequired[dt.date | None]
    consent_note: str
    signatories: list[Signature]


class MonthlyReport(Document):
    """Template `monthly-report`: the implementer's one page to the programme manager."""

    month: str
    implementer: str
    figures: list[MonthlyFigure]
    problem_cases: list[Fact]
    decisions_asked: list[str]
    balances: list[BalanceLine]
    next_month: list[str]
    signatories: list[Signature]


class MonthlyFigure(TypedDict):
    """A figure of the month beside the one to date, already formatted."""

    label: str
    month: str
    to_date: str
    target: NotRequired[str | None]


class BalanceLine(TypedDict):
    label: str
    opening_minor: int
    received_minor: int
    paid_minor: int
    closing_minor: int


class TableColumn(TypedDict):
    title: str
    kind: Literal["text", "number", "money", "percent", "date", "datetime"]


class TableSection(TypedDict):
    """A table inside a report; cells are text already (see `documents.tables`)."""

    title: str
    text: NotRequired[str | None]
    columns: list[TableColumn]
    rows: list[list[str]]
    totals: NotRequired[list[str] | None]
    chart_svg: NotRequired[str | None]
    chart_alt: NotRequired[str | None]


class DonorReport(Document):
    """Template `donor-report`: title, parameters, text, tables, charts, definitions."""

    title: str
    donor: NotRequired[str | None]
    as_of: NotRequired[dt.date | None]
    status: NotRequired[str | None]
    parameters: list[Fact]
    summary: NotRequired[str | None]
    sections: list[TableSection]
    definitions: list[Fact]
    signatories: NotRequired[list[Signature]]


class TableReport(Document):
    """Template `table-report`: every list and figure of the house as a table."""

    title: str
    as_of: NotRequired[dt.date | None]
    parameters: NotRequired[list[Fact]]
    summary: NotRequired[str | None]
    columns: list[TableColumn]
    rows: list[list[str]]
    totals: NotRequired[list[str] | None]
    definitions: NotRequired[list[Fact]]
    note: NotRequired[str | None]


class FormField(TypedDict):
    """One field of a paper form.

    `kind`: line (one line), lines (several), boxes (tick one or more of `options`), date
    (boxes for day, month, year), grid (a table of `options` as headings and `rows` lines),
    scale (each of `items` against each of `options`), text (a sentence to read out).
    """

    number: str
    label: str
    kind: Literal["line", "lines", "boxes", "date", "grid", "scale", "text"]
    hint: NotRequired[str | None]
    options: NotRequired[list[str]]
    items: NotRequired[list[str]]
    rows: NotRequired[int]


class FormSection(TypedDict):
    title: str
    fields: list[FormField]


class PaperForm(Document):
    """Template `form`: a blank form to fill in by hand and type in later."""

    title: str
    intro: NotRequired[str | None]
    sections: list[FormSection]
    signatories: list[Signature]
    edition: str
