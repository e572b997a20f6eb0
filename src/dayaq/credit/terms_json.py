"""The terms of a product or a loan as JSON, and back to what the engine calculates with.

Pure: neither Django nor the database. A product keeps what it fixes for all its loans; a loan
keeps the same plus its own amount, number of instalments and first due date, so that a later
version of the product changes nothing for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dayaq.credit.domain.codec import terms_from_data
from dayaq.credit.domain.terms import LoanTerms

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
    product: Json, *, principal_minor: int, instalments: int, currency: str, first_due: dt.date
) -> dict[str, Any]:
    """The terms of one loan under a product."""
    return {
        **product,
        "principal_minor": principal_minor,
        "instalments": instalments,
        "currency": currency,
        "first_due": first_due.isoformat(),
    }


def read_terms(data: Json) -> LoanTerms:
    """What the engine calculates with.

    :raises TermsError: the terms contradict themselves, or cannot be read
    """
    return terms_from_data(data)
