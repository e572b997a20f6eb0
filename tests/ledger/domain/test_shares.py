"""Shares of a loan over the donors' windows: they always make up the whole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayaq.kernel.errors import Refused
from dayaq.ledger.domain import shares

CODES = ("ada", "slovenia", "korea", "rotary", "glickenhaus", "anama")
SHARES = st.lists(st.integers(1, 200_000), min_size=1, max_size=6).map(
    lambda parts: dict(zip(CODES, parts, strict=False))
)


def test_one_loan_one_donor_oldest_money_first() -> None:
    free = {"ada": 50_000, "slovenia": 100_000, "korea": 900_000}

    assert shares.oldest_with_money(50_000, free) == "ada"
    assert shares.oldest_with_money(50_001, free) == "slovenia"
    assert shares.oldest_with_money(900_001, free) is None


def test_the_published_shares_of_the_pilot_cut_its_fund_to_the_manat() -> None:
    """T11: ADA bore 70.5 percent; of 52,000 AZN that is 36,660, and two halves of the rest."""
    cut = shares.pro_rata(52_000_00, {"ada": 70_500_00, "slovenia": 14_750_00, "korea": 14_750_00})

    assert cut == {"ada": 36_660_00, "slovenia": 7_670_00, "korea": 7_670_00}


@given(SHARES, st.data())
def test_shares_in_proportion_make_up_the_loan_and_nobody_lends_more_than_there_is(
    free: dict[str, int], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(1, sum(free.values())))

    parts = shares.pro_rata(amount, free)

    assert sum(parts.values()) == amount
    assert all(0 < part <= free[code] for code, part in parts.items())


def test_more_than_all_windows_have_is_refused() -> None:
    with pytest.raises(Refused, match="together do not have enough"):
        shares.pro_rata(101, {"ada": 60, "korea": 40})


@pytest.mark.parametrize(
    "given_shares",
    [{"ada": 60, "korea": 39}, {"ada": 110, "korea": -10}, {"ada": 90, "nobody": 10}],
)
def test_assigned_shares_that_do_not_fit_are_refused(given_shares: dict[str, int]) -> None:
    with pytest.raises(Refused):
        shares.assigned(100, given_shares, {"ada": 80, "korea": 40})


@given(SHARES, st.lists(st.integers(1, 60_000), max_size=40))
def test_repayments_return_in_proportion_and_end_at_exactly_zero(
    parts: dict[str, int], payments: list[int]
) -> None:
    whole = outstanding = sum(parts.values())
    held = dict(parts)
    for payment in [*payments, whole]:
        outstanding -= min(payment, outstanding)
        change = shares.moved(held, parts, outstanding)
        assert all(part <= 0 for part in change.values())
        held = {code: held[code] + change[code] for code in held}
        assert sum(held.values()) == outstanding
        for code, part in held.items():
            assert abs(part * whole - outstanding * parts[code]) <= len(parts) * whole

    assert not any(held.values())


@given(SHARES, st.data())
def test_while_the_whole_falls_no_windows_part_rises(
    parts: dict[str, int], data: st.DataObject
) -> None:
    more = data.draw(st.integers(1, sum(parts.values())))
    before, after = shares.left_of(more, parts), shares.left_of(more - 1, parts)

    assert all(after[code] <= before[code] for code in parts)
    assert shares.left_of(sum(parts.values()), parts) == parts


@given(SHARES.filter(lambda parts: len(parts) > 1), st.data())
def test_a_payment_is_still_cut_where_a_window_is_a_unit_off(
    parts: dict[str, int], data: st.DataObject
) -> None:
    """As after a reversal in the middle of a loan's life."""
    held = dict(parts)
    first, *_rest, last = held
    held[first], held[last] = held[first] - 1, held[last] + 1
    paid = data.draw(st.integers(0, min(5, sum(held.values()))))

    change = shares.moved(held, parts, sum(held.values()) - paid)

    assert sum(change.values()) == -paid
    assert all(-held[code] <= part <= 0 for code, part in change.items())


@given(SHARES, st.lists(st.integers(0, 1_000_000), min_size=1, max_size=5))
def test_legs_are_cut_so_that_each_window_comes_to_its_part(
    parts: dict[str, int], marks: list[int]
) -> None:
    whole = sum(parts.values())
    points = sorted({mark % whole for mark in marks} | {0, whole})
    amounts = [b - a for a, b in pairwise(points)]

    pieces = shares.cut(amounts, parts)

    assert [sum(piece.values()) for piece in pieces] == amounts
    for code, part in parts.items():
        assert sum(piece.get(code, 0) for piece in pieces) == part
