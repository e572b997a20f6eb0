"""Provisions and the portfolio figures of CGAP and SEEP: sums over positions.

A ratio is returned as the pair (numerator, denominator) in minor units; whoever shows it
divides, once. A provision applies to the whole outstanding principal of a loan, not to what is
overdue of it (`reference` 4.3 of the domain handbook).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dayaq.credit.domain.numbers import Rounding, apply_rate
from dayaq.credit.domain.position import Position
from dayaq.credit.domain.state import LoanState

HUNDRED = Decimal(100)


class Band(NamedTuple):
    """From `from_days` past due on, `percent` of the outstanding principal is set aside."""

    from_days: int
    percent: Decimal


#: Sa-Dhan's list of international best practice.
SA_DHAN = tuple(
    Band(days, Decimal(percent))
    for days, percent in ((0, 0), (1, 10), (31, 25), (61, 50), (91, 75), (181, 90), (366, 100))
)

#: The published example of a Nigerian microfinance bank; what falls due today counts as current.
MICROFINANCE_BANK = tuple(
    Band(days, Decimal(percent))
    for days, percent in ((0, 1), (1, 5), (31, 20), (61, 50), (91, 100))
)
TABLES = {"sa_dhan": SA_DHAN, "microfinance_bank": MICROFINANCE_BANK}
"""The tables a programme or a product may pick, by their stored name."""


def provision(
    outstanding_minor: int,
    days_past_due: int,
    table: Sequence[Band] = SA_DHAN,
    rounding: Rounding = Rounding.HALF_EVEN,
) -> int:
    """What is set aside for one loan, in minor units."""
    return apply_rate(outstanding_minor, rate(days_past_due, table), rounding)


def rate(days_past_due: int, table: Sequence[Band] = SA_DHAN) -> Decimal:
    """The share of one that is set aside of what is owed.

    >>> rate(30), rate(31), rate(31, MICROFINANCE_BANK)
    (Decimal('0.1'), Decimal('0.25'), Decimal('0.2'))
    """
    percent = Decimal(0)
    for band in table:
        if days_past_due >= band.from_days:
            percent = band.percent
    return percent / HUNDRED


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioLine:
    """What one loan adds to the figures of a portfolio on a day; reports sum the fields."""

    gross_minor: int
    at_risk_1_minor: int
    at_risk_30_minor: int
    at_risk_60_minor: int
    at_risk_90_minor: int
    at_risk_30_or_restructured_minor: int
    arrears_minor: int
    provision_minor: int


def portfolio_line(position: Position, table: Sequence[Band] = SA_DHAN) -> PortfolioLine:
    """PAR(x) counts the *whole* outstanding principal of a loan more than x days late; with R
    also that of every restructured loan."""
    gross = position.outstanding.principal
    days = position.days_past_due
    return PortfolioLine(
        gross_minor=gross,
        at_risk_1_minor=gross if days >= 1 else 0,
        at_risk_30_minor=gross if days > 30 else 0,
        at_risk_60_minor=gross if days > 60 else 0,
        at_risk_90_minor=gross if days > 90 else 0,
        at_risk_30_or_restructured_minor=gross if days > 30 or position.restructured else 0,
        arrears_minor=position.overdue.principal,
        provision_minor=provision(gross, days, table),
    )


class PeriodLine(NamedTuple):
    """What one loan adds to the repayment figures of a period, in minor units."""

    fell_due_minor: int
    paid_on_time_minor: int
    collected_of_due_minor: int
    collected_late_minor: int
    overdue_at_start_minor: int


def period_line(state: LoanState, start: date, end: date) -> PeriodLine:
    """What fell due in [start, end] for the first time under the *original* schedule, and how
    much of it was paid on time, and within the period. Late collections are those of instalments
    due before `start`.

    Money counts towards the original instalments oldest first, in the order in which it came in,
    so that a rescheduling changes nothing here; penalties, kept money and recoveries are left out.
    """
    rows = state.versions[0].instalments if state.versions else ()
    owed = [row.principal_minor + row.interest_minor + row.fee_minor for row in rows]
    left = owed.copy()
    on_time = collected = late = paid_before = 0
    for on, amount in _money(state):
        rest = amount
        for index, row in enumerate(rows):
            part = min(rest, left[index])
            left[index] -= part
            rest -= part
            if row.due_on < start:
                late += part if start <= on <= end else 0
                paid_before += part if on < start else 0
            elif row.due_on <= end:
                on_time += part if on <= row.due_on else 0
                collected += part if start <= on <= end else 0
    fell_due = sum(o for o, row in zip(owed, rows, strict=True) if start <= row.due_on <= end)
    before = sum(o for o, row in zip(owed, rows, strict=True) if row.due_on < start)
    return PeriodLine(fell_due, on_time, collected, late, before - paid_before)


def _money(state: LoanState) -> list[tuple[date, int]]:
    """Money that settled principal, interest and fees, in the order in which it came in."""
    counted = ("principal", "interest", "fee")
    found = [(a.on, a.amount_minor) for a in state.allocations if a.component in counted]
    return sorted(found, key=lambda item: item[0])


def annual_loss_rate(current_recovery: Decimal, term_years: Decimal) -> Decimal:
    """`(1 - CRR) / T x 2`: CRR 95 % on three-month loans loses 40 % a year."""
    return (1 - current_recovery) / term_years * 2
