"""Arithmetic of co-financing and exchange: T11, T12, T13 of the domain reference."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayaq.kernel.errors import Refused
from dayaq.programme.domain.budget import Use, elapsed_days
from dayaq.programme.domain.fx import Exchange, Rate, convert
from dayaq.programme.domain.shares import Share, cost_per, split_cost, whole_from_share
from dayaq.programme.domain.targets import achievement
from dayaq.programme.domain.terms import Period

USD = Rate("USD", "AZN", Decimal("0.8033"))


def test_ada_at_70_5_percent_makes_the_published_total() -> None:
    total = whole_from_share(7_200_000, 7050)

    assert total == 10_212_766
    assert total - 7_200_000 == 3_012_766


def test_an_expense_of_100_01_is_split_70_51_and_29_50() -> None:
    assert split_cost(10_001, [Share(7050, takes_remainder=True), Share(2950)]) == (7051, 2950)


def test_ten_cents_among_three_donors_still_sum_to_ten() -> None:
    parts = split_cost(10, [Share(7050, takes_remainder=True), Share(1475), Share(1475)])

    assert parts == (8, 1, 1)


@given(
    st.integers(1, 10**12),
    st.lists(st.integers(1, 10_000), min_size=1, max_size=8),
    st.integers(0, 7),
)
def test_the_parts_always_sum_to_the_whole(amount: int, weights: list[int], nominated: int) -> None:
    shares = [Share(w, takes_remainder=i == nominated) for i, w in enumerate(weights)]

    parts = split_cost(amount, shares)

    assert sum(parts) == amount
    assert min(parts) >= 0


def test_two_grants_cannot_both_take_the_remainder() -> None:
    with pytest.raises(Refused, match="Only one grant"):
        split_cost(100, [Share(5000, takes_remainder=True), Share(5000, takes_remainder=True)])


def test_a_thousand_manat_at_the_rate_of_2009_are_1244_86_dollars() -> None:
    assert convert(100_000, "AZN", "USD", USD) == 124_486
    assert convert(8_800_000, "AZN", "USD", USD) == 10_954_811


def test_a_rate_converts_both_ways() -> None:
    assert convert(100_000, "USD", "AZN", USD) == 80_330


def test_one_currency_needs_no_rate_but_two_do() -> None:
    assert convert(500, "EUR", "EUR", None) == 500
    with pytest.raises(Refused, match="exchange rate between AZN and EUR"):
        convert(500, "AZN", "EUR", None)


def test_a_rate_of_other_currencies_is_refused() -> None:
    with pytest.raises(Refused, match="does not join AZN and EUR"):
        convert(500, "AZN", "EUR", USD)


def test_a_currency_without_minor_digits_is_scaled() -> None:
    assert convert(10_000, "EUR", "JPY", Rate("EUR", "JPY", Decimal(110))) == 11_000


def test_the_rate_of_an_exchange_knows_its_other_currency() -> None:
    used = Exchange("EUR", Decimal("1.265"), date(2008, 6, 2), "Central bank")

    assert used.between("AZN", "EUR") == Rate("EUR", "AZN", Decimal("1.265"))
    assert used.between("EUR", "AZN") == Rate("EUR", "AZN", Decimal("1.265"))


def test_cost_per_person_of_the_third_phase() -> None:
    assert cost_per(13_610_000, 40) == 340_250
    assert cost_per(13_610_000, 160) == 85_063
    assert cost_per(13_610_000, 0) is None


def test_a_range_target_states_both_bounds() -> None:
    reached = achievement(52, 60, 80)

    assert round(float(reached.of_low or 0) * 100, 1) == 86.7
    assert round(float(reached.of_high or 0) * 100, 1) == 65.0


def test_a_line_ten_percent_over_needs_no_note_and_eleven_does() -> None:
    assert not Use(revised=10_000, before=0, period=11_000).variance_needs_a_note
    assert Use(revised=10_000, before=6_000, period=5_001).variance_needs_a_note


def test_time_gone_never_passes_the_period() -> None:
    first, last = date(2009, 12, 1), date(2012, 5, 31)

    assert elapsed_days(first, last, date(2009, 11, 1)) == (0, 913)
    assert elapsed_days(first, last, date(2020, 1, 1)) == (913, 913)


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(Refused):
        Period(date(2010, 1, 2), date(2010, 1, 1))
