"""Papers about people: referral, course, plan, verification, blank forms."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NotRequired, TypedDict

from dayaq.kernel.documents.data.common import Document, Fact, Signature


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


class Purchase(TypedDict):
    item: str
    quantity: str
    cost_minor: int


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
