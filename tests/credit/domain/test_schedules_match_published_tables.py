"""Answers that come from outside: textbooks, published examples, the numbers of the handbook."""

from datetime import date
from decimal import Decimal

import pytest

from dayaq.credit.domain import Fee, FeeBasis, Frequency, Unit, build_schedule, disclosure
from tests.credit.domain.loans import (
    JAN_31,
    START,
    declining,
    flat,
    interests,
    plain,
    principals,
    terms,
    totals,
)


def balances(schedule: object) -> list[int]:
    left = sum(principals(schedule))  # type: ignore[arg-type]
    found = []
    for part in principals(schedule):  # type: ignore[arg-type]
        left -= part
        found.append(left)
    return found


def test_t1_declining_twenty_percent_leaves_524_79_after_six_months() -> None:
    schedule = build_schedule(declining("20"), START)
    assert totals(schedule) == [9263] * 11 + [9268]
    assert balances(schedule)[5] == 52479


def test_t2_flat_one_percent_a_month_is_112_and_really_21_457_percent() -> None:
    made = flat("12", principal_minor=120_000)
    assert totals(build_schedule(made, START)) == [11_200] * 12
    assert round(disclosure(made, START).apr, 3) == Decimal("21.457")
    assert round(disclosure(made, START).effective_rate, 3) == Decimal("23.698")


def test_t3_one_percent_a_month_is_12_percent_apr_and_12_68_effective() -> None:
    made = declining("12", principal_minor=100_000_000)
    assert round(disclosure(made, START).apr, 3) == Decimal("12.000")
    assert round(disclosure(made, START).effective_rate, 3) == Decimal("12.683")


def test_c1_interest_free_loans_leave_the_rest_to_the_last_instalment() -> None:
    assert totals(build_schedule(plain(), START)) == [8333] * 11 + [8337]
    assert totals(build_schedule(plain(instalments=18), START)) == [5556] * 17 + [5548]
    with_grace = build_schedule(plain(principal_grace=3), START)
    assert totals(with_grace) == [0, 0, 0] + [11_111] * 8 + [11_112]


def test_whole_manat_is_eleven_times_83_and_87() -> None:
    assert totals(build_schedule(terms(), START)) == [8300] * 11 + [8700]


@pytest.mark.parametrize(
    ("percent", "grace", "apr", "effective"),
    [("2", 0, "3.746", "3.811"), ("3", 3, "4.585", "4.682")],
)
def test_c2_a_fee_taken_from_an_interest_free_loan_has_a_rate(
    percent: str, grace: int, apr: str, effective: str
) -> None:
    fee = Fee(name="service", basis=FeeBasis.PRINCIPAL, percent=Decimal(percent))
    shown = disclosure(plain(principal_grace=grace, fees=(fee,)), START)
    assert shown.received_minor == 100_000 - 1_000 * int(percent)
    shown_rates = (round(shown.apr, 3), round(shown.effective_rate, 3))
    assert shown_rates == (Decimal(apr), Decimal(effective))


def test_c2_without_any_charge_both_rates_are_zero() -> None:
    shown = disclosure(plain(), START)
    assert (shown.apr, shown.effective_rate, shown.cost_minor) == (0, 0, 0)


def test_c3_declining_twelve_percent() -> None:
    schedule = build_schedule(declining("12"), START)
    assert totals(schedule) == [8885] * 11 + [8884]
    assert interests(schedule)[0] == 1000
    assert schedule.interest_minor == 6619


def test_brealey_and_myers_amortising_loan_of_1000_at_ten_percent() -> None:
    # Brealey, Myers, Allen, Principles of Corporate Finance, chapter 2: amortising loan, 4 years.
    made = declining("10", instalments=4, frequency=Frequency(12, Unit.MONTHS))
    schedule = build_schedule(made, START)
    assert totals(schedule) == [31_547] * 4
    assert interests(schedule) == [10_000, 7_845, 5_475, 2_868]
    assert principals(schedule) == [21_547, 23_702, 26_072, 28_679]
    assert balances(schedule) == [78_453, 54_751, 28_679, 0]


def test_ross_westerfield_jordan_loan_of_5000_at_nine_percent() -> None:
    # Fundamentals of Corporate Finance, chapter 6, both amortisation tables. The book carries
    # unrounded balances, so single entries of the equal-payment table differ by one cent.
    yearly = Frequency(12, Unit.MONTHS)
    equal = build_schedule(
        declining("9", principal_minor=500_000, instalments=5, frequency=yearly), START
    )
    assert totals(equal)[:4] == [128_546] * 4
    book = [45_000, 37_481, 29_285, 20_351, 10_614]
    assert all(abs(a - b) <= 1 for a, b in zip(interests(equal), book, strict=True))
    falling = build_schedule(
        declining(
            "9",
            principal_minor=500_000,
            instalments=5,
            frequency=yearly,
            amortisation="equal_principal",
        ),
        START,
    )
    assert totals(falling) == [145_000, 136_000, 127_000, 118_000, 109_000]
    assert falling.interest_minor == 135_000


def test_numpy_manual_loan_of_2500_at_8_24_percent() -> None:
    # The example printed in the manual of numpy-financial's ppmt; the manual rounds for display
    # only, so entries differ by at most one cent.
    schedule = build_schedule(declining("8.24", principal_minor=250_000), START)
    printed = [1717, 1579, 1440, 1301, 1160, 1018, 876, 732, 588, 442, 296, 149]
    assert all(abs(a - b) <= 1 for a, b in zip(interests(schedule), printed, strict=True))
    assert abs(schedule.interest_minor - 11_298) <= 1


def test_twelve_thousand_at_two_percent_a_month_over_four_months() -> None:
    schedule = build_schedule(declining("24", principal_minor=1_200_000, instalments=4), START)
    assert principals(schedule) == [291_149, 296_972, 302_911, 308_968]
    assert interests(schedule) == [24_000, 18_177, 12_238, 6_179]


def test_due_dates_keep_the_day_of_the_seed() -> None:
    days = [row.due_on for row in build_schedule(plain(instalments=4), JAN_31).instalments]
    assert days == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]
