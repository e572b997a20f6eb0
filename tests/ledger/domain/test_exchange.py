"""Money in another currency: worked examples by hand, and what holds for any course of things."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayaq.kernel.errors import Refused
from dayaq.kernel.exchange import Exchange
from dayaq.ledger.domain.exchange import Position, revalued
from dayaq.ledger.domain.fund import identity

DAY = dt.date(2015, 12, 31)


def at(rate: str, base: str = "USD") -> Exchange:
    return Exchange(base, Decimal(rate), DAY, "CBA")


def test_two_devaluations_double_what_a_thousand_dollars_stand_at() -> None:
    """domain.md 1.4: the manat went from 0.78 to 1.05 and to 1.55 to the dollar in 2015."""
    dollars = {"ada": Position(1_000_00, 780_00)}
    assert revalued(dollars, "USD", "AZN", at("1.05")) == {"ada": 270_00}
    dollars = {"ada": Position(1_000_00, 1_050_00)}
    assert revalued(dollars, "USD", "AZN", at("1.55")) == {"ada": 500_00}


def test_realised_and_unrealised_gains_are_the_whole_gain() -> None:
    """IAS 21.28. EUR 1,000 at 1.10; 400 sold at 1.12 (448); the rest closes at 1.15 (690).

    448 + 690 - 1,100 = 38 = 8 on the sale + 30 on what is left.
    """
    euros = Position(1_000_00, 1_100_00)
    part = euros.part_minor(400_00)
    assert 448_00 - part == 8_00
    left = {"ada": Position(600_00, 1_100_00 - part)}
    assert revalued(left, "EUR", "AZN", at("1.15", "EUR")) == {"ada": 30_00}


def test_windows_add_up_to_the_account() -> None:
    """0.03 dollars at 1.50 are 0.045, rounded once to 0.05; one cent each would be 0.02 x 3."""
    cents = {code: Position(1, 0) for code in ("ada", "korea", "rotary")}
    assert sum(revalued(cents, "USD", "AZN", at("1.50")).values()) == 5


def test_a_rate_may_be_quoted_the_other_way_round() -> None:
    manat = Exchange("AZN", Decimal("0.8"), DAY, "CBA")
    assert revalued({"ada": Position(800_00, 0)}, "USD", "AZN", manat) == {"ada": 1_000_00}


@pytest.mark.parametrize("minor", [0, -1, 101])
def test_no_more_is_taken_than_there_is(minor: int) -> None:
    with pytest.raises(Refused, match="not as much money in this currency"):
        Position(100, 110).part_minor(minor)


rates = st.decimals("0.01", "400", places=4)
held = st.integers(0, 10**9)
positions = st.dictionaries(
    st.sampled_from(["ada", "korea", "rotary"]), st.builds(Position, held, held), min_size=1
)


@given(positions, rates)
def test_valuing_twice_at_one_rate_changes_nothing_the_second_time(
    of: dict[str, Position], rate: Decimal
) -> None:
    once = revalued(of, "EUR", "AZN", at(str(rate), "EUR"))
    after = {code: Position(one.held_minor, one.carried_minor + once[code])
             for code, one in of.items()}  # fmt: skip
    assert set(revalued(after, "EUR", "AZN", at(str(rate), "EUR")).values()) == {0}
    assert all(one.carried_minor >= 0 for one in after.values())


acts = st.lists(
    st.one_of(
        st.tuples(st.just("value"), rates),
        st.tuples(st.just("sell"), st.integers(1, 10**6), rates),
        st.tuples(st.just("give"), st.integers(1, 10**6), rates),
    ),
    max_size=12,
)


@given(acts)
def test_both_sides_of_the_fund_agree_whatever_the_rates_do(
    course: list[tuple[Any, ...]],
) -> None:
    """And what all exchanges made is what there is at the end, less what was given."""
    books = {("bank", "asset"): 0, ("position:eur", "asset"): 0, ("capital:ada", "fund"): 0,
             ("income.exchange", "income"): 0}  # fmt: skip
    euros = 0

    def move(debit: tuple[str, str], credit: tuple[str, str], minor: int) -> None:
        books[debit] += minor
        books[credit] -= minor

    bank, position, capital, gain = books
    for act in course:
        now = Position(euros, books[position])
        if act[0] == "give":
            euros += int(act[1])
            move(position, capital, round(int(act[1]) * act[2]))
        elif act[0] == "sell" and int(act[1]) <= euros:
            part = now.part_minor(int(act[1]))
            euros -= int(act[1])
            move(bank, position, part)
            move(bank, gain, round(int(act[1]) * act[2]) - part)
        elif act[0] == "value":
            change = revalued({"ada": now}, "EUR", "AZN", at(str(act[1]), "EUR"))["ada"]
            move(position, gain, change)
        found = identity(books)
        assert found.holds
        there = books[bank] + books[position]
        assert there == -books[capital] - books[gain]
    if not euros:
        value = revalued({"ada": Position(0, books[position])}, "EUR", "AZN", at("1", "EUR"))
        assert value == {"ada": -books[position]}
