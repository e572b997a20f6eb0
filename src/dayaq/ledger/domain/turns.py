"""Fresh and recycled money: how often a donor's manat has been lent.

Each window is a queue. What comes in (a contribution, a repayment, income) is put at its end;
what goes out (a loan, a cost, money returned to the donor) is taken from its front: oldest money
first. Money of a contribution that is lent for the first time is *fresh*; what comes back of it
and is lent again is in its second turn, then its third. Only fresh money is new spending of the
donor; the rest is output of the fund.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Kind = Literal["given", "lent", "repaid", "lost", "earned", "spent"]

EARNED = -1
"""The turn of money the fund earned and has not lent: it is nobody's contribution."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of a window's money; `loan` for what is lent, repaid or lost."""

    kind: Kind
    amount_minor: int
    loan: UUID | None = None


@dataclass(slots=True)
class Turns:
    """What a window's money has done: lent by turn (1 is fresh), and what is there to lend."""

    lent_minor: dict[int, int] = field(default_factory=dict)
    waiting_minor: dict[int, int] = field(default_factory=dict)

    @property
    def fresh_minor(self) -> int:
        """Lent for the first time: the donor's spending on lending."""
        return self.lent_minor.get(1, 0)

    @property
    def relent_minor(self) -> int:
        """Lent again, or lent of what the fund earned."""
        return sum(minor for turn, minor in self.lent_minor.items() if turn != 1)


def follow(movements: Iterable[Movement]) -> Turns:
    """Follow a window's money in the order it moved.

    C9: 52,000 given and lent, 40,000 repaid, 30,000 lent again.

    >>> from uuid import UUID
    >>> one, two = UUID(int=1), UUID(int=2)
    >>> turns = follow([Movement("given", 52_000), Movement("lent", 52_000, one),
    ...     Movement("repaid", 40_000, one), Movement("lent", 30_000, two)])
    >>> turns.fresh_minor, turns.relent_minor, turns.waiting_minor
    (52000, 30000, {1: 10000})
    """
    queue = _Queue()
    loans: dict[UUID | None, _Queue] = {}
    turns = Turns()
    for move in movements:
        loan = loans.setdefault(move.loan, _Queue())
        match move.kind:
            case "given":
                queue.put(0, move.amount_minor)
            case "earned":
                queue.put(EARNED, move.amount_minor)
            case "spent":
                queue.take(move.amount_minor)
            case "lent":
                taken = [(_next(turn), minor) for turn, minor in queue.take(move.amount_minor)]
                _add(turns.lent_minor, taken)
                loan.put_all(taken)
            case "repaid":
                queue.put_all(loan.take(move.amount_minor))
            case "lost":
                loan.take(move.amount_minor)
    _add(turns.waiting_minor, queue.lots)
    return turns


def _next(turn: int) -> int:
    """Earned money that is lent is in no donor's first turn."""
    return 2 if turn == EARNED else turn + 1


def _add(sums: dict[int, int], lots: Iterable[tuple[int, int]]) -> None:
    for turn, minor in lots:
        sums[turn] = sums.get(turn, 0) + minor


class _Queue:
    """Lots of money by the turn they are in, oldest first.

    Entries may be dated before the money they use; what is taken beyond the queue is taken of
    the contribution that follows, which then fills the hole first.
    """

    __slots__ = ("lots", "missing")

    def __init__(self) -> None:
        self.lots: deque[tuple[int, int]] = deque()
        self.missing = 0

    def put(self, turn: int, minor: int) -> None:
        filled = min(self.missing, minor)
        self.missing -= filled
        if minor > filled:
            self.lots.append((turn, minor - filled))

    def put_all(self, lots: Iterable[tuple[int, int]]) -> None:
        for turn, minor in lots:
            self.put(turn, minor)

    def take(self, minor: int) -> list[tuple[int, int]]:
        taken: list[tuple[int, int]] = []
        while minor and self.lots:
            turn, lot = self.lots.popleft()
            part = min(lot, minor)
            taken.append((turn, part))
            minor -= part
            if lot > part:
                self.lots.appendleft((turn, lot - part))
        if minor:
            self.missing += minor
            taken.append((0, minor))
        return taken
