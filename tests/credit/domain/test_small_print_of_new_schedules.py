"""Reschedulings, pauses, payouts and payments at their edges: found by `scripts/mutants.py`."""

from datetime import date
from typing import Any

import pytest

from dayaq.credit.domain import (
    Arrears,
    Component,
    Disbursed,
    Due,
    Excess,
    Fee,
    FeeBasis,
    FeeCharged,
    FeeWhen,
    LoanState,
    NewInstalment,
    Parts,
    Paused,
    Penalty,
    Remark,
    Rescheduled,
    Rule,
    Tranche,
    WorkingDays,
    accept,
    build_schedule,
    errors,
    order_from_pairs,
    order_named,
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
from tests.credit.domain.test_properties_of_replay import check_books

JAN_16, FEB, MAR, APR = date(2026, 1, 16), date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
MAY, JUN, JUL = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def life(made: Any, *events: Any) -> LoanState:
    """The loan after its events; its books balance and no change is of nothing."""
    state = replay(made, events)
    check_books(state)
    assert all(change.amount_minor for change in state.changes)
    return state


def four(**other: Any) -> Any:
    """1,000 AZN in four instalments of 250."""
    return plain(instalments=4, **other)


def more(on: date, amount: int, sequence: int = 2) -> Disbursed:
    return Disbursed(id="more", value_on=on, sequence=sequence, amount_minor=amount)


def anew(on: date, **other: Any) -> Rescheduled:
    return Rescheduled(id="new", value_on=on, sequence=5, **other)


def pause(from_on: date, to_on: date, event_id: str = "stop", **other: Any) -> Paused:
    return Paused(id=event_id, value_on=from_on, sequence=5, from_on=from_on, to_on=to_on, **other)


def parts(state: LoanState) -> list[tuple[int, ...]]:
    """Penalty, fee, interest and principal left of each open instalment."""
    return [tuple(row.outstanding) for row in state.instalments if row.outstanding.total_minor]


# Payments


def test_two_late_payments_of_one_instalment_are_both_late() -> None:
    state = life(four(), out(), paid("a", date(2026, 2, 5), 100), paid("b", MAR, 100, 2))
    assert state.instalments[0].paid_late_minor == 200


def test_money_kept_after_the_last_instalment_waits_for_one_to_fall_due() -> None:
    events = [out(amount=40_000), paid("p", FEB, 50_000), more(date(2026, 2, 10), 60_000)]
    state = life(four(), *events)
    assert state.credit_minor == 10_000
    after = replay(four(), events, MAR)
    assert after.credit_minor == 0


def test_a_charge_that_is_not_due_yet_waits_behind_the_principal() -> None:
    made = four(allocation=order_named("advance_principal_first"))
    first = FeeCharged(
        id="a", value_on=START, amount_minor=1_000, due_on=date(2026, 1, 5), sequence=1
    )
    second = FeeCharged(
        id="b", value_on=START, amount_minor=2_000, due_on=date(2026, 1, 25), sequence=2
    )
    settles = paid("p", date(2026, 1, 6), 1_000, 3)
    ahead = paid("q", date(2026, 1, 7), 1_500, 4)
    state = life(made, out(), first, second, settles, ahead)
    assert state.instalments[0].paid == Parts(fee=1_000, principal=1_500)


def test_an_instalment_due_today_is_not_one_that_comes() -> None:
    state = life(four(excess=Excess.EVENLY), out(), paid("p", FEB, 25_000 + 30_000))
    assert [row.paid.principal for row in state.instalments] == [25_000, 10_000, 10_000, 10_000]


def test_what_is_past_due_and_what_is_due_today_have_their_own_orders() -> None:
    pairs = [(Due.PAST_DUE, part) for part in Component]
    pairs += [(Due.DUE_TODAY, part) for part in reversed(Component)]
    pairs += [(Due.ADVANCE, part) for part in Component]
    made = declining(instalments=4, allocation=order_from_pairs("own", pairs))
    state = life(made, out(), paid("p", FEB, 500))
    assert state.instalments[0].paid == Parts(principal=500)
    late = life(made, out(), paid("p", date(2026, 2, 2), 500))
    assert late.instalments[0].paid == Parts(interest=500)
    day_before = life(made, out(), paid("p", date(2026, 1, 31), 500))
    assert day_before.instalments[0].paid == Parts(interest=500)


def test_one_minor_unit_unpaid_bears_a_penalty() -> None:
    made = four(penalty=Penalty(basis=FeeBasis.FLAT, amount_minor=500))
    state = replay(made, [out(), paid("p", FEB, 24_999)], date(2026, 2, 10))
    assert state.outstanding.penalty == 500


def test_a_payoff_on_a_due_date_leaves_out_the_fees_of_the_next_instalments() -> None:
    fee = Fee(name="visit", when=FeeWhen.EACH_INSTALMENT, amount_minor=100)
    state = life(four(fees=(fee,)), out(), paid("p", FEB, 100_100, payoff=True))
    assert state.outstanding.total_minor == 0
    assert (state.paid.fee, state.waived.fee, state.credit_minor) == (100, 300, 0)


# Further payouts


def test_a_payout_of_little_takes_a_qepik_back_from_the_last_instalments() -> None:
    rows = tuple(
        NewInstalment(due_on=on, principal_minor=amount)
        for on, amount in ((FEB, 18_400), (MAR, 15_800), (APR, 15_800))
    )
    made = plain(principal_minor=55_000, instalments=3)
    ahead = paid("p", date(2026, 1, 10), 18_400, 6)
    again = anew(date(2026, 1, 2), rows=rows)
    state = life(made, out(amount=50_000), again, ahead, more(JAN_16, 5_000, 7))
    # 550 over three is 183.33: the first is paid with 184.00 already, 0.67 less in the last.
    left = [row.outstanding.principal for row in state.instalments]
    assert left == [0, 18_333, 18_267]
    one = anew(date(2026, 1, 2), rows=(rows[0], *rows[1:]))
    odd = plain(principal_minor=55_197, instalments=3)
    # 551.97 over three is 183.99: one qəpik too many is paid.
    state = life(odd, out(amount=50_000), one, ahead, more(JAN_16, 5_197, 7))
    assert [row.outstanding.principal for row in state.instalments][-2:] == [18_399, 18_398]


def test_after_all_was_repaid_a_payout_is_spread_over_all_that_come() -> None:
    lowers = {"excess": "principal", "early_principal": "less_interest"}
    made = declining(instalments=4, amortisation="equal_principal", **lowers)
    state = life(made, out(amount=40_000), paid("p", JAN_16, 50_000), more(JAN_16, 60_000))
    assert state.outstanding.principal == 60_000
    left = [row.outstanding.principal for row in state.instalments]
    assert len(set(left)) == 1, left


def test_a_payout_at_the_begin_of_interest_bears_it_from_there() -> None:
    made = declining(
        instalments=2, amortisation="equal_principal", interest_from=JAN_16,
        tranches=(Tranche(JAN_16, 40_000),),
    )  # fmt: skip
    # 16 of 31 days on all of it.
    assert interests(build_schedule(made, START)) == [516, 500]


# New schedules


def test_kept_arrears_add_nothing_to_the_new_instalments() -> None:
    state = life(declining(instalments=4), out(), anew(FEB, arrears=Arrears.KEEP, instalments=2))
    first, second, third = parts(state)
    assert first == (0, 0, 1_000, 24_628)
    # What is left, 753.72, bears one percent a month.
    assert second[:3] == (0, 0, 754)
    assert third[:2] == (0, 0)


def test_arrears_made_principal_leave_no_other_part() -> None:
    fine = FeeCharged(
        id="fine", value_on=FEB, sequence=2, amount_minor=70, component=Component.PENALTY
    )
    state = life(four(), out(), fine, anew(FEB, arrears=Arrears.CAPITALISE, instalments=2))
    assert parts(state) == [(0, 0, 0, 50_035)] * 2
    assert state.capitalised_minor == 70


def test_penalties_fall_due_with_the_first_new_instalment_only() -> None:
    fine = FeeCharged(
        id="fine", value_on=FEB, sequence=2, amount_minor=70, component=Component.PENALTY
    )
    coming = FeeCharged(
        id="coming", value_on=FEB, sequence=3, amount_minor=5, component=Component.PENALTY,
        due_on=date(2026, 2, 20),
    )  # fmt: skip
    state = life(four(), out(), fine, coming, anew(FEB, instalments=2))
    assert parts(state) == [(75, 0, 0, 50_000), (0, 0, 0, 50_000)]


def test_there_is_a_remark_where_nothing_is_left_to_reschedule() -> None:
    state = replay(four(), [out(), paid("p", FEB, 100_000), anew(FEB)])
    assert state.remarks == (Remark("new", "instalments to reschedule", 0, 0),)


def test_a_charge_meets_the_new_instalment_and_not_the_one_it_replaced() -> None:
    ahead = paid("p", date(2026, 1, 10), 30_000)
    fee = FeeCharged(id="fee", value_on=date(2026, 2, 2), sequence=9, amount_minor=500)
    state = life(four(), out(), ahead, anew(FEB, instalments=3, first_due=APR), fee)
    replaced = next(row for row in state.instalments if row.due_on == MAR)
    assert replaced.due == Parts(principal=5_000)
    assert next(row for row in state.instalments if row.due_on == APR).due.fee == 500


def test_rows_stand_in_the_order_of_their_days() -> None:
    last_ahead = paid("p", date(2026, 1, 10), 25_000)
    made = four(excess=Excess.LAST_INSTALMENT)
    state = life(made, out(), last_ahead, anew(date(2026, 1, 11), instalments=6))
    days = [row.due_on for row in state.instalments]
    assert days == sorted(days)
    stopped = life(made, out(), last_ahead, pause(FEB, date(2026, 8, 15)))
    days = [row.due_on for row in stopped.instalments]
    assert days == sorted(days)
    assert days[0] == MAY


def test_month_ends_go_on_after_the_last_agreed_one() -> None:
    made = plain(instalments=3)
    end = date(2026, 1, 31)
    state = life(made, out(end), anew(date(2026, 2, 10), instalments=5))
    assert [row.due_on.isoformat() for row in state.instalments] == [
        "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30",
    ]  # fmt: skip


def test_past_the_end_there_is_one_new_instalment_unless_asked() -> None:
    state = life(plain(instalments=2), out(), anew(date(2026, 6, 10)))
    (row,) = state.instalments
    assert (row.due_on, row.due.principal) == (date(2026, 7, 10), 100_000)


def test_refusals_of_new_dates_name_the_row() -> None:
    back = (
        NewInstalment(due_on=APR, principal_minor=50_000),
        NewInstalment(due_on=MAR, principal_minor=50_000),
    )
    with pytest.raises(errors.DatesOutOfOrder) as refusal:
        replay(four(), [out(), anew(date(2026, 1, 2), rows=back)])
    assert refusal.value.facts["number"] == 2
    with pytest.raises(errors.NewDatesInThePast) as past:
        replay(four(), [out(), anew(MAR, rows=tuple(reversed(back)))])
    assert past.value.facts["due_on"] == MAR


@pytest.mark.parametrize("day", [1, 2])
def test_a_row_whose_agreed_day_has_passed_keeps_the_day_it_moved_to(day: int) -> None:
    # 1 August 2026 is a Saturday; its instalment falls due on Monday the 3rd.
    made = plain(instalments=2, working_days=WorkingDays())
    july = date(2026, 7, 1)
    state = life(made, out(july), anew(date(2026, 8, day)))
    assert [row.due_on for row in state.instalments] == [date(2026, 8, 3), date(2026, 9, 1)]
    before = life(made, out(july), anew(date(2026, 7, 31)))
    assert [row.due_on for row in before.instalments] == [date(2026, 8, 3), date(2026, 9, 1)]


def test_a_payout_in_the_running_period_keeps_its_day_on_a_new_schedule() -> None:
    made = declining(instalments=4, amortisation="equal_principal")
    state = life(made, out(amount=60_000), more(JAN_16, 40_000), anew(date(2026, 1, 20)))
    # 600 for 15 of 31 days, 1,000 for 16: 2.90 + 5.16.
    assert parts(state)[0] == (0, 0, 290 + 516, 25_000)


@pytest.mark.parametrize(
    ("repaid", "interest", "by_days"),
    # 400 are left, all of it from the later payout: 16 of 31 days. Or less: the whole month.
    # By the progressive rule 16 and 31 days of 365.
    [(60_000, 206, 210), (60_100, 399, 407)],
)
def test_a_payout_repaid_in_part_bears_no_more_than_what_is_left(
    repaid: int, interest: int, by_days: int
) -> None:
    ahead = paid("p", date(2026, 1, 17), repaid, 3)
    free = {"excess": Excess.PRINCIPAL}
    made = declining(instalments=4, amortisation="equal_principal", **free)
    state = life(made, out(amount=60_000), more(JAN_16, 40_000), ahead, anew(date(2026, 1, 20)))
    assert parts(state)[0][2] == interest
    progressive = declining(instalments=4, instalment_rule="progressive", **free)
    state = life(
        progressive, out(amount=60_000), more(JAN_16, 40_000), ahead, anew(date(2026, 1, 20))
    )
    assert parts(state)[0][2] == by_days


def test_rows_by_hand_before_the_time_that_is_paid_for_bear_nothing() -> None:
    made = declining(instalments=4, amortisation="equal_principal", excess=Excess.NEXT_INSTALMENTS)
    ahead = paid("p", date(2026, 1, 10), 26_000)
    rows = tuple(
        NewInstalment(due_on=on, principal_minor=amount)
        for on, amount in ((date(2026, 1, 25), 25_000), (MAR, 50_000))
    )
    state = life(made, out(), ahead, anew(date(2026, 1, 20), rows=rows))
    # January is paid; February bears interest on the 500 that are left.
    assert [row.due.interest for row in state.instalments if row.number > 1] == [0, 500]
    assert state.instalments[0].from_on <= state.instalments[0].due_on


def test_rows_by_hand_bear_interest_on_what_each_leaves() -> None:
    rows = tuple(
        NewInstalment(due_on=on, principal_minor=amount)
        for on, amount in ((MAR, 20_000), (MAY, 30_000), (JUN, 50_000))
    )
    made = declining(instalments=4)
    state = life(made, out(), anew(date(2026, 1, 2), rows=rows))
    # Two months on 1,000, two on 800, one on 500.
    assert [row.due.interest for row in state.instalments] == [2_000, 1_600, 500]


@pytest.mark.parametrize(
    ("early", "expected"),
    [
        (10_000, [25_000, 25_000, 25_000, 15_000]),
        (25_000, [25_000, 25_000, 25_000]),
        (60_000, [25_000, 15_000]),
        (85_000, [15_000]),
    ],
)
def test_money_found_later_comes_off_the_rows_by_hand_from_the_end(
    early: int, expected: list[int]
) -> None:
    rows = tuple(NewInstalment(due_on=on, principal_minor=25_000) for on in (APR, MAY, JUN, JUL))
    found = paid("late", date(2026, 1, 20), early, 9)
    state = life(four(), out(), anew(FEB, rows=rows), found)
    assert [principal for *_, principal in parts(state)] == expected
    assert state.remarks == (Remark("new", "principal to reschedule", 100_000, early),)


def test_the_parts_of_a_flat_loan_stay_whole_on_its_new_schedule() -> None:
    made = flat("13", instalments=4, multiple_minor=100)
    state = life(made, out(), anew(date(2026, 1, 2), instalments=4))
    assert [row.due.principal for row in state.instalments] == [25_000] * 4
    assert sum(row.due.interest for row in state.instalments) == 4_333


def test_a_multiple_that_just_fits_the_rest_is_kept() -> None:
    made = declining(instalments=4, multiple_minor=25_000)
    state = life(made, out(), anew(date(2026, 1, 2), instalments=4))
    # 256.28 is nearest to 250.00.
    assert [row.due.total_minor for row in state.instalments][:3] == [25_000] * 3


def test_a_rest_in_twos_that_cannot_be_is_divided_to_the_minor_unit() -> None:
    made = plain(principal_minor=80_000, instalments=4, multiple_minor=2)
    state = life(made, out(amount=80_000), paid("p", FEB, 79_989), anew(FEB, instalments=4))
    # 11 over 4 is 3; in twos it would be 4, and three of them more than all.
    assert [row.outstanding.principal for row in state.instalments if row.due_on > FEB][-4:] == [
        3, 3, 3, 2,
    ]  # fmt: skip


def test_a_long_first_period_bears_all_its_months() -> None:
    made = declining("60", instalments=4)
    state = life(made, out(), anew(date(2026, 1, 2), first_due=date(2028, 1, 1), instalments=4))
    # 24 months at 5 % of 1,000: more than the annuity, so equal parts of the principal.
    assert [row.due.principal for row in state.instalments] == [25_000] * 4
    assert [row.due.interest for row in state.instalments] == [120_000, 3_750, 2_500, 1_250]


# Pauses


def test_pauses_are_counted_and_each_prints_a_schedule() -> None:
    once = life(four(), out(), pause(FEB, date(2026, 2, 15)))
    assert (once.restructured_count, len(once.versions)) == (1, 2)
    twice = life(
        four(), out(), pause(FEB, date(2026, 2, 15)), pause(APR, date(2026, 4, 15), "again")
    )
    assert twice.restructured_count == 2
    assert [version.number for version in twice.versions] == [1, 2, 3]
    assert twice.versions[1].instalments[0].due_on == MAR


def test_both_days_of_a_pause_belong_to_it() -> None:
    first = life(four(), out(), pause(FEB, date(2026, 2, 15)))
    assert first.instalments[0].due_on == MAR
    last = life(four(), out(), pause(JAN_16, FEB))
    assert last.instalments[0].due_on == MAR


def test_a_pause_with_interest_belongs_to_the_first_instalment_and_its_period() -> None:
    made = declining(instalments=4, amortisation="equal_principal")
    state = life(made, out(), pause(JAN_16, date(2026, 2, 15), with_interest=True))
    assert [row.due.interest for row in state.instalments] == [2_000, 750, 500, 250]
    assert (state.instalments[0].from_on, state.instalments[0].due_on) == (START, MAR)
    added = [change for change in state.changes if change.rule is Rule.PAUSE]
    assert [(change.instalment, change.amount_minor) for change in added] == [(1, 1_000)]
    without = life(made, out(), pause(JAN_16, date(2026, 2, 15)))
    assert without.instalments[0].from_on == FEB


def test_a_new_schedule_is_refused_when_a_backdated_payment_left_nothing() -> None:
    with pytest.raises(errors.NothingToReschedule):
        accept(four(), [out(), paid("p", FEB, 100_000)], anew(FEB))


def test_principal_of_a_single_payment_is_all_of_it() -> None:
    assert principals(build_schedule(plain(instalments=1), START)) == [100_000]
