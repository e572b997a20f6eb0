"""What an indicator comes to: whole numbers, divided once, when shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from dayaq.kernel.percent import percent_text
from dayaq.programme.domain.shares import WHOLE_BPS


class Unit(StrEnum):
    """How the numerator is counted."""

    COUNT = "count"
    MONEY = "money"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """Numerator and denominator of a figure, in all and by one dimension.

    For a count or an amount the denominator is the number of rows behind it.
    """

    key: str
    unit: Unit
    numerator: int
    denominator: int
    breakdown: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def ratio(self) -> Fraction | None:
        """Numerator over denominator; None where there is nothing to divide by."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent_text(self) -> str:
        """As it is printed; nothing where there is nothing.

        >>> IndicatorValue("uptake", Unit.RATIO, 52, 85).percent_text
        '61,2\\xa0%'
        """
        if not self.denominator:
            return ""
        return percent_text(Decimal(self.numerator) / Decimal(self.denominator))

    def against(self, target: int) -> Decimal | None:
        """What is reached of `target`, as a share of one; a ratio's target is in basis points.

        >>> IndicatorValue("uptake", Unit.RATIO, 3, 4).against(6_000)
        Decimal('1.25')
        """
        whole = target * (self.denominator if self.unit is Unit.RATIO else 1)
        part = self.numerator * (WHOLE_BPS if self.unit is Unit.RATIO else 1)
        return Decimal(part) / Decimal(whole) if whole else None


def percent_of(part: int, whole: int, places: int = 1) -> Decimal | None:
    """`part` of `whole` in percent; None where `whole` is zero: "no portfolio" is not 0 %.

    >>> percent_of(52, 60), percent_of(52, 80), percent_of(1, 0)
    (Decimal('86.7'), Decimal('65.0'), None)
    """
    if not whole:
        return None
    step = Decimal(1).scaleb(-places)
    return (Decimal(part) * 100 / Decimal(whole)).quantize(step, rounding=ROUND_HALF_UP)
