"""Disclosure, explanations and figures at their edges: found by `scripts/mutants.py`."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy_financial as npf
import pytest

from dayaq.credit.domain import (
    Fee,
    FeeBasis,
    FeeWhen,
    Frequency,
    HandedOver,
    Rule,
    Status,
    Tranche,
    Unit,
    WorkingDays,
    accept,
    build_schedule,
    disclosure,
    errors,
    explain,
    period_line,
    replay,
)
from dayaq.credit.domain.disclosure import cash_flows, internal_rate
from dayaq.credit.domain.equal_instalment import annuity
from dayaq.kernel.percent import percent_text
from tests.credit.domain.loans import START, declining, flat, out, paid, plain, totals

FEB, MAR, APR = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


def test_the_sheet_names_the_dates_and_the_largest_instalment() -> None:
    made = declining(amortisation="equal_principal", instalments=3)
    sheet = disclosure(made, START)
    assert (sheet.first_due_on, sheet.last_due_on) == (FEB, APR)
    # 333.33 and 10.00 of interest; the last is 333.34 and 3.33.
    assert sheet.largest_instalment_minor == 34_333


def test_fees_taken_off_and_fees_paid_at_once_both_lower_what_is_received() -> None:
    off = Fee(name="off", amount_minor=2_000)
    cash = Fee(name="cash", amount_minor=1_000, deducted=False)
    made = plain(fees=(off, cash))
    sheet = disclosure(made, START)
    assert (sheet.received_minor, sheet.cost_minor) == (97_000, 3_000)
    assert cash_flows(made, build_schedule(made, START))[0] == (0, -97_000)
    # Eleven instalments of 83.33 and one of 83.37: four more at the end.
    monthly = float(npf.rate(12, 8_333, -97_000, 4))
    assert float(sheet.apr) == pytest.approx(monthly * 1_200, abs=0.005)


@pytest.mark.parametrize(
    ("percent", "instalments", "printed"),
    [("0.8", 12, "1,49\xa0%"), ("1.2", 12, "2,23\xa0%"), ("1.4", 9, "3,39\xa0%")],
)
def test_a_rate_is_rounded_once_when_it_is_printed(
    percent: str, instalments: int, printed: str
) -> None:
    """By way of three decimals 2.23459 would become 2.235 and be printed as 2.24."""
    fee = Fee(name="off", basis=FeeBasis.PRINCIPAL, percent=Decimal(percent))
    made = plain(fees=(fee,), instalments=instalments)
    sheet, rows = disclosure(made, START), totals(build_schedule(made, START))
    # What the last instalment differs by is paid at the end.
    monthly = npf.rate(instalments, rows[0], -sheet.received_minor, rows[-1] - rows[0])
    assert float(sheet.apr) == pytest.approx(float(monthly) * 1_200, abs=1e-6)
    assert percent_text(sheet.apr / 100, 2) == printed


def test_later_payouts_are_received_on_their_days() -> None:
    made = flat(instalments=4, tranches=(Tranche(date(2026, 2, 15), 40_000),))
    flows = cash_flows(made, build_schedule(made, START))
    # 14 of the 28 days of February after one month.
    assert [flow for flow in flows if flow[1] < 0] == [(0, -60_000), (Fraction(3, 2), -40_000)]
    assert sum(amount for _, amount in flows) == disclosure(made, START).cost_minor


def test_time_is_counted_in_periods_of_any_length() -> None:
    made = flat("12", frequency=Frequency(2, Unit.MONTHS), instalments=6)
    flows = cash_flows(made, build_schedule(made, START))
    assert [time for time, _ in flows] == list(range(7))
    # 1,120 in six parts of 186.67: the rate of two months, six times a year.
    rate = float(npf.rate(6, 18_667, -100_000, 0))
    sheet = disclosure(made, START)
    assert float(sheet.apr) == pytest.approx(rate * 600, abs=0.005)
    assert float(sheet.effective_rate) == pytest.approx(((1 + rate) ** 6 - 1) * 100, abs=0.01)


def test_time_is_counted_in_periods_with_a_later_payout_too() -> None:
    frequency = Frequency(2, Unit.MONTHS)
    made = flat(frequency=frequency, instalments=3, tranches=(Tranche(APR, 40_000),))
    flows = cash_flows(made, build_schedule(made, START))
    assert (Fraction(3, 2), -40_000) in flows


def test_a_moved_day_does_not_change_the_rate() -> None:
    still = disclosure(flat(), START)
    moved = disclosure(flat(working_days=WorkingDays()), START)
    assert moved.first_due_on == date(2026, 2, 2)
    assert moved.apr == still.apr


@pytest.mark.parametrize("back", [101_001, 101_000, 100_001])
def test_the_rate_of_one_payment_is_its_gain(back: int) -> None:
    found = internal_rate([(Fraction(0), -100_000), (Fraction(1), back)])
    assert float(found) == pytest.approx(back / 100_000 - 1, abs=1e-12)


def test_parts_of_a_period_count_as_parts() -> None:
    found = internal_rate([(Fraction(0), -100_000), (Fraction(3, 2), 103_000)])
    assert float(found) == pytest.approx(1.03 ** (2 / 3) - 1, abs=1e-12)


def test_what_costs_beyond_all_measure_gives_the_bound() -> None:
    # 0.01 doubled until it passes 10,000: 0.01 x 2^20.
    found = internal_rate([(Fraction(0), -1), (Fraction(1), 10**9)])
    assert float(found) == pytest.approx(10_485.76)


def test_a_rate_that_vanishes_beside_one_divides_evenly() -> None:
    assert annuity(100_000, Decimal("1E-20"), 12, 2) == pytest.approx(Decimal("8333.33"), abs=1)


def test_reasons_include_those_of_the_day_itself() -> None:
    state = replay(plain(), [out(), paid("p", FEB, 8_333)])
    assert explain(state, "outstanding", FEB).value == 100_000 - 8_333
    assert explain(state, "outstanding", date(2026, 1, 31)).value == 100_000


def test_what_is_due_today_is_not_the_next() -> None:
    state = replay(plain(), [out()])
    (reason,) = explain(state, "next_due", FEB).reasons
    assert reason.params["on"] == MAR


def test_a_payoff_says_what_is_taken_off() -> None:
    state = replay(declining(), [out()])
    found = explain(state, "payoff", date(2026, 1, 16))
    assert "not yet earned on 2026-01-16" in str(found.reasons[-1])


def test_what_fell_due_counts_fees() -> None:
    fee = Fee(name="visit", when=FeeWhen.EACH_INSTALMENT, amount_minor=100)
    state = replay(plain(fees=(fee,)), [out(), paid("p", FEB, 8_433)])
    line = period_line(state, FEB, date(2026, 2, 28))
    assert (line.fell_due_minor, line.paid_on_time_minor) == (8_433, 8_433)


def test_money_counts_in_the_order_in_which_it_came() -> None:
    events = [out(), paid("much", FEB, 8_333), paid("little", date(2026, 2, 10), 100, 2)]
    line = period_line(replay(plain(), events), FEB, date(2026, 2, 28))
    assert line.paid_on_time_minor == 8_333


GONE = HandedOver(id="gone", value_on=MAR, sequence=5)


def test_a_loan_handed_over_owes_nothing_here_and_has_its_own_name() -> None:
    made = declining(fees=(Fee(name="f", when=FeeWhen.EACH_INSTALMENT, amount_minor=10),))
    assert replay(made, [out()]).handed_over_minor == 0
    state = replay(made, [out(), GONE])
    assert state.outstanding.total_minor == 0
    assert state.status is Status.HANDED_OVER
    assert state.handed_over_minor == 100_000
    assert state.waived.interest == 6_619
    assert state.waived.fee == 120
    assert {c.rule for c in state.changes if c.event_id == "gone"} == {Rule.HANDOVER}
    assert state.remarks == ()


def test_a_loan_that_owes_nothing_cannot_be_handed_over() -> None:
    events = [out(), paid("p", FEB, 100_000)]
    with pytest.raises(errors.ExceedsOutstanding) as refusal:
        accept(plain(), events, GONE)
    assert refusal.value.facts == {"amount": 0, "outstanding": 0, "what": "handover"}
    (remark,) = replay(plain(), [*events, GONE]).remarks
    assert (remark.asked_minor, remark.short_minor) == (0, 0)


def test_a_state_knows_until_when_it_was_looked_at() -> None:
    events: list[Any] = [out(), paid("p", FEB, 100)]
    assert replay(plain(), events).until == FEB
    assert replay(plain(), events, MAR).until == MAR
    assert replay(plain(), []).until is None
