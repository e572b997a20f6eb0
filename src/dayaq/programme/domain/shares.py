"""How a cost is shared among the donors who bear it: to the cent, always summing to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.money import split
from dayaq.kernel.percent import short_percent

WHOLE_BPS = 10_000
"""The whole in hundredths of a percent."""


def agreed(share_bps: int) -> str:
    """An agreed share as the contract writes it.

    >>> agreed(7050), agreed(1475)
    ('70,5\\xa0%', '14,75\\xa0%')
    """
    return short_percent(Decimal(share_bps) / WHOLE_BPS)


@dataclass(frozen=True, slots=True)
class Share:
    """One donor's part: 7050 basis points are 70.5 %."""

    share_bps: int
    takes_remainder: bool = False


def split_cost(amount_minor: int, shares: Sequence[Share]) -> tuple[int, ...]:
    """Share `amount_minor` among the donors.

    Every part is rounded down and the nominated donor takes the rest; where none is
    nominated, the largest remainders take it (domain.md 5).

    >>> split_cost(100_01, [Share(7050, True), Share(2950)])
    (7051, 2950)
    >>> split_cost(10, [Share(7050, True), Share(1475), Share(1475)])
    (8, 1, 1)

    :raises Refused: no donor bears the cost, or two take the remainder
    """
    if not shares:
        raise Refused(N_("No grant bears this cost. Enter the grants of the phase first."))
    nominated = [index for index, share in enumerate(shares) if share.takes_remainder]
    if len(nominated) > 1:
        raise Refused(N_("Only one grant of a phase can take the remainder of a cent."))
    return split(
        amount_minor, [share.share_bps for share in shares], nominated[0] if nominated else None
    )


def whole_from_share(part_minor: int, share_bps: int) -> int:
    """The total cost of which `part_minor` is the share, rounded half up.

    EUR 72,000.00 at 70.5 % is a total of EUR 102,127.66 (ADA 8230-00/2007).

    >>> whole_from_share(7_200_000, 7050)
    10212766
    """
    return half_up(Decimal(part_minor * WHOLE_BPS) / Decimal(share_bps))


def cost_per(total_minor: int, count: int) -> int | None:
    """Cost per person, rounded half up; None when there is nobody to divide by.

    >>> cost_per(13_610_000, 40), cost_per(13_610_000, 160), cost_per(1, 0)
    (340250, 85063, None)
    """
    return half_up(Decimal(total_minor) / count) if count else None


def half_up(value: Decimal) -> int:
    """The nearest whole number; a half goes up, as accountants in the programme round."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
