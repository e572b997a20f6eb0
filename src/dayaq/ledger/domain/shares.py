"""Which donor's money a loan carries, to the minor unit.

One loan, one donor is the rule: the oldest window that has the money lends. Where no window has
enough, or the donors agreed to lend together, a loan is shared. What comes back, and what is
lost, goes to the windows it came from in proportion to their shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.money import split


def oldest_with_money(amount_minor: int, free: Mapping[str, int]) -> str | None:
    """The first window, oldest first, whose free money covers the amount.

    >>> oldest_with_money(100_000, {"ada": 60_000, "korea": 150_000})
    'korea'
    """
    return next((code for code, minor in free.items() if minor >= amount_minor), None)


def pro_rata(amount_minor: int, free: Mapping[str, int]) -> dict[str, int]:
    """Cut an amount over all windows in proportion to their free money, by largest remainder.

    1,000.00 from 600, 300 and 300 free: 500 + 250 + 250.

    >>> pro_rata(100_000, {"ada": 60_000, "korea": 30_000, "rotary": 30_000})
    {'ada': 50000, 'korea': 25000, 'rotary': 25000}

    :raises Refused: all windows together have less than the amount
    """
    usable = {code: minor for code, minor in free.items() if minor > 0}
    if amount_minor <= 0 or sum(usable.values()) < amount_minor:
        raise Refused(
            N_("All fund windows together do not have enough money for this loan."),
            field="window",
            code="no_money",
        )
    parts = split(amount_minor, list(usable.values()))
    return {code: part for code, part in zip(usable, parts, strict=True) if part}


def assigned(
    amount_minor: int, given: Mapping[str, int], free: Mapping[str, int]
) -> dict[str, int]:
    """The shares as people assigned them, oldest window first, if they make up the amount.

    :raises Refused: they do not make up the amount, or a window has less than its share
    """
    shares = {code: given[code] for code in free if given.get(code)}
    if any(minor < 0 for minor in given.values()) or sum(given.values()) != amount_minor:
        raise Refused(
            N_("The shares of the windows must make up the loan exactly."), field="window"
        )
    if sum(shares.values()) != amount_minor or any(free[code] < shares[code] for code in shares):
        raise Refused(
            N_("A fund window has less free money than the share it should lend."),
            field="window",
            code="no_money",
        )
    return shares


def left_of(outstanding_minor: int, shares: Mapping[str, int]) -> dict[str, int]:
    """What is outstanding of each window's share when `outstanding_minor` is of the whole.

    The first window's part is cut from the whole and rounded half up, the next one's from the
    rest, and so on; the last takes the rest. So every window is repaid from its full share down
    to exactly zero, in proportion to within the number of windows in minor units, and while the
    whole falls no window's part ever rises (a largest remainder can make it rise).

    >>> left_of(66_667, {"ada": 50_000, "korea": 25_000, "rotary": 25_000})
    {'ada': 33334, 'korea': 16667, 'rotary': 16666}
    """
    parts: dict[str, int] = {}
    rest, whole = outstanding_minor, sum(shares.values())
    for code, share in shares.items():
        part = (2 * rest * share + whole) // (2 * whole) if whole else rest
        parts[code] = part = min(part, rest)
        rest -= part
        whole -= share
    return parts


def moved(
    held: Mapping[str, int], shares: Mapping[str, int], outstanding_minor: int
) -> dict[str, int]:
    """How much each window's part must move to come from `held` to the new outstanding.

    All parts have one sign. Where a mistake taken back left a window a minor unit off its
    proportion and the new payment is smaller than that, it is cut by what the windows hold.

    >>> moved({"ada": 60_000, "korea": 40_000}, {"ada": 60_000, "korea": 40_000}, 91_667)
    {'ada': -5000, 'korea': -3333}
    """
    change = outstanding_minor - sum(held.values())
    if not change:
        return dict.fromkeys(shares, 0)
    target = left_of(outstanding_minor, shares)
    parts = {code: target[code] - held.get(code, 0) for code in shares}
    if all(part * change >= 0 for part in parts.values()):
        return parts
    weights = [held.get(code, 0) for code in shares] if change < 0 else list(shares.values())
    return dict(zip(shares, split(change, weights), strict=True))


def cut(amounts: Sequence[int], parts: Mapping[str, int]) -> list[dict[str, int]]:
    """Cut each of `amounts` over the windows so that every window comes to its part exactly.

    >>> cut([10, 90], {"ada": 60, "korea": 40})
    [{'ada': 6, 'korea': 4}, {'ada': 54, 'korea': 36}]
    """
    left = dict(parts)
    found: list[dict[str, int]] = []
    for amount in amounts:
        pieces = dict(zip(left, split(amount, list(left.values())), strict=True))
        left = {code: left[code] - pieces[code] for code in left}
        found.append({code: piece for code, piece in pieces.items() if piece})
    return found
