"""Money: reading what people write, and cutting so that nothing is lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayaq.kernel.money import MAX_MINOR, NBSP, AmountError, Money, format_minor, parse_minor, split


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1000", 100_000),
        ("1 000,50", 100_050),
        ("1,000.50", 100_050),
        ("83,5", 8_350),
        ("0", 0),
        (" 12.30 ", 1_230),
        ("1,000,000", 100_000_000),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, minor: int) -> None:
    assert parse_minor(text) == minor


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-5", "negative"),
        ("83,333", "ambiguous"),
        ("1,000", "ambiguous"),
        ("10.005", "ambiguous"),
        ("0,001", "fraction"),
        ("83,3333", "fraction"),
        ("1e12", "malformed"),
        ("12 manat", "malformed"),
        ("", "malformed"),
        ("٣", "malformed"),
        ("9" * 18, "too_large"),
        ("1.2.3", "malformed"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(AmountError) as refusal:
        parse_minor(text)

    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


@given(st.integers(min_value=0, max_value=MAX_MINOR))
def test_what_is_written_is_read_back(minor: int) -> None:
    assert parse_minor(format_minor(minor)) == minor


def test_thousands_are_grouped_by_a_no_break_space() -> None:
    assert format_minor(-123_456_789) == f"-1{NBSP}234{NBSP}567,89"


# 70.5 %: the published share of ADA in the pilot (programme reference, T11).
def test_the_published_share_splits_to_the_cent() -> None:
    assert split(100_01, [Decimal("70.5"), Decimal("29.5")]) == (70_51, 29_50)


def test_the_nominated_source_takes_the_rest() -> None:
    shares = [Decimal("70.5"), Decimal("14.75"), Decimal("14.75")]
    assert split(10, shares, remainder_to=0) == (8, 1, 1)


@given(
    st.integers(min_value=-(10**12), max_value=10**12),
    st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=8).filter(any),
    st.booleans(),
)
def test_shares_sum_to_the_whole_and_stay_within_one_unit(
    total: int, weights: list[int], nominate: bool
) -> None:
    parts = split(total, weights, remainder_to=0 if nominate else None)

    assert sum(parts) == total
    if not nominate:
        whole = sum(weights)
        assert all(
            abs(part * whole - total * weight) < whole
            for part, weight in zip(parts, weights, strict=True)
        )


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(TypeError):
        Money(1, "AZN") + Money(1, "EUR")
