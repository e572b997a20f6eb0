"""What changed code got past the other tests: each of these was found by `scripts/mutants.py`."""

from datetime import date, timedelta

import pytest

from dayaq.credit.domain import (
    Disbursed,
    Excess,
    FeeCharged,
    Forgiven,
    Frequency,
    Paid,
    Paused,
    Rescheduled,
    Rounding,
    Unit,
    WorkingDays,
    errors,
    order_from_pairs,
    order_named,
    replay,
)
from dayaq.credit.domain.allocation import AllocationOrder, Component, Due, Stage
from dayaq.credit.domain.calendar import MAX_EVERY, add_months, months_and_days
from dayaq.credit.domain.numbers import rate_context, split_evenly, to_multiple
from dayaq.credit.domain.state import Rule
from tests.credit.domain.loans import START, out, paid, plain


def test_money_paid_ahead_is_a_payment_and_no_kept_credit() -> None:
    state = replay(plain(), [out(), paid("p", date(2026, 1, 20), 20_000)])
    assert {change.rule for change in state.changes if change.event_id == "p"} == {Rule.PAYMENT}
    assert state.credit_minor == 0


def test_kept_money_is_used_when_something_falls_due_and_says_so() -> None:
    made = plain(excess=Excess.CREDIT)
    kept = [out(), paid("p", date(2026, 1, 20), 20_000)]
    before = replay(made, kept, date(2026, 1, 31))
    assert (before.credit_minor, before.paid.total_minor) == (20_000, 0)
    after = replay(made, kept, date(2026, 2, 1))
    assert (after.credit_minor, after.paid.total_minor) == (20_000 - 8_333, 8_333)
    used = [change for change in after.changes if change.rule is Rule.CREDIT_USED]
    assert [(change.on, change.amount_minor) for change in used] == [(date(2026, 2, 1), -8_333)]


def test_a_pause_moves_the_agreed_day_and_not_the_one_it_was_moved_to() -> None:
    made = plain(instalments=3, working_days=WorkingDays())
    july = date(2026, 7, 1)
    pause = Paused(id="s", value_on=july, sequence=1, from_on=july, to_on=date(2026, 8, 20))
    # 1 August is a Saturday and moves to the 3rd; a month later the 1st is a Tuesday.
    assert replay(made, [out(july)]).instalments[0].due_on == date(2026, 8, 3)
    assert replay(made, [out(july), pause]).instalments[0].due_on == date(2026, 9, 1)


def test_versions_are_numbered_from_one_without_a_gap() -> None:
    events = [
        out(amount=50_000),
        Disbursed(id="more", value_on=date(2026, 2, 10), sequence=1, amount_minor=50_000),
        Rescheduled(id="new", value_on=date(2026, 3, 10), sequence=2, instalments=4),
    ]
    versions = replay(plain(), events).versions
    assert [version.number for version in versions] == [1, 2, 3]
    assert [version.event_id for version in versions] == ["out", "more", "new"]


def test_an_ordinary_instalment_is_no_extra_one() -> None:
    """A tranche may land on every ordinary row; one made by a charge takes none of it."""
    fee = FeeCharged(id="fee", value_on=date(2026, 5, 1), sequence=1, amount_minor=100)
    more = Disbursed(id="more", value_on=date(2026, 2, 10), sequence=2, amount_minor=30_000)
    state = replay(plain(principal_minor=60_000, instalments=3), [out(amount=30_000), fee, more])
    assert [row.due.principal for row in state.instalments] == [10_000, 25_000, 25_000, 0]


def test_nothing_to_settle_leaves_no_trace() -> None:
    given = Forgiven(id="g", value_on=date(2026, 2, 2), sequence=2, amount_minor=10_000)
    state = replay(plain(), [out(), paid("p", date(2026, 2, 1), 8_333), given])
    assert all(change.amount_minor for change in state.changes)
    assert all(one.amount_minor for one in state.allocations)


def test_an_order_in_advance_may_hold_nothing_that_is_due() -> None:
    every = tuple(Component)
    good = Stage(Due.ADVANCE, every)
    with pytest.raises(errors.BadAllocation, match="coming instalments only"):
        AllocationOrder("mixed", (Stage(Due.DUE, every),), (good, Stage(Due.DUE, every)))


def test_pairs_are_horizontal_unless_asked() -> None:
    pairs = [
        (due, part) for due in (Due.PAST_DUE, Due.DUE_TODAY, Due.ADVANCE) for part in Component
    ]
    flat = order_from_pairs("flat", pairs)
    assert [len(stage.components) for stage in flat.due] == [4, 4]
    assert not any(stage.vertical for stage in (*flat.due, *flat.advance))
    tall = order_from_pairs("tall", pairs, vertical=True)
    assert [len(stage.components) for stage in tall.due] == [1] * 8
    assert all(stage.vertical for stage in (*tall.due, *tall.advance))


def test_the_orders_are_what_their_names_say() -> None:
    assert not order_named("standard").due_charges_first
    assert not any(stage.vertical for stage in order_named("standard").due)
    assert all(stage.vertical for stage in order_named("standard_vertical").advance)
    assert order_named("advance_principal_first").due_charges_first
    assert order_named("advance_principal_first").advance != order_named("standard").advance


def test_codes_become_members() -> None:
    assert Frequency(1, "weeks").unit is Unit.WEEKS  # type: ignore[arg-type]
    assert WorkingDays(move="previous").moved(date(2026, 1, 4)) == date(2026, 1, 2)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="fortnights"):
        Frequency(1, "fortnights")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="sideways"):
        WorkingDays(move="sideways")  # type: ignore[arg-type]


def test_the_longest_frequency_is_a_leap_year() -> None:
    assert Frequency(MAX_EVERY, Unit.DAYS).every == 366
    with pytest.raises(errors.BadFrequency):
        Frequency(MAX_EVERY + 1, Unit.DAYS)


@pytest.mark.parametrize(("days", "found"), [(59, True), (60, False)])
def test_a_working_day_is_looked_for_sixty_days(days: int, found: bool) -> None:
    holidays = frozenset(START + timedelta(days=day) for day in range(days))
    calendar = WorkingDays(weekend=frozenset(), holidays=holidays)
    if found:
        assert calendar.moved(START) == START + timedelta(days=days)
    else:
        with pytest.raises(errors.NoWorkingDay):
            calendar.moved(START)


def test_whole_months_end_on_the_day_itself() -> None:
    assert months_and_days(date(2026, 1, 15), date(2026, 3, 15)) == (2, 0)
    assert months_and_days(date(2026, 1, 15), date(2026, 3, 14)) == (1, 27)
    assert months_and_days(date(2026, 1, 15), date(2027, 1, 14)) == (11, 30)
    assert add_months(date(2026, 1, 28), 1) == date(2026, 2, 28)


def test_rates_are_rounded_by_the_mode_of_the_terms() -> None:
    # 1/8 = 0.125: half to even gives 0.12, half up 0.13.
    assert str(rate_context(2, Rounding.HALF_EVEN).divide(1, 8)) == "0.12"
    assert str(rate_context(2, Rounding.HALF_UP).divide(1, 8)) == "0.13"


def test_multiples_and_parts_at_their_edges() -> None:
    assert to_multiple(3, 2, Rounding.HALF_EVEN) == 4
    assert to_multiple(5, 2, Rounding.HALF_EVEN) == 4
    assert split_evenly(2, 3, Rounding.HALF_EVEN) == [1, 1, 0]
    assert split_evenly(1, 2, Rounding.HALF_UP) == [1, 0]
    assert split_evenly(7, 9, Rounding.HALF_EVEN) == [0] * 8 + [7]


def test_a_payment_needs_its_day_to_be_early_late_or_neither() -> None:
    rows = [
        replay(plain(), [out(), Paid(id="p", value_on=day, sequence=1, amount_minor=5_000)])
        for day in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 2))
    ]
    found = [
        (s.instalments[0].paid_in_advance_minor, s.instalments[0].paid_late_minor) for s in rows
    ]
    assert found == [(5_000, 0), (0, 0), (0, 5_000)]
