"""When a visit is asked for: after four weeks at first, then as the newest visit says."""

import doctest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dayaq.credit.domain import visits
from dayaq.credit.domain.visits import asked_from, is_newest

DAYS = st.dates(date(2008, 1, 1), date(2012, 12, 31))
Visit = tuple[date, date | None]


def test_the_examples_hold() -> None:
    assert doctest.testmod(visits).failed == 0


def test_the_use_of_a_loan_is_looked_at_within_four_weeks() -> None:
    """Reference, 4.1: a "loan-use check within ~2-4 weeks". February 2010 had 28 days."""
    assert asked_from(date(2010, 2, 3), None, None) == date(2010, 3, 3)


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), min_size=1))
def test_whatever_the_order_they_are_written_down_in_the_newest_is_kept(made: list[Visit]) -> None:
    kept: Visit | None = None
    for visit in made:
        if is_newest(visit[0], kept and kept[0]):
            kept = visit
    _order, newest = max(((on, place), (on, then)) for place, (on, then) in enumerate(made))
    assert kept == newest


@given(DAYS, DAYS, st.none() | DAYS)
def test_after_the_first_visit_the_payout_does_not_count(
    disbursed_on: date, visited_on: date, next_visit_on: date | None
) -> None:
    asked = asked_from(disbursed_on, visited_on, next_visit_on)
    assert asked == asked_from(disbursed_on + timedelta(days=99), visited_on, next_visit_on)
    assert asked is None or (next_visit_on is not None and asked < next_visit_on)
