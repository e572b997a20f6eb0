"""Contradictory terms are refused when they are made, by a named error with a remedy."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from dayaq.credit.domain import (
    Component,
    ConvertedToGrant,
    CustomInstalment,
    Disbursed,
    Due,
    Fee,
    FeeBasis,
    FeeCharged,
    FeeWhen,
    Forgiven,
    Frequency,
    LoanTerms,
    NewInstalment,
    Paid,
    Penalty,
    Recovered,
    Refunded,
    TermsError,
    Tranche,
    WorkingDays,
    WrittenOff,
    build_schedule,
    errors,
    order_from_pairs,
    order_named,
)
from tests.credit.domain.loans import START, declining, flat, plain, terms

ROWS = (
    CustomInstalment(date(2026, 6, 1), 40_000),
    CustomInstalment(date(2026, 10, 1), 60_000),
)


def custom(rows: tuple[CustomInstalment, ...] = ROWS, **other: Any) -> LoanTerms:
    return plain(instalments=len(rows), amortisation="custom", custom=rows, **other)


CONTRADICTIONS: list[tuple[type[TermsError], dict[str, Any]]] = [
    (errors.PrincipalOutOfRange, {"principal_minor": 0}),
    (errors.PrincipalOutOfRange, {"principal_minor": 10**12 + 1}),
    (errors.UnknownCurrency, {"currency": "azn"}),
    (errors.UnknownCurrency, {"currency": "MANAT"}),
    (errors.UnknownCurrency, {"currency": "AZ1"}),
    (errors.UnknownCurrency, {"currency": "ƏZN"}),
    (errors.NoInstalments, {"instalments": 0}),
    (errors.NoInstalments, {"instalments": 1201}),
    (errors.NotPositive, {"multiple_minor": 0}),
    (errors.NegativeTerm, {"arrears_grace_days": -1}),
    (errors.NegativeTerm, {"principal_grace": -1}),
    (errors.TermsDoNotCombine, {"rate_digits": 3}),
    (errors.TermsDoNotCombine, {"rate_digits": 29}),
    (errors.MultipleTooLarge, {"multiple_minor": 8_400}),
    (errors.RateOutOfRange, {"annual_rate": Decimal(-1), "interest": "flat"}),
    (errors.RateOutOfRange, {"annual_rate": Decimal("NaN"), "interest": "flat"}),
    (errors.RateOutOfRange, {"annual_rate": Decimal(1001), "interest": "flat"}),
    (errors.RateWithoutInterest, {"annual_rate": Decimal(1)}),
    (errors.InterestWithoutRate, {"interest": "declining"}),
    (errors.TermsDoNotCombine, {"interest_from": date(2026, 2, 1)}),
    (errors.TermsDoNotCombine, {"instalment_rule": "progressive"}),
    (errors.GraceTooLong, {"principal_grace": 12}),
    (errors.TermsDoNotCombine, {"interest_grace": 1}),
    (errors.TermsDoNotCombine, {"interest_free": 1}),
    (errors.CustomScheduleMissing, {"amortisation": "custom"}),
    (errors.CustomScheduleUnexpected, {"custom": ROWS}),
    (errors.BalloonOutOfRange, {"amortisation": "balloon"}),
    (errors.BalloonOutOfRange, {"amortisation": "balloon", "balloon_minor": 100_000}),
    (errors.BalloonOutOfRange, {"balloon_minor": 1}),
    (errors.BalloonOutOfRange, {"amortisation": "balloon", "balloon_minor": -1}),
    (
        errors.TermsDoNotCombine,
        {"amortisation": "balloon", "balloon_minor": 1_000, "principal_grace": 11},
    ),
    (errors.TranchesDoNotSum, {"tranches": (Tranche(date(2026, 3, 1), 100_000),)}),
    (errors.NotPositive, {"tranches": (Tranche(date(2026, 3, 1), 0),)}),
    (
        errors.DatesOutOfOrder,
        {"tranches": (Tranche(date(2026, 3, 1), 10), Tranche(date(2026, 3, 1), 10))},
    ),
    (
        errors.TermsDoNotCombine,
        {
            "amortisation": "balloon",
            "balloon_minor": 500,
            "tranches": (Tranche(date(2026, 3, 1), 10),),
        },
    ),
]


@pytest.mark.parametrize(("error", "term"), CONTRADICTIONS)
def test_a_contradiction_is_refused_by_name(error: type[TermsError], term: dict[str, Any]) -> None:
    with pytest.raises(error) as refusal:
        plain(**term)
    assert type(refusal.value) is error
    assert str(refusal.value)[-1] in ".:"
    assert "%(" not in str(refusal.value)
    assert "None" not in str(refusal.value)


@pytest.mark.parametrize("grace", ["principal_grace", "interest_grace", "interest_free"])
def test_grace_as_long_as_the_loan_leaves_nothing_to_collect(grace: str) -> None:
    with pytest.raises(errors.GraceTooLong, match=r"12 instalments of .* in a loan of 12"):
        flat(**{grace: 12})
    assert flat(**{grace: 11})


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(errors.UnknownCode, match="interest cannot be compound: choose one of none"):
        plain(interest="compound")


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("principal_minor", 1000.0),
        ("principal_minor", "100000"),
        ("instalments", True),
        ("multiple_minor", Decimal(100)),
        ("annual_rate", 12.5),
        ("annual_rate", "12"),
        ("annual_rate", True),
        ("first_due", "2026-02-01"),
        ("first_due", datetime(2026, 2, 1, tzinfo=UTC)),
        ("interest_from", 20260201),
    ],
)
def test_a_term_of_the_wrong_kind_is_refused(term: str, value: object) -> None:
    with pytest.raises(errors.WrongKind, match=f"{term} cannot be .*: give a "):
        plain(**{"interest": "flat", "annual_rate": Decimal(12), term: value})


@pytest.mark.parametrize(
    "other",
    [
        {"custom": (CustomInstalment(date(2026, 6, 1), 100_000.0),)},  # type: ignore[arg-type]
        {"custom": (CustomInstalment("2026-06-01", 100_000),)},  # type: ignore[arg-type]
        {"tranches": (Tranche(date(2026, 6, 1), 10.0),)},  # type: ignore[arg-type]
        {"tranches": (Tranche("2026-06-01", 10),)},  # type: ignore[arg-type]
        {"fees": (Fee(name="f", amount_minor=2.5),)},  # type: ignore[arg-type]
        {"fees": (Fee(name="f", basis=FeeBasis.PRINCIPAL, percent=2),)},  # type: ignore[arg-type]
        {"fees": (Fee(name="f", when=FeeWhen.ON_DATE, on="2026-06-01", amount_minor=1),)},  # type: ignore[arg-type]
        {"penalty": Penalty(basis=FeeBasis.FLAT, amount_minor=2.5)},  # type: ignore[arg-type]
        {"penalty": Penalty(percent=0.5)},  # type: ignore[arg-type]
        {"penalty": Penalty(percent=Decimal(1), wait_days=True)},
        {"penalty": Penalty(percent=Decimal(1), repeat_days=30.0)},  # type: ignore[arg-type]
    ],
)
def test_the_parts_of_the_terms_are_of_the_right_kind_too(other: dict[str, Any]) -> None:
    if "custom" in other:
        other = {**other, "amortisation": "custom", "instalments": 1}
    with pytest.raises(errors.WrongKind):
        plain(**other)


@pytest.mark.parametrize(
    "event",
    [Disbursed, Paid, Recovered, Refunded, FeeCharged, WrittenOff, ConvertedToGrant, Forgiven],
)
@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (0, errors.AmountNotPositive),
        (-1, errors.AmountNotPositive),
        (10**12 + 1, errors.AmountTooLarge),
        (10.0, errors.NotAWholeNumber),
        (True, errors.NotAWholeNumber),
        ("10", errors.NotAWholeNumber),
    ],
)
def test_an_amount_of_an_event_is_whole_positive_and_within_the_limit(
    event: Any, amount: object, error: type[Exception]
) -> None:
    with pytest.raises(error):
        event(id="x", value_on=START, amount_minor=amount)
    assert event(id="x", value_on=START, amount_minor=10**12)


@pytest.mark.parametrize("term", ["principal_minor", "interest_minor"])
@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (-1, errors.NegativeTerm),
        (10**12 + 1, errors.AmountTooLarge),
        (10.0, errors.NotAWholeNumber),
    ],
)
def test_a_row_of_a_new_schedule_is_not_negative(
    term: str, amount: object, error: type[Exception]
) -> None:
    fine: dict[str, Any] = {"due_on": START, "principal_minor": 10**12, "interest_minor": 0}
    assert NewInstalment(**fine)
    with pytest.raises(error) as refusal:
        NewInstalment(**{**fine, term: amount})
    if error is errors.NegativeTerm:
        assert "An amount of a new instalment cannot be -1" in str(refusal.value)


def test_a_flat_penalty_has_the_limit_of_every_amount() -> None:
    assert plain(penalty=Penalty(basis=FeeBasis.FLAT, amount_minor=10**12))
    with pytest.raises(errors.BadFee, match="beyond all measure"):
        plain(penalty=Penalty(basis=FeeBasis.FLAT, amount_minor=10**12 + 1))


def test_a_whole_rate_is_an_exact_one() -> None:
    assert plain(interest="flat", annual_rate=12) == flat("12")


@pytest.mark.parametrize(
    "fees",
    [
        (Fee(name="all", amount_minor=100_000),),
        (Fee(name="all", basis=FeeBasis.PRINCIPAL, percent=Decimal(100)),),
        (
            Fee(name="half", amount_minor=50_000),
            Fee(name="all", basis=FeeBasis.PRINCIPAL, percent=Decimal(50)),
        ),
    ],
)
def test_deducted_fees_leave_something_to_pay_out(fees: tuple[Fee, ...]) -> None:
    with pytest.raises(errors.BadFee, match="all is wrong: what is deducted leaves nothing"):
        plain(fees=fees)
    assert plain(fees=(Fee(name="nearly", amount_minor=99_999),))
    assert plain(fees=(Fee(name="on top", amount_minor=100_000, deducted=False),))
    with pytest.raises(errors.BadFee):
        plain(
            tranches=(Tranche(date(2026, 3, 1), 60_000),),
            fees=(Fee(name="first", amount_minor=40_000),),
        )


def test_limits_themselves_are_allowed() -> None:
    assert plain(principal_minor=10**12).principal_minor == 10**12
    assert plain(instalments=1200, principal_minor=120_000)
    assert plain(multiple_minor=8_334)
    assert flat("1000", rate_digits=28)
    assert flat("12", rate_digits=4)


@pytest.mark.parametrize("every", [0, -1, 367])
def test_a_frequency_has_bounds(every: int) -> None:
    with pytest.raises(errors.BadFrequency):
        Frequency(every)


def test_custom_rows_must_sum_rise_and_not_be_negative() -> None:
    with pytest.raises(errors.CustomScheduleDoesNotSum, match="90000 minor units but 100000"):
        custom((CustomInstalment(date(2026, 6, 1), 90_000),))
    with pytest.raises(errors.DatesOutOfOrder):
        custom((ROWS[1], ROWS[0]))
    with pytest.raises(errors.NegativeTerm):
        custom((CustomInstalment(date(2026, 5, 1), -1), *ROWS))
    with pytest.raises(errors.TermsDoNotCombine):
        custom(multiple_minor=100)


FEES: list[dict[str, Any]] = [
    {"amount_minor": 0},
    {"amount_minor": -5},
    {"amount_minor": 5, "percent": Decimal(1)},
    {"basis": FeeBasis.PRINCIPAL},
    {"basis": FeeBasis.PRINCIPAL, "percent": Decimal(101)},
    {"basis": FeeBasis.PRINCIPAL, "percent": Decimal(1), "amount_minor": 5},
    {"amount_minor": 5, "when": FeeWhen.ON_DATE},
    {"amount_minor": 5, "on": date(2026, 3, 1)},
]


@pytest.mark.parametrize("fee", FEES)
def test_a_fee_that_contradicts_itself_is_refused(fee: dict[str, Any]) -> None:
    with pytest.raises(errors.BadFee, match="The fee stamp is wrong"):
        plain(fees=(Fee(name="stamp", **fee),))


PENALTIES: list[dict[str, Any]] = [
    {},
    {"amount_minor": 5},
    {"amount_minor": 5, "percent": Decimal(1)},
    {"basis": FeeBasis.FLAT, "percent": Decimal(1)},
    {"basis": FeeBasis.FLAT, "amount_minor": -1},
    {"percent": Decimal(1), "wait_days": -1},
    {"percent": Decimal(101)},
    {"percent": Decimal(1), "basis": FeeBasis.INTEREST},
    {"percent": Decimal(1), "repeat_days": 0},
]


@pytest.mark.parametrize("penalty", PENALTIES)
def test_a_penalty_that_contradicts_itself_is_refused(penalty: dict[str, Any]) -> None:
    with pytest.raises(errors.BadFee):
        plain(penalty=Penalty(**penalty))


def test_dates_that_contradict_the_disbursement_are_refused() -> None:
    for first in (START, date(2025, 12, 31)):
        with pytest.raises(errors.FirstDueBeforeDisbursement):
            build_schedule(plain(first_due=first), START)
    with pytest.raises(errors.FirstDueBeforeDisbursement):
        build_schedule(custom(), date(2026, 6, 1))
    for day in (date(2025, 12, 31), date(2027, 1, 1)):
        with pytest.raises(errors.InterestFromOutOfRange):
            build_schedule(declining(interest_from=day), START)
    for day in (START, date(2027, 1, 1)):
        with pytest.raises(errors.TrancheOutOfRange):
            build_schedule(plain(tranches=(Tranche(day, 1_000),)), START)
    fee = Fee(name="stamp", when=FeeWhen.ON_DATE, on=date(2027, 1, 2), amount_minor=100)
    with pytest.raises(errors.BadFee, match="its date lies outside the schedule"):
        build_schedule(plain(fees=(fee,)), START)


def test_refusals_of_dates_name_the_dates() -> None:
    outside = "2027-01-01 lies outside the loan from 2026-01-01 to 2027-01-01"
    with pytest.raises(errors.TrancheOutOfRange, match=outside):
        build_schedule(plain(tranches=(Tranche(date(2027, 1, 1), 1_000),)), START)
    assert build_schedule(plain(tranches=(Tranche(date(2026, 12, 31), 1_000),)), START)
    with pytest.raises(errors.DatesOutOfOrder, match="Instalment 2 on 2026-06-01 is not after"):
        custom((ROWS[1], ROWS[0]))


def test_a_calendar_without_working_days_is_refused() -> None:
    never = WorkingDays(weekend=frozenset(range(7)))
    with pytest.raises(errors.NoWorkingDay):
        build_schedule(plain(working_days=never), START)
    back = WorkingDays(weekend=frozenset({5, 6}), move="previous")  # type: ignore[arg-type]
    with pytest.raises(errors.FirstDueBeforeDisbursement):
        build_schedule(plain(first_due=date(2026, 1, 4), working_days=back), date(2026, 1, 2))


def test_rounding_that_leaves_the_last_instalment_nothing_is_refused() -> None:
    with pytest.raises(errors.MultipleTooLarge):
        build_schedule(terms(principal_minor=18_000, multiple_minor=1_000), START)
    with pytest.raises(errors.MultipleTooLarge):
        build_schedule(plain(principal_minor=10, instalments=18), START)
    with pytest.raises(errors.RepaidEarly, match="repaid with instalment 11 of 12"):
        build_schedule(declining("1", principal_minor=10_000, multiple_minor=500), START)


def test_an_instalment_below_its_interest_is_refused() -> None:
    with pytest.raises(errors.InstalmentBelowInterest):
        build_schedule(
            declining("1000", principal_minor=100, instalments=400, interest_period="daily"),
            START,
        )


def test_an_order_must_settle_every_component() -> None:
    with pytest.raises(errors.BadAllocation, match="is none of"):
        order_named("alphabetical")
    pairs = [
        (due, part) for due in (Due.PAST_DUE, Due.DUE_TODAY, Due.ADVANCE) for part in Component
    ]
    assert order_from_pairs("whole", pairs)
    for missing in (0, 5, 11):
        with pytest.raises(errors.BadAllocation, match="name all four components"):
            order_from_pairs("part", [pair for pair in pairs if pair != pairs[missing]])


def test_a_refusal_can_be_translated() -> None:
    with pytest.raises(errors.PrincipalOutOfRange) as refusal:
        plain(principal_minor=0)
    assert refusal.value.code == "principal_out_of_range"
    assert refusal.value.facts == {"amount": 0, "limit": 10**12}
    assert refusal.value.message == errors.PrincipalOutOfRange.sentence
