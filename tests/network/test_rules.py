"""The rules of the network that need no database."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayaq.kernel.errors import Refused
from dayaq.network.domain.counts import OTHER, SMALLEST_CELL, join_small
from dayaq.network.domain.lessons import TRANSITIONS, LessonAct, LessonStatus, next_status
from dayaq.network.domain.mou import MouStatus, expires_soon, status

SIGNED = dt.date(2010, 2, 1)
LAST = dt.date(2012, 5, 31)


@pytest.mark.parametrize(
    ("today", "ended_on", "expected"),
    [
        (dt.date(2010, 1, 31), None, MouStatus.NOT_YET),
        (SIGNED, None, MouStatus.ACTIVE),
        (LAST, None, MouStatus.ACTIVE),
        (dt.date(2012, 6, 1), None, MouStatus.EXPIRED),
        (dt.date(2011, 5, 31), dt.date(2011, 6, 1), MouStatus.ACTIVE),
        (dt.date(2011, 6, 1), dt.date(2011, 6, 1), MouStatus.ENDED),
    ],
)
def test_a_memorandum_is_active_to_its_last_day(
    today: dt.date, ended_on: dt.date | None, expected: MouStatus
) -> None:
    assert status(SIGNED, LAST, ended_on, today=today) is expected


def test_a_memorandum_without_an_end_stays_active() -> None:
    assert status(SIGNED, None, None, today=dt.date(2030, 1, 1)) is MouStatus.ACTIVE
    assert not expires_soon(None, today=LAST)


def test_sixty_days_before_its_end_a_memorandum_expires_soon() -> None:
    assert expires_soon(LAST, today=LAST - dt.timedelta(days=60))
    assert not expires_soon(LAST, today=LAST - dt.timedelta(days=61))
    assert not expires_soon(LAST, today=LAST + dt.timedelta(days=1))


@pytest.mark.parametrize(("before", "act"), list(product(LessonStatus, LessonAct)))
def test_every_pair_of_lesson_status_and_act_is_decided(
    before: LessonStatus, act: LessonAct
) -> None:
    if (before, act) in TRANSITIONS:
        assert next_status(before, act) is TRANSITIONS[(before, act)]
    else:
        with pytest.raises(Refused):
            next_status(before, act)


COUNTS = st.dictionaries(st.sampled_from(["AZ", "GE", "AM", "TR", "KG"]), st.integers(1, 30))


@given(COUNTS)
def test_no_published_group_is_small_and_the_total_stays(counts: dict[str, int]) -> None:
    shown = join_small(counts)
    assert all(count >= SMALLEST_CELL for count in shown.values())
    assert sum(shown.values()) in {sum(counts.values()), 0}
    assert shown or sum(counts.values()) < SMALLEST_CELL


@given(COUNTS)
def test_the_joined_group_never_hides_a_single_small_country(counts: dict[str, int]) -> None:
    shown = join_small(counts)
    joined = [country for country in counts if country not in shown]
    if OTHER in shown and any(counts[country] < SMALLEST_CELL for country in joined):
        assert len(joined) > 1
