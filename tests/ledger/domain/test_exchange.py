"""Money in another currency: worked examples by hand, and what holds for any course of things."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayaq.kernel.errors import Refused
from dayaq.kernel.exchange import Exchange, Rate, convert
from dayaq.ledger.domain.exchange import Position, Taken, charged, dealt, revalued
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
        st.tuples(st.just("owe"), st.integers(1, 10**6)),
        st.tuples(st.just("return"), st.integers(1, 10**6), rates),
    ),
    max_size=12,
)


@given(acts)
def test_both_sides_of_the_fund_agree_whatever_the_rates_do(
    course: list[tuple[Any, ...]],
) -> None:
    """And what all exchanges made is what there is at the end, less what was given."""
    books = {("bank", "asset"): 0, ("position:eur", "asset"): 0, ("capital:ada", "fund"): 0,
             ("income.exchange", "income"): 0, ("due_to_donor:ada", "liability"): 0}  # fmt: skip
    euros = 0

    def move(debit: tuple[str, str], credit: tuple[str, str], minor: int) -> None:
        books[debit] += minor
        books[credit] -= minor

    bank, position, capital, gain, due = books
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
        elif act[0] == "owe":
            move(capital, due, int(act[1]))
        elif act[0] == "return" and int(act[1]) <= euros:
            part = now.part_minor(int(act[1]))
            euros -= int(act[1])
            settled = min(round(int(act[1]) * act[2]), -books[due])
            move(due, position, part)
            move(due, gain, settled - part)
        elif act[0] == "value":
            change = revalued({"ada": now}, "EUR", "AZN", at(str(act[1]), "EUR"))["ada"]
            move(position, gain, change)
        found = identity(books)
        assert found.holds
        there = books[bank] + books[position] + books[due]
        assert there == -books[capital] - books[gain]
    if not euros:
        value = revalued({"ada": Position(0, books[position])}, "EUR", "AZN", at("1", "EUR"))
        assert value == {"ada": -books[position]}


def test_the_rate_of_an_exchange_is_the_papers_or_what_its_amounts_imply() -> None:
    """T12: USD 1,244.86 at 0.8033 are 1,000 manat. EUR 333.33 for 373.33: 1.12000120."""
    assert dealt(1_244_86, "USD", 1_000_00, "AZN", Decimal("0.8033")) == Decimal("0.8033")
    assert dealt(333_33, "EUR", 373_33, "AZN") == Decimal("1.12000120")
    assert dealt(333_33, "EUR", 373_33, "AZN", Decimal("1.12")) == Decimal("1.12")
    assert dealt(1_000, "JPY", 11_00, "AZN") == Decimal("0.011")
    with pytest.raises(Refused, match="do not come to this rate"):
        dealt(333_33, "EUR", 373_34, "AZN", Decimal("1.12"))
    with pytest.raises(Refused, match="do not come to a rate"):
        dealt(10**12, "EUR", 1, "AZN")
    for foreign, own in ((0, 1), (1, 0), (-1, 1)):
        with pytest.raises(Refused, match="above zero"):
            dealt(foreign, "EUR", own, "AZN")


@given(st.integers(1, 99_999_999), st.integers(1, 10**9))
def test_below_a_million_the_implied_rate_gives_back_the_amount(foreign: int, own: int) -> None:
    rate = dealt(foreign, "EUR", own, "AZN")
    assert convert(foreign, "EUR", "AZN", Rate("EUR", "AZN", rate)) == own


def test_a_charge_is_borne_by_what_each_window_has_on_the_account() -> None:
    """By hand: EUR 3 of 1,000 and 500 are 2 and 1; at 1.10 and 1.12: 2.20 and 1.12."""
    of = {"ada": Position(1_000_00, 1_100_00), "korea": Position(500_00, 560_00)}
    assert charged(of, 3_00) == {"ada": Taken(2_00, 2_20), "korea": Taken(1_00, 1_12)}
    assert charged(of, 1) == {"ada": Taken(1, 1)}
    for minor in (0, -1, 1_500_01):
        with pytest.raises(Refused, match="not as much money in this currency"):
            charged(of, minor)


@given(positions, st.integers(1, 10**9))
def test_a_charge_is_borne_in_full_and_no_window_bears_more_than_it_has(
    of: dict[str, Position], minor: int
) -> None:
    held = sum(one.held_minor for one in of.values())
    if minor > held:
        return
    taken = charged(of, minor)
    assert sum(one.foreign_minor for one in taken.values()) == minor
    for code, one in taken.items():
        assert 0 < one.foreign_minor <= of[code].held_minor
        assert 0 <= one.stood_minor <= of[code].carried_minor
    assert charged(of, held) == {
        code: Taken(one.held_minor, one.carried_minor) for code, one in of.items() if one.held_minor
    }
