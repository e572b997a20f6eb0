"""The rows of a workbook once they are read, and what was found wrong with them.

Amounts are whole minor units, days are local dates; `row` counts as the spreadsheet does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend (error), to explain (warning) or to know (info), at a row.

    `sentence` is a msgid with named placeholders filled from `params`.
    """

    severity: Severity
    sheet: str
    row: int
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanRow:
    """One loan. `paid_minor`, `outstanding_minor`, `overdue_since` are what the owner wrote."""

    row: int
    number: str
    surname: str
    given_name: str
    patronymic: str = ""
    patronymic_suffix: str = ""
    sex: str = ""
    district: str = ""
    settlement: str = ""
    phone: str = ""
    person_code: str = ""
    window: str = ""
    officer: str = ""
    disbursed_on: date
    principal_minor: int
    instalments: int
    first_due_on: date
    paid_minor: int | None = None
    outstanding_minor: int | None = None
    overdue_since: date | None = None
    restructured: bool = False

    @property
    def full_name(self) -> str:
        return " ".join(
            part
            for part in (self.surname, self.given_name, self.patronymic, self.patronymic_suffix)
            if part
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    """One payment on a loan; `receipt` is the number as it was written, or ""."""

    row: int
    number: str
    paid_on: date
    amount_minor: int
    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentRow:
    """One agreed instalment of a loan."""

    row: int
    number: str
    due_on: date
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    """Money of the fund: a contribution, spending to date, or what bank and cash box hold."""

    row: int
    kind: Literal["contribution", "spending", "bank", "cash"]
    window: str
    on: date | None
    amount_minor: int
    note: str = ""


@dataclass(slots=True)
class Workbook:
    """Everything read, with what was found on the way."""

    loans: list[LoanRow] = field(default_factory=list)
    instalments: list[InstalmentRow] = field(default_factory=list)
    payments: list[PaymentRow] = field(default_factory=list)
    money: list[MoneyRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def payments_of(self, number: str) -> list[PaymentRow]:
        """The payments of one loan by day."""
        return sorted(
            (one for one in self.payments if one.number == number),
            key=lambda one: (one.paid_on, one.row),
        )

    def instalments_of(self, number: str) -> list[InstalmentRow]:
        """The agreed instalments of one loan by day, if the workbook lists them."""
        return sorted(
            (one for one in self.instalments if one.number == number),
            key=lambda one: (one.due_on, one.row),
        )
