"""What holds for every schedule, whatever the terms."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dayaq.credit.domain import (
    Interest,
    LoanTerms,
    TermsError,
    build_schedule,
    disclosure,
    terms_from_data,
    terms_to_data,
)
from tests.credit.domain.loans import START, any_terms, interests, principals, totals

CASES = settings(max_examples=250, deadline=None)


@CASES
@given(any_terms())
def test_principal_sums_to_the_loan_and_nothing_is_negative(made: LoanTerms) -> None:
    schedule = build_schedule(made, START)
    assert sum(principals(schedule)) == made.principal_minor
    assert min(principals(schedule)) >= 0
    assert min(interests(schedule)) >= 0
    assert len(schedule.instalments) == made.instalments


@CASES
@given(any_terms())
def test_due_dates_rise_and_grace_carries_no_principal(made: LoanTerms) -> None:
    rows = build_schedule(made, START).instalments
    assert all(one.due_on < other.due_on for one, other in pairwise(rows))
    assert all(one.due_on == other.from_on for one, other in pairwise(rows))
    assert all(row.principal_minor == 0 for row in rows[: made.principal_grace])


@CASES
@given(any_terms(kinds=(Interest.NONE, Interest.FLAT)))
def test_every_total_but_the_last_is_a_multiple(made: LoanTerms) -> None:
    rows = build_schedule(made, START).instalments
    for row in rows[made.principal_grace : -1]:
        assert row.total_minor % made.multiple_minor == 0


@CASES
@given(any_terms(kinds=(Interest.FLAT,)), st.integers(0, 5))
def test_a_longer_grace_never_lowers_total_flat_interest(made: LoanTerms, more: int) -> None:
    longer = min(made.principal_grace + more, made.instalments - 1)
    try:
        other = build_schedule(replace(made, principal_grace=longer), START)
    except TermsError:
        return
    assert other.interest_minor >= build_schedule(made, START).interest_minor


@CASES
@given(any_terms(kinds=(Interest.DECLINING,)))
def test_the_last_declining_balance_is_zero_and_interest_falls_with_the_rate(
    made: LoanTerms,
) -> None:
    schedule = build_schedule(made, START)
    try:
        cheaper = build_schedule(replace(made, annual_rate=made.annual_rate / 2), START)
    except TermsError:
        return
    slack = 2 * made.instalments * made.multiple_minor
    assert cheaper.interest_minor <= schedule.interest_minor + slack


@CASES
@given(any_terms())
def test_terms_survive_a_journey_through_plain_data(made: LoanTerms) -> None:
    assert terms_from_data(terms_to_data(made)) == made


@settings(max_examples=60, deadline=None)
@given(any_terms())
def test_a_loan_costs_nothing_exactly_when_nothing_is_charged(made: LoanTerms) -> None:
    shown = disclosure(made, START)
    assert (shown.apr > 0) == (shown.cost_minor > 0 and shown.apr != Decimal(0))
    assert shown.effective_rate >= shown.apr - Decimal("1e-8") or shown.apr == 0
    assert shown.paid_minor == sum(totals(build_schedule(made, START)))
    if made.interest is Interest.NONE:
        assert shown.apr == shown.effective_rate == 0
