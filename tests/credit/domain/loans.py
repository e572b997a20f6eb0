"""Invented loans and short ways to say what happened to them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from dayaq.credit.domain import (
    Amortisation,
    Component,
    ConvertedToGrant,
    Disbursed,
    Event,
    FeeCharged,
    Forgiven,
    Frequency,
    HandedOver,
    Interest,
    LoanTerms,
    Paid,
    Paused,
    Rescheduled,
    Rounding,
    Schedule,
    TermsError,
    Unit,
    Waived,
    WrittenOff,
    build_schedule,
)

JAN_31 = date(2026, 1, 31)
START = date(2026, 1, 1)


def terms(**other: Any) -> LoanTerms:
    """The shipped default: interest-free 1,000 AZN, 12 months, whole manat."""
    return LoanTerms(
        **{"principal_minor": 100_000, "instalments": 12, "multiple_minor": 100, **other}
    )


def plain(**other: Any) -> LoanTerms:
    """1,000 AZN over 12 months to the qəpik."""
    return terms(**{"multiple_minor": 1, **other})


def declining(rate: str = "12", **other: Any) -> LoanTerms:
    return plain(interest=Interest.DECLINING, annual_rate=Decimal(rate), **other)


def flat(rate: str = "12", **other: Any) -> LoanTerms:
    return plain(interest=Interest.FLAT, annual_rate=Decimal(rate), **other)


def out(on: date = START, amount: int = 100_000, event_id: str = "out") -> Disbursed:
    return Disbursed(id=event_id, value_on=on, amount_minor=amount)


def paid(event_id: str, on: date, amount: int, sequence: int = 1, **other: Any) -> Paid:
    return Paid(id=event_id, value_on=on, amount_minor=amount, sequence=sequence, **other)


def totals(schedule: Schedule) -> list[int]:
    return [row.total_minor for row in schedule.instalments]


def interests(schedule: Schedule) -> list[int]:
    return [row.interest_minor for row in schedule.instalments]


def principals(schedule: Schedule) -> list[int]:
    return [row.principal_minor for row in schedule.instalments]


def on_time(schedule: Schedule) -> list[Event]:
    """Every instalment paid on its day."""
    return [
        paid(f"p{row.number}", row.due_on, row.total_minor, row.number)
        for row in schedule.instalments
        if row.total_minor
    ]


@st.composite
def any_terms(draw: st.DrawFn, kinds: tuple[Interest, ...] = tuple(Interest)) -> LoanTerms:
    """Sound terms of any kind, with a schedule that can be built from START."""
    interest = draw(st.sampled_from(kinds))
    count = draw(st.integers(1, 24))
    bears = interest is not Interest.NONE
    grace = st.integers(0, max(count // 3, 0))
    found: dict[str, Any] = {
        "principal_minor": draw(st.integers(5_000, 5_000_000)),
        "instalments": count,
        "frequency": Frequency(draw(st.integers(1, 3)), draw(st.sampled_from(list(Unit)))),
        "interest": interest,
        "annual_rate": Decimal(draw(st.integers(1, 6000))) / 100 if bears else Decimal(0),
        "amortisation": draw(
            st.sampled_from([Amortisation.EQUAL_INSTALMENTS, Amortisation.EQUAL_PRINCIPAL])
        ),
        "principal_grace": draw(grace),
        "interest_grace": draw(grace) if bears else 0,
        "interest_free": draw(grace) if bears else 0,
        "multiple_minor": draw(st.sampled_from([1, 1, 1, 10, 100])),
        "rounding": draw(st.sampled_from(list(Rounding))),
        "interest_period": draw(st.sampled_from(["same_as_repayment", "daily"])),
        "year_basis": draw(st.sampled_from(["actual", "365", "360", "364"])),
        "month_basis": draw(st.sampled_from(["actual", "30"])),
    }
    # Too coarse a multiple or too much interest for what was drawn: step down until it fits.
    for easier in ({}, {"multiple_minor": 1}, {"interest_free": 0}, _WITHOUT_INTEREST):
        found |= easier
        try:
            made = LoanTerms(**found)
            build_schedule(made, START)
        except TermsError:
            continue
        return made
    raise AssertionError(found)


_WITHOUT_INTEREST = {
    "interest": Interest.NONE,
    "annual_rate": Decimal(0),
    "interest_grace": 0,
    "interest_free": 0,
}


@st.composite
def any_events(draw: st.DrawFn, made: LoanTerms) -> list[Event]:
    """The disbursement and up to twelve other events, in the order of their sequence."""
    last = build_schedule(made, START).last_due_on
    span = (last - START).days + 60
    events: list[Event] = [out(START, made.principal_minor)]
    for number in range(draw(st.integers(0, 12))):
        day = START + timedelta(days=draw(st.integers(0, span)))
        amount = draw(st.integers(1, made.principal_minor // 3 + 1))
        common: dict[str, Any] = {"id": f"e{number}", "value_on": day, "sequence": number + 1}
        kind = draw(st.sampled_from("pppppppfwrsgkxoh"))
        events.append(_event(kind, common, amount, day))
    return events


def _event(kind: str, common: dict[str, Any], amount: int, day: date) -> Event:
    if kind == "f":
        return FeeCharged(**common, amount_minor=amount, component=Component.FEE)
    if kind == "w":
        return Waived(**common, component=Component.INTEREST)
    if kind == "r":
        return Rescheduled(**common, instalments=4, first_due=day + timedelta(days=20))
    if kind == "s":
        return Paused(**common, from_on=day, to_on=day + timedelta(days=40))
    if kind == "g":
        return Forgiven(**common, amount_minor=amount)
    if kind == "k":
        return FeeCharged(**common, amount_minor=amount, component=Component.PENALTY)
    if kind == "x":
        return WrittenOff(**common)
    if kind == "h":
        return HandedOver(**common)
    if kind == "o":
        return ConvertedToGrant(**common, amount_minor=amount)
    return Paid(**common, amount_minor=amount)
