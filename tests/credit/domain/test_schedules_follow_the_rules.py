"""The rules of schedules, each on a small example worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from dayaq.credit.domain import (
    CustomInstalment,
    Fee,
    FeeBasis,
    FeeWhen,
    Frequency,
    LoanTerms,
    MoveTo,
    Rounding,
    Tranche,
    TrancheRule,
    Unit,
    WorkingDays,
    build_schedule,
    disclosure,
)
from tests.credit.domain.loans import (
    START,
    declining,
    flat,
    interests,
    plain,
    principals,
    terms,
    totals,
)


def dues(made: LoanTerms, start: date = START) -> list[date]:
    return [row.due_on for row in build_schedule(made, start).instalments]


# Dates


def test_weeks_and_days_step_evenly() -> None:
    weekly = plain(instalments=3, frequency=Frequency(2, Unit.WEEKS))
    assert dues(weekly) == [date(2026, 1, 15), date(2026, 1, 29), date(2026, 2, 12)]
    daily = plain(instalments=3, frequency=Frequency(10, Unit.DAYS))
    assert dues(daily) == [date(2026, 1, 11), date(2026, 1, 21), date(2026, 1, 31)]


def test_a_given_first_date_is_the_seed_of_all() -> None:
    made = plain(instalments=4, first_due=date(2028, 2, 29), frequency=Frequency(12, Unit.MONTHS))
    assert dues(made, date(2027, 12, 1)) == [
        date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28),
    ]  # fmt: skip


def test_dates_move_off_weekends_and_holidays_and_interest_does_not() -> None:
    nowruz = frozenset(date(2026, 3, day) for day in range(20, 28))
    calm = declining(instalments=3, interest_period="daily")
    seed = date(2025, 12, 22)
    assert dues(calm, seed) == [date(2026, 1, 22), date(2026, 2, 22), date(2026, 3, 22)]
    following = declining(
        instalments=3, interest_period="daily", working_days=WorkingDays(holidays=nowruz)
    )
    assert dues(following, seed) == [date(2026, 1, 22), date(2026, 2, 23), date(2026, 3, 30)]
    before = declining(
        instalments=3,
        interest_period="daily",
        working_days=WorkingDays(holidays=nowruz, move=MoveTo.PREVIOUS),
    )
    assert dues(before, seed) == [date(2026, 1, 22), date(2026, 2, 20), date(2026, 3, 19)]
    for moved in (following, before):
        assert interests(build_schedule(moved, seed)) == interests(build_schedule(calm, seed))
        assert build_schedule(moved, seed).instalments[1].scheduled_on == date(2026, 2, 22)


# Flat interest (rule 6) and grace (rule 7)


def test_flat_interest_is_one_total_in_equal_parts() -> None:
    # 1,000 x 13 % = 130.00; 130 / 12 = 10.83; last 130 - 11 x 10.83 = 10.87.
    schedule = build_schedule(flat("13"), START)
    assert interests(schedule) == [1083] * 11 + [1087]
    assert principals(schedule) == [8333] * 11 + [8337]


def test_a_multiple_rounds_principal_and_interest_of_a_flat_loan_together() -> None:
    # 5,000 over 12: 416.67 -> 417; 150.00 / 12 = 12.50 -> 12 (half to even); together 429.
    schedule = build_schedule(flat("3", principal_minor=500_000, multiple_minor=100), START)
    assert interests(schedule) == [1250] * 12
    assert totals(schedule)[:11] == [42_900] * 11
    assert principals(schedule)[:11] == [41_650] * 11
    assert principals(schedule)[-1] == 500_000 - 11 * 41_650
    half_up = build_schedule(
        flat("3", principal_minor=500_000, multiple_minor=100, rounding=Rounding.HALF_UP), START
    )
    assert totals(half_up)[:11] == [43_000] * 11


def test_flat_interest_counts_weeks_as_52_and_days_by_the_year_basis() -> None:
    weekly = flat("26", instalments=4, frequency=Frequency(1, Unit.WEEKS))
    assert build_schedule(weekly, START).interest_minor == 2_000  # 4 x 0.5 %
    daily = flat("36", instalments=2, interest_period="daily", year_basis="360")
    assert build_schedule(daily, START).interest_minor == 5_900  # 59 days x 0.1 %


def test_flat_interest_from_a_later_day_counts_only_the_time_after_it() -> None:
    made = flat("12", interest_from=date(2026, 4, 1))
    assert build_schedule(made, START).interest_minor == 9_000
    assert build_schedule(flat("12", partial_periods=True), START).interest_minor == 12_000


def test_flat_interest_free_time_lowers_the_total() -> None:
    schedule = build_schedule(flat("12", interest_free=3), START)
    assert interests(schedule) == [0] * 3 + [1000] * 9


def test_flat_grace_on_interest_is_averaged_over_the_rest_of_equal_instalments() -> None:
    schedule = build_schedule(flat("12", interest_grace=3), START)
    assert interests(schedule) == [0] * 3 + [1333] * 8 + [1336]


def test_flat_grace_on_interest_is_collected_at_once_with_equal_principal() -> None:
    made = flat("12", interest_grace=3, amortisation="equal_principal")
    assert interests(build_schedule(made, START)) == [0] * 3 + [4000] + [1000] * 8


# Declining interest (rules 2, 3, 4, 7)


def test_grace_on_interest_falls_due_at_once_with_the_next_instalment() -> None:
    plainly = build_schedule(declining("12"), START)
    schedule = build_schedule(declining("12", interest_grace=2), START)
    assert principals(schedule) == principals(plainly)
    assert interests(schedule)[:3] == [0, 0, sum(interests(plainly)[:3])]
    assert interests(schedule)[3:] == interests(plainly)[3:]


def test_grace_on_principal_leaves_interest_due_and_shortens_the_annuity() -> None:
    schedule = build_schedule(declining("12", principal_grace=3), START)
    assert totals(schedule)[:3] == [1000] * 3
    assert totals(schedule)[3:] == totals(build_schedule(declining("12", instalments=9), START))


def test_interest_free_instalments_are_all_principal() -> None:
    schedule = build_schedule(declining("12", interest_free=2), START)
    assert interests(schedule)[:2] == [0, 0]
    assert principals(schedule)[:2] == [8885, 8885]
    assert interests(schedule)[2] == 822  # 1 % of 822.30


def test_a_multiple_rounds_the_equal_instalment() -> None:
    # The annuity is 88.85: whole manat make it 89, and the last takes what is left.
    schedule = build_schedule(declining("12", multiple_minor=100), START)
    assert totals(schedule)[:11] == [8900] * 11
    assert totals(schedule)[11] == 8707


def test_a_multiple_leaves_falling_instalments_alone() -> None:
    # Equal principal on a declining balance: no two instalments are equal, none is rounded.
    simple = build_schedule(declining("12", amortisation="equal_principal"), START)
    assert principals(simple) == [8333] * 11 + [8337]
    assert interests(simple)[:3] == [1000, 917, 833]
    made = declining("12", amortisation="equal_principal", multiple_minor=100)
    assert build_schedule(made, START) == simple


def test_daily_interest_counts_days_but_the_instalment_counts_thirty() -> None:
    schedule = build_schedule(declining("36.5", instalments=3, interest_period="daily"), START)
    # 0.1 % a day: 31 days of 1,000; the instalment is the annuity of 3 % a month.
    assert interests(schedule)[0] == 3_100
    assert totals(schedule)[:2] == [35_353, 35_353]


@pytest.mark.parametrize(
    ("year", "month", "first"),
    [
        ("actual", "actual", 1_019),  # 12 % x 31 / 365
        ("365", "actual", 1_019),
        ("360", "actual", 1_033),
        ("364", "actual", 1_022),
        ("360", "30", 1_000),
        ("365", "30", 986),
    ],
)
def test_day_counts_of_daily_interest(year: str, month: str, first: int) -> None:
    made = declining("12", interest_period="daily", year_basis=year, month_basis=month)
    assert interests(build_schedule(made, START))[0] == first


def test_days_as_frequency_use_the_year_basis_even_by_period() -> None:
    made = declining("36", instalments=3, frequency=Frequency(10, Unit.DAYS), year_basis="360")
    assert interests(build_schedule(made, START))[0] == 1_000
    weekly = declining("52", instalments=3, frequency=Frequency(1, Unit.WEEKS))
    assert interests(build_schedule(weekly, START))[0] == 1_000


def test_weeks_and_days_have_their_own_annuity_for_daily_interest() -> None:
    weekly = declining(
        "36.5", instalments=2, frequency=Frequency(1, Unit.WEEKS), interest_period="daily"
    )
    assert interests(build_schedule(weekly, START))[0] == 700
    assert totals(build_schedule(weekly, START))[0] == 50_526  # annuity of 0.7 % over 2
    fortnight = declining(
        "36.5", instalments=2, frequency=Frequency(2, Unit.WEEKS), interest_period="daily"
    )
    assert totals(build_schedule(fortnight, START))[0] == 51_052  # of 1.4 %
    daily = declining(
        "36.5", instalments=2, frequency=Frequency(5, Unit.DAYS), interest_period="daily"
    )
    assert interests(build_schedule(daily, START))[0] == 500
    assert totals(build_schedule(daily, START))[0] == 50_375  # of 0.5 %


def test_a_late_first_date_bears_one_period_of_interest() -> None:
    late = declining("12", first_due=date(2026, 4, 1))
    assert interests(build_schedule(late, START))[0] == 1_000
    daily = declining("36.5", first_due=date(2026, 4, 1), interest_period="daily")
    assert interests(build_schedule(daily, START))[0] == 3_100
    soon = declining("36.5", first_due=date(2026, 1, 11), interest_period="daily")
    assert interests(build_schedule(soon, START))[0] == 1_000


def test_interest_from_a_day_counts_the_part_of_the_period_after_it() -> None:
    made = declining("12", interest_from=date(2026, 2, 15))
    # Nothing until 15 February, then 14 of the 28 days to 1 March at 1 %.
    found = interests(build_schedule(made, START))
    assert found[0] == 0
    assert found[1] == 456  # 0.5 % of 911.15
    assert found[2] == round((100_000 - 8_885 - (8_885 - 456)) / 100)


def test_partial_periods_of_a_month_end_are_whole_months() -> None:
    made = declining("12", partial_periods=True)
    assert interests(build_schedule(made, date(2026, 1, 31)))[:2] == [1_000, 921]


# Custom, balloon, tranches


def test_a_custom_schedule_is_two_harvests() -> None:
    rows = (CustomInstalment(date(2026, 7, 1), 40_000), CustomInstalment(date(2026, 10, 1), 60_000))
    made = plain(instalments=2, amortisation="custom", custom=rows)
    schedule = build_schedule(made, START)
    assert dues(made) == [date(2026, 7, 1), date(2026, 10, 1)]
    assert totals(schedule) == [40_000, 60_000]
    bearing = declining("12", instalments=2, amortisation="custom", custom=rows)
    assert interests(build_schedule(bearing, START)) == [6_000, 1_800]
    flatly = flat("12", instalments=2, amortisation="custom", custom=rows)
    assert interests(build_schedule(flatly, START)) == [4_500, 4_500]


def test_a_balloon_is_the_last_instalment() -> None:
    made = plain(instalments=5, amortisation="balloon", balloon_minor=60_000)
    assert totals(build_schedule(made, START)) == [10_000] * 4 + [60_000]
    bearing = declining("12", instalments=5, amortisation="balloon", balloon_minor=60_000)
    assert interests(build_schedule(bearing, START)) == [1000, 900, 800, 700, 600]
    flatly = flat("12", instalments=5, amortisation="balloon", balloon_minor=60_000)
    assert principals(build_schedule(flatly, START)) == [10_000] * 4 + [60_000]
    odd = plain(instalments=4, amortisation="balloon", balloon_minor=50_000)
    assert totals(build_schedule(odd, START)) == [16_667] * 3 + [49_999]


def test_a_later_tranche_is_spread_over_what_is_still_to_come() -> None:
    made = plain(instalments=6, tranches=(Tranche(date(2026, 3, 1), 40_000),))
    # 600 over 6 is 100; after two, 400 + 400 over 4 is 200. An instalment due that day stays.
    assert totals(build_schedule(made, START)) == [10_000] * 2 + [20_000] * 4
    cumulative = plain(
        instalments=6,
        tranches=(Tranche(date(2026, 3, 1), 40_000),),
        tranche_rule=TrancheRule.AS_FROM_START,
    )
    # All lent so far over all instalments is 166.67; the last takes the rest.
    assert totals(build_schedule(cumulative, START)) == (
        [10_000] * 2 + [16_667] * 3 + [80_000 - 3 * 16_667]
    )


def test_a_tranche_bears_interest_from_its_own_day() -> None:
    made = declining(
        "12", instalments=4, amortisation="equal_principal", interest_period="daily",
        year_basis="360", tranches=(Tranche(date(2026, 2, 16), 40_000),),
    )  # fmt: skip
    found = interests(build_schedule(made, START))
    assert found[0] == 620  # 600 x 31 days
    # 450 + 400 = 850 for 28 days at 1/30 %, less 400 for the 15 days before the tranche: 793 - 200.
    assert found[1] == 593
    flatly = flat("12", instalments=4, tranches=(Tranche(date(2026, 3, 1), 40_000),))
    # 600 x 4 % = 24; the tranche bears two more months: 400 x 2 % = 8.
    assert build_schedule(flatly, START).interest_minor == 2_400 + 800


def test_a_tranche_in_the_grace_leaves_the_grace_alone() -> None:
    made = plain(instalments=6, principal_grace=3, tranches=(Tranche(date(2026, 1, 20), 40_000),))
    assert totals(build_schedule(made, START)) == [0, 0, 0, 33_333, 33_333, 33_334]


def test_tranches_of_a_declining_loan_as_from_the_start() -> None:
    made = declining(
        "12", instalments=6, amortisation="equal_principal",
        tranches=(Tranche(date(2026, 3, 1), 40_000),), tranche_rule=TrancheRule.AS_FROM_START,
    )  # fmt: skip
    schedule = build_schedule(made, START)
    assert principals(schedule) == [10_000] * 2 + [16_667] * 3 + [29_999]
    assert interests(schedule) == [600, 500, 800, 633, 467, 300]


# Fees (rule 9), currencies, rounding


def test_fees_fall_in_the_instalment_whose_time_they_lie_in() -> None:
    def fee(day: date) -> list[int]:
        made = plain(
            instalments=3,
            fees=(Fee(name="visit", when=FeeWhen.ON_DATE, on=day, amount_minor=500),),
        )
        return [row.fee_minor for row in build_schedule(made, START).instalments]

    assert fee(START) == [500, 0, 0]
    assert fee(date(2026, 2, 1)) == [500, 0, 0]
    assert fee(date(2026, 2, 2)) == [0, 500, 0]
    assert fee(date(2026, 4, 1)) == [0, 0, 500]


def test_percent_fees_have_their_base() -> None:
    def fees(when: FeeWhen, basis: FeeBasis, on: date | None = None) -> list[int]:
        fee = Fee(name="f", when=when, basis=basis, percent=Decimal("1.5"), on=on)
        rows = build_schedule(flat("12", instalments=4, fees=(fee,)), START).instalments
        return [row.fee_minor for row in rows]

    each, dated = FeeWhen.EACH_INSTALMENT, FeeWhen.ON_DATE
    assert fees(each, FeeBasis.PRINCIPAL) == [375] * 4
    assert fees(each, FeeBasis.PRINCIPAL_AND_INTEREST) == [390] * 4
    assert fees(each, FeeBasis.INTEREST) == [15] * 4
    day = date(2026, 2, 10)
    assert fees(dated, FeeBasis.PRINCIPAL, day) == [0, 1500, 0, 0]
    assert fees(dated, FeeBasis.PRINCIPAL_AND_INTEREST, day) == [0, 1560, 0, 0]


def test_fees_at_disbursement_are_deducted_or_paid_and_never_in_a_row() -> None:
    taken = Fee(name="a", basis=FeeBasis.PRINCIPAL, percent=Decimal(2))
    brought = Fee(name="b", amount_minor=700, deducted=False)
    schedule = build_schedule(plain(fees=(taken, brought)), START)
    assert (schedule.fee_deducted_minor, schedule.fee_at_disbursement_minor) == (2_000, 700)
    assert schedule.total_minor == 100_000
    assert schedule.fee_minor == 2_700
    shown = disclosure(plain(fees=(taken, brought)), START)
    assert (shown.received_minor, shown.cost_minor, shown.paid_minor) == (97_300, 2_700, 100_000)


def test_currencies_have_their_own_minor_unit() -> None:
    yen = declining("12", principal_minor=100_000, currency="JPY")
    dinar = declining("12", principal_minor=1_000_000, currency="TND")
    assert totals(build_schedule(yen, START))[0] == 8_885
    assert totals(build_schedule(dinar, START))[0] == 88_849


def test_halves_go_to_even_or_up_by_the_terms() -> None:
    # 5 % a month of 2.50 is 0.125.
    even = declining("60", principal_minor=250, instalments=2, amortisation="equal_principal")
    up = declining(
        "60", principal_minor=250, instalments=2, amortisation="equal_principal",
        rounding=Rounding.HALF_UP,
    )  # fmt: skip
    assert interests(build_schedule(even, START))[0] == 12
    assert interests(build_schedule(up, START))[0] == 13


def test_rates_are_divided_in_the_digits_of_the_terms() -> None:
    # 10 % / 12 / 100 in four digits is 0.008333; the twelve-digit rate gives 8,333.33.
    coarse = declining("10", principal_minor=100_000_000, rate_digits=4)
    fine = declining("10", principal_minor=100_000_000)
    assert interests(build_schedule(coarse, START))[0] == 833_300
    assert interests(build_schedule(fine, START))[0] == 833_333


def test_whole_manat_of_other_lengths() -> None:
    assert totals(build_schedule(terms(instalments=18), START)) == [5600] * 17 + [4800]
    grace = terms(instalments=12, principal_grace=3)
    assert totals(build_schedule(grace, START)) == [0] * 3 + [11_100] * 8 + [11_200]
