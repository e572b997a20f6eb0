"""New schedules for a running loan: rescheduling and pauses, each on a small example."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dayaq.credit.domain import (
    Arrears,
    Event,
    FeeCharged,
    Forgiven,
    LoanState,
    NewInstalment,
    Parts,
    Paused,
    Rescheduled,
    accept,
    errors,
    position_at,
)
from dayaq.credit.domain import replay as bare_replay
from tests.credit.domain.loans import START, declining, flat, out, paid, plain, terms
from tests.credit.domain.test_properties_of_replay import check_books

FEB, MAR, APR, MAY, JUN = (date(2026, month, 1) for month in range(2, 7))


def replay(*given: Any, **named: Any) -> LoanState:
    """The engine's replay; the books of every example must balance."""
    state = bare_replay(*given, **named)
    check_books(state)
    return state


def four(**other: object) -> object:
    """1,000 AZN in four instalments of 250."""
    return plain(instalments=4, **other)


def left(state: LoanState) -> list[int]:
    return [row.outstanding.total_minor for row in state.instalments]


def due(state: LoanState) -> list[int]:
    return [row.due.total_minor for row in state.instalments]


def days(state: LoanState) -> list[date]:
    return [row.due_on for row in state.instalments]


def charge(event_id: str, on: date, amount: int, due_on: date | None = None) -> FeeCharged:
    return FeeCharged(id=event_id, value_on=on, sequence=5, amount_minor=amount, due_on=due_on)


# Rescheduling and pauses


def test_a_new_schedule_spreads_what_is_left_and_keeps_the_old_one() -> None:
    moved = Rescheduled(id="r", value_on=date(2026, 2, 10), sequence=2, instalments=6)
    state = replay(four(), [out(), paid("p", FEB, 25_000), moved])
    assert left(state) == [0, *[12_500] * 6]
    assert days(state)[1:3] == [MAR, APR]
    assert state.restructured_count == 1
    assert [len(version.instalments) for version in state.versions] == [4, 7]


def test_c7_rescheduling_moves_what_is_overdue_and_the_loan_stays_flagged() -> None:
    events: list[Event] = [out(date(2025, 12, 17))]
    on = date(2026, 3, 3)
    assert position_at(four(), events, on).days_past_due == 45
    moved = Rescheduled(id="r", value_on=on, sequence=2)
    now = position_at(four(), [*events, moved], on)
    assert (now.days_past_due, now.overdue_minor, now.restructured) == (0, 0, True)
    assert now.outstanding_minor == 100_000
    kept = replace(moved, arrears=Arrears.KEEP)
    assert position_at(four(), [*events, kept], on).days_past_due == 45


def test_capitalised_arrears_become_principal() -> None:
    made = flat("12", instalments=4)
    events = [out(), charge("c", FEB, 300)]
    capital = Rescheduled(id="r", value_on=MAR, sequence=9, arrears=Arrears.CAPITALISE)
    state = replay(made, [*events, capital])
    assert state.capitalised_minor == 2_000 + 300
    assert state.outstanding == Parts(interest=2_000, principal=102_300)
    move = replay(made, [*events, replace(capital, arrears=Arrears.MOVE)])
    assert move.outstanding == Parts(fee=300, interest=4_000, principal=100_000)
    assert move.instalments[0].due == Parts(fee=300, interest=3_000, principal=50_000)


def test_a_declining_loan_bears_interest_on_its_new_schedule() -> None:
    made = declining("12", instalments=4, amortisation="equal_principal")
    later = Rescheduled(id="r", value_on=FEB, sequence=2, instalments=2, first_due=date(2026, 4, 1))
    state = replay(made, [out(), paid("p", FEB, 26_000), later])
    # Two months of 750 at 1 %, then one of 375.
    assert [row.due.interest for row in state.instalments] == [1_000, 1_500, 375]
    ahead = replay(made, [out(), paid("p", FEB, 26_500), later])
    assert ahead.instalments[1].paid.interest == 500
    assert ahead.instalments[2].due.interest == 1_000


def test_new_rows_are_taken_as_agreed() -> None:
    rows = (
        NewInstalment(due_on=date(2026, 7, 1), principal_minor=30_000),
        NewInstalment(due_on=date(2026, 10, 1), principal_minor=45_000, interest_minor=100),
    )
    agreed = Rescheduled(id="r", value_on=FEB, sequence=2, rows=rows)
    state = accept(four(), [out(), paid("p", FEB, 25_000)], agreed)
    assert [row.due for row in state.instalments[1:]] == [
        Parts(principal=30_000),
        Parts(interest=100, principal=45_000),
    ]
    with pytest.raises(errors.ExceedsOutstanding):
        accept(four(), [out()], agreed)
    made = declining("12", instalments=4, amortisation="equal_principal")
    bearing = replay(made, [out(), paid("p", FEB, 26_000), agreed])
    assert [row.due.interest for row in bearing.instalments[1:]] == [3_750, 100]


def test_a_backdated_payment_comes_off_the_end_of_rows_agreed_before_it_was_known() -> None:
    rows = (
        NewInstalment(due_on=date(2026, 7, 1), principal_minor=30_000),
        NewInstalment(due_on=date(2026, 10, 1), principal_minor=70_000),
    )
    agreed = Rescheduled(id="r", value_on=FEB, sequence=1, rows=rows)
    early = paid("p", date(2026, 1, 20), 80_000, 2)
    state = replay(four(), [out(), agreed, early])
    assert [row.due.principal for row in state.instalments][-2:] == [20_000, 0]
    assert state.remarks[0].event_id == "r"


def test_the_new_dates_lie_ahead_and_rise() -> None:
    row = NewInstalment(due_on=MAR, principal_minor=50_000)
    for rows, error in (
        ((row, row), errors.DatesOutOfOrder),
        ((replace(row, due_on=FEB), row), errors.NewDatesInThePast),
    ):
        with pytest.raises(error):
            replay(four(), [out(), Rescheduled(id="r", value_on=FEB, rows=rows)])
    with pytest.raises(errors.NegativeTerm):
        Rescheduled(id="r", value_on=FEB, instalments=0)


def test_a_loan_past_its_end_can_be_rescheduled_and_a_repaid_one_cannot() -> None:
    late = Rescheduled(id="r", value_on=JUN, sequence=2, instalments=2)
    state = replay(four(), [out(), late])
    assert days(state) == [date(2026, 7, 1), date(2026, 8, 1)]
    repaid = [out(), paid("p", FEB, 100_000)]
    with pytest.raises(errors.NothingToReschedule):
        accept(four(), repaid, late)
    weekly = plain(instalments=2, frequency=four().frequency.__class__(1, "weeks"))  # type: ignore[attr-defined]
    longer = Rescheduled(id="r", value_on=START, sequence=2, instalments=3)
    assert len(replay(weekly, [out(), longer]).instalments) == 3


def test_a_rest_too_small_for_the_multiple_is_divided_to_the_minor_unit() -> None:
    made = terms(instalments=4)
    events = [out(), paid("p", FEB, 99_800), Rescheduled(id="r", value_on=FEB, sequence=2)]
    assert left(replay(made, events)) == [0, 0, 0, 0, 200]
    many = Rescheduled(id="r", value_on=FEB, sequence=2, instalments=300)
    assert left(replay(made, [*events[:2], many]))[-1] == 200
    interest = flat("12", instalments=4)
    only = replay(interest, [out(), Forgiven(id="f", value_on=FEB), replace(many, instalments=2)])
    assert only.outstanding == Parts(interest=4_000)


def test_nothing_falls_due_in_a_pause() -> None:
    pause = Paused(id="z", value_on=FEB, sequence=2, from_on=date(2026, 2, 15), to_on=APR)
    state = replay(four(), [out(), paid("p", FEB, 25_000), pause])
    assert days(state) == [FEB, MAY, JUN, date(2026, 7, 1)]
    assert due(state) == [25_000] * 4
    assert state.restructured
    nothing = replace(pause, from_on=date(2026, 8, 1), to_on=date(2026, 8, 30))
    assert days(replay(four(), [out(), nothing])) == [FEB, MAR, APR, MAY]
    with pytest.raises(errors.PauseOutOfOrder):
        replace(pause, to_on=FEB)


def test_a_pause_bears_interest_only_when_it_says_so() -> None:
    made = declining("12", instalments=4, amortisation="equal_principal")
    pause = Paused(id="z", value_on=FEB, sequence=2, from_on=date(2026, 2, 15), to_on=APR)
    free = replay(made, [out(), paid("p", FEB, 26_000), pause])
    assert free.outstanding.interest == 1_500
    # Two months more of 750 at 1 %.
    charged = replay(made, [out(), paid("p", FEB, 26_000), replace(pause, with_interest=True)])
    assert charged.outstanding.interest == 1_500 + 1_500
    on = date(2026, 4, 1)
    assert position_at(made, [out(), paid("p", FEB, 26_000), pause], on).accrued_interest_minor == 0


def test_month_ends_survive_a_pause() -> None:
    pause = Paused(id="z", value_on=FEB, from_on=FEB, to_on=date(2026, 3, 30))
    state = replay(four(), [out(date(2025, 12, 31)), pause])
    assert days(state) == [
        date(2026, 1, 31), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31),
    ]  # fmt: skip
