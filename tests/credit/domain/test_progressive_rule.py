"""The progressive rule, and the arithmetic beneath all schedules, on worked examples."""

from datetime import date
from fractions import Fraction

import pytest

from dayaq.credit.domain import (
    Frequency,
    LoanTerms,
    Rounding,
    Tranche,
    Unit,
    build_schedule,
    errors,
)
from dayaq.credit.domain.numbers import split_evenly
from dayaq.credit.domain.rates import elapsed_units, split_at_new_year
from tests.credit.domain.loans import (
    JAN_31,
    START,
    declining,
    flat,
    interests,
    plain,
    principals,
    totals,
)

# The progressive rule (rule 5)


def progressive(rate: str, principal: int, **other: object) -> LoanTerms:
    return declining(
        rate, principal_minor=principal, instalments=6, instalment_rule="progressive", **other
    )


def test_the_progressive_rule_at_thirty_days_a_month() -> None:
    made = progressive("7", 10_000, year_basis="360", month_basis="30")
    schedule = build_schedule(made, date(2024, 1, 1))
    assert totals(schedule) == [1701] * 5 + [1700]
    assert interests(schedule) == [58, 49, 39, 29, 20, 10]


def test_the_progressive_rule_by_actual_days_keeps_the_first_try_when_the_second_is_worse() -> None:
    schedule = build_schedule(progressive("15.678", 10_000), date(2024, 1, 1))
    assert totals(schedule) == [1743] * 5 + [1747]
    assert interests(schedule) == [133, 105, 90, 66, 46, 22]


def test_the_progressive_rule_splits_the_year_at_31_december() -> None:
    made = progressive(
        "45", 24_500_000, year_basis="actual", month_basis="actual", rounding="half_up"
    )
    schedule = build_schedule(made, date(2023, 10, 31))
    assert totals(schedule) == [4_634_327] * 5 + [4_634_325]
    assert interests(schedule) == [906_164, 793_883, 645_336, 461_471, 334_249, 164_857]


@pytest.mark.parametrize(
    ("rate", "principal", "instalment", "last"),
    [
        ("12", 840_400, 74_668, 74_673),  # the first try was 746.69 and 746.61
        ("24", 1_704_200, 161_149, 161_144),  # 1,611.48 and 1,611.55
        ("7", 2_814_800, 243_556, 243_550),  # 2,435.55 and 2,435.62
        ("24", 223_400, 21_125, 21_118),  # a second try would not have been better
    ],
)
def test_the_progressive_rule_evens_out_the_last_instalment(
    rate: str, principal: int, instalment: int, last: int
) -> None:
    made = declining(
        rate, principal_minor=principal, instalment_rule="progressive",
        year_basis="360", month_basis="30",
    )  # fmt: skip
    assert totals(build_schedule(made, START)) == [instalment] * 11 + [last]


def test_a_tranche_between_due_dates_bears_progressive_interest_from_its_day() -> None:
    made = progressive(
        "36", 100_000, year_basis="360", month_basis="30",
        tranches=(Tranche(date(2026, 2, 16), 40_000),),
    )  # fmt: skip
    found = interests(build_schedule(made, START))
    assert found[0] == 1_800  # 3 % of 600
    # The whole balance at 3 %, less the tranche at 3 % for 15 of the 28 days of the period.
    after = 60_000 - principals(build_schedule(made, START))[0] + 40_000
    assert found[1] == round(after * 0.03) - round(40_000 * 0.03 * 15 / 28)


def test_the_progressive_rule_counts_leap_years_and_several_months() -> None:
    leap = progressive("36.6", 100_000, year_basis="actual")
    assert interests(build_schedule(leap, date(2024, 2, 1)))[0] == 2_900
    common = progressive("36.5", 100_000, year_basis="365")
    assert interests(build_schedule(common, date(2025, 12, 15)))[0] == 3_100
    two = progressive(
        "36", 100_000, year_basis="360", month_basis="30", frequency=Frequency(2, Unit.MONTHS)
    )
    assert interests(build_schedule(two, START))[0] == 6_000


def test_the_progressive_rule_keeps_every_kind_of_grace() -> None:
    made = progressive("12", 60_000, principal_grace=2, interest_grace=1, interest_free=0)
    schedule = build_schedule(made, START)
    assert principals(schedule)[:2] == [0, 0]
    assert interests(schedule)[0] == 0
    assert interests(schedule)[1] == 1_164  # 59 days of 600 at 12 % / 365, each month rounded
    free = build_schedule(progressive("12", 60_000, interest_free=1), START)
    assert interests(free)[0] == 0


def test_a_year_is_cut_at_every_31_december() -> None:
    assert split_at_new_year(date(2023, 12, 15), date(2024, 1, 15)) == [(16, 365), (15, 366)]
    assert split_at_new_year(date(2024, 2, 1), date(2024, 3, 1)) == [(29, 366)]
    assert split_at_new_year(date(2023, 12, 31), date(2024, 1, 1)) == [(1, 366)]
    assert split_at_new_year(date(2022, 7, 1), date(2025, 7, 1)) == [
        (183, 365), (365, 365), (366, 366), (182, 365),
    ]  # fmt: skip


def test_the_progressive_rule_refuses_what_it_cannot_divide() -> None:
    coarse = declining(
        "1", principal_minor=18_000, multiple_minor=1_000, instalment_rule="progressive"
    )
    with pytest.raises(errors.RepaidEarly, match="instalment 10 of 12"):
        build_schedule(coarse, START)
    # Thirty-one days of the first period bear more than the whole-manat instalment.
    dear = declining(
        "1000", principal_minor=10_000, multiple_minor=100, instalment_rule="progressive"
    )
    with pytest.raises(errors.InstalmentBelowInterest, match=r"8300 .* interest of 8493"):
        build_schedule(dear, START)


def test_the_progressive_rule_keeps_a_multiple_that_a_second_try_would_not_change() -> None:
    # The last is 2.83 lower; a sixth of that does not move the whole-manat instalment.
    schedule = build_schedule(progressive("12", 175_400, multiple_minor=100), START)
    assert totals(schedule) == [30_300] * 5 + [30_017]


def test_parts_too_small_to_share_go_to_the_last() -> None:
    assert split_evenly(5, 8, Rounding.HALF_EVEN) == [0] * 7 + [5]
    assert split_evenly(10, 4, Rounding.HALF_EVEN) == [2, 2, 2, 4]
    assert split_evenly(10, 4, Rounding.HALF_UP) == [3, 3, 3, 1]


def test_time_is_counted_in_units_of_the_frequency() -> None:
    def units(unit: Unit, end: date) -> Fraction:
        return elapsed_units(plain(frequency=Frequency(1, unit)), START, end)

    assert units(Unit.DAYS, date(2026, 1, 11)) == 10
    assert units(Unit.WEEKS, date(2026, 1, 11)) == Fraction(10, 7)
    assert units(Unit.MONTHS, date(2026, 2, 15)) == 1 + Fraction(14, 28)
    # Voice 5 of the reference: 54 days are not 54/30 months but one month and the days left.
    assert units(Unit.MONTHS, date(2026, 2, 24)) == 1 + Fraction(23, 28)
    assert units(Unit.MONTHS, date(2026, 1, 31)) == Fraction(30, 31)


def test_a_schedule_adds_up() -> None:
    schedule = build_schedule(flat("12"), START)
    assert (schedule.principal_minor, schedule.interest_minor) == (100_000, 12_000)
    assert (schedule.total_minor, schedule.last_due_on) == (112_000, date(2027, 1, 1))


# What `scripts/mutants.py` found untested


def test_a_whole_month_at_the_end_of_a_month_is_whole() -> None:
    made = progressive("12", 100_000, year_basis="360", month_basis="30")
    assert interests(build_schedule(made, JAN_31))[0] == 1_000


def test_thirty_days_a_month_over_an_actual_year() -> None:
    made = progressive("36.6", 100_000, year_basis="actual", month_basis="30")
    assert interests(build_schedule(made, date(2024, 2, 1)))[0] == 3_000


def test_progressive_interest_may_start_later_than_the_money() -> None:
    made = progressive(
        "36", 100_000, year_basis="360", month_basis="30", interest_from=date(2026, 1, 16)
    )
    assert interests(build_schedule(made, START))[0] == 1_548  # 3 % for 16 of 31 days


def test_interest_put_off_twice_is_collected_in_the_third_instalment() -> None:
    made = progressive("36", 100_000, year_basis="360", month_basis="30", principal_grace=3)
    put_off = progressive(
        "36", 100_000, year_basis="360", month_basis="30", principal_grace=3, interest_grace=2
    )
    assert interests(build_schedule(made, START))[:3] == [3_000, 3_000, 3_000]
    assert interests(build_schedule(put_off, START))[:3] == [0, 0, 9_000]


def test_a_payout_in_an_interest_free_time_bears_nothing_then() -> None:
    made = progressive(
        "36", 100_000, year_basis="360", month_basis="30", interest_free=1,
        tranches=(Tranche(date(2026, 1, 16), 40_000),),
    )  # fmt: skip
    schedule = build_schedule(made, START)
    assert interests(schedule)[0] == 0
    assert interests(schedule)[1] == round((100_000 - principals(schedule)[0]) * 0.03)


def test_one_progressive_instalment_takes_all() -> None:
    made = declining(
        "12", instalments=1, instalment_rule="progressive", year_basis="360", month_basis="30"
    )
    assert totals(build_schedule(made, START)) == [101_000]


def test_a_refusal_counts_the_instalments_of_the_grace() -> None:
    coarse = declining(
        "1", principal_minor=18_000, instalments=13, multiple_minor=1_000, principal_grace=1,
        instalment_rule="progressive",
    )  # fmt: skip
    with pytest.raises(errors.RepaidEarly, match="instalment 11 of 13"):
        build_schedule(coarse, START)


def test_two_payouts_in_one_period_both_bear_interest_from_their_days() -> None:
    for rule in ("progressive", "cumulative"):
        made = declining(
            "36", principal_minor=93_000, instalments=6, interest_period="daily",
            year_basis="360", month_basis="actual", instalment_rule=rule,
            tranches=(Tranche(date(2026, 1, 11), 31_000), Tranche(date(2026, 1, 21), 31_000)),
        )  # fmt: skip
        found = build_schedule(made, START)
        # 310 for 31 days, 310 for 21 and 310 for 11, at a tenth of a percent a day.
        assert interests(found)[0] == 31 * 31 + 31 * 21 + 31 * 11
        assert len(set(totals(found)[:-1])) == 1
