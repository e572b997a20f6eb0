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
PARTS_AMONG_MAX = 12
"""Sums are looked for among so many lines or postings; beyond that a person chooses."""


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line of the statement: money in above zero, out below."""

    id: object
    on: dt.date
    amount_minor: int
    text: str


@dataclass(frozen=True, slots=True)
class Posting:
    """What the books say moved on the bank account; `slip` is the end of its key."""

    id: int
    on: dt.date
    amount_minor: int
    key: str

    @property
    def slip(self) -> str:
        return self.key.rpartition(":")[2]


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


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Lines and postings that are likely the same money: their sums are equal to the minor unit."""

    lines: tuple[object, ...]
    postings: tuple[int, ...]


def suggest(lines: Sequence[BankLine], postings: Sequence[Posting]) -> list[Suggestion]:
    """Each line and each posting at most once: pairs, best ones first, then exact sums.

    A sum is several postings for one line (one transfer for several loans), or several lines
    for one posting (a deposit that the bank shows in two parts).
    """
    found = _pairs(lines, postings)
    used = {one for pair in found for one in pair.lines}
    taken = {one for pair in found for one in pair.postings}
    for line in lines:
        near = [one for one in postings if one.id not in taken and _near(line, one)]
        if line.id not in used and (chosen := _exactly(line.amount_minor, near)):
            ids = tuple(near[place].id for place in chosen)
            found.append(Suggestion((line.id,), ids))
            used.add(line.id)
            taken.update(ids)
    for posting in postings:
        about = [one for one in lines if one.id not in used and _near(one, posting)]
        if posting.id not in taken and (chosen := _exactly(posting.amount_minor, about)):
            places = tuple(about[place].id for place in chosen)
            found.append(Suggestion(places, (posting.id,)))
            used.update(places)
    return found


def only_subset(target: int, amounts: Sequence[int]) -> tuple[int, ...]:
    """The places of the one subset, of two or more, that comes to `target`; () if none or several.

    Amounts and target are above zero.

    >>> only_subset(250_00, [83_33, 83_34, 83_33, 10_00])
    (0, 1, 2)
    >>> only_subset(20, [10, 10, 10])
    ()
    """
    ways: dict[int, tuple[int, tuple[int, ...]]] = {0: (1, ())}
    for place, amount in enumerate(amounts):
        for reached, (count, places) in list(ways.items()):
            total = reached + amount
            if total <= target:
                before, other = ways.get(total, (0, ()))
                ways[total] = (before + count, other if before else (*places, place))
    count, places = ways.get(target, (0, ()))
    return places if count == 1 and len(places) > 1 else ()


def _pairs(lines: Sequence[BankLine], postings: Sequence[Posting]) -> list[Suggestion]:
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
    return [Suggestion((line_id,), (posting_id,)) for line_id, posting_id in found.items()]


def _near(line: BankLine, posting: Posting) -> bool:
    """In one direction, and not too many days apart."""
    apart = abs((line.on - posting.on).days)
    return (line.amount_minor > 0) == (posting.amount_minor > 0) and apart <= DAYS_APART_MAX


def _exactly(target: int, among: Sequence[BankLine] | Sequence[Posting]) -> tuple[int, ...]:
    """The places of what comes to `target`, if there is one way only; among a few, not many."""
    if len(among) > PARTS_AMONG_MAX:
        return ()
    return only_subset(abs(target), [abs(one.amount_minor) for one in among])


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
