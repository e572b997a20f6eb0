"""Terms at the edge of what is allowed: each of these was found by `scripts/mutants.py`."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dayaq.credit.domain import (
    Component,
    CustomInstalment,
    Fee,
    FeeBasis,
    FeeCharged,
    FeeWhen,
    Instalment,
    MoveTo,
    Penalty,
    TermsError,
    Tranche,
    Waived,
    WorkingDays,
    build_schedule,
    errors,
    progressive,
)
from tests.credit.domain.loans import START, declining, flat, interests, plain, principals, totals

JAN_15, FEB, MAR = date(2026, 1, 15), date(2026, 2, 1), date(2026, 3, 1)


def facts_of(error: type[TermsError], **term: Any) -> dict[str, object]:
    with pytest.raises(error) as refusal:
        plain(**term)
    return refusal.value.facts


def test_the_smallest_and_the_largest_amounts_are_allowed() -> None:
    assert totals(build_schedule(plain(principal_minor=1, instalments=1), START)) == [1]
    assert principals(build_schedule(plain(principal_minor=12), START)) == [1] * 12
    most = plain(principal_minor=10**12, instalments=1, multiple_minor=10**12)
    assert totals(build_schedule(most, START)) == [10**12]
    assert Fee(name="visit", amount_minor=10**12, deducted=False)
    assert plain(fees=(Fee(name="visit", amount_minor=10**12, deducted=False),))
    assert plain(fees=(Fee(name="visit", amount_minor=1),))


def test_a_part_too_small_for_the_minor_unit_is_refused() -> None:
    with pytest.raises(errors.MultipleTooLarge):
        build_schedule(plain(principal_minor=4), START)


def test_grace_as_long_as_the_loan_is_named_before_the_multiple() -> None:
    assert facts_of(errors.GraceTooLong, principal_grace=12, multiple_minor=100)["grace"] == 12


def test_a_multiple_larger_than_the_instalment_is_refused_when_the_terms_are_made() -> None:
    facts = facts_of(errors.MultipleTooLarge, principal_minor=12, multiple_minor=100)
    assert (facts["instalment"], facts["multiple"]) == (1, 100)
    assert facts_of(errors.MultipleTooLarge, principal_minor=2, instalments=2, multiple_minor=2)


def test_what_must_be_positive_is_named_with_its_value() -> None:
    assert facts_of(errors.NotPositive, multiple_minor=0) == {"name": "The multiple", "value": 0}
    facts = facts_of(errors.NotPositive, tranches=(Tranche(MAR, -5),))
    assert facts == {"name": "A tranche", "value": -5}
    assert plain(tranches=(Tranche(MAR, 1),))


def test_a_balloon_needs_two_instalments_that_repay() -> None:
    two = plain(amortisation="balloon", balloon_minor=40_000, instalments=3, principal_grace=1)
    assert principals(build_schedule(two, START)) == [0, 60_000, 40_000]
    with pytest.raises(errors.TermsDoNotCombine, match="give two or more"):
        plain(amortisation="balloon", balloon_minor=40_000, instalments=3, principal_grace=2)


def custom(*rows: tuple[date, int], **other: Any) -> Any:
    made = tuple(CustomInstalment(on, amount) for on, amount in rows)
    return plain(instalments=len(rows), amortisation="custom", custom=made, **other)


def test_rows_by_hand_may_repay_nothing_and_come_once_a_day() -> None:
    made = custom((FEB, 0), (MAR, 100_000))
    assert principals(build_schedule(made, START)) == [0, 100_000]
    with pytest.raises(errors.DatesOutOfOrder) as refusal:
        custom((FEB, 50_000), (FEB, 50_000))
    assert refusal.value.facts["number"] == 2
    with pytest.raises(errors.TermsDoNotCombine, match="its rows say all of this"):
        custom((FEB, 50_000), (MAR, 50_000), multiple_minor=2)


def test_later_payouts_are_numbered_after_the_first() -> None:
    twice = (Tranche(MAR, 10), Tranche(MAR, 10))
    assert facts_of(errors.DatesOutOfOrder, tranches=twice)["number"] == 3


@pytest.mark.parametrize(("percent", "allowed"), [("100", True), ("100.5", False)])
def test_a_percentage_goes_up_to_a_hundred(percent: str, allowed: bool) -> None:
    fee = Fee(name="visit", basis=FeeBasis.PRINCIPAL, percent=Decimal(percent), deducted=False)
    penalty = Penalty(percent=Decimal(percent), repeat_days=1)
    for other in ({"fees": (fee,)}, {"penalty": penalty}):
        if allowed:
            assert plain(**other)
        else:
            with pytest.raises(errors.BadFee):
                plain(**other)


def test_codes_of_fees_penalties_and_charges_become_members() -> None:
    assert Fee(name="x", basis="flat").basis is FeeBasis.FLAT  # type: ignore[arg-type]
    assert Fee(name="x", when="on_date").when is FeeWhen.ON_DATE  # type: ignore[arg-type]
    assert Penalty(basis="flat").basis is FeeBasis.FLAT  # type: ignore[arg-type]
    common: dict[str, Any] = {"id": "x", "value_on": FEB, "amount_minor": 1}
    assert FeeCharged(**common, component="penalty").component is Component.PENALTY  # type: ignore[arg-type]
    assert Waived(**common, component="fee").component is Component.FEE  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [FeeCharged, Waived])
def test_a_charge_or_waiver_of_nothing_is_refused(kind: type[FeeCharged] | type[Waived]) -> None:
    with pytest.raises(errors.AmountNotPositive):
        kind(id="x", value_on=FEB, amount_minor=0)


def test_refusals_name_the_first_and_the_last_date() -> None:
    with pytest.raises(errors.FirstDueBeforeDisbursement) as refusal:
        build_schedule(plain(first_due=START), START)
    assert refusal.value.facts["first_due"] == START
    with pytest.raises(errors.InterestFromOutOfRange) as outside:
        build_schedule(flat(interest_from=date(2027, 1, 1)), START)
    assert outside.value.facts["last_due"] == date(2027, 1, 1)
    assert build_schedule(flat(interest_from=date(2026, 12, 20)), START)
    assert build_schedule(flat(interest_from=START), START) == build_schedule(flat(), START)


def test_a_first_day_of_the_payout_itself_is_refused_even_if_it_would_move() -> None:
    saturday = date(2026, 1, 3)
    made = plain(first_due=saturday, working_days=WorkingDays())
    with pytest.raises(errors.FirstDueBeforeDisbursement):
        build_schedule(made, saturday)


def test_a_first_day_that_moves_back_before_the_payout_is_named() -> None:
    sunday = date(2026, 1, 4)
    made = plain(first_due=sunday, working_days=WorkingDays(move=MoveTo.PREVIOUS))
    with pytest.raises(errors.FirstDueBeforeDisbursement) as refusal:
        build_schedule(made, date(2026, 1, 2))
    assert refusal.value.facts["first_due"] == date(2026, 1, 2)


def test_a_row_is_all_of_its_four_parts() -> None:
    assert Instalment(1, START, FEB, 1_000, 200, 30, 4).total_minor == 1_234


def test_fees_add_up_within_an_instalment() -> None:
    each = Fee(name="each", when=FeeWhen.EACH_INSTALMENT, amount_minor=50)
    also = Fee(name="also", when=FeeWhen.EACH_INSTALMENT, amount_minor=7)
    dated = Fee(name="dated", when=FeeWhen.ON_DATE, on=JAN_15, amount_minor=300)
    again = Fee(name="again", when=FeeWhen.ON_DATE, on=FEB, amount_minor=1_000)
    rows = build_schedule(plain(fees=(each, also, dated, again)), START).instalments
    assert [row.fee_minor for row in rows][:2] == [1_357, 57]


def test_the_rest_that_rounding_leaves_must_be_more_than_nothing() -> None:
    with pytest.raises(errors.MultipleTooLarge):
        build_schedule(plain(principal_minor=60, instalments=4, multiple_minor=10), START)
    made = build_schedule(plain(principal_minor=61, instalments=4, multiple_minor=10), START)
    assert principals(made) == [20, 20, 20, 1]


def test_a_multiple_of_two_rounds_principal_and_interest_together() -> None:
    # 1,001 over 4 with 30.03 of interest: parts of 250.25 and 7.51.
    made = build_schedule(
        flat("9", principal_minor=100_100, instalments=4, multiple_minor=2), START
    )
    assert interests(made) == [751, 751, 751, 750]
    # 25025 is nearest to 25024 and 751 to 752 by halves to even: 25,776 together.
    assert totals(made)[:3] == [25_776] * 3


def test_interest_free_time_never_makes_interest_negative() -> None:
    # 6 of interest over 10 rounds up to 1 each; nine free ones leave nothing.
    made = flat("12", principal_minor=60, instalments=10, interest_free=9)
    assert interests(build_schedule(made, START)) == [0] * 10


def test_flat_interest_put_off_counts_the_instalments_that_are_not_free() -> None:
    made = flat("12", amortisation="equal_principal", interest_grace=3, interest_free=1)
    # 10.00 a month: the first is free, the second and third fall due with the fourth.
    assert interests(build_schedule(made, START)) == [0, 0, 0, 3_000, *[1_000] * 8]


def test_flat_interest_of_irregular_time_counts_all_of_it() -> None:
    irregular = flat("12", partial_periods=True, first_due=date(2026, 3, 15), instalments=2)
    # To 15 April: three months and 14 of the 30 days of April, at 10.00 a month.
    assert sum(interests(build_schedule(irregular, START))) == 3_467
    daily = flat("36.5", interest_period="daily", instalments=3)
    # 31 + 28 + 31 days at 1.00 a day.
    assert sum(interests(build_schedule(daily, START))) == 9_000


def test_a_short_first_period_bears_one_period_unless_its_days_count() -> None:
    short = {"first_due": JAN_15, "instalments": 2, "amortisation": "equal_principal"}
    assert interests(build_schedule(declining(**short), START)) == [1_000, 500]
    # 14 of 31 days of January at 10.00 a month.
    counted = build_schedule(declining(**short, partial_periods=True), START)
    assert interests(counted) == [452, 500]


def test_an_instalment_may_be_all_interest_but_not_less() -> None:
    # 12.23 by the formula becomes 12.00: nothing is repaid before the last.
    made = declining(principal_minor=120_000, instalments=400, multiple_minor=100)
    schedule = build_schedule(made, START)
    assert principals(schedule) == [0] * 399 + [120_000]
    less = declining(principal_minor=120_100, instalments=400, multiple_minor=100)
    with pytest.raises(errors.InstalmentBelowInterest) as refusal:
        build_schedule(less, START)
    assert refusal.value.facts == {"number": 1, "instalment": 1_200, "interest": 1_201}


def test_a_loan_repaid_early_says_with_which_instalment() -> None:
    made = declining(
        "1", principal_minor=18_000, instalments=14, principal_grace=2, multiple_minor=1_000
    )
    with pytest.raises(errors.RepaidEarly) as refusal:
        build_schedule(made, START)
    assert refusal.value.facts["number"] == 2 + 10


@pytest.mark.parametrize("rule", ["cumulative", "progressive"])
def test_the_last_instalment_may_be_one_minor_unit(rule: str) -> None:
    made = declining(principal_minor=103, instalments=6, multiple_minor=7, instalment_rule=rule)
    assert totals(build_schedule(made, START)) == [21, 21, 21, 21, 21, 1]


def test_the_progressive_rule_names_the_instalment_below_its_interest() -> None:
    made = declining(
        principal_minor=120_100, instalments=400, multiple_minor=100,
        instalment_rule="progressive", year_basis="360", month_basis="30",
    )  # fmt: skip
    with pytest.raises(errors.InstalmentBelowInterest) as refusal:
        build_schedule(made, START)
    assert refusal.value.facts == {"number": 1, "instalment": 1_200, "interest": 1_201}


@pytest.mark.parametrize(
    ("principal", "evened"),
    # The last of twelve falls short by 0.060 dinar: a hundred times that is 6, half of twelve.
    # By 0.061 a second instalment is tried.
    [(100_010, False), (99_965, True)],
)
def test_the_last_instalment_is_evened_out_above_half_the_count(
    principal: int, evened: bool
) -> None:
    made = declining(principal_minor=principal, currency="KWD", instalment_rule="progressive")
    dates = [row.due_on for row in build_schedule(plain(), START).instalments]
    later = [(date(2026, 1, 20), 9_600)]
    parts, borne = progressive.spread(made, START, dates, later)
    paid = [part + interest for part, interest in zip(parts, borne, strict=True)]
    assert len(set(paid[:11])) == 1
    assert (abs(paid[11] - paid[0]) < 60) is evened
    assert evened or paid[11] == paid[0] - 60


def test_instalments_of_grace_do_not_count_when_the_last_is_evened_out() -> None:
    # By instalments of 12.980 the last would be 13.045. A hundred times that difference is 6.5:
    # more than half of the ten that repay, though less than half of fourteen.
    made = declining(
        "60", principal_minor=100_119, currency="KWD", instalment_rule="progressive",
        principal_grace=2, multiple_minor=10,
    )  # fmt: skip
    found = totals(build_schedule(made, START))
    assert (set(found[2:11]), found[11]) == ({12_990}, 12_927)
