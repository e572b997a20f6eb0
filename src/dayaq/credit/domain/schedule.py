"""The schedule that terms and a day of disbursement make.

`build_schedule` finds the due dates, spreads principal and interest over them (one function
for each kind of interest, in `spread.py`), adds the fees, and moves dates off days without
work. Interest never follows a moved date.
"""

from dataclasses import dataclass, replace
from datetime import date

from dayaq.credit.domain.calendar import due_dates
from dayaq.credit.domain.errors import (
    FirstDueBeforeDisbursement,
    InterestFromOutOfRange,
    TrancheOutOfRange,
)
from dayaq.credit.domain.fees import fee_amount, fees_by_instalment
from dayaq.credit.domain.instalments import Instalment
from dayaq.credit.domain.rest import with_tranche
from dayaq.credit.domain.spread import spread
from dayaq.credit.domain.terms import Amortisation, FeeWhen, LoanTerms


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rows, and the fees taken on the day of disbursement (no part of any row)."""

    disbursed_on: date
    instalments: tuple[Instalment, ...]
    fee_deducted_minor: int = 0
    fee_at_disbursement_minor: int = 0

    @property
    def principal_minor(self) -> int:
        return sum(row.principal_minor for row in self.instalments)

    @property
    def interest_minor(self) -> int:
        return sum(row.interest_minor for row in self.instalments)

    @property
    def fee_minor(self) -> int:
        """All fees: those in the rows and those of the day of disbursement."""
        in_rows = sum(row.fee_minor for row in self.instalments)
        return in_rows + self.fee_deducted_minor + self.fee_at_disbursement_minor

    @property
    def total_minor(self) -> int:
        """What the client pays in instalments."""
        return sum(row.total_minor for row in self.instalments)

    @property
    def last_due_on(self) -> date:
        return self.instalments[-1].due_on


def build_schedule(terms: LoanTerms, disbursed_on: date) -> Schedule:
    """The schedule of `terms` for money paid out on `disbursed_on`.

    Raises a TermsError when the dates contradict the terms, or when rounding to the multiple
    would leave the last instalment nothing to take.
    """
    dates = scheduled_dates(terms, disbursed_on)
    _refuse_bad_dates(terms, disbursed_on, dates)
    if terms.tranches:
        principals, interests = _with_tranches(terms, disbursed_on, dates)
    else:
        principals, interests = spread(terms, disbursed_on, dates)
    moved = dates if terms.working_days is None else [terms.working_days.moved(d) for d in dates]
    if moved[0] <= disbursed_on:
        raise FirstDueBeforeDisbursement(first_due=moved[0], disbursed_on=disbursed_on)
    if not terms.fees:
        return Schedule(disbursed_on, _rows(disbursed_on, dates, moved, principals, interests))
    total_interest = sum(interests)
    at_start = [fee for fee in terms.fees if fee.when is FeeWhen.DISBURSEMENT]
    deducted, paid = (
        sum(
            fee_amount(terms, fee, terms.principal_minor, total_interest)
            for fee in at_start
            if fee.deducted is kind
        )
        for kind in (True, False)
    )
    fees = fees_by_instalment(terms, disbursed_on, moved, principals, interests)
    rows = _rows(disbursed_on, dates, moved, principals, interests, fees)
    return Schedule(disbursed_on, rows, deducted, paid)


def _with_tranches(
    terms: LoanTerms, disbursed_on: date, dates: list[date]
) -> tuple[list[int], list[int]]:
    """The amounts of a loan paid out in planned parts: the first now, each other on its day."""
    lent = terms.principal_minor - sum(tranche.amount_minor for tranche in terms.tranches)
    amounts = spread(replace(terms, principal_minor=lent, tranches=()), disbursed_on, dates)
    drawn: list[tuple[date, int]] = []
    for tranche in terms.tranches:
        if not disbursed_on < tranche.on < dates[-1]:
            raise TrancheOutOfRange(on=tranche.on, disbursed_on=disbursed_on, last_due=dates[-1])
        lent += tranche.amount_minor
        plan = _rows(disbursed_on, dates, dates, *amounts)
        drawn.append((tranche.on, tranche.amount_minor))
        amounts = with_tranche(terms, plan, drawn, lent)
    return amounts


def scheduled_dates(terms: LoanTerms, disbursed_on: date) -> list[date]:
    """Due dates before any move off days without work."""
    if terms.amortisation is Amortisation.CUSTOM:
        return [row.due_on for row in terms.custom]
    return due_dates(disbursed_on, terms.frequency, terms.instalments, terms.first_due)


def _refuse_bad_dates(terms: LoanTerms, disbursed_on: date, dates: list[date]) -> None:
    if dates[0] <= disbursed_on:
        raise FirstDueBeforeDisbursement(first_due=dates[0], disbursed_on=disbursed_on)
    start = terms.interest_from
    if start is not None and not disbursed_on <= start < dates[-1]:
        raise InterestFromOutOfRange(
            interest_from=start, disbursed_on=disbursed_on, last_due=dates[-1]
        )


def _rows(
    disbursed_on: date,
    dates: list[date],
    moved: list[date],
    principals: list[int],
    interests: list[int],
    fees: list[int] | None = None,
) -> tuple[Instalment, ...]:
    rows = []
    before = disbursed_on
    for index, due_on in enumerate(moved):
        rows.append(
            Instalment(
                index + 1,
                before,
                due_on,
                principals[index],
                interests[index],
                fees[index] if fees else 0,
                0,
                dates[index],
            )
        )
        before = due_on
    return tuple(rows)
