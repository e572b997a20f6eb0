"""Principal paid early on a declining balance, where the terms let it lower the interest.

The figures come from outside the engine: from the closed formulas of numpy-financial, and from
arithmetic that fits in a line beside the assertion.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dayaq.credit.domain import (
    Amortisation,
    Component,
    Disbursed,
    EarlyPrincipal,
    Event,
    Excess,
    Fee,
    Forgiven,
    Interest,
    LoanState,
    LoanTerms,
    Parts,
    Paused,
    Rescheduled,
    Reversed,
    Status,
    Waived,
    build_schedule,
    errors,
    explain,
    position_at,
)
from dayaq.credit.domain import replay as bare_replay
from dayaq.credit.domain.calendar import WorkingDays
from dayaq.credit.domain.early import Coming, shortened
from tests.credit.domain.loans import START, any_terms, declining, flat, on_time, out, paid, plain
from tests.credit.domain.test_properties_of_replay import check_books


def replay(*given: Any) -> LoanState:
    """The engine's replay; the books of every example must balance."""
    state = bare_replay(*given)
    check_books(state)
    return state


JAN_16, FEB, MAR = date(2026, 1, 16), date(2026, 2, 1), date(2026, 3, 1)
LOWERS: dict[str, Any] = {"excess": "principal", "early_principal": "less_interest"}


def lowering(rate: str = "12", **other: Any) -> LoanTerms:
    return declining(rate, **LOWERS, **other)


def by_parts(**other: Any) -> LoanTerms:
    """1,200 over 12 months at 12 %, 100 of principal each: interest is 1 for every 100 owed."""
    return lowering(principal_minor=120_000, amortisation="equal_principal", **other)


def due(state: LoanState) -> list[tuple[int, int]]:
    """Interest and principal that are due on each instalment."""
    return [(row.due.interest, row.due.principal) for row in state.instalments]


def interest_of(state: LoanState) -> int:
    return sum(row.due.interest for row in state.instalments)


def test_three_hundred_early_end_a_loan_by_equal_parts_three_months_early() -> None:
    # 12 + 8 + 7 + 6 + 5 + 4 + 3 + 2 + 1: after the first month 800 are owed.
    state = replay(by_parts(), [out(amount=120_000), paid("p", FEB, 11_200 + 30_000)])
    assert [interest for interest, _ in due(state)] == [
        1200, 800, 700, 600, 500, 400, 300, 200, 100, 0, 0, 0,
    ]  # fmt: skip
    assert [row.outstanding.principal for row in state.instalments] == [
        0, *[10_000] * 8, 0, 0, 0,
    ]  # fmt: skip
    assert [row.settled_on for row in state.instalments[9:]] == [FEB] * 3


@pytest.mark.parametrize(
    ("rate", "early"), [("12", 30_000), ("24", 12_345), ("6", 70_000), ("36", 50_000)]
)
def test_equal_instalments_end_when_the_annuity_formula_says(rate: str, early: int) -> None:
    made = lowering(rate)
    events = [out(), paid("p", FEB, build_schedule(made, START).instalments[0].total_minor + early)]
    state = replay(made, events)
    monthly = float(rate) / 1200
    payment = -float(npf.pmt(monthly, 12, 100_000))
    balance = -float(npf.fv(monthly, 1, -payment, 100_000)) - early
    months = float(npf.nper(monthly, -payment, balance))
    left = [row for row in state.instalments if row.outstanding.total_minor]
    assert len(left) == math.ceil(months)
    after_full = -float(npf.fv(monthly, math.floor(months), -payment, balance))
    last = after_full * (1 + monthly)
    assert left[-1].outstanding.total_minor == pytest.approx(last, abs=12)
    assert {row.outstanding.total_minor for row in left[:-1]} == {round(payment)}


def test_in_the_running_period_each_balance_bears_its_own_days() -> None:
    # 1,000 for 15 of 31 days and 700 for 16: 4.84 + 3.61, each rounded.
    state = replay(lowering(), [out(), paid("p", date(2026, 1, 16), 30_000)])
    assert state.instalments[0].due.interest == 484 + 361
    # 400 from 20 January: 4.84 + 0.90 + 1.55.
    more = paid("q", date(2026, 1, 20), 30_000, 2)
    state = replay(lowering(), [out(), paid("p", date(2026, 1, 16), 30_000), more])
    assert state.instalments[0].due.interest == 484 + 90 + 155


def test_two_early_payments_round_each_stretch_once() -> None:
    first = paid("p", date(2026, 1, 6), 20_137)
    second = paid("q", date(2026, 1, 12), 20_000, 2)
    state = replay(lowering(), [out(), first, second])
    # 1,000.00 for 5 of 31 days, 798.63 for 6 and 598.63 for 20. Each saving taken by itself, from
    # the rounded interest, would come to a qəpik less.
    assert state.instalments[0].due.interest == 161 + 155 + 386


def test_a_qepik_early_saves_nothing() -> None:
    agreed = replay(by_parts(), [out(amount=120_000)])
    state = replay(by_parts(), [out(amount=120_000), paid("p", JAN_16, 1)])
    assert [row.due for row in state.instalments] == [row.due for row in agreed.instalments]


def test_month_ends_are_whole_periods() -> None:
    end = date(2026, 1, 31)
    early = paid("p", date(2026, 2, 28), 11_200 + 30_000)
    state = replay(by_parts(), [out(end, 120_000), early])
    assert [interest for interest, _ in due(state)][:4] == [1200, 800, 700, 600]


def test_interest_free_time_within_the_grace_saves_nothing() -> None:
    made = by_parts(interest_grace=2, interest_free=1)
    state = replay(made, [out(amount=120_000), paid("p", START, 30_000)])
    # The first is free, 8 of the second and 7 of its own fall due with the third.
    assert [interest for interest, _ in due(state)][:4] == [0, 0, 1500, 600]


def test_interest_that_starts_in_the_third_period_is_saved_from_there() -> None:
    made = by_parts(interest_from=date(2026, 3, 16))
    state = replay(made, [out(amount=120_000), paid("p", START, 30_000)])
    # 700 for 16 of the 31 days of March, rather than 1,000.
    assert [interest for interest, _ in due(state)][:4] == [0, 0, 361, 600]


def test_all_principal_early_settles_each_instalment_with_its_own() -> None:
    state = replay(by_parts(), [out(amount=120_000), paid("p", JAN_16, 120_000)])
    assert [row.paid.principal for row in state.instalments] == [10_000] * 12
    # 12.00 for 15 of 31 days are still owed.
    assert state.outstanding == Parts(interest=581)


def test_money_beyond_the_principal_meets_the_fees_that_stay() -> None:
    fee = Fee(name="visit", when="each_instalment", amount_minor=50)  # type: ignore[arg-type]
    events = [
        out(amount=120_000),
        paid("p", JAN_16, 120_000),
        paid("q", JAN_16, 700, 2),
    ]
    state = replay(by_parts(fees=(fee,)), events)
    # 5.81 of interest and 0.50 of the first, then 0.50 and 0.19.
    assert state.paid.fee == 119
    assert state.outstanding == Parts(fee=600 - 119)


def test_an_instalment_whose_interest_is_saved_is_settled_that_day() -> None:
    fee = Fee(name="visit", when="each_instalment", amount_minor=50)  # type: ignore[arg-type]
    made = by_parts(fees=(fee,), principal_grace=3)
    waived = Waived(id="w", value_on=START, sequence=1, component=Component.FEE, instalment=2)
    state = replay(made, [out(amount=120_000), waived, paid("p", JAN_16, 120_000, 2)])
    assert state.instalments[1].due == Parts(fee=50)
    assert state.instalments[1].settled_on == JAN_16
    assert state.instalments[2].settled_on is None


def test_by_the_progressive_rule_the_days_are_added_before_they_are_rounded() -> None:
    made = lowering(instalment_rule="progressive", interest_period="daily")
    state = replay(made, [out(), paid("p", date(2026, 1, 16), 30_000)])
    exact = Decimal(12) / 100 / 365 * (100_000 * 15 + 70_000 * 16)
    assert state.instalments[0].due.interest == round(exact)


def test_all_of_it_early_is_interest_to_the_day_and_the_end() -> None:
    on = date(2026, 1, 16)
    state = replay(lowering(), [out(), paid("p", on, 100_000 + 484)])
    assert state.status is Status.REPAID
    assert state.closed_on == on
    assert interest_of(state) == 484
    assert position_at(lowering(), [out()], on).payoff_minor == 100_484


def test_a_repayment_in_full_takes_interest_off_once() -> None:
    on = date(2026, 1, 16)
    state = replay(lowering(), [out(), paid("p", on, 100_484, payoff=True)])
    assert state.status is Status.REPAID
    assert state.waived.interest + 484 == interest_of(replay(lowering(), [out()]))


def test_what_is_due_comes_before_and_on_the_day_nothing_is_early() -> None:
    agreed = replay(by_parts(), [out(amount=120_000)])
    state = replay(by_parts(), [out(amount=120_000), paid("p", FEB, 11_200)])
    assert due(state) == due(agreed)
    assert len(state.versions) == 1
    late = replay(by_parts(), [out(amount=120_000), paid("p", date(2026, 2, 9), 41_200)])
    # 1,100 for 8 of 28 days and 800 for 20.
    assert late.instalments[1].due.interest == 314 + 571


def test_each_early_payment_is_a_version_to_print_with_its_reasons() -> None:
    state = replay(by_parts(), [out(amount=120_000), paid("p", FEB, 41_200)])
    assert [version.event_id for version in state.versions] == ["out", "p"]
    assert [row.interest_minor for row in state.versions[0].instalments][:3] == [1200, 1100, 1000]
    assert [row.interest_minor for row in state.versions[1].instalments][:3] == [1200, 800, 700]
    found = explain(state, "instalment:2")
    assert [(reason.rule, reason.amount_minor) for reason in found.reasons] == [
        ("schedule", 1100), ("schedule", 10_000), ("early_principal", -300),
    ]  # fmt: skip
    assert "lowered the balance" in str(found.reasons[-1])
    assert state.restructured_count == 0


def test_grace_and_interest_free_time_stay_what_they_were() -> None:
    on = date(2026, 1, 1)
    free = by_parts(interest_free=2)
    state = replay(free, [out(amount=120_000), paid("p", on, 30_000)])
    assert [interest for interest, _ in due(state)][:4] == [0, 0, 700, 600]
    later = by_parts(interest_grace=2)
    state = replay(later, [out(amount=120_000), paid("p", on, 30_000)])
    # 9 + 8 of the grace and 7 of its own are collected with the third.
    assert [interest for interest, _ in due(state)][:4] == [0, 0, 2400, 600]
    grace = by_parts(principal_grace=2)
    state = replay(grace, [out(amount=120_000), paid("p", on, 36_000)])
    assert due(state)[:4] == [(840, 0), (840, 0), (840, 12_000), (720, 12_000)]


def test_interest_that_starts_later_is_not_saved_before() -> None:
    made = by_parts(interest_from=FEB, first_due=MAR)
    state = replay(made, [out(amount=120_000), paid("p", date(2026, 1, 20), 30_000)])
    assert due(state)[0] == (900, 10_000)
    one_period = by_parts(first_due=MAR)
    state = replay(one_period, [out(amount=120_000), paid("p", date(2026, 1, 20), 30_000)])
    assert due(state)[0] == (900, 10_000)


def test_a_moved_day_changes_nothing_of_the_interest() -> None:
    # 1 February and 1 March 2026 are Sundays.
    moves = by_parts(working_days=WorkingDays())
    events = [out(amount=120_000), paid("p", date(2026, 2, 2), 41_200)]
    state = replay(moves, events)
    # From 1 to 2 February 1,100 were still owed: one day of 28, then 800 for 27.
    assert state.instalments[1].due.interest == 39 + 771
    assert state.instalments[2].due.interest == 700


def test_empty_rows_between_are_left_out_of_a_long_dear_loan() -> None:
    made = lowering("48", instalments=60, principal_minor=1_000_000)
    schedule = build_schedule(made, START)
    state = replay(
        made,
        [
            out(amount=1_000_000),
            paid("p", FEB, schedule.instalments[0].total_minor + 800_000),
        ],
    )
    assert [row.number for row in state.instalments] == list(range(1, len(state.instalments) + 1))
    assert all(row.due.total_minor for row in state.instalments)
    assert sum(row.due.principal for row in state.instalments) == 1_000_000
    left = [row for row in state.instalments if row.outstanding.total_minor]
    monthly = 0.04
    payment = -float(npf.pmt(monthly, 60, 1_000_000))
    balance = -float(npf.fv(monthly, 1, -payment, 1_000_000)) - 800_000
    assert len(left) == math.ceil(float(npf.nper(monthly, -payment, balance)))


def test_a_later_payout_spreads_what_is_owed_and_not_what_was_paid_early() -> None:
    made = by_parts()
    events: list[Event] = [
        out(amount=60_000),
        paid("p", FEB, 5_000 + 600 + 15_000),
        Disbursed(id="more", value_on=FEB, sequence=2, amount_minor=60_000),
    ]
    state = replay(made, events)
    # 600 - 50 - 150 + 600 = 1,000 over 11, the last takes the rest.
    assert state.outstanding.principal == 100_000
    assert [row.outstanding.principal for row in state.instalments[1:]] == [9_091] * 10 + [9_090]
    assert [row.due.interest for row in state.instalments[1:3]] == [1000, 909]
    assert sum(row.due.principal for row in state.instalments) == 120_000


def test_a_new_schedule_and_a_pause_go_on_from_what_is_owed() -> None:
    early = paid("p", FEB, 41_200)
    again = Rescheduled(id="r", value_on=FEB, sequence=2, instalments=4)
    state = replay(by_parts(), [out(amount=120_000), early, again])
    left = [row for row in state.instalments if row.outstanding.total_minor]
    assert [tuple(row.outstanding)[2:] for row in left] == [
        (800, 20_000), (600, 20_000), (400, 20_000), (200, 20_000),
    ]  # fmt: skip
    pause = Paused(id="s", value_on=FEB, sequence=2, from_on=FEB, to_on=date(2026, 4, 15))
    state = replay(by_parts(), [out(amount=120_000), early, pause])
    more = paid("q", date(2026, 4, 1), 10_000, 3)
    after = replay(by_parts(), [out(amount=120_000), early, pause, more])
    left = [row for row in after.instalments if row.outstanding.total_minor]
    assert [row.outstanding.interest for row in left] == [700, 600, 500, 400, 300, 200, 100]
    assert interest_of(state) > interest_of(after)


def test_a_new_schedule_in_the_same_period_knows_what_was_owed_before() -> None:
    made = lowering(instalments=4, amortisation="equal_principal")
    again = Rescheduled(id="r", value_on=date(2026, 1, 20), sequence=2, instalments=7)
    state = replay(made, [out(), paid("p", JAN_16, 30_000), again])
    left = [row for row in state.instalments if row.outstanding.total_minor]
    # 1,000 for 15 of 31 days and 700 for 16; then 600, 500 and so on.
    assert [row.outstanding.interest for row in left] == [845, 600, 500, 400, 300, 200, 100]


def test_what_was_forgiven_is_owed_no_more_and_bears_nothing_from_the_next_payment_on() -> None:
    events: list[Event] = [
        out(amount=120_000),
        paid("p", FEB, 11_200),
        Forgiven(id="f", value_on=FEB, sequence=2, amount_minor=10_000, instalment=2),
        paid("q", FEB, 10_000, 3),
    ]
    state = replay(by_parts(), events)
    # Of 1,000 that are left one hundred is saved: 10 less 9 in the second instalment.
    assert state.instalments[1].due.interest == 1000
    assert state.outstanding.principal == 90_000


def test_fees_that_were_agreed_stay() -> None:
    fee = Fee(name="visit", when="each_instalment", amount_minor=50)  # type: ignore[arg-type]
    state = replay(by_parts(fees=(fee,)), [out(amount=120_000), paid("p", FEB, 11_250 + 30_000)])
    assert [row.outstanding.fee for row in state.instalments] == [0, *[50] * 11]
    assert state.instalments[11].settled_on is None


@pytest.mark.parametrize(
    "other",
    [
        {"excess": "next_instalments"},
        {"excess": "credit"},
        {"payoff": "as_scheduled"},
    ],
)
def test_it_belongs_to_declining_interest_whose_excess_goes_to_principal(
    other: dict[str, Any],
) -> None:
    with pytest.raises(errors.TermsDoNotCombine, match="belongs to declining interest"):
        declining(**{**LOWERS, **other})


def test_no_other_interest_can_be_lowered() -> None:
    for make in (flat, plain):
        with pytest.raises(errors.TermsDoNotCombine, match="belongs to declining interest"):
            make(**LOWERS)
    with pytest.raises(errors.UnknownCode):
        declining(early_principal="sometimes")


def test_the_plain_rule_leaves_what_has_other_reasons() -> None:
    """A row that bears more than its days keeps the difference."""
    rows = [Coming(2, FEB, MAR, 1_500, 50_000), Coming(3, MAR, date(2026, 4, 1), 500, 50_000)]
    left = shortened(by_parts(), rows, (), FEB, 50_000)
    assert [tuple(row) for row in left] == [(1_000, 50_000, 0), (0, 0, 50_000)]
    little = [Coming(2, FEB, MAR, 100, 50_000), Coming(3, MAR, date(2026, 4, 1), 500, 50_000)]
    assert shortened(by_parts(), little, (), FEB, 50_000)[0].interest_minor == 0


@settings(max_examples=150, deadline=None)
@given(
    any_terms(kinds=(Interest.DECLINING,)),
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 2_000_000)), min_size=1, max_size=4),
)
def test_paying_early_never_costs_more_and_every_version_sums(
    made: LoanTerms, payments: Sequence[tuple[int, int]]
) -> None:
    lowers = replace(made, excess=Excess.PRINCIPAL, early_principal=EarlyPrincipal.LESS_INTEREST)
    events: list[Event] = [out(START, made.principal_minor)]
    agreed = interest_of(replay(lowers, events))
    for number, (after, amount) in enumerate(sorted(payments), start=1):
        day = date.fromordinal(START.toordinal() + after)
        events.append(paid(f"p{number}", day, amount, number))
        state = replay(lowers, events)
        assert interest_of(state) <= agreed
        agreed = interest_of(state)
        for version in state.versions:
            assert sum(row.principal_minor for row in version.instalments) == made.principal_minor
    back = Reversed(id="back", value_on=date(2030, 1, 1), sequence=90, of="p1")
    without = replay(lowers, [event for event in events if event.id != "p1"])
    assert replay(lowers, [*events, back]).instalments == without.instalments


@settings(max_examples=100, deadline=None)
@given(any_terms(kinds=(Interest.DECLINING,)), st.integers(1, 1_000_000))
def test_what_is_left_of_interest_is_a_balance_times_a_rate(made: LoanTerms, early: int) -> None:
    """On a due date with nothing late, the coming interest is that of a fresh custom loan."""
    lowers = replace(
        made,
        interest_grace=0,
        interest_free=0,
        amortisation=Amortisation.EQUAL_PRINCIPAL,
        multiple_minor=1,
        excess=Excess.PRINCIPAL,
        early_principal=EarlyPrincipal.LESS_INTEREST,
    )
    schedule = build_schedule(lowers, START)
    first = schedule.instalments[0]
    state = replay(
        lowers,
        [out(START, made.principal_minor), paid("p", first.due_on, first.total_minor + early)],
    )
    balance = state.outstanding.principal
    owed = schedule.principal_minor - first.principal_minor
    for row, old in zip(state.instalments[1:], schedule.instalments[1:], strict=False):
        if owed:
            assert row.due.interest == pytest.approx(old.interest_minor * balance / owed, abs=1.01)
        owed -= old.principal_minor
        balance -= min(old.principal_minor, balance)


def test_paid_on_its_days_it_is_the_loan_that_was_agreed() -> None:
    schedule = build_schedule(lowering(), START)
    state = replay(lowering(), [out(), *on_time(schedule)])
    assert state.status is Status.REPAID
    assert [row.interest_minor for row in schedule.instalments] == [
        interest for interest, _ in due(state)
    ]
