"""The edges of what can happen to a loan: roundings, sums and refusals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dayaq.credit.domain import (
    Component,
    ConvertedToGrant,
    FeeBasis,
    FeeCharged,
    Forgiven,
    LoanState,
    Parts,
    Paused,
    Penalty,
    Refunded,
    Rescheduled,
    Status,
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


def charge(event_id: str, on: date, amount: int, due_on: date | None = None) -> FeeCharged:
    return FeeCharged(id=event_id, value_on=on, sequence=5, amount_minor=amount, due_on=due_on)


def test_charges_due_today_and_penalties_come_before_what_is_not_due() -> None:
    from dayaq.credit.domain import order_named

    order = order_named("advance_principal_first")
    on = date(2026, 1, 10)
    today = [out(), charge("c", on, 500), paid("p", on, 300, 6), paid("q", on, 300, 7)]
    assert replay(four(allocation=order), today).instalments[0].outstanding == Parts(
        principal=24_900
    )
    made = four(allocation=order, penalty=Penalty(basis=FeeBasis.FLAT, amount_minor=700))
    late = [out(), paid("p", date(2026, 2, 20), 25_700 + 100)]
    assert replay(made, late).instalments[1].outstanding == Parts(principal=24_900)


def test_an_equal_part_that_does_not_fit_goes_on_to_the_next() -> None:
    small = Forgiven(id="f", value_on=START, sequence=1, amount_minor=20_000, instalment=2)
    events = [out(), small, paid("p", FEB, 25_000, 2), paid("q", date(2026, 2, 2), 30_000, 3)]
    assert left(replay(four(excess="evenly"), events)) == [0, 0, 10_000, 15_000]
    up = four(excess="evenly", rounding="half_up")
    odd = [out(), paid("p", FEB, 25_000 + 5, 2)]
    assert left(replay(up, odd))[1:] == [24_998, 24_998, 24_999]


def test_a_penalty_is_rounded_by_the_terms() -> None:
    made = plain(
        principal_minor=50, instalments=2, rounding="half_up", penalty=Penalty(percent=Decimal(2))
    )
    assert position_at(made, [out(amount=50)], date(2026, 2, 10)).outstanding.penalty == 1
    even = replace(made, rounding="half_even")
    assert position_at(even, [out(amount=50)], date(2026, 2, 10)).outstanding.penalty == 0


def test_a_credit_can_be_given_back_to_the_last_minor_unit() -> None:
    events = [out(), paid("p", FEB, 101_000)]
    first = Refunded(id="r", value_on=MAR, sequence=3, amount_minor=400)
    second = Refunded(id="s", value_on=APR, sequence=4, amount_minor=600)
    state = replay(four(), [*events, first, second])
    assert (state.credit_minor, state.refunded_minor, state.status) == (0, 1_000, Status.REPAID)


def test_grants_add_up() -> None:
    one = ConvertedToGrant(id="g", value_on=FEB, sequence=2, amount_minor=10_000)
    other = ConvertedToGrant(id="h", value_on=MAR, sequence=3, amount_minor=15_000)
    assert replay(four(), [out(), one, other]).granted_minor == 25_000


def test_a_tranche_as_from_the_start_counts_all_that_was_paid_out() -> None:
    made = plain(instalments=4, tranche_rule="as_from_start")
    state = replay(made, [out(amount=60_000), out(MAR, 40_000, "second")])
    assert due(state) == [15_000, 15_000, 25_000, 45_000]


def test_refusals_name_what_was_refused() -> None:
    with pytest.raises(errors.PauseOutOfOrder, match="from 2026-03-01 to 2026-02-01"):
        Paused(id="z", value_on=FEB, from_on=MAR, to_on=FEB)
    with pytest.raises(errors.WrongComponent, match="principal cannot be waived"):
        Waived(id="w", value_on=FEB, component=Component.PRINCIPAL)
    with pytest.raises(errors.RefundWithoutCredit, match="5 minor units cannot be refunded"):
        replay(four(), [out(), Refunded(id="r", value_on=MAR, amount_minor=5)])
    with pytest.raises(errors.DisbursedTooLate, match="after 2026-05-01"):
        accept(four(), [out(amount=50_000)], out(MAY, 50_000, "second"))


def test_what_is_earned_of_interest_is_rounded_by_the_terms() -> None:
    # 5.00 of a period of 28 days: 14 days are 2.50, of 5.01 they are 2.505.
    on = date(2026, 2, 15)
    for rounding, earned in (("half_even", 250), ("half_up", 251)):
        made = plain(
            principal_minor=50_100, instalments=2, amortisation="equal_principal",
            interest="declining", annual_rate=Decimal(12), principal_grace=1, rounding=rounding,
        )  # fmt: skip
        events = [out(amount=50_100), paid("p", FEB, 501)]
        assert position_at(made, events, on).accrued_interest_minor == earned


def test_interest_paid_ahead_counts_as_earned_in_a_payoff() -> None:
    made = declining("12", instalments=4, amortisation="equal_principal")
    ahead = [out(), paid("a", FEB, 26_000), paid("b", date(2026, 2, 2), 300, 2)]
    # 3.75 of 7.50 are earned by the middle of February, 3.00 of them are paid.
    assert position_at(made, ahead, date(2026, 2, 15)).accrued_interest_minor == 75


def test_forgiven_parts_add_up_and_a_remark_names_what_was_short() -> None:
    first = Forgiven(id="f", value_on=FEB, sequence=1, amount_minor=10_000)
    again = Forgiven(id="g", value_on=MAR, sequence=2, amount_minor=90_001)
    state = replay(four(), [out(), first, again])
    assert state.forgiven_minor == 100_000
    assert [(r.what, r.asked_minor, r.short_minor) for r in state.remarks] == [
        ("forgiveness", 90_001, 1),
    ]
    exact = Forgiven(id="g", value_on=MAR, sequence=2, amount_minor=90_000)
    assert replay(four(), [out(), first, exact]).remarks == ()


def test_refusals_of_late_acts_name_the_day() -> None:
    written_off = [out(), WrittenOff(id="w", value_on=FEB)]
    with pytest.raises(errors.LoanIsClosed, match="On 2026-03-01 the loan was written_off"):
        accept(four(), written_off, charge("c", MAR, 500))
    with pytest.raises(errors.NothingToReschedule, match="after 2026-06-01"):
        accept(four(), [out(), paid("p", FEB, 100_000)], Rescheduled(id="r", value_on=JUN))


def test_only_unpaid_principal_bears_a_penalty_and_only_once_unless_repeated() -> None:
    made = flat("12", instalments=2, penalty=Penalty(basis=FeeBasis.FLAT, amount_minor=100))
    order = [out(), Forgiven(id="f", value_on=START, amount_minor=50_000, instalment=1)]
    assert position_at(made, order, date(2026, 2, 20)).outstanding.penalty == 0
    assert position_at(made, [out()], date(2026, 2, 27)).outstanding.penalty == 100
