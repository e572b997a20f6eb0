"""How old the cash in somebody's hands is: what was handed over was the oldest."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BUCKETS: tuple[tuple[str, int], ...] = (("0-1", 1), ("2-3", 3), ("4-7", 7))
OVER = "8+"


@dataclass(frozen=True, slots=True)
class InHand:
    """Cash still in hand: what remains of each day's collecting, oldest first.

    `ahead_minor` is what was handed over beyond everything collected.
    """

    parts: tuple[tuple[dt.date, int], ...]
    ahead_minor: int

    @property
    def total_minor(self) -> int:
        return sum(amount for _day, amount in self.parts) - self.ahead_minor

    def oldest_days(self, on: dt.date) -> int:
        """Days since the oldest of it was collected; 0 if there is none."""
        return max(0, (on - self.parts[0][0]).days) if self.parts else 0


def in_hand(moves: Iterable[tuple[dt.date, int]]) -> InHand:
    """What is left of `moves` (day, amount: collected above zero, handed over below).

    100 on Monday, 50 on Tuesday, 120 handed over: 30 of Tuesday remain.

    >>> monday, tuesday = dt.date(2011, 3, 7), dt.date(2011, 3, 8)
    >>> in_hand([(monday, 100), (tuesday, 50), (tuesday, -120)]).parts
    ((datetime.date(2011, 3, 8), 30),)
    """
    kept: deque[tuple[dt.date, int]] = deque()
    ahead = 0
    for day, amount in sorted(moves, key=lambda move: (move[0], move[1] < 0)):
        if amount >= 0:
            covered = min(ahead, amount)
            ahead -= covered
            if amount - covered:
                kept.append((day, amount - covered))
            continue
        left = -amount
        while left and kept:
            since, part = kept.popleft()
            taken = min(part, left)
            left -= taken
            if part - taken:
                kept.appendleft((since, part - taken))
        ahead += left
    return InHand(tuple(kept), ahead)


def by_age(cash: InHand, on: dt.date) -> Mapping[str, int]:
    """The cash in hand by how many days ago it was collected."""
    found = {name: 0 for name, _days in BUCKETS} | {OVER: 0}
    for day, amount in cash.parts:
        age = (on - day).days
        found[next((name for name, days in BUCKETS if age <= days), OVER)] += amount
    return found
