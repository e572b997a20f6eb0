"""Whole-number arithmetic of the engine: rounding happens here and nowhere else.

Amounts are integers of minor units. Rates are `Decimal`; a rate becomes the exact ratio of two
integers before it meets an amount, so that the multiplication is exact and only its result is
rounded (rules 1 and 2 of the Fineract semantics that the engine follows).
"""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum


class Rounding(StrEnum):
    """What happens to exactly one half of a minor unit (or of a multiple)."""

    HALF_EVEN = "half_even"
    HALF_UP = "half_up"


def rate_context(digits: int, rounding: Rounding) -> Context:
    """Arithmetic for rates: `digits` significant digits, independent of the caller's context."""
    mode = ROUND_HALF_EVEN if rounding is Rounding.HALF_EVEN else ROUND_HALF_UP
    return Context(prec=digits, rounding=mode)


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """`numerator / denominator` to the nearest integer; both >= 0, denominator > 0.

    >>> divide(25, 10, Rounding.HALF_EVEN), divide(25, 10, Rounding.HALF_UP)
    (2, 3)
    """
    quotient, rest = divmod(numerator, denominator)
    twice = 2 * rest
    if twice > denominator or (
        twice == denominator and (rounding is Rounding.HALF_UP or quotient & 1)
    ):
        return quotient + 1
    return quotient


def to_multiple(amount_minor: int, multiple_minor: int, rounding: Rounding) -> int:
    """The nearest multiple of `multiple_minor`.

    >>> to_multiple(8333, 100, Rounding.HALF_EVEN)
    8300
    """
    if multiple_minor == 1:
        return amount_minor
    return divide(amount_minor, multiple_minor, rounding) * multiple_minor


def apply_rate(amount_minor: int, rate: Decimal, rounding: Rounding) -> int:
    """`amount_minor` times a fraction (0.01 is one percent), exact, then rounded."""
    numerator, denominator = rate.as_integer_ratio()
    return divide(amount_minor * numerator, denominator, rounding)


def to_minor(value: Decimal, rounding: Rounding) -> int:
    """A `Decimal` number of minor units, rounded to a whole one."""
    numerator, denominator = value.as_integer_ratio()
    return divide(numerator, denominator, rounding)


def split_evenly(amount_minor: int, parts: int, rounding: Rounding) -> list[int]:
    """`parts` equal amounts; the last takes the rest, which is never negative."""
    each = divide(amount_minor, parts, rounding)
    if each * (parts - 1) > amount_minor:
        each = amount_minor // parts
    return [each] * (parts - 1) + [amount_minor - each * (parts - 1)]
