"""What can happen to a loan, each act on a small example."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dayaq.credit.domain import (
    Component,
    ConvertedToGrant,
    Disbursed,
    Event,
    Fee,
    FeeBasis,
    FeeCharged,
    Forgiven,
    LoanState,
    Paid,
    Parts,
    Paused,
    Payoff,
    Penalty,
    Recovered,
    Refunded,
    Rescheduled,
    Reversed,
    Rule,
    Status,
    TermsError,
    Waived,
    WrittenOff,
    accept,
    errors,
    position_at,
)
from dayaq.credit.domain import replay as bare_replay
from tests.credit.domain.loans import START, declining, flat, out, paid, plain
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


# Disbursement


def test_nothing_happens_before_the_money_is_out() -> None:
    with pytest.raises(errors.NotDisbursed):
        replay(four(), [paid("p", FEB, 100)])
    assert replay(four(), []).status is Status.NOT_DISBURSED
    assert replay(four(), []).closed_on is None
    assert position_at(four(), [out()], date(2025, 12, 31)).outstanding_minor == 0


def test_more_than_agreed_is_never_paid_out() -> None:
    with pytest.raises(errors.DisbursedTooMuch):
        replay(four(), [out(), out(FEB, 1, "more")])


def test_a_second_tranche_is_spread_over_the_instalments_after_it() -> None:
    made = plain(instalments=4, fees=(Fee(name="f", basis=FeeBasis.PRINCIPAL, percent=Decimal(1)),))
    state = replay(made, [out(amount=60_000), out(MAR, 40_000, "second")])
    assert due(state) == [15_000, 15_000, 35_000, 35_000]
    assert state.disbursed_minor == 100_000
    assert state.fee_deducted_minor == 1_000
    assert [version.event_id for version in state.versions] == ["out", "second"]
    assert [row.total_minor for row in state.versions[0].instalments] == [15_000] * 4
    brought = replace(made, fees=(replace(made.fees[0], deducted=False),))
    again = replay(brought, [out(amount=60_000), out(MAR, 40_000, "second")])
    assert again.fee_at_disbursement_minor == 1_000


def test_a_tranche_after_a_prepayment_never_takes_back_what_was_paid() -> None:
    made = plain(instalments=4, interest="declining", annual_rate=Decimal(36), principal_grace=2)
    events = [
        out(amount=60_000),
        paid("p", date(2026, 1, 10), 30_000),
        out(date(2026, 1, 20), 40_000, "second"),
    ]
    state = replay(made, events)
    assert sum(row.due.principal for row in state.instalments) == 100_000
    assert min(left(state)) >= 0


def test_a_tranche_after_the_last_instalment_is_refused() -> None:
    with pytest.raises(errors.DisbursedTooLate):
        accept(four(), [out(amount=50_000)], out(MAY, 50_000, "second"))


def test_a_payment_found_later_does_not_undo_a_payout_after_a_new_schedule() -> None:
    """Cash is never refused: what was paid out with nothing left to spread it over falls due a
    period later."""
    again = Rescheduled(id="r", value_on=APR, sequence=1, instalments=4)
    more = Disbursed(id="more", value_on=date(2026, 7, 10), sequence=2, amount_minor=50_000)
    events: list[Event] = [out(amount=50_000), again, more]
    assert replay(four(), events).remarks == ()
    found = replay(four(), [*events, paid("p", date(2026, 1, 20), 50_000, 3)])
    assert [remark.event_id for remark in found.remarks] == ["r", "more"]
    last = found.instalments[-1]
    assert (last.due_on, last.outstanding.principal) == (date(2026, 8, 10), 50_000)


# Payments


def test_a_partial_payment_goes_to_the_oldest_instalment() -> None:
    state = replay(four(), [out(), paid("p", MAR, 30_000)])
    assert left(state) == [0, 20_000, 25_000, 25_000]
    assert [row.settled_on for row in state.instalments] == [MAR, None, None, None]
    assert [(a.instalment, a.component, a.amount_minor) for a in state.allocations_of("p")] == [
        (1, "principal", 25_000),
        (2, "principal", 5_000),
    ]


def test_an_instalment_knows_what_came_early_and_what_came_late() -> None:
    events = [
        out(),
        paid("a", date(2026, 1, 20), 5_000, 1),
        paid("b", FEB, 10_000, 2),
        paid("c", date(2026, 2, 9), 12_000, 3),
    ]
    rows = replay(four(), events).instalments
    assert (rows[0].paid_in_advance_minor, rows[0].paid_late_minor) == (5_000, 10_000)
    assert (rows[1].paid_in_advance_minor, rows[1].paid_late_minor) == (2_000, 0)


def test_c8_an_overpayment_of_ten_is_kept_and_the_loan_closes_at_zero() -> None:
    state = replay(four(), [out(), paid("p", FEB, 101_000)])
    assert (state.status, state.credit_minor) == (Status.OVERPAID, 1_000)
    assert state.outstanding.total_minor == 0
    assert state.closed_on == FEB
    assert state.allocations[-1].component == "credit"


def test_an_overpayment_is_given_back_and_never_more() -> None:
    events = [out(), paid("p", FEB, 101_000), paid("q", FEB, 500, 2)]
    back = Refunded(id="r", value_on=MAR, sequence=3, amount_minor=1_200)
    state = replay(four(), [*events, back])
    assert (state.credit_minor, state.refunded_minor) == (300, 1_200)
    assert [a.amount_minor for a in state.allocations if a.component == "refund"] == [1_000, 200]
    assert sum(a.amount_minor for a in state.allocations_of("q")) == 500
    with pytest.raises(errors.RefundWithoutCredit, match="the credit on 2026-03-01 is 1500"):
        replay(four(), [*events, replace(back, amount_minor=1_501)])


def test_kept_money_meets_the_next_instalment_on_its_day() -> None:
    made = four(excess="credit")
    events = [out(), paid("p", FEB, 60_000)]
    early = replay(made, events)
    assert (early.credit_minor, left(early)) == (35_000, [0, 25_000, 25_000, 25_000])
    later = replay(made, events, until=APR)
    assert (later.credit_minor, left(later)) == (0, [0, 0, 15_000, 25_000])
    assert [row.settled_on for row in later.instalments] == [FEB, MAR, None, None]
    assert {change.rule for change in later.changes if change.amount_minor < 0} == {
        Rule.PAYMENT,
        Rule.CREDIT_USED,
    }


@pytest.mark.parametrize(
    ("excess", "expected"),
    [
        ("next_instalments", [0, 0, 15_000, 25_000]),
        ("last_instalment", [0, 25_000, 15_000, 0]),
        ("principal", [0, 0, 15_000, 25_000]),
        ("evenly", [0, 13_333, 13_333, 13_334]),
        ("credit", [0, 25_000, 25_000, 25_000]),
    ],
)
def test_money_beyond_what_is_due_goes_where_the_terms_say(
    excess: str, expected: list[int]
) -> None:
    state = replay(four(excess=excess), [out(), paid("p", FEB, 60_000)])
    assert left(state) == expected


def test_excess_to_principal_leaves_interest_for_its_day() -> None:
    made = declining("12", instalments=4, excess="principal", amortisation="equal_principal")
    state = replay(made, [out(), paid("p", FEB, 26_000 + 30_000)])
    assert [row.outstanding for row in state.instalments][1:3] == [
        Parts(interest=750),
        Parts(interest=500, principal=20_000),
    ]
    rest = replay(made, [out(), paid("p", FEB, 26_000 + 75_500)])
    assert rest.outstanding == Parts(interest=1_000)


def test_equal_parts_pass_on_what_an_instalment_cannot_take() -> None:
    made = four(excess="evenly")
    state = replay(made, [out(), paid("a", FEB, 70_000), paid("b", date(2026, 2, 2), 30_000, 2)])
    assert state.status is Status.REPAID
    assert state.credit_minor == 0


def test_a_reversed_payment_was_never_made_but_was_known() -> None:
    bounced = Paid(id="p", value_on=FEB, sequence=1, amount_minor=25_000, recorded_on=FEB)
    back = Reversed(id="r", value_on=APR, sequence=2, recorded_on=APR, of="p")
    events: list[Event] = [out(), bounced, back]
    assert left(replay(four(), events)) == [25_000] * 4
    assert position_at(four(), events, MAR).outstanding_minor == 100_000
    assert position_at(four(), events, MAR, known=MAR).outstanding_minor == 75_000
    assert position_at(four(), events, MAR, known=1).outstanding_minor == 75_000


def test_a_reversal_needs_something_to_reverse_once() -> None:
    back = Reversed(id="r", value_on=APR, of="p")
    with pytest.raises(errors.NothingToReverse):
        replay(four(), [out(), back])
    events = [out(), paid("p", FEB, 100), back]
    with pytest.raises(errors.ReversedTwice):
        replay(four(), [*events, replace(back, id="s")])
    with pytest.raises(errors.ReversalOfReversal):
        replay(four(), [*events, Reversed(id="s", value_on=APR, of="r")])
    with pytest.raises(errors.DuplicateEvent):
        replay(four(), [out(), out()])


def test_without_its_disbursement_there_is_no_loan() -> None:
    state = replay(four(), [out(), Reversed(id="r", value_on=FEB, of="out")])
    assert (state.status, state.instalments, state.outstanding) == (
        Status.NOT_DISBURSED,
        (),
        Parts(),
    )


def test_only_charges_are_charged_and_principal_is_not_waived() -> None:
    for component in (Component.PRINCIPAL, Component.INTEREST):
        with pytest.raises(errors.WrongComponent):
            FeeCharged(id="c", value_on=FEB, amount_minor=5, component=component)
    with pytest.raises(errors.WrongComponent):
        Waived(id="w", value_on=FEB, component=Component.PRINCIPAL)


def test_amounts_are_positive() -> None:
    for amount in (0, -1):
        with pytest.raises(errors.AmountNotPositive):
            paid("p", FEB, amount)
        with pytest.raises(errors.AmountNotPositive):
            Forgiven(id="f", value_on=FEB, amount_minor=amount)


# Paying off


def test_payoff_takes_off_interest_that_was_not_earned() -> None:
    made = declining("12", instalments=4, amortisation="equal_principal")
    on = date(2026, 2, 15)
    events: list[Event] = [out(), paid("a", FEB, 26_000)]
    now = position_at(made, events, on)
    # 14 of 28 days of the 7.50 of the second period.
    assert now.accrued_interest_minor == 375
    assert now.payoff_minor == 75_375
    closed = replay(made, [*events, paid("b", on, 75_375, 2, payoff=True)])
    assert (closed.status, closed.credit_minor) == (Status.REPAID, 0)
    assert closed.waived.interest == 750 - 375 + 500 + 250
    scheduled = replace(made, payoff=Payoff.AS_SCHEDULED)
    assert position_at(scheduled, events, on).payoff_minor == 76_500


def test_payoff_settles_everything_whatever_the_excess_rule() -> None:
    made = flat("12", instalments=4, excess="credit")
    now = position_at(made, [out()], date(2026, 1, 16))
    closed = replay(made, [out(), paid("p", date(2026, 1, 16), now.payoff_minor, payoff=True)])
    assert closed.status is Status.REPAID


def test_money_that_is_kept_goes_with_the_payoff_that_was_named_less_it() -> None:
    made = plain(instalments=4, excess="credit")  # four of 250.00
    on = date(2026, 1, 20)
    early = [out(), paid("a", date(2026, 1, 10), 30_000, 1)]
    now = position_at(made, early, on)
    assert (now.credit_minor, now.payoff_minor) == (30_000, 70_000)
    closed = replay(made, [*early, paid("b", on, 70_000, 2, payoff=True)])
    assert (closed.status, closed.credit_minor, closed.closed_on) == (Status.REPAID, 0, on)
    assert sum(part.amount_minor for part in closed.allocations_of("a")) == 30_000


def test_a_charge_on_a_loan_paid_too_much_is_paid_off_with_what_is_kept() -> None:
    made, on = plain(instalments=1), date(2026, 1, 2)
    charge = FeeCharged(
        id="k", value_on=on, sequence=2, amount_minor=2, component=Component.PENALTY
    )
    events = [out(), paid("a", START, 100_001, 1), charge]
    assert position_at(made, events, on).payoff_minor == 1
    closed = replay(made, [*events, paid("b", on, 1, 3, payoff=True)])
    assert (closed.status, closed.credit_minor) == (Status.REPAID, 0)


def test_fees_of_coming_instalments_are_no_part_of_a_payoff() -> None:
    fee = Fee(name="visit", when="each_instalment", amount_minor=100)
    made = plain(instalments=4, fees=(fee,))
    assert position_at(made, [out()], date(2026, 1, 15)).payoff_minor == 100_100


# Charges and penalties


def charge(event_id: str, on: date, amount: int, due_on: date | None = None) -> FeeCharged:
    return FeeCharged(id=event_id, value_on=on, sequence=5, amount_minor=amount, due_on=due_on)


def test_a_charge_falls_in_the_instalment_of_its_day() -> None:
    state = replay(four(), [out(), charge("c", FEB, 500, date(2026, 3, 5))])
    assert due(state) == [25_000, 25_000, 25_500, 25_000]
    assert replay(four(), [out(), charge("c", FEB, 500)]).instalments[0].due.fee == 500


def test_a_charge_after_the_last_instalment_makes_one_more() -> None:
    state = replay(four(), [out(), charge("c", MAY, 500, JUN)])
    assert days(state)[-1] == JUN
    assert state.instalments[-1].number == 5
    later = replay(four(), [out(), charge("c", MAY, 5, JUN), charge("d", MAY, 6, date(2026, 7, 1))])
    assert due(later)[-2:] == [5, 6]


def test_a_charge_opens_a_settled_instalment_again() -> None:
    events = [out(), paid("p", FEB, 25_000), charge("c", MAR, 500, FEB)]
    assert replay(four(), events).instalments[0].settled_on is None
    again = [*events, paid("q", APR, 500, 9)]
    assert replay(four(), again).instalments[0].settled_on == APR


def test_a_charge_on_a_written_off_loan_is_refused() -> None:
    events = [out(), WrittenOff(id="w", value_on=FEB)]
    with pytest.raises(errors.LoanIsClosed):
        accept(four(), events, charge("c", MAR, 500))


def test_a_charge_whose_day_has_come_is_settled_first_by_orders_that_say_so() -> None:
    from dayaq.credit.domain import order_named

    made = four(allocation=order_named("advance_principal_first"))
    events = [out(), charge("c", date(2026, 1, 5), 500), paid("p", date(2026, 1, 10), 400, 9)]
    assert replay(made, events).instalments[0].outstanding == Parts(fee=100, principal=25_000)
    unknown = [out(), charge("c", date(2026, 1, 5), 500, FEB), paid("p", date(2026, 1, 10), 400, 9)]
    assert replay(made, unknown).instalments[0].outstanding == Parts(fee=500, principal=24_600)


def test_penalties_are_off_unless_the_terms_have_one() -> None:
    assert position_at(four(), [out()], date(2027, 1, 1)).outstanding.penalty == 0
    made = four(penalty=Penalty(wait_days=5, percent=Decimal(2)))
    assert position_at(made, [out()], date(2026, 2, 6)).outstanding.penalty == 0
    assert position_at(made, [out()], date(2026, 2, 7)).outstanding.penalty == 500
    assert position_at(made, [out()], date(2026, 3, 6)).outstanding.penalty == 500
    in_time = [out(), paid("p", date(2026, 2, 6), 25_000)]
    assert position_at(made, in_time, date(2026, 2, 20)).outstanding.penalty == 0


def test_a_penalty_repeats_after_maturity_in_one_extra_instalment() -> None:
    made = plain(
        instalments=1,
        penalty=Penalty(basis=FeeBasis.FLAT, amount_minor=100, repeat_days=10),
    )
    now = replay(made, [out()], until=date(2026, 3, 1))
    assert [row.due.penalty for row in now.instalments] == [0, 300]
    both = flat(
        "12",
        instalments=2,
        penalty=Penalty(percent=Decimal(1), basis=FeeBasis.PRINCIPAL_AND_INTEREST),
    )
    assert position_at(both, [out()], date(2026, 2, 2)).outstanding.penalty == 510


def test_a_penalty_of_nothing_is_not_charged() -> None:
    made = plain(principal_minor=4, instalments=2, penalty=Penalty(percent=Decimal("0.1")))
    assert position_at(made, [out(amount=4)], date(2026, 4, 1)).outstanding.penalty == 0


def test_a_waiver_takes_off_what_is_left_of_a_component() -> None:
    made = flat("12", instalments=4)
    waive = Waived(id="w", value_on=MAR, sequence=2)
    state = replay(made, [out(), paid("p", FEB, 26_000), waive])
    assert state.outstanding == Parts(principal=75_000)
    assert state.waived == Parts(interest=3_000)
    one = replay(made, [out(), replace(waive, instalment=3, amount_minor=400)])
    assert one.instalments[2].outstanding.interest == 600
    with pytest.raises(errors.UnknownInstalment, match="no instalment 9"):
        accept(made, [out()], replace(waive, instalment=9))
    with pytest.raises(errors.ExceedsOutstanding, match=r"4001 minor units .* outstanding 4000"):
        accept(made, [out()], replace(waive, amount_minor=4_001))
    penalty = Waived(id="v", value_on=MAR, sequence=3, component=Component.PENALTY)
    assert accept(made, [out()], penalty).waived == Parts()


# Forgiveness, grants, write-off


def test_part_of_a_loan_is_forgiven_oldest_first_or_where_it_is_said() -> None:
    forgive = Forgiven(id="f", value_on=FEB, sequence=2, amount_minor=30_000)
    state = replay(four(), [out(), forgive])
    assert left(state) == [0, 20_000, 25_000, 25_000]
    assert state.forgiven_minor == 30_000
    last = replay(four(), [out(), replace(forgive, instalment=4, amount_minor=25_000)])
    assert left(last) == [25_000, 25_000, 25_000, 0]
    whole = replay(four(), [out(), replace(forgive, amount_minor=None)])
    assert whole.status is Status.FORGIVEN


def test_the_rest_becomes_a_grant_and_nothing_is_owed_any_more() -> None:
    made = flat("12", instalments=4)
    grant = ConvertedToGrant(id="g", value_on=MAR, sequence=2)
    state = replay(made, [out(), paid("p", FEB, 26_000), grant])
    assert (state.status, state.granted_minor) == (Status.CONVERTED, 75_000)
    assert state.waived == Parts(interest=3_000, principal=75_000)
    part = replay(made, [out(), replace(grant, amount_minor=10_000)])
    assert part.status is Status.ACTIVE
    assert part.outstanding == Parts(interest=4_000, principal=90_000)


def test_a_write_off_keeps_recoveries_apart() -> None:
    made = flat("12", instalments=4)
    events: list[Event] = [
        out(),
        paid("p", FEB, 26_000),
        WrittenOff(id="w", value_on=MAY, sequence=2),
    ]
    state = replay(made, events)
    assert (state.status, state.closed_on) == (Status.WRITTEN_OFF, MAY)
    assert state.written_off == Parts(interest=3_000, principal=75_000)
    money = Recovered(id="r", value_on=JUN, sequence=3, amount_minor=5_000)
    after = replay(made, [*events, money, paid("q", JUN, 700, 4)])
    assert after.recovered_minor == 5_700
    assert after.written_off == state.written_off
    assert [a.component for a in after.allocations[-2:]] == ["recovery", "recovery"]
    with pytest.raises(errors.ExceedsOutstanding, match="claims written off"):
        accept(made, events[:2], money)
    early = replay(made, [*events[:2], money])
    assert early.paid.total_minor == 31_000
    rich = replay(made, [*events[:2], replace(money, amount_minor=100_000)])
    assert rich.credit_minor == 100_000 - 78_000


def test_part_of_a_loan_is_written_off_and_the_rest_goes_on() -> None:
    state = replay(four(), [out(), WrittenOff(id="w", value_on=FEB, amount_minor=30_000)])
    assert left(state) == [0, 20_000, 25_000, 25_000]
    assert state.status is Status.ACTIVE
    rest = replay(
        four(),
        [out(), WrittenOff(id="w", value_on=FEB, amount_minor=30_000), paid("p", MAR, 70_000)],
    )
    assert rest.status is Status.WRITTEN_OFF


# Entry in any order


def test_a_payment_entered_late_gives_the_state_it_would_have_given_in_time() -> None:
    made = flat("12", instalments=4, penalty=Penalty(wait_days=3, percent=Decimal(1)))
    a, b = paid("a", FEB, 26_000, 1), paid("b", MAR, 26_000, 2)
    assert replay(made, [out(), b, a]) == replay(made, [out(), a, b])
    late = replace(a, sequence=9, recorded_on=date(2026, 6, 1))
    assert left(replay(made, [out(), b, late])) == left(replay(made, [out(), a, b]))


def test_events_of_one_day_follow_the_order_of_recording() -> None:
    reschedule = Rescheduled(id="r", value_on=FEB, sequence=2, instalments=1)
    first = replay(four(), [out(), paid("p", FEB, 25_000, 1), reschedule])
    second = replay(four(), [out(), paid("p", FEB, 25_000, 3), reschedule])
    assert left(first) == [0, 75_000]
    assert left(second) == [75_000]


def test_part_of_a_custom_schedule_cannot_be_paid_out() -> None:
    from dayaq.credit.domain import CustomInstalment

    rows = (CustomInstalment(MAY, 100_000),)
    made = plain(instalments=1, amortisation="custom", custom=rows)
    with pytest.raises(TermsError):
        replay(made, [Disbursed(id="d", value_on=START, amount_minor=5_000)])
    state = replay(made, [out(), Rescheduled(id="r", value_on=FEB, instalments=2)])
    assert left(state) == [50_000, 50_000]


def test_a_remark_about_an_older_event_does_not_refuse_a_new_one() -> None:
    forgive = Forgiven(id="f", value_on=MAR, sequence=1, amount_minor=90_000)
    state = accept(four(), [out(), forgive], paid("p", FEB, 40_000, 2))
    assert [remark.event_id for remark in state.remarks] == ["f"]
    assert state.remarks[0].short_minor == 30_000


def test_money_given_back_leaves_later_credit_alone() -> None:
    events = [out(), paid("p", FEB, 101_000), paid("q", MAR, 500, 2)]
    state = replay(four(), [*events, Refunded(id="r", value_on=APR, sequence=3, amount_minor=400)])
    kept = [a for a in state.allocations if a.component == "credit"]
    assert [(a.payment_id, a.amount_minor) for a in kept] == [
        ("p", 600), ("q", 500),
    ]  # fmt: skip


def test_a_flat_fee_is_taken_with_the_first_payout_only() -> None:
    made = plain(instalments=4, fees=(Fee(name="stamp", amount_minor=700),))
    state = replay(made, [out(amount=60_000), out(MAR, 40_000, "second")])
    assert state.fee_deducted_minor == 700


def test_a_prepaid_instalment_keeps_its_principal_when_a_tranche_respreads_the_rest() -> None:
    made = plain(instalments=4, amortisation="balloon", balloon_minor=90_000)
    first = [out(amount=99_000), paid("p", date(2026, 1, 10), 8_000)]
    ahead = replace(made, excess="last_instalment")
    state = replay(
        ahead, [*first, paid("q", date(2026, 1, 11), 80_000, 2), out(FEB, 1_000, "more")]
    )
    assert sum(row.due.principal for row in state.instalments) == 100_000
    assert state.outstanding.principal == 12_000
    assert min(left(state)) >= 0


def test_a_pause_with_too_little_interest_charges_none() -> None:
    made = declining("0.01", principal_minor=100, instalments=2)
    pause = Paused(id="z", value_on=START, sequence=1, from_on=FEB, to_on=FEB, with_interest=True)
    assert replay(made, [out(amount=100), pause]).outstanding.interest == 0


def test_a_multiple_that_no_longer_fits_gives_way_in_a_new_schedule() -> None:
    made = plain(principal_minor=18_000, instalments=3, multiple_minor=1_000)
    new = Rescheduled(id="r", value_on=START, sequence=1, instalments=12)
    assert left(replay(made, [out(amount=18_000), new])) == [1_500] * 12
