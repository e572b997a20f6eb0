"""The terms of a product or a loan as JSON, and back to what the engine calculates with.

Pure: neither Django nor the database. A product keeps what it fixes for all its loans; a loan
keeps the same plus its own amount, number of instalments and first due date, so that a later
version of the product changes nothing for it.

A product knows neither the amount nor the days of its loans, so it says some terms in parts and
in days after the payout, and each loan gets them as amounts and days (`loan_terms_json`):
`balloon_percent`, `later_tranches` (`percent`, `after_days`), `interest_after_days`, a fee's
`after_days`, and a calendar whose holidays are those known when the loan is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dayaq.credit.domain.codec import terms_from_data
from dayaq.credit.domain.schedule import build_schedule
from dayaq.credit.domain.terms import CustomInstalment, LoanTerms

Json = Mapping[str, Any]


def product_terms(
    *,
    every: int = 1,
    unit: str = "months",
    interest: str = "none",
    annual_rate: Decimal = Decimal(0),
    amortisation: str = "equal_instalments",
    principal_grace: int = 0,
    arrears_grace_days: int = 0,
    multiple_minor: int = 1,
    fee_percent: Decimal = Decimal(0),
    fee_name: str = "Service fee",
    also: Json | None = None,
) -> dict[str, Any]:
    """The terms a product fixes; the defaults are those of the interest-free monthly loan.

    :param also: further terms of the engine by their names, such as `allocation` or `excess`

    >>> product_terms()["interest"], product_terms()["frequency"]
    ('none', {'every': 1, 'unit': 'months'})
    """
    fee = {"name": fee_name, "basis": "percent_of_principal", "percent": str(fee_percent)}
    return {
        "frequency": {"every": every, "unit": unit},
        "interest": interest,
        "annual_rate": str(annual_rate),
        "amortisation": amortisation,
        "principal_grace": principal_grace,
        "arrears_grace_days": arrears_grace_days,
        "multiple_minor": multiple_minor,
        "fees": [fee] if fee_percent else [],
        **(also or {}),
    }


def charges(product: Json) -> bool:
    """Whether a product asks for more than was lent: interest, a fee or a penalty."""
    return (
        product.get("interest", "none") != "none"
        or bool(product.get("fees"))
        or bool(product.get("penalty"))
    )


def loan_terms_json(
    product: Json,
    *,
    principal_minor: int,
    instalments: int,
    currency: str,
    planned_on: dt.date,
    first_due: dt.date | None,
    rows: Sequence[CustomInstalment] = (),
    holidays: Collection[dt.date] = (),
) -> dict[str, Any]:
    """The terms of one loan under a product.

    :param planned_on: the day the money is to be paid out
    :param first_due: None is one period after it
    :param rows: the dates and amounts of a product whose schedule is given by hand; without
        them equal parts stand in their place
    :raises TermsError: the terms contradict themselves
    """
    terms: dict[str, Any] = {
        **product,
        "principal_minor": principal_minor,
        "instalments": instalments,
        "currency": currency,
        "first_due": first_due.isoformat() if first_due else None,
    }
    multiple = int(terms.get("multiple_minor", 1))
    balloon = terms.pop("balloon_percent", None)
    if balloon is not None:
        terms["balloon_minor"] = part_of(principal_minor, balloon, multiple)
    later = terms.pop("later_tranches", None)
    if later:
        terms["tranches"] = [
            {
                "on": _after(planned_on, row["after_days"]),
                "amount_minor": part_of(principal_minor, row["percent"], multiple),
            }
            for row in later
        ]
    interest_after = terms.pop("interest_after_days", None)
    if interest_after:
        terms["interest_from"] = _after(planned_on, interest_after)
    terms["fees"] = [_fee_of(fee, planned_on) for fee in terms.get("fees") or []]
    if terms.get("working_days"):
        known = sorted(day.isoformat() for day in holidays)
        terms["working_days"] = {**terms["working_days"], "holidays": known}
    if terms.get("amortisation") == "custom":
        return _with_rows(terms, rows, planned_on)
    return terms


def part_of(amount_minor: int, percent: str, multiple_minor: int) -> int:
    """A percentage of an amount, down to a multiple.

    >>> part_of(100_000, "33.3", 100)
    33300
    """
    part = int(amount_minor * Decimal(percent) / 100)
    return part // multiple_minor * multiple_minor


def _after(day: dt.date, days: int) -> str:
    return (day + dt.timedelta(days=days)).isoformat()


def _fee_of(fee: Json, planned_on: dt.date) -> dict[str, Any]:
    found = dict(fee)
    days = found.pop("after_days", None)
    if days is not None:
        found["on"] = _after(planned_on, days)
    return found


def _with_rows(
    terms: dict[str, Any], rows: Sequence[CustomInstalment], planned_on: dt.date
) -> dict[str, Any]:
    """A schedule given by hand: its rows say the first day, the amounts and their rounding."""
    if not rows:
        even: dict[str, Any] = {
            name: terms[name]
            for name in ("principal_minor", "instalments", "currency", "frequency", "first_due")
            if name in terms
        }
        multiple = terms.get("multiple_minor", 1)
        plain = terms_from_data({**even, "multiple_minor": multiple})
        rows = [
            CustomInstalment(row.due_on, row.principal_minor)
            for row in build_schedule(plain, planned_on).instalments
        ]
    terms["custom"] = [
        {"due_on": row.due_on.isoformat(), "principal_minor": row.principal_minor} for row in rows
    ]
    terms |= {"first_due": None, "multiple_minor": 1}
    return terms


def read_terms(data: Json) -> LoanTerms:
    """What the engine calculates with.

    :raises TermsError: the terms contradict themselves, or cannot be read
    """
    return terms_from_data(data)
