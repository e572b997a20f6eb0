"""How far a target is reached. A range keeps both bounds; nothing is averaged away."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Achievement:
    """Actual against the lower and the upper bound of a target.

    Pilot: 52 credits against 60-80 is 86.7 % of the lower and 65 % of the upper bound.

    >>> a = achievement(52, 60, 80)
    >>> round(float(a.of_low * 100), 1), round(float(a.of_high * 100), 1)
    (86.7, 65.0)
    """

    of_low: Fraction | None
    of_high: Fraction | None


def achievement(actual: int, low: int, high: int) -> Achievement:
    """`actual` over each bound; None where the bound is zero."""
    return Achievement(
        of_low=Fraction(actual, low) if low else None,
        of_high=Fraction(actual, high) if high else None,
    )
