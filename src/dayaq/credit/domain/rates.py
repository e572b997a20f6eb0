"""The rate of one period: rules 2, 3 and 4 of the reference.

Rates are `Decimal` fractions (0.01 is one percent). Divisions happen in `rate_digits`
significant digits; a rate is computed once for many equal periods where it is the same.
"""

from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from dayaq.credit.domain.calendar import (
    PERIODS_IN_YEAR,
    Unit,
    add_months,
    months_and_days,
)
from dayaq.credit.domain.numbers import rate_context
from dayaq.credit.domain.terms import InterestPeriod, LoanTerms, MonthBasis, YearBasis

HUNDRED = Decimal(100)


def context_of(terms: LoanTerms) -> Context:
    return rate_context(terms.rate_digits, terms.rounding)


def unit_rate(terms: LoanTerms, context: Context) -> Decimal:
    """The rate of one day (daily interest) or of one unit of the frequency."""
    if terms.interest_period is InterestPeriod.DAILY or terms.frequency.unit is Unit.DAYS:
        periods = _days_in_year(terms)
    else:
        periods = PERIODS_IN_YEAR[terms.frequency.unit]
    return context.divide(context.divide(terms.annual_rate, Decimal(periods)), HUNDRED)


def _days_in_year(terms: LoanTerms) -> int:
    """The cumulative rule takes an actual year for 365 days."""
    return 365 if terms.year_basis is YearBasis.ACTUAL else int(terms.year_basis)


def annuity_rate(terms: LoanTerms, context: Context) -> Decimal:
    """The rate in the formula of the equal instalment: months count 30 days (rule 4)."""
    rate = unit_rate(terms, context)
    every = terms.frequency.every
    if terms.interest_period is InterestPeriod.DAILY:
        days = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30}[terms.frequency.unit] * every
        return context.multiply(rate, Decimal(days))
    return rate * every


def elapsed_units(terms: LoanTerms, start: date, end: date) -> Fraction:
    """Units of the frequency from `start` to `end`: whole months plus left days by the days of
    the month in which they lie (so that 30/360 of a gap is not 54/360 by surprise)."""
    days = (end - start).days
    if terms.frequency.unit is Unit.DAYS:
        return Fraction(days)
    if terms.frequency.unit is Unit.WEEKS:
        return Fraction(days, 7)
    months, left = months_and_days(start, end)
    if not left:
        return Fraction(months)
    last = add_months(start, months)
    return months + Fraction(left, (add_months(start, months + 1) - last).days)


def _as_decimal(value: Fraction, context: Context) -> Decimal:
    if value.denominator == 1:
        return Decimal(value.numerator)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def period_rate(
    terms: LoanTerms, start: date, end: date, context: Context, *, whole: bool
) -> Decimal:
    """The rate from `start` to `end`.

    `whole` says that the two are the ends of one regular period; interest by the repayment
    period then ignores the calendar. A part of a period always counts its days.
    """
    rate = unit_rate(terms, context)
    if terms.interest_period is InterestPeriod.SAME_AS_REPAYMENT:
        if whole:
            return rate * terms.frequency.every
        return context.multiply(rate, _as_decimal(elapsed_units(terms, start, end), context))
    if terms.month_basis is MonthBasis.DAYS_30 and terms.frequency.unit is Unit.MONTHS:
        months = _as_decimal(elapsed_units(terms, start, end), context)
        days = context.multiply(months, Decimal(30))
    else:
        days = Decimal((end - start).days)
    return context.multiply(rate, days)


def split_at_new_year(start: date, end: date) -> list[tuple[int, int]]:
    """(days, days of that year) from `start` to `end`, cut at every 31 December.

    Days up to and including 31 December belong to the year that ends, those after it to the
    next: the actual/actual rule of the reference.

    >>> split_at_new_year(date(2023, 12, 15), date(2024, 1, 15))
    [(16, 365), (15, 366)]
    """
    parts = []
    day = start
    while day.year < end.year:
        last = date(day.year, 12, 31)
        if last > day:
            parts.append(((last - day).days, days_in_year(day.year)))
        if day.year + 1 == end.year:
            parts.append(((end - last).days, days_in_year(end.year)))
            return parts
        day = date(day.year + 1, 12, 31)
        parts.append(((day - last).days, days_in_year(day.year)))
    parts.append(((end - day).days, days_in_year(day.year)))
    return parts


def days_in_year(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days
