"""The rules of counting, gaps, ages, matching and signs, with answers known from outside."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayaq.cash.domain import flags
from dayaq.cash.domain.ages import by_age, in_hand
from dayaq.cash.domain.blanks import missing
from dayaq.cash.domain.denominations import DENOMINATIONS, total
from dayaq.cash.domain.matching import BankLine, Posting, only_subset, score, suggest
from dayaq.cash.domain.statement import Columns, Movement, minor, read
from dayaq.kernel.errors import Refused

DAY = dt.date(2011, 3, 1)
DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2011, 12, 31))


def test_a_box_of_notes_and_coins_comes_to_its_sum() -> None:
    # One of each note is 386 manat, one of each coin 89 qəpik.
    assert total(dict.fromkeys(DENOMINATIONS, 1)) == 386_00 + 89
    assert total({}) == 0


@pytest.mark.parametrize("pieces", [{2_00: 1}, {1_00: -1}, {25: 4}, {1: 100_001}])
def test_what_is_no_note_or_no_number_is_refused(pieces: dict[int, int]) -> None:
    with pytest.raises(ValueError, match=r"qəpik|count"):
        total(pieces)


@given(
    st.dictionaries(st.sampled_from(DENOMINATIONS), st.integers(0, 500)),
    st.dictionaries(st.sampled_from(DENOMINATIONS), st.integers(0, 500)),
)
def test_two_heaps_count_as_one(one: dict[int, int], other: dict[int, int]) -> None:
    both = {worth: one.get(worth, 0) + other.get(worth, 0) for worth in DENOMINATIONS}
    assert total(both) == total(one) + total(other)


def test_receipts_101_102_104_leave_out_103() -> None:
    """C14 of the domain reference."""
    assert missing(101, [101, 102, 104]) == [(103, 103)]
    assert missing(101, [104, 102, 101]) == [(103, 103)]
    assert missing(100, [103]) == [(100, 102)]


@given(st.integers(1, 50), st.sets(st.integers(1, 120)))
def test_used_and_missing_numbers_fill_the_book_up_to_the_last(first: int, used: set[int]) -> None:
    inside = {number for number in used if number >= first}
    lost = {n for low, high in missing(first, inside) for n in range(low, high + 1)}
    assert lost.isdisjoint(inside)
    assert lost | inside == set(range(first, max(inside, default=first - 1) + 1))


def test_what_was_handed_over_was_the_oldest() -> None:
    cash = in_hand(
        [(DAY, 100), (DAY + dt.timedelta(days=3), 50), (DAY + dt.timedelta(days=4), -80)]
    )
    on = DAY + dt.timedelta(days=5)
    assert cash.parts == ((DAY, 20), (DAY + dt.timedelta(days=3), 50))
    assert cash.oldest_days(on) == 5
    assert by_age(cash, on) == {"0-1": 0, "2-3": 50, "4-7": 20, "8+": 0}


@given(st.lists(st.tuples(DAYS, st.integers(-500, 500))))
def test_cash_in_hand_is_what_came_less_what_went(moves: list[tuple[dt.date, int]]) -> None:
    cash = in_hand(moves)
    assert cash.total_minor == sum(amount for _day, amount in moves)
    assert all(amount > 0 for _day, amount in cash.parts)
    assert cash.ahead_minor >= 0
    assert sum(by_age(cash, dt.date(2012, 1, 1)).values()) == cash.total_minor + cash.ahead_minor


def test_another_amount_or_another_month_is_no_match() -> None:
    line = BankLine("a", DAY, 500_00, "deposit")
    assert score(line, Posting(1, DAY, 500_00, "")) == 60
    assert score(line, Posting(1, DAY + dt.timedelta(days=11), 500_00, "")) == 0
    assert score(line, Posting(1, DAY, -500_00, "")) == 0


def test_the_slip_number_decides_between_two_of_one_amount() -> None:
    lines = [BankLine("a", DAY, 500_00, "Nağd MƏD-2"), BankLine("b", DAY, 500_00, "nağd məd 1")]
    postings = [Posting(1, DAY, 500_00, "MƏD-1"), Posting(2, DAY, 500_00, "MƏD-2")]
    assert {(one.lines, one.postings) for one in suggest(lines, postings)} == {
        (("a",), (2,)), (("b",), (1,)),
    }  # fmt: skip


AMOUNTS = st.lists(st.sampled_from([-40, -30, -10, 10, 15, 20, 30, 45, 60]), max_size=9)


@given(AMOUNTS, AMOUNTS)
def test_what_is_suggested_has_one_sum_and_is_used_once(
    lines: list[int], posted: list[int]
) -> None:
    found = suggest(
        [BankLine(place, DAY, amount, "") for place, amount in enumerate(lines)],
        [Posting(place, DAY, amount, "") for place, amount in enumerate(posted)],
    )
    for one in found:
        there = sum(lines[place] for place in one.lines)  # type: ignore[call-overload]
        assert there == sum(posted[place] for place in one.postings)
        assert 1 in (len(one.lines), len(one.postings))
    for used in ([pk for one in found for pk in one.lines],
                 [pk for one in found for pk in one.postings]):  # fmt: skip
        assert len(set(used)) == len(used)
    pairs = [one for one in found if len(one.lines) == len(one.postings) == 1]
    assert len(pairs) == sum(min(lines.count(n), posted.count(n)) for n in {*lines})


@given(st.lists(st.integers(1, 20), max_size=8), st.integers(1, 80))
def test_a_sum_is_found_where_there_is_one_way_to_it(amounts: list[int], target: int) -> None:
    every = [
        places
        for size in range(1, len(amounts) + 1)
        for places in itertools.combinations(range(len(amounts)), size)
        if sum(amounts[place] for place in places) == target
    ]
    expected = every[0] if len(every) == 1 and len(every[0]) > 1 else ()
    assert only_subset(target, amounts) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1 000,50", 100_050), ("-83.33", -83_33), ("(20,00)", -20_00), ("500 AZN", 500_00),
        ("\u221212,00", -12_00), (Decimal("12.5"), 12_50), (7, 7_00), ("", 0), ("-", 0), (None, 0),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_banks_write_it(cell: object, expected: int) -> None:
    assert minor(cell, "AZN") == expected


@given(st.integers(-(10**9), 10**9))
def test_an_amount_written_with_a_comma_is_read_back(amount: int) -> None:
    sign = "-" if amount < 0 else ""
    text = f"{sign}{abs(amount) // 100},{abs(amount) % 100:02d}"
    assert minor(text, "AZN") == amount


def test_a_list_with_two_columns_of_money_is_read() -> None:
    rows = [
        {"row": 2, "Gün": "10.03.2011", "Giriş": "500,00", "Çıxış": None, "Mətn": " Nağd  pul "},
        {"row": 3, "Gün": dt.date(2011, 3, 11), "Giriş": None, "Çıxış": Decimal("2.5"), "Mətn": 7},
        {"row": 4, "Gün": None, "Giriş": None, "Çıxış": None, "Mətn": "Cəmi"},
    ]
    assert read(rows, Columns("Gün", "Mətn", "", "Giriş", "Çıxış"), "AZN") == [
        Movement(dt.date(2011, 3, 10), 500_00, "Nağd pul"),
        Movement(dt.date(2011, 3, 11), -2_50, "7"),
    ]


def test_a_row_that_cannot_be_read_is_named() -> None:
    with pytest.raises(Refused) as refused:
        read([{"row": 9, "d": "soon", "a": "5"}], Columns("d", "t", "a"), "AZN")
    assert refused.value.params == {"row": 9}


def test_signs_begin_at_their_limits() -> None:
    assert flags.often_reversed(60, 3)
    assert not flags.often_reversed(61, 3)
    assert not flags.often_reversed(4, 2)
    assert flags.mostly_round([10_00] * 12 + [83_33] * 8)
    assert not flags.mostly_round([10_00] * 19)
    assert flags.same_pairs([("a", "x")] * 10) == [("a", "x")]
    assert flags.same_pairs([("a", "x")] * 9) == []
    assert flags.paid_at_once([("L", 1)] * 2) == {}


def test_one_telephone_in_one_household_is_no_sign() -> None:
    assert flags.shared([("1", "home", "a"), ("1", "home", "b")]) == {}
    assert flags.shared([("1", "home", "a"), ("1", "away", "b")]) == {"1": ["a", "b"]}
