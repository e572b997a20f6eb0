"""Independent libraries compute the same: numpy-financial and QuantLib."""

import warnings
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dayaq.credit.domain import build_schedule
from dayaq.credit.domain.disclosure import internal_rate
from dayaq.credit.domain.equal_instalment import annuity
from dayaq.credit.domain.rates import context_of, period_rate, split_at_new_year
from tests.credit.domain.loans import START, declining, interests, principals

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import QuantLib as ql  # noqa: N813 - its own customary name

CASES = settings(max_examples=120, deadline=None)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def quant(day: date) -> Any:
    return ql.Date(day.day, day.month, day.year)


@CASES
@given(
    principal=st.integers(1_000, 10**10),
    bps=st.integers(1, 3_000),
    count=st.integers(1, 240),
)
def test_the_annuity_is_that_of_numpy_financial(principal: int, bps: int, count: int) -> None:
    rate = Decimal(bps) / 100_000
    mine = annuity(principal, rate, count, 2)
    theirs = -npf.pmt(bps / 100_000, count, principal / 100) * 100
    assert abs(float(mine) - theirs) <= 1e-9 * theirs


@CASES
@given(st.integers(2, 60), st.integers(1, 30), st.integers(10_000, 5_000_000))
def test_the_internal_rate_is_that_of_numpy_financial(
    count: int, percent: int, principal: int
) -> None:
    payment = principal * (100 + percent) // 100 // count + 1
    flows = [(Fraction(0), -principal)] + [(Fraction(k), payment) for k in range(1, count + 1)]
    theirs = npf.irr([amount for _, amount in flows])
    assert abs(float(internal_rate(flows)) - theirs) < 1e-9


@pytest.mark.parametrize(("rate", "years"), [("7.5", 15), ("12", 1), ("24", 3)])
def test_the_balances_are_those_of_a_sinking_bond_of_quantlib(rate: str, years: int) -> None:
    count = 12 * years
    made = declining(rate, principal_minor=10_000_000, instalments=count)
    left = 10_000_000
    mine = []
    for part in principals(build_schedule(made, START)):
        mine.append(left)
        left -= part
    theirs = ql.sinkingNotionals(
        ql.Period(years, ql.Years), ql.Monthly, float(rate) / 100, 10_000_000.0
    )
    # The engine rounds every interest to the qəpik, the bond none.
    assert all(abs(a - b) <= count for a, b in zip(mine, theirs, strict=False))
    assert len(theirs) - len(mine) in (0, 1)


@CASES
@given(DAYS, st.integers(1, 400))
def test_actual_day_counts_are_those_of_quantlib(start: date, length: int) -> None:
    end = date.fromordinal(start.toordinal() + length)
    for basis, theirs in (("365", ql.Actual365Fixed()), ("360", ql.Actual360())):
        made = declining("100", interest_period="daily", year_basis=basis, rate_digits=28)
        rate = period_rate(made, start, end, context_of(made), whole=False)
        assert abs(float(rate) - theirs.yearFraction(quant(start), quant(end))) < 1e-12


@CASES
@given(st.dates(date(2015, 1, 1), date(2035, 12, 28)).filter(lambda d: d.day <= 28))
def test_thirty_days_a_month_are_those_of_quantlib(start: date) -> None:
    month = start.month % 12 + 1
    end = date(start.year + (month == 1), month, start.day)
    made = declining(
        "100", interest_period="daily", year_basis="360", month_basis="30", rate_digits=28
    )
    theirs = ql.Thirty360(ql.Thirty360.BondBasis).yearFraction(quant(start), quant(end))
    rate = period_rate(made, start, end, context_of(made), whole=False)
    assert abs(float(rate) - theirs) < 1e-12


@CASES
@given(DAYS, st.integers(1, 900))
def test_actual_actual_is_that_of_quantlib_but_for_31_december(start: date, length: int) -> None:
    end = date.fromordinal(start.toordinal() + length)
    mine = sum(days / year for days, year in split_at_new_year(start, end))
    theirs = ql.ActualActual(ql.ActualActual.ISDA).yearFraction(quant(start), quant(end))
    # ISDA counts 31 December to the year that ends, the rule of the engine to the next: one day
    # changes its year at every turn between a leap year and another.
    turns = end.year - start.year
    assert abs(mine - theirs) <= turns * (1 / 365 - 1 / 366) + 1e-12
    if turns == 0:
        assert abs(mine - theirs) < 1e-12


def test_the_interest_of_a_textbook_month_is_that_of_numpy_financial() -> None:
    schedule = build_schedule(declining("8.24", principal_minor=250_000), START)
    theirs = [-npf.ipmt(0.0824 / 12, k, 12, 2_500) * 100 for k in range(1, 13)]
    assert all(abs(a - b) <= 1 for a, b in zip(interests(schedule), theirs, strict=True))
