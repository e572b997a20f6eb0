"""Later payouts, kept money and days at their edges: also found by `scripts/mutants.py`."""

from datetime import date
from typing import Any

import pytest

from dayaq.credit.domain import (
    Arrears,
    Excess,
    FeeCharged,
    LoanTerms,
    Refunded,
    Rescheduled,
    Status,
    Tranche,
    TrancheRule,
    WorkingDays,
    build_schedule,
    position,
    position_at,
    replay,
)
from tests.credit.domain.loans import (
    START,
    declining,
    flat,
    interests,
    out,
    paid,
    plain,
    principals,
)

JAN_11, FEB_1 = date(2026, 1, 11), date(2026, 2, 1)


def daily(on: date = JAN_11, **other: Any) -> LoanTerms:
    """300 now and 300 later, six months, a tenth of a percent a day."""
    return declining(
        "36", principal_minor=60_000, instalments=6, interest_period="daily", year_basis="360",
        tranches=(Tranche(on, 30_000),), **other,
    )  # fmt: skip


AS_FROM_START = {"tranche_rule": TrancheRule.AS_FROM_START}


def test_parts_as_from_the_start_bear_interest_from_their_day() -> None:
    made = build_schedule(daily(**AS_FROM_START), START)
    assert principals(made) == [10_000] * 6
    assert interests(made)[:2] == [30 * 31 + 30 * 21, 50 * 28]


def test_parts_as_from_the_start_keep_grace_and_interest_free_time() -> None:
    free = build_schedule(daily(interest_free=1, **AS_FROM_START), START)
    assert interests(free)[:2] == [0, 50 * 28]
    grace = build_schedule(daily(principal_grace=2, **AS_FROM_START), START)
    assert principals(grace) == [0, 0, 15_000, 15_000, 15_000, 15_000]


def test_what_is_left_of_interest_free_time_goes_on_after_a_payout() -> None:
    made = build_schedule(daily(date(2026, 2, 11), interest_free=3), START)
    assert interests(made)[:3] == [0, 0, 0]
    assert interests(made)[3] > 0


@pytest.mark.parametrize(
    ("on", "first"), [(date(2026, 1, 21), 30 * 16 + 30 * 11), (date(2026, 1, 6), 60 * 16)]
)
def test_interest_that_starts_later_meets_a_payout(on: date, first: int) -> None:
    made = build_schedule(daily(on, interest_from=date(2026, 1, 16)), START)
    assert interests(made)[0] == first


def test_a_payout_of_a_flat_loan_bears_interest_for_the_rest_of_the_time() -> None:
    made = flat(
        "12", principal_minor=60_000, instalments=6,
        tranches=(Tranche(date(2026, 2, 15), 30_000),),
    )  # fmt: skip
    # 3.00 a month on the first part; four months and 16 of 30 days on the second.
    assert interests(build_schedule(made, START)) == [300] + [(1_500 + 1_360) // 5] * 5


@pytest.mark.parametrize(("on", "months"), [(date(2026, 2, 15), 4), (date(2026, 5, 1), 2)])
def test_a_payout_of_a_flat_loan_bears_nothing_in_its_interest_free_time(
    on: date, months: int
) -> None:
    made = flat(
        "12", principal_minor=60_000, instalments=6, interest_free=2,
        tranches=(Tranche(on, 30_000),),
    )  # fmt: skip
    schedule = build_schedule(made, START)
    # 3.00 a month on the first part from the third on, as much on the second from its day on.
    assert interests(schedule)[:2] == [0, 0]
    assert sum(interests(schedule)) == 4 * 300 + months * 300
    assert sum(principals(schedule)) == 60_000


def test_all_but_the_last_may_be_free_of_interest_after_a_payout() -> None:
    made = declining(
        principal_minor=60_000, instalments=3, amortisation="equal_principal", interest_free=2,
        tranches=(Tranche(date(2026, 1, 16), 30_000),),
    )  # fmt: skip
    assert interests(build_schedule(made, START)) == [0, 0, 200]


def test_a_payout_counts_days_to_the_agreed_day_and_not_the_moved_one() -> None:
    made = daily(working_days=WorkingDays())  # 1 February 2026 is a Sunday
    state = replay(made, [out(amount=30_000), out(JAN_11, 30_000, "more")])
    assert state.instalments[0].due_on == date(2026, 2, 2)
    assert state.instalments[0].due.interest == 30 * 31 + 30 * 21


def test_kept_money_closes_the_loan_on_the_day_it_is_used() -> None:
    made = plain(instalments=1, excess=Excess.CREDIT)
    events = [out(), paid("p", date(2026, 1, 20), 100_000)]
    assert replay(made, events, date(2026, 1, 31)).status is Status.ACTIVE
    closed = replay(made, events, FEB_1)
    assert (closed.status, closed.closed_on) == (Status.REPAID, FEB_1)


def test_kept_money_pays_a_charge_that_is_due_at_once() -> None:
    made = plain(excess=Excess.CREDIT)
    fee = FeeCharged(id="f", value_on=FEB_1, sequence=2, amount_minor=500)
    state = replay(made, [out(), paid("p", date(2026, 1, 20), 9_000), fee])
    assert state.instalments[0].outstanding.total_minor == 0
    assert state.credit_minor == 9_000 - 8_333 - 500


def test_what_a_payoff_leaves_over_is_kept() -> None:
    events = [out(), paid("p", date(2026, 1, 20), 100_010, payoff=True)]
    for excess in Excess:
        state = replay(plain(excess=excess), events)
        assert (state.credit_minor, state.outstanding.total_minor) == (10, 0)


def test_a_refund_of_all_that_is_kept_leaves_nothing_behind() -> None:
    back = Refunded(id="r", value_on=FEB_1, sequence=2, amount_minor=10)
    state = replay(plain(), [out(), paid("p", date(2026, 1, 20), 100_010), back])
    assert state.credit_minor == 0
    assert all(one.amount_minor for one in state.allocations)


def test_the_day_itself_counts() -> None:
    events = [out(), paid("p", FEB_1, 8_333)]
    assert position_at(plain(), events, FEB_1, FEB_1).due_minor == 0
    later = replay(plain(), [*events, paid("q", date(2026, 3, 1), 8_333, 2)])
    assert position(later, FEB_1).due_minor == 0


def new_terms(on: date, name: str = "new", sequence: int = 5, **other: Any) -> Rescheduled:
    return Rescheduled(id=name, value_on=on, sequence=sequence, **other)


@pytest.mark.parametrize("arrears", list(Arrears))
def test_new_rows_carry_only_what_was_owed(arrears: Arrears) -> None:
    made = declining("12", instalments=4, amortisation="equal_principal")
    state = replay(made, [out(), new_terms(date(2026, 2, 10), arrears=arrears)])
    fresh = [row for row in state.instalments if row.due_on > date(2026, 2, 10)]
    assert [(row.due.fee, row.due.penalty) for row in fresh] == [(0, 0)] * len(fresh)
    # 10.00 of January is late: it stays, moves, or becomes principal that bears interest.
    first = {"keep": 750, "move": 1_000 + 1_000, "capitalise": 1_010}[arrears]
    assert fresh[0].due.interest == first
    assert state.capitalised_minor == (1_000 if arrears is Arrears.CAPITALISE else 0)


def test_new_terms_are_counted_and_what_they_capitalise_is_summed() -> None:
    made = declining("12", instalments=6, amortisation="equal_principal")
    events = [
        out(),
        new_terms(date(2026, 2, 10), arrears="capitalise"),
        new_terms(date(2026, 3, 10), "again", 6, arrears="capitalise"),
    ]
    once, twice = replay(made, events[:2]), replay(made, events)
    assert (once.restructured_count, twice.restructured_count) == (1, 2)
    assert twice.capitalised_minor == once.capitalised_minor + once.instalments[0].due.interest
    assert twice.outstanding.principal == 100_000 + twice.capitalised_minor


def test_new_rows_are_numbered_on_and_stand_in_the_order_of_their_days() -> None:
    fresh = replay(plain(instalments=3), [out(), new_terms(date(2026, 1, 10), instalments=5)])
    assert [row.number for row in fresh.instalments] == [1, 2, 3, 4, 5]
    late_fee = FeeCharged(
        id="f", value_on=START, due_on=date(2026, 6, 1), sequence=1, amount_minor=100
    )
    events = [out(), paid("p", FEB_1, 33_333), late_fee, new_terms(date(2026, 2, 10))]
    days = [row.due_on for row in replay(plain(instalments=3), events).instalments]
    assert days == sorted(days)


def test_flat_interest_paid_ahead_is_not_taken_off_again() -> None:
    events = [out(), paid("p", date(2026, 1, 10), 9_333 + 1_000)]
    made = flat("12")
    before = replay(made, events)
    after = replay(made, [*events, new_terms(date(2026, 1, 20), instalments=6)])
    assert after.outstanding == before.outstanding


def test_a_rest_keeps_the_multiple_where_it_fits() -> None:
    made = plain(principal_minor=120_000, multiple_minor=100)
    more = out(date(2026, 2, 10), 60_000, "more")
    fits = replay(made, [out(amount=60_000), more])
    assert {row.due.principal % 100 for row in fits.instalments} == {0}
    coarse = plain(principal_minor=18_000, instalments=3, multiple_minor=1_000)
    spread = replay(coarse, [out(amount=18_000), new_terms(date(2026, 1, 10), instalments=12)])
    assert [row.due.principal for row in spread.instalments] == [1_500] * 12


def test_a_payout_in_the_grace_leaves_all_to_the_last() -> None:
    made = plain(principal_minor=60_000, instalments=3, principal_grace=2)
    state = replay(made, [out(amount=30_000), out(JAN_11, 30_000, "more")])
    assert [row.due.principal for row in state.instalments] == [0, 0, 60_000]
