"""The rules of training that need no database."""

from enum import StrEnum
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayaq.kernel.errors import Refused
from dayaq.training.domain import lifecycle
from dayaq.training.domain.attendance import Mark, completes, tally
from dayaq.training.domain.cashflow import (
    Month,
    break_even_sales,
    cash_flow,
    has_twelve_months,
    net,
)
from dayaq.training.domain.hazard import Answer, needs_reason, permits

TABLES = [
    (lifecycle.COURSE_TRANSITIONS, lifecycle.next_course_status, lifecycle.CourseStatus,
     lifecycle.CourseAct),
    (lifecycle.ENROLMENT_TRANSITIONS, lifecycle.next_enrolment_status,
     lifecycle.EnrolmentStatus, lifecycle.EnrolmentAct),
    (lifecycle.PLAN_TRANSITIONS, lifecycle.next_plan_status, lifecycle.PlanStatus,
     lifecycle.PlanAct),
]  # fmt: skip
PAIRS = [
    (table, step, status, act)
    for table, step, statuses, acts in TABLES
    for status, act in product(statuses, acts)
]


@pytest.mark.parametrize(("table", "step", "status", "act"), PAIRS)
def test_every_pair_of_status_and_act_is_decided(
    table: dict, step, status: StrEnum, act: StrEnum
) -> None:
    if (status, act) in table:
        assert step(status, act) is table[(status, act)]
    else:
        with pytest.raises(Refused) as refusal:
            step(status, act)
        assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("present", "absent", "threshold", "expected"),
    [
        (8, 2, 80, True),
        (79, 21, 80, False),
        (4, 1, 80, True),
        (3, 1, 80, False),
        (1, 0, 100, True),
        (99, 1, 100, False),
        (0, 5, 1, False),
        (0, 0, 80, False),
    ],
)
def test_completion_is_attendance_at_or_above_the_threshold(
    present: int, absent: int, threshold: int, expected: bool
) -> None:
    marks = [(60, Mark.PRESENT)] * present + [(60, Mark.ABSENT)] * absent
    assert completes(tally(marks), threshold_percent=threshold) is expected


def test_a_long_session_weighs_more_than_a_short_one() -> None:
    half_day = tally([(360, Mark.PRESENT), (90, Mark.ABSENT)])
    assert half_day.percent == 80
    assert completes(half_day, threshold_percent=80)
    assert not completes(tally([(360, Mark.ABSENT), (90, Mark.PRESENT)]), threshold_percent=80)


def test_an_excused_absence_is_counted_apart_and_is_not_attendance() -> None:
    attendance = tally([(60, Mark.PRESENT)] * 3 + [(60, Mark.EXCUSED)])
    assert (attendance.excused, attendance.absent, attendance.percent) == (1, 0, 75)


@given(
    st.lists(st.tuples(st.integers(1, 720), st.sampled_from(Mark)), min_size=1),
    st.integers(1, 100),
)
def test_the_shown_percentage_never_contradicts_completion(
    marks: list[tuple[int, Mark]], threshold: int
) -> None:
    attendance = tally(marks)
    assert completes(attendance, threshold_percent=threshold) == (attendance.percent >= threshold)


def test_the_cash_flow_finds_the_month_that_ends_short() -> None:
    months = [Month(n, 50000, 30000, 6000, 8000, 5000) for n in range(1, 13)]
    months[5] = Month(6, 10000, 6000, 6000, 8000, 5000)
    flow = cash_flow(5000, months)
    assert flow.net[5] == -15000
    assert flow.closing[:6] == (6000, 7000, 8000, 9000, 10000, -5000)
    assert (flow.lowest_month, flow.lowest_minor, flow.first_short_month) == (6, -5000, 6)
    assert flow.closing[-1] == 5000 + sum(net(month) for month in months)


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(0, 10**6))
def test_at_break_even_sales_the_month_covers_itself(sales: int, direct: int, fixed: int) -> None:
    needed = break_even_sales(Month(1, sales, direct, fixed, 0, 0))
    if direct >= sales:
        assert needed is None
        return
    assert needed is not None
    assert needed * (sales - direct) >= fixed * sales
    assert (needed - 1) * (sales - direct) < fixed * sales


def test_a_month_missing_or_written_twice_is_no_year() -> None:
    months = [Month(n, 1, 0, 0, 0, 0) for n in range(1, 13)]
    assert has_twelve_months(months)
    assert not has_twelve_months(months[:11])
    assert not has_twelve_months([*months[:11], months[0]])


def test_only_an_answer_outside_a_hazard_permits_a_business() -> None:
    assert [permits(a) for a in (None, *Answer)] == [False, True, True, False]
    assert needs_reason(Answer.SUSPECTED)
    assert not needs_reason(Answer.CLEAR)
