"""The equal instalment of a declining loan: the only place where a float is allowed.

The formula is the annuity in double precision, as rule 4 of the reference says; the result
becomes a `Decimal` by its shortest decimal form and is rounded with the terms' mode, so that
the float never reaches an amount.
"""

from decimal import Decimal

from dayaq.credit.domain.numbers import Rounding, to_minor


def annuity(principal_minor: int, rate: Decimal, instalments: int, digits: int) -> Decimal:
    """`(P (1+r)^n r) / ((1+r)^n - 1)` in minor units, unrounded.

    Computed in major units (`digits` minor digits), as the books print it: 1,000 at 1 % a
    month over 12 is 88.848788...
    """
    principal = principal_minor / 10**digits
    r = float(rate)
    growth: float = (r + 1.0) ** instalments
    payment = (
        (principal * growth * r) / (growth - 1.0) if growth != 1.0 else principal / instalments
    )
    return Decimal(repr(payment)).scaleb(digits)


def equal_instalment(
    principal_minor: int,
    rate: Decimal,
    instalments: int,
    *,
    digits: int,
    multiple_minor: int,
    rounding: Rounding,
) -> int:
    """The annuity, rounded once: to the multiple, or to the minor unit when there is none."""
    payment = annuity(principal_minor, rate, instalments, digits)
    return to_minor(payment / multiple_minor, rounding) * multiple_minor
