"""Money held in another currency, and what it stands at in the fund's own: minor units of each.

IAS 21: foreign money is booked at the rate of its day (par. 21), restated at the closing rate
(par. 23a), and every difference is income or expense of the period (par. 28). What is sold
leaves at the average at which it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.exchange import Exchange, convert
from dayaq.kernel.money import split


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
