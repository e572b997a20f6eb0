"""Which posting of the books a line of the bank statement is likely to be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

DAYS_APART_MAX = 10
NAMED = 40
"""A slip number that stands in the line's text weighs as much as eight days."""
PER_DAY = 5


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line of the statement: money in above zero, out below."""

    id: object
    on: dt.date
    amount_minor: int
    text: str


@dataclass(frozen=True, slots=True)
class Posting:
    """What the books say moved on the bank account; `slip` is its number, if it has one."""

    id: int
    on: dt.date
    amount_minor: int
    slip: str


def score(line: BankLine, posting: Posting) -> int:
    """How well they fit; 0 is not at all. The amount must be the same to the minor unit.

    Three days apart with the slip number in the text: 60 - 15 + 40.

    >>> day = dt.date(2011, 3, 10)
    >>> line = BankLine(1, day, 500_00, "Cash deposit MED-110307")
    >>> score(line, Posting(7, dt.date(2011, 3, 7), 500_00, "MED-110307"))
    85
    >>> score(line, Posting(8, day, 500_01, "MED-110307"))
    0
    """
    apart = abs((line.on - posting.on).days)
    if line.amount_minor != posting.amount_minor or apart > DAYS_APART_MAX:
        return 0
    named = bool(posting.slip) and _plain(posting.slip) in _plain(line.text)
    return 60 - PER_DAY * apart + (NAMED if named else 0)


def suggest(lines: Sequence[BankLine], postings: Sequence[Posting]) -> dict[object, int]:
    """For each line at most one posting, each posting for at most one line, best pairs first."""
    pairs = sorted(
        (
            (-fit, place, posting.id, line.id)
            for place, line in enumerate(lines)
            for posting in postings
            if (fit := score(line, posting))
        ),
        key=lambda pair: pair[:3],
    )
    found: dict[object, int] = {}
    for _fit, _place, posting_id, line_id in pairs:
        if line_id not in found and posting_id not in found.values():
            found[line_id] = posting_id
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
