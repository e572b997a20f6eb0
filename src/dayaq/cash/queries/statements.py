"""The bank's account of our account beside our own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, Min, OuterRef

from dayaq.cash.domain.matching import DAYS_APART_MAX, BankLine, Posting, suggest
from dayaq.cash.models import BankStatement, Clearing, LineMatch, LineUse, StatementLine
from dayaq.credit.models import LoanEvent
from dayaq.ledger import queries as books

LINES_MAX = 50_000


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A statement beside the books on its last day."""

    statement: BankStatement
    lines: Sequence[StatementLine]
    suggestions: dict[object, int]
    free: Sequence[Posting]
    books_minor: int

    @property
    def unmatched(self) -> list[StatementLine]:
        return [line for line in self.lines if not hasattr(line, "match")]

    @property
    def not_in_books_minor(self) -> int:
        """What the bank has moved and the books have not."""
        return sum(line.amount_minor for line in self.unmatched)

    @property
    def not_at_bank_minor(self) -> int:
        """What the books have moved and no statement shows yet."""
        return sum(posting.amount_minor for posting in self.free)

    @property
    def unexplained_minor(self) -> int:
        """What is left between bank and books after both; zero when they agree."""
        return (
            self.statement.closing_minor
            - self.not_in_books_minor
            + self.not_at_bank_minor
            - self.books_minor
        )


def reconciliation(statement: BankStatement) -> Reconciliation:
    """The statement's lines, what is likely theirs, and the balances side by side."""
    on = statement.to_on or dt.date.min
    lines = list(statement.lines.select_related("match").order_by("place"))
    began = first_day(statement.programme_id)
    free = [one for one in open_postings(statement.programme_id, on) if began <= one.on <= on]
    near = open_postings(statement.programme_id, on)
    waiting = [
        BankLine(line.pk, line.on, line.amount_minor, line.text)
        for line in lines
        if not hasattr(line, "match")
    ]
    return Reconciliation(
        statement=statement, lines=lines, suggestions=suggest(waiting, near), free=free,
        books_minor=books.balance(statement.programme_id, "bank", on=on),
    )  # fmt: skip


def first_day(programme_id: UUID) -> dt.date:
    """The day from which statements are kept; what the bank did before is in the first opening."""
    found = BankStatement.objects.filter(programme_id=programme_id).aggregate(Min("from_on"))
    day: dt.date = found["from_on__min"] or dt.date.min
    return day


def open_postings(programme_id: UUID, until: dt.date) -> list[Posting]:
    """Entries on the bank account that no line of a statement is tied to.

    An entry of several transfers (principal and interest of one payment) is one posting, named
    by the first of them.
    """
    taken = set(
        LineMatch.objects.filter(line__programme_id=programme_id).values_list(
            "transfer_id", flat=True
        )
    )
    to = until + dt.timedelta(days=DAYS_APART_MAX) if until > dt.date.min else until
    entries: dict[str, list[books.JournalLine]] = {}
    for one in reversed(
        books.journal(programme_id, frm=dt.date.min, to=to, code="bank", limit=LINES_MAX)
    ):
        entries.setdefault(one.key, []).append(one)
    return [
        Posting(
            legs[0].id,
            legs[0].on,
            sum(leg.amount_minor if leg.debit == "bank" else -leg.amount_minor for leg in legs),
            key.rpartition(":")[2],
        )
        for key, legs in entries.items()
        if taken.isdisjoint(leg.id for leg in legs)
    ]


def in_suspense(programme_id: UUID) -> list[StatementLine]:
    """Unknown money: lines in suspense that nothing has cleared, the oldest first.

    A receipt that was reversed gives its money back to suspense.
    """
    reversed_receipt = LoanEvent.objects.filter(reverses__receipt=OuterRef("receipt"))
    cleared = Clearing.objects.filter(line=OuterRef("pk")).filter(~Exists(reversed_receipt))
    return list(
        StatementLine.objects.filter(programme_id=programme_id, match__use=LineUse.SUSPENSE)
        .filter(~Exists(cleared))
        .order_by("on", "place")
    )
