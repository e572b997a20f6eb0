"""Loan tables of Apache Fineract, to the cent.

The figures are those of its end-to-end features (`fineract-e2e-tests-runner`, by the test case
number that stands there: C3152 is in EMICalculation, C2490 in Loan) and of its unit tests
`ProgressiveEMICalculatorTest` and `LoanScheduleGeneratorTest`. Each line below is a table:
principal/interest of every instalment, in major units. Its products round the whole instalment
to one euro in the cumulative tables and to the cent in the progressive ones.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dayaq.credit.domain import (
    Component,
    Disbursed,
    Event,
    Excess,
    FeeCharged,
    Frequency,
    LoanState,
    LoanTerms,
    Paid,
    Rescheduled,
    Reversed,
    Status,
    Tranche,
    Unit,
    build_schedule,
    order_named,
    position_at,
    replay,
)

DEC_12 = date(2023, 12, 12)
JAN_1 = date(2024, 1, 1)
NOV_1 = date(2022, 11, 1)

ACTUAL = {"year_basis": "actual", "month_basis": "actual"}
BY_365 = {"year_basis": "365", "month_basis": "actual"}
BY_30_360 = {"year_basis": "360", "month_basis": "30"}


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


def progressive(amount: str, rate: str, count: int, **other: Any) -> LoanTerms:
    return LoanTerms(
        **{
            "principal_minor": cents(amount), "instalments": count, "interest": "declining",
            "annual_rate": Decimal(rate), "interest_period": "daily",
            "instalment_rule": "progressive", "currency": "EUR", **BY_30_360, **other,
        }
    )  # fmt: skip


def cumulative(**other: Any) -> LoanTerms:
    """5,000 over 18 months at 12 %, whole euros: the loan of the RS tables."""
    return LoanTerms(
        **{
            "principal_minor": 500_000, "instalments": 18, "interest": "declining",
            "annual_rate": Decimal(12), "multiple_minor": 100, "currency": "EUR", **other,
        }
    )  # fmt: skip


def table(text: str) -> list[tuple[int, int]]:
    found = []
    for row in text.split():
        principal, interest = row.split("/")
        found.append((cents(principal), cents(interest)))
    return found


def rows(terms: LoanTerms, on: date) -> list[tuple[int, int]]:
    return [(r.principal_minor, r.interest_minor) for r in build_schedule(terms, on).instalments]


PROGRESSIVE = {
    "C3152": (
        progressive("10000", "12", 6, **ACTUAL), DEC_12,
        "1623.75/101.81 1640.42/85.14 1661.51/64.05 1673.98/51.58 1692.11/33.45 1708.23/17.36",
    ),
    "C3153": (
        progressive("10000", "9.4822", 6, **ACTUAL), DEC_12,
        "1632.67/80.45 1645.92/67.20 1662.62/50.50 1672.49/40.63 1686.80/26.32 1699.50/13.65",
    ),
    "C3164, evened out": (
        progressive("331.77", "10.65", 5, **ACTUAL), DEC_12,
        "65.14/3.00 65.73/2.41 66.44/1.70 66.93/1.21 67.53/0.59",
    ),
    "C3154": (
        progressive("100", "12", 6), JAN_1,
        "16.25/1.00 16.41/0.84 16.58/0.67 16.74/0.51 16.91/0.34 17.11/0.17",
    ),
    "C3155": (
        progressive("100", "9.4822", 6), JAN_1,
        "16.34/0.79 16.47/0.66 16.60/0.53 16.73/0.40 16.86/0.27 17.00/0.13",
    ),
    "C3165, evened out": (
        progressive("75", "12.3", 5), JAN_1,
        "14.70/0.77 14.85/0.62 15.00/0.47 15.16/0.31 15.29/0.16",
    ),
    "C3157, every two months": (
        progressive("100", "12", 3, frequency=Frequency(2, Unit.MONTHS)), JAN_1,
        "32.68/2.00 33.33/1.35 33.99/0.68",
    ),
    "C3158, every two weeks": (
        progressive("100", "9.4822", 6, frequency=Frequency(2, Unit.WEEKS)), JAN_1,
        "16.51/0.37 16.57/0.31 16.63/0.25 16.69/0.19 16.76/0.12 16.84/0.06",
    ),
    "C3159": (
        progressive("100", "12", 6, **BY_365), JAN_1,
        "16.23/1.02 16.45/0.80 16.56/0.69 16.75/0.50 16.90/0.35 17.11/0.17",
    ),
    "C3160": (
        progressive("100", "9.4822", 6, **BY_365), JAN_1,
        "16.32/0.81 16.50/0.63 16.59/0.54 16.74/0.39 16.86/0.27 16.99/0.13",
    ),
    "C3161, after a quarter was paid down": (
        progressive("75", "5", 5), JAN_1,
        "14.88/0.31 14.94/0.25 15.00/0.19 15.06/0.13 15.12/0.06",
    ),
    "C3166, every fifteen days": (
        progressive("100", "9.4822", 6, frequency=Frequency(15, Unit.DAYS), **BY_365), JAN_1,
        "16.51/0.39 16.57/0.33 16.64/0.26 16.70/0.20 16.77/0.13 16.81/0.07",
    ),
    "C3167, the second try was worse": (
        progressive("100", "15.678", 6, **BY_365), JAN_1,
        "16.10/1.33 16.38/1.05 16.53/0.90 16.77/0.66 16.97/0.46 17.25/0.22",
    ),
    "LoanScheduleGeneratorTest, a short first period": (
        progressive("192.22", "9.99", 6, first_due=date(2024, 2, 1)), date(2024, 1, 15),
        "31.97/0.88 31.52/1.33 31.78/1.07 32.04/0.81 32.31/0.54 32.60/0.27",
    ),
    "LoanScheduleGeneratorTest, after a quarter was paid down": (
        progressive("75", "9.99", 6), JAN_1,
        "12.25/0.62 12.35/0.52 12.45/0.42 12.55/0.32 12.66/0.21 12.74/0.11",
    ),
    "C3194, 100 and a week later 200": (
        progressive("300", "9.4822", 6, tranches=(Tranche(date(2024, 1, 8), 20_000),)), JAN_1,
        "49.32/2.01 49.35/1.98 49.74/1.59 50.13/1.20 50.53/0.80 50.93/0.40",
    ),
    "C3197, 100 and 200 in the middle of the second period": (
        progressive("300", "9.4822", 6, tranches=(Tranche(date(2024, 2, 15), 20_000),)), JAN_1,
        "16.34/0.79 56.45/1.48 56.13/1.80 56.58/1.35 57.03/0.90 57.47/0.45",
    ),
    "ProgressiveEMICalculatorTest, 100 and 100 on the second due date": (
        progressive("200", "9.4822", 6, tranches=(Tranche(date(2024, 3, 1), 10_000),)), JAN_1,
        "16.34/0.79 16.47/0.66 41.31/1.32 41.64/0.99 41.96/0.67 42.28/0.33",
    ),
}  # fmt: skip

CUMULATIVE = {
    "C2490, flat": (cumulative(interest="flat"), "278.00/50.00 " * 17 + "274.00/50.00"),
    "C2492, declining": (
        cumulative(),
        """255.00/50.00 257.55/47.45 260.13/44.87 262.73/42.27 265.35/39.65 268.01/36.99
        270.69/34.31 273.39/31.61 276.13/28.87 278.89/26.11 281.68/23.32 284.50/20.50
        287.34/17.66 290.21/14.79 293.12/11.88 296.05/8.95 299.01/5.99 300.22/3.00""",
    ),
    "C2493, declining by days": (
        cumulative(interest_period="daily"),
        """255.68/49.32 256.65/48.35 259.26/45.74 266.08/38.92 264.62/40.38 268.53/36.47
        270.05/34.95 273.84/31.16 275.59/29.41 278.40/26.60 282.01/22.99 284.11/20.89
        287.59/17.41 289.94/15.06 292.90/12.10 296.47/8.53 298.90/6.10 299.38/2.95""",
    ),
    "C2494, equal principal": (
        cumulative(amortisation="equal_principal"),
        """277.78/50.00 277.78/47.22 277.78/44.44 277.78/41.67 277.78/38.89 277.78/36.11
        277.78/33.33 277.78/30.56 277.78/27.78 277.78/25.00 277.78/22.22 277.78/19.44
        277.78/16.67 277.78/13.89 277.78/11.11 277.78/8.33 277.78/5.56 277.74/2.78""",
    ),
    "C2495, three months of grace on principal": (
        cumulative(principal_grace=3),
        """0/50.00 0/50.00 0/50.00 311.00/50.00 314.11/46.89 317.25/43.75 320.42/40.58
        323.63/37.37 326.86/34.14 330.13/30.87 333.43/27.57 336.77/24.23 340.14/20.86
        343.54/17.46 346.97/14.03 350.44/10.56 353.95/7.05 351.36/3.51""",
    ),
    "C2496, six months of grace on principal": (
        cumulative(principal_grace=6),
        """0/50.00 0/50.00 0/50.00 0/50.00 0/50.00 0/50.00 394.00/50.00 397.94/46.06
        401.92/42.08 405.94/38.06 410.00/34.00 414.10/29.90 418.24/25.76 422.42/21.58
        426.65/17.35 430.91/13.09 435.22/8.78 442.66/4.43""",
    ),
    # Its test steps hand the third grace on as the second: interest is collected, not lost.
    "C2497, and three on the payment of interest": (
        cumulative(principal_grace=6, interest_grace=3),
        """0/0 0/0 0/0 0/200.00 0/50.00 0/50.00 394.00/50.00 397.94/46.06 401.92/42.08
        405.94/38.06 410.00/34.00 414.10/29.90 418.24/25.76 422.42/21.58 426.65/17.35
        430.91/13.09 435.22/8.78 442.66/4.43""",
    ),
    "C2559, six months by days": (
        cumulative(instalments=6, interest_period="daily"),
        "812.68/49.32 819.32/42.68 827.67/34.33 838.62/23.38 844.66/17.34 857.05/8.45",
    ),
    "FEE, flat over three months": (
        cumulative(principal_minor=300_000, instalments=3, interest="flat"),
        "1000.00/30.00 1000.00/30.00 1000.00/30.00",
    ),
    "C2691, without interest": (
        cumulative(principal_minor=100_000, instalments=3, interest="none", annual_rate=Decimal(0)),
        "333.00/0 333.00/0 334.00/0",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRESSIVE)
def test_the_progressive_tables(name: str) -> None:
    terms, on, printed = PROGRESSIVE[name]
    assert rows(terms, on) == table(printed)


@pytest.mark.parametrize("name", CUMULATIVE)
def test_the_cumulative_tables(name: str) -> None:
    terms, printed = CUMULATIVE[name]
    assert rows(terms, NOV_1) == table(printed)


# Lives of loans


def out(on: date, amount: str, name: str = "out") -> Disbursed:
    return Disbursed(id=name, value_on=on, amount_minor=cents(amount))


def paid(on: date, amount: str, sequence: int) -> Paid:
    return Paid(id=f"p{sequence}", value_on=on, amount_minor=cents(amount), sequence=sequence)


def lines(state: LoanState) -> list[tuple[int, int, int, int, int]]:
    """Due, paid, of it in advance, of it late, and outstanding of each instalment."""
    return [
        (
            row.due.total_minor, row.paid.total_minor, row.paid_in_advance_minor,
            row.paid_late_minor, row.outstanding.total_minor,
        )
        for row in state.instalments
    ]  # fmt: skip


def split(state: LoanState, payment: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in state.allocations_of(payment):
        found[one.component] = found.get(one.component, 0) + one.amount_minor
    return found


@pytest.mark.parametrize(
    ("excess", "paid_row", "parts"),
    [  # C3195 and C3196: the next or the last instalment is paid early, then 200 more go out
        (Excess.NEXT_INSTALMENTS, 0, {"principal": 1634, "interest": 79}),
        (Excess.LAST_INSTALMENT, 5, {"principal": 1700, "interest": 13}),
    ],
)
def test_an_early_payment_and_a_later_tranche(
    excess: Excess, paid_row: int, parts: dict[str, int]
) -> None:
    terms = progressive("300", "9.4822", 6, excess=excess)
    early = [out(JAN_1, "100"), paid(date(2024, 1, 5), "17.13", 1)]
    before = replay(terms, early)
    assert split(before, "p1") == parts
    assert lines(before)[paid_row] == (1713, 1713, 1713, 0, 0)
    after = replay(terms, [*early, out(date(2024, 1, 8), "200", "more")])
    expected = [(5133, 0, 0, 0, 5133)] * 6
    expected[paid_row] = (5133, 1713, 1713, 0, 3420)
    assert lines(after) == expected
    assert after.outstanding.total_minor == 29_085


def test_c2690_two_payouts_on_one_day_and_a_fee() -> None:
    terms = cumulative(
        principal_minor=150_000, instalments=1, interest="none", annual_rate=Decimal(0)
    )
    may = date(2023, 5, 1)
    events: list[Event] = [
        out(may, "750"),
        FeeCharged(id="fee", value_on=may, sequence=1, amount_minor=800),
        Disbursed(id="more", value_on=may, sequence=2, amount_minor=75_000),
    ]
    assert lines(replay(terms, events[:2])) == [(75_800, 0, 0, 0, 75_800)]
    assert lines(replay(terms, events)) == [(150_800, 0, 0, 0, 150_800)]


IN_ADVANCE = "advance_principal_first"


def nsf(name: str, recorded: date, due: date, amount: str, sequence: int) -> FeeCharged:
    return FeeCharged(
        id=name, value_on=recorded, due_on=due, amount_minor=cents(amount), sequence=sequence,
        component=Component.PENALTY,
    )  # fmt: skip


def january(day: int) -> date:
    return date(2023, 1, day)


def test_c2637_a_charge_waits_for_its_own_day_when_principal_comes_first() -> None:
    terms = cumulative(
        principal_minor=100_000, instalments=1, interest="none", annual_rate=Decimal(0),
        allocation=order_named(IN_ADVANCE),
    )  # fmt: skip
    events: list[Event] = [
        out(january(1), "1000"),
        paid(january(10), "500", 1),
        nsf("nsf", january(15), january(20), "50", 2),
        paid(january(17), "450", 3),
        paid(january(21), "50", 4),
    ]
    state = replay(terms, events)
    assert split(state, "p3") == {"principal": 45_000}
    assert split(state, "p4") == {"penalty": 5_000}
    assert lines(state) == [(105_000, 100_000, 100_000, 0, 5_000)]


def test_c2638_of_two_charges_only_the_one_whose_day_has_come_is_settled_first() -> None:
    terms = cumulative(
        principal_minor=100_000, instalments=1, interest="none", annual_rate=Decimal(0),
        allocation=order_named(IN_ADVANCE),
    )  # fmt: skip
    events: list[Event] = [
        out(january(1), "1000"),
        paid(january(10), "500", 1),
        nsf("first", january(15), january(20), "50", 2),
        paid(january(17), "100", 3),
        nsf("second", january(19), january(23), "10", 4),
        paid(january(20), "100", 5),
    ]
    state = replay(terms, events)
    assert split(state, "p5") == {"principal": 5_000, "penalty": 5_000}
    assert lines(state) == [(106_000, 70_000, 70_000, 0, 36_000)]


def test_c2503_a_backdated_payment_makes_the_loan_overpaid() -> None:
    terms = cumulative(
        principal_minor=100_000, instalments=1, interest="none", annual_rate=Decimal(0),
        frequency=Frequency(30, Unit.DAYS),
    )  # fmt: skip
    events: list[Event] = [
        out(january(1), "1000"),
        paid(january(3), "450", 1),
        paid(january(5), "250", 2),
        paid(january(2), "400", 3),
    ]
    state = replay(terms, events)
    assert (state.status, state.credit_minor) == (Status.OVERPAID, 10_000)
    assert split(state, "p2") == {"principal": 15_000, "credit": 10_000}


def test_c2506_an_undone_payment_opens_an_overpaid_loan_again() -> None:
    terms = cumulative(
        principal_minor=100_000, instalments=1, interest="none", annual_rate=Decimal(0),
        frequency=Frequency(30, Unit.DAYS),
    )  # fmt: skip
    events: list[Event] = [
        out(january(1), "1000"),
        paid(january(3), "450", 1),
        paid(january(5), "450", 2),
        paid(january(5), "300", 3),
    ]
    assert replay(terms, events).credit_minor == 20_000
    undone = replay(terms, [*events, Reversed(id="x", value_on=january(6), sequence=4, of="p1")])
    assert (undone.status, undone.outstanding.total_minor) == (Status.ACTIVE, 25_000)


def test_a_charge_after_the_last_due_date_makes_one_more_instalment() -> None:
    terms = cumulative(
        principal_minor=100_000, instalments=1, interest="none", annual_rate=Decimal(0),
        frequency=Frequency(30, Unit.DAYS),
    )  # fmt: skip
    october = date(2023, 10, 1)
    events: list[Event] = [
        out(october, "1000"),
        paid(date(2023, 10, 31), "1000", 1),
        FeeCharged(id="fee", value_on=date(2023, 11, 1), sequence=2, amount_minor=2_000),
    ]
    state = replay(terms, events)
    assert lines(state) == [(100_000, 100_000, 0, 0, 0), (2_000, 0, 0, 0, 2_000)]
    assert [row.due_on for row in state.instalments] == [date(2023, 10, 31), date(2023, 11, 1)]
    assert state.instalments[0].settled_on == date(2023, 10, 31)


def test_c2770_a_new_due_date_and_a_fee_on_it() -> None:
    terms = cumulative(
        principal_minor=12_795, instalments=1, interest="none", annual_rate=Decimal(0),
        frequency=Frequency(30, Unit.DAYS), multiple_minor=1,
    )  # fmt: skip
    july = date(2023, 7, 13)
    events: list[Event] = [
        out(date(2023, 5, 14), "127.95"),
        Rescheduled(
            id="later", value_on=date(2023, 6, 11), sequence=1, instalments=1, first_due=july
        ),
        FeeCharged(id="fee", value_on=date(2023, 6, 11), due_on=july, sequence=2, amount_minor=365),
    ]
    state = replay(terms, events)
    assert [(row.due_on, row.due.principal, row.due.fee) for row in state.instalments] == [
        (july, 12_795, 365)
    ]


@pytest.mark.parametrize(
    ("on", "interest"), [(date(2024, 2, 15), 58 + 24), (date(2024, 1, 15), 26)]
)
def test_a_payoff_bears_interest_to_its_day(on: date, interest: int) -> None:
    # ProgressiveEMICalculatorTest, payoff on 15 January and on 15 February of 100 at 7 %.
    found = position_at(progressive("100", "7", 6), [out(JAN_1, "100")], on)
    assert found.payoff_minor == 10_000 + interest
