"""Reading a budget line: how much is used, and whether the deviation needs a note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

VARIANCE_NOTE_BPS = 1_000
"""A deviation over 10 % wants a note (UK Aid Direct; ADA's threshold is set per agreement)."""


@dataclass(frozen=True, slots=True)
class Use:
    """What became of a budget, in minor units of one currency.

    >>> Use(revised=10_000, before=2_000, period=3_000).balance
    5000
    """

    revised: int
    before: int
    period: int

    @property
    def cumulative(self) -> int:
        return self.before + self.period

    @property
    def balance(self) -> int:
        return self.revised - self.cumulative

    @property
    def variance_needs_a_note(self) -> bool:
        """Whether more than the budget plus the tolerated 10 % is spent."""
        return self.cumulative * 10_000 > self.revised * (10_000 + VARIANCE_NOTE_BPS)


def elapsed_days(starts_on: date, ends_on: date, on: date) -> tuple[int, int]:
    """(days gone, all days) of a period that includes both its ends.

    >>> elapsed_days(date(2009, 12, 1), date(2012, 5, 31), date(2009, 12, 31))
    (31, 913)
    """
    whole = (ends_on - starts_on).days + 1
    return min(max((on - starts_on).days + 1, 0), whole), whole
