"""Counting cash by its notes and coins.

The manat's notes and coins are those of the Central Bank of Azerbaijan: notes of 1, 5, 10, 20,
50, 100 and 200 manat, coins of 1, 3, 5, 10, 20 and 50 qəpik.
"""

from __future__ import annotations

from collections.abc import Mapping

NOTES = (200_00, 100_00, 50_00, 20_00, 10_00, 5_00, 1_00)
COINS = (50, 20, 10, 5, 3, 1)
DENOMINATIONS = (*NOTES, *COINS)
PIECES_MAX = 100_000
"""More pieces of one kind than any office box holds."""


def total(pieces: Mapping[int, int]) -> int:
    """What `pieces` (how many of each denomination) come to, in qəpik.

    >>> total({100_00: 2, 20_00: 1, 50: 3, 3: 1})
    22153

    :raises ValueError: an unknown denomination, or fewer than none of one
    """
    for worth, count in pieces.items():
        if worth not in DENOMINATIONS:
            raise ValueError(f"there is no note or coin of {worth} qəpik")
        if not 0 <= count <= PIECES_MAX:
            raise ValueError("a count lies between none and the most a box holds")
    return sum(worth * count for worth, count in pieces.items())
