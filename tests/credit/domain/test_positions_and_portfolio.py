"""Days past due, ageing, provisions and the figures of CGAP on published and worked numbers."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from dayaq.credit.domain import (
    SA_DHAN,
    Band,
    Component,
    FeeCharged,
    Parts,
    PortfolioLine,
    Rescheduled,
    Rounding,
    Status,
    annual_loss_rate,
    bucket,
    period_line,
    portfolio_line,
    position,
    position_at,
    provision,
    replay,
)
from tests.credit.domain.loans import START, flat, out, paid, plain

FEB, MAR, APR = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


def test_c5_thirty_days_past_due_is_not_yet_par_30() -> None:
    events = [out(date(2025, 12, 1))]
    at_30 = position_at(plain(instalments=4), events, date(2026, 1, 31))
    at_31 = position_at(plain(instalments=4), events, FEB)
    assert (at_30.days_past_due, at_31.days_past_due) == (30, 31)
    assert portfolio_line(at_30).at_risk_30_minor == 0
    assert portfolio_line(at_31).at_risk_30_minor == 100_000
    assert portfolio_line(at_30).at_risk_1_minor == 100_000


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (0, "current"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"),
        (90, "61-90"), (91, "91-180"), (180, "91-180"), (181, "181-365"), (365, "181-365"),
        (366, ">365"),
    ],
)  # fmt: skip
def test_ageing_buckets_include_their_upper_bound(days: int, name: str) -> None:
    assert bucket(days) == name


def test_t4_the_published_ageing_table_makes_10_942_500() -> None:
    # Due today is a class of its own in that table: days past due 0, but not "not due".
    table = tuple(Band(days, Decimal(p)) for days, p in ((1, 5), (31, 20), (61, 50), (91, 100)))
    book = [(11_250_000, 15), (2_340_000, 45), (14_850_000, 75), (2_360_000, 200)]
    due_today = (Band(0, Decimal(1)),)
    total = provision(12_700_000, 0, due_today) + provision(109_500_000, 0, table)
    total += sum(provision(amount, days, table) for amount, days in book)
    assert total == 10_942_500


def test_c4_the_worked_book_makes_2_660() -> None:
    book = [
        (30_000, 0), (5_000, 30), (2_000, 60), (1_000, 90), (800, 180), (400, 365), (200, 366),
    ]  # fmt: skip
    assert sum(provision(amount, days, SA_DHAN) for amount, days in book) == 2_660
    assert [provision(1_000, days) for days in (0, 1, 31, 61, 91, 181, 366)] == [
        0, 100, 250, 500, 750, 900, 1_000,
    ]  # fmt: skip


def test_c6_annual_loss_rate() -> None:
    assert annual_loss_rate(Decimal("0.95"), Decimal("0.25")) == Decimal("0.40")
    assert annual_loss_rate(Decimal("0.98"), Decimal(1)) == Decimal("0.04")
    assert round(annual_loss_rate(Decimal("0.97"), Decimal(1) / 6), 4) == Decimal("0.36")


def test_c7_par_with_restructured_loans_does_not_drop() -> None:
    events = [out(date(2025, 12, 17))]
    on = date(2026, 3, 3)
    before = portfolio_line(position_at(plain(instalments=4), events, on))
    moved = Rescheduled(id="r", value_on=on, sequence=1)
    after = portfolio_line(position_at(plain(instalments=4), [*events, moved], on))
    assert (before.at_risk_30_minor, after.at_risk_30_minor) == (100_000, 0)
    assert before.at_risk_30_or_restructured_minor == 100_000
    assert after.at_risk_30_or_restructured_minor == 100_000
    assert (before.arrears_minor, after.arrears_minor) == (50_000, 0)
    assert (before.provision_minor, after.provision_minor) == (25_000, 0)


def test_risk_classes_stack() -> None:
    line = portfolio_line(position_at(plain(instalments=4), [out()], date(2026, 5, 3)))
    assert line.at_risk_60_minor == line.at_risk_90_minor == line.gross_minor == 100_000
    line = portfolio_line(position_at(plain(instalments=4), [out()], date(2026, 5, 2)))
    assert (line.at_risk_60_minor, line.at_risk_90_minor) == (100_000, 0)
    line = portfolio_line(position_at(plain(instalments=4), [out()], APR))
    assert (line.at_risk_30_minor, line.at_risk_60_minor) == (100_000, 0)


def test_a_loan_on_time_is_at_no_risk() -> None:
    line = portfolio_line(position_at(plain(instalments=4), [out()], FEB))
    assert line == PortfolioLine(
        gross_minor=100_000,
        at_risk_1_minor=0,
        at_risk_30_minor=0,
        at_risk_60_minor=0,
        at_risk_90_minor=0,
        at_risk_30_or_restructured_minor=0,
        arrears_minor=0,
        provision_minor=0,
    )
    for days, one, restructured, sixty in (
        (1, 100_000, 0, 0), (30, 100_000, 0, 0), (31, 100_000, 100_000, 0),
        (60, 100_000, 100_000, 0), (61, 100_000, 100_000, 100_000),
    ):  # fmt: skip
        line = portfolio_line(position_at(plain(instalments=4), [out()], FEB + timedelta(days)))
        assert line.at_risk_1_minor == one
        assert line.at_risk_30_or_restructured_minor == restructured
        assert line.at_risk_60_minor == sixty
    own = (Band(1, Decimal("0.5")),)
    late = position_at(plain(instalments=4, principal_minor=100), [out(amount=100)], MAR)
    assert portfolio_line(late, own).provision_minor == 0
    assert provision(100, 5, own, Rounding.HALF_UP) == 1


def test_a_position_names_what_is_due_late_and_next() -> None:
    made = flat("12", instalments=4)
    now = position_at(made, [out(), paid("p", FEB, 20_000)], MAR)
    assert now.due == Parts(interest=1_000, principal=31_000)
    assert now.overdue == Parts(principal=6_000)
    assert now.scheduled_to_date == Parts(interest=2_000, principal=50_000)
    assert (now.oldest_unpaid_due_on, now.days_past_due) == (FEB, 28)
    assert (now.next_due_on, now.next_due_minor) == (APR, 26_000)
    assert (now.due_minor, now.overdue_minor, now.outstanding_minor) == (32_000, 6_000, 84_000)
    assert now.accrued_interest_minor == 1_000
    assert now.payoff_minor == 82_000


def test_grace_on_arrears_is_taken_off_the_days_late() -> None:
    made = plain(instalments=4, arrears_grace_days=10)
    inside = position_at(made, [out()], date(2026, 2, 11))
    assert (inside.days_past_due, inside.overdue_minor, inside.due_minor) == (0, 0, 25_000)
    after = position_at(made, [out()], date(2026, 2, 12))
    assert (after.days_past_due, after.overdue_minor, after.bucket) == (1, 25_000, "1-30")


def test_the_position_of_a_repaid_loan_is_zero_in_every_part() -> None:
    now = position_at(plain(instalments=4), [out(), paid("p", FEB, 100_000)], date(2026, 5, 1))
    assert now.status is Status.REPAID
    assert now.outstanding == now.due == now.overdue == Parts()
    assert (now.next_due_on, now.next_due_minor, now.payoff_minor) == (None, 0, 0)


def test_a_credit_lowers_what_pays_the_loan_off() -> None:
    made = plain(instalments=4, excess="credit")
    now = position_at(made, [out(), paid("p", FEB, 40_000)], date(2026, 2, 2))
    assert (now.credit_minor, now.payoff_minor) == (15_000, 60_000)


def test_a_position_is_replayed_for_its_own_day() -> None:
    state = replay(plain(instalments=4), [out(), paid("p", MAR, 50_000)])
    assert position(state, FEB).outstanding_minor == 100_000
    assert position(state, MAR).outstanding_minor == 50_000


def test_c8_paying_ahead_does_not_raise_the_on_time_rate_above_all() -> None:
    state = replay(plain(instalments=4), [out(), paid("p", FEB, 75_000)])
    february = period_line(state, FEB, date(2026, 2, 28))
    assert (february.fell_due_minor, february.paid_on_time_minor) == (25_000, 25_000)
    assert february.collected_of_due_minor == 25_000
    march = period_line(state, MAR, date(2026, 3, 31))
    assert (march.paid_on_time_minor, march.collected_of_due_minor) == (25_000, 0)


def test_late_collections_clean_up_what_was_overdue() -> None:
    events = [out(), paid("p", FEB, 10_000), paid("q", date(2026, 3, 5), 30_000, 2)]
    state = replay(plain(instalments=4), events)
    march = period_line(state, MAR, date(2026, 3, 31))
    assert march.overdue_at_start_minor == 15_000
    assert march.collected_late_minor == 15_000
    assert march.collected_of_due_minor == 15_000
    assert march.paid_on_time_minor == 0


def test_the_current_recovery_rate_uses_the_original_schedule() -> None:
    events = [out(), Rescheduled(id="r", value_on=date(2026, 1, 20), first_due=date(2026, 6, 1))]
    state = replay(plain(instalments=4), events)
    assert period_line(state, FEB, date(2026, 2, 28)).fell_due_minor == 25_000
    assert period_line(replay(plain(), []), FEB, MAR) == (0, 0, 0, 0, 0)


def test_money_on_a_new_schedule_still_counts_towards_the_original_one() -> None:
    moved = Rescheduled(id="r", value_on=date(2026, 1, 20), sequence=1, first_due=date(2026, 6, 1))
    events = [out(), moved, paid("p", date(2026, 6, 1), 25_000, 2)]
    june = period_line(
        replay(flat("12", instalments=4), events), date(2026, 6, 1), date(2026, 6, 30)
    )
    assert june == (0, 0, 0, 25_000, 104_000)


def test_the_days_of_a_period_belong_to_it_at_both_ends() -> None:
    events = [out(), paid("a", FEB, 10_000), paid("b", FEB, 5_000, 2), paid("c", MAR, 20_000, 3)]
    state = replay(plain(instalments=4), events)
    assert period_line(state, FEB, FEB) == (25_000, 15_000, 15_000, 0, 0)
    assert period_line(state, FEB, MAR) == (50_000, 25_000, 35_000, 0, 0)
    assert period_line(state, MAR, MAR) == (25_000, 10_000, 10_000, 10_000, 10_000)
    assert period_line(state, date(2026, 2, 2), date(2026, 2, 27)) == (0, 0, 0, 0, 10_000)


def test_as_known_on_a_day_leaves_out_what_was_entered_later() -> None:
    late = replace(paid("p", FEB, 25_000), recorded_on=date(2026, 4, 10))
    made = plain(instalments=4)
    assert position_at(made, [out(START), late], MAR).due_minor == 25_000
    assert position_at(made, [out(START), late], MAR, known=MAR).due_minor == 50_000


def test_penalties_and_kept_money_are_no_part_of_the_repayment_figures() -> None:
    charge = FeeCharged(
        id="c", value_on=FEB, amount_minor=700, component=Component.PENALTY, sequence=1
    )
    state = replay(plain(instalments=4), [out(), charge, paid("p", FEB, 101_700, 2)])
    february = period_line(state, FEB, date(2026, 2, 28))
    assert (february.paid_on_time_minor, february.fell_due_minor) == (25_000, 25_000)
