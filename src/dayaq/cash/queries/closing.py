"""What a month's close sheet asks about cash: each question gives the days or rows that wait.

The books room keeps the sheet; it asks these by `CHECKS`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from dayaq.cash.models import BankStatement, CashCount, HandOver, StatementLine
from dayaq.cash.queries.moves import moves
from dayaq.cash.queries.second import waiting_for_second
from dayaq.credit.queries.blanks import gaps
from dayaq.kernel.access.models import Programme


def uncounted_days(programme: Programme, frm: dt.date, to: dt.date) -> list[dt.date]:
    """Days on which office cash moved and nobody counted it."""
    moved = {move.on for move in moves(programme, "cash", frm, to)}
    counted = CashCount.objects.filter(
        programme=programme, officer__isnull=True, counted_on__range=(frm, to)
    )
    return sorted(moved - set(counted.values_list("counted_on", flat=True)))


def open_differences(programme: Programme, to: dt.date) -> int:
    """Counts that differ and that no supervisor has settled."""
    rows = CashCount.objects.filter(programme=programme, counted_on__lte=to, settled__isnull=True)
    return sum(1 for row in rows if row.difference_minor)


def half_signed(programme: Programme, to: dt.date) -> int:
    """Hand-overs that only one side has signed."""
    return HandOver.objects.filter(
        programme=programme, declared_on__lte=to, received_by__isnull=True
    ).count()


def unmatched(programme: Programme, to: dt.date) -> int:
    """Lines of the bank that are not in the books, and statements whose columns are unnamed."""
    staged = BankStatement.objects.filter(programme=programme, staged__isnull=False).count()
    lines = StatementLine.objects.filter(programme=programme, on__lte=to, match__isnull=True)
    return staged + lines.count()


CHECKS: Mapping[str, Callable[[Programme, dt.date, dt.date], int]] = {
    "cash.counted": lambda programme, frm, to: len(uncounted_days(programme, frm, to)),
    "cash.differences": lambda programme, _frm, to: open_differences(programme, to),
    "cash.hand_overs": lambda programme, _frm, to: half_signed(programme, to),
    "cash.statement": lambda programme, _frm, to: unmatched(programme, to),
    "cash.second_signatures": lambda programme, _frm, to: sum(
        1 for row in waiting_for_second(programme.pk) if row.on <= to
    ),
    "cash.receipts": lambda programme, _frm, _to: len(gaps(programme.pk)),
}
"""For each check how many things stand in the way of closing the period."""
