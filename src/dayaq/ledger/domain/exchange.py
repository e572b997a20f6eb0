"""Money held in another currency, and what it stands at in the fund's own: minor units of each.

IAS 21: foreign money is booked at the rate of its day (par. 21), restated at the closing rate
(par. 23a), and every difference is income or expense of the period (par. 28). What is sold
leaves at the average at which it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.exchange import Exchange, Rate, convert
from dayaq.kernel.money import minor_digits, split

RATE_STEP = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Position:
    """Foreign money that is held, and what the books have it at in the fund's currency."""

    held_minor: int
    carried_minor: int

    def part_minor(self, minor: int) -> int:
        """What `minor` of the foreign money stands at; all of it stands at all.

        EUR 400 of EUR 1,000 that came in at 1.10: 440 manat.

        >>> Position(1_000_00, 1_100_00).part_minor(400_00)
        44000

        :raises Refused: there is not as much of it
        """
        if not 0 < minor <= self.held_minor:
            raise Refused(N_("There is not as much money in this currency."), field="foreign_minor")
        return (2 * self.carried_minor * minor + self.held_minor) // (2 * self.held_minor)


def revalued(
    positions: Mapping[str, Position], currency: str, into: str, exchange: Exchange
) -> dict[str, int]:
    """By window: how much more (or less) the money is worth at this rate than it stands at.

    The whole is converted once and cut over the windows, so that they add up to the account.
    EUR 600 that stand at 660 manat, at a closing rate of 1.15: 690, a gain of 30.

    >>> import datetime
    >>> from decimal import Decimal
    >>> closing = Exchange("EUR", Decimal("1.15"), datetime.date(2011, 3, 31), "CBA")
    >>> revalued({"ada": Position(600_00, 660_00)}, "EUR", "AZN", closing)
    {'ada': 3000}
    """
    held = [one.held_minor for one in positions.values()]
    total = convert(sum(held), currency, into, exchange.between(currency, into))
    worth = split(total, held) if any(held) else [0] * len(held)
    return {
        code: value - one.carried_minor
        for (code, one), value in zip(positions.items(), worth, strict=True)
    }


def dealt(
    foreign_minor: int, currency: str, own_minor: int, own: str, printed: Decimal | None = None
) -> Decimal:
    """The rate of an exchange: what 1 of the foreign currency was in the fund's own.

    It is the one that the bank's paper prints, or else the one its two amounts imply.
    EUR 400 for 448 manat; and USD 1,244.86 for 1,000 manat at the printed 0.8033 (T12):

    >>> dealt(400_00, "EUR", 448_00, "AZN")
    Decimal('1.12000000')
    >>> dealt(1_244_86, "USD", 1_000_00, "AZN", Decimal("0.8033"))
    Decimal('0.8033')

    :raises Refused: an amount is not above zero, or the two do not come to the printed rate
    """
    if foreign_minor <= 0 or own_minor <= 0:
        raise Refused(N_("What is exchanged is above zero."), field="foreign_minor")
    if printed is not None:
        if convert(foreign_minor, currency, own, Rate(currency, own, printed)) != own_minor:
            raise Refused(N_("The two amounts do not come to this rate."), field="rate")
        return printed
    scale = Decimal(10) ** (minor_digits(currency) - minor_digits(own))
    rate = (own_minor * scale / foreign_minor).quantize(RATE_STEP, ROUND_HALF_UP)
    if not rate:
        raise Refused(N_("The two amounts do not come to a rate."), field="own_minor")
    return rate


@dataclass(frozen=True, slots=True)
class Taken:
    """What left a window's foreign money, and what it had stood at."""

    foreign_minor: int
    stood_minor: int


def charged(positions: Mapping[str, Position], minor: int) -> dict[str, Taken]:
    """What the bank takes from an account, borne by the windows by what each has on it.

    EUR 3 of EUR 1,000 that stand at 1,100 manat and EUR 500 that stand at 560:

    >>> charged({"ada": Position(1_000_00, 1_100_00), "korea": Position(500_00, 560_00)}, 3_00)
    {'ada': Taken(foreign_minor=200, stood_minor=220), 'korea': Taken(foreign_minor=100, \
stood_minor=112)}

    :raises Refused: the windows have less on it
    """
    held = [one.held_minor for one in positions.values()]
    if not 0 < minor <= sum(held):
        raise Refused(N_("There is not as much money in this currency."), field="foreign_minor")
    parts = zip(positions.items(), split(minor, held), strict=True)
    return {code: Taken(part, one.part_minor(part)) for (code, one), part in parts if part}
