"""A share as it is printed: rounded half up, and only here."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from dayaq.kernel.money import NBSP


def percent_text(share: Decimal | float, digits: int = 1) -> str:
    """A share of one in percent, with so many digits behind the comma.

    A share that was rounded before is rounded twice and may come out wrong: 2,012 of 14,427 is
    13.946 percent; by way of 0.1395 it would be printed as 14.0.

    >>> percent_text(Decimal(2012) / 14427)
    '13,9\\xa0%'
    >>> percent_text(Decimal("0.0425"))
    '4,3\\xa0%'
    """
    step = Decimal(1).scaleb(-digits)
    text = f"{(Decimal(share) * 100).quantize(step, ROUND_HALF_UP):f}"
    return f"{text}{NBSP}%".replace(".", ",")


def short_percent(share: Decimal | float) -> str:
    """A share of one in percent, to two places at most: as contracts and axes write it.

    >>> short_percent(Decimal("0.705")), short_percent(Decimal("0.1475")), short_percent(1)
    ('70,5\\xa0%', '14,75\\xa0%', '100\\xa0%')
    """
    number = percent_text(share, 2).removesuffix(f"{NBSP}%")
    return f"{number.rstrip('0').rstrip(',')}{NBSP}%"
