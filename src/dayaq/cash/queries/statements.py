"""The bank's account of our account beside our own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from dayaq.cash.domain.matching import DAYS_APART_MAX, BankLine, Posting, Suggestion, suggest
from dayaq.cash.models import BankStatement, Clearing, LineUse, StatementLine
from dayaq.credit.models import LoanEvent
from dayaq.kernel import db
from dayaq.kernel.prepared import counted, prepared
from dayaq.ledger import queries as books

SHOWN = 100
"""Lines on one page of a reconciliation; its sums are of the whole statement."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which part is looked at: the lines after a place of the statement, postings after an id."""

    line: int = 0
    matched: int = 0
    posting: int = 0


@dataclass(frozen=True, slots=True)
class Balances:
    """Bank and books on the last day of a statement, and what lies between them."""

    bank_minor: int
    not_in_books_minor: int
    """What the bank has moved on the account and the books have not."""
    not_at_bank_minor: int
    """What the books have moved and no statement shows yet."""
    later_minor: int
    """What is matched, but over the last day: at the bank by then and in the books after, less
    what is the other way round."""
    books_minor: int

    @property
    def unexplained_minor(self) -> int:
        """What is left between bank and books after all of it; zero when they agree."""
        between = self.not_in_books_minor - self.not_at_bank_minor + self.later_minor
        return self.bank_minor - between - self.books_minor


# Of everything that is matched: what the bank had by a day, less what the books had by then.
LATER = """
SELECT (
  SELECT coalesce(sum(l.amount_minor), 0)
  FROM cash_linematch m
  JOIN cash_statementline l ON l.id = m.line_id
  JOIN cash_bankstatement s ON s.id = l.statement_id
  WHERE s.account_id = %(account)s AND l."on" <= %(on)s
) - (
  SELECT coalesce(sum(CASE WHEN t.debit_id = %(account)s THEN t.amount_minor
                           ELSE -t.amount_minor END), 0)
  FROM cash_postingmatch p
  JOIN ledger_transfer first ON first.id = p.transfer_id
  JOIN ledger_transfer t ON t.entry_id = first.entry_id
  WHERE %(account)s IN (first.debit_id, first.credit_id)
    AND %(account)s IN (t.debit_id, t.credit_id) AND t."on" <= %(on)s
)
"""


def balances(statement: BankStatement) -> Balances:
    """The account on the last day of a statement, however long the statement is."""
    account, on = statement.account, statement.to_on or dt.date.min
    waiting = StatementLine.objects.filter(
        statement__account_id=account.pk, match__isnull=True, on__lte=on
    )
    later = db.fetch_one(LATER, {"account": account.pk, "on": on})
    assert later is not None  # noqa: S101 - a sum is always a row
    return Balances(
        bank_minor=statement.closing_minor,
        not_in_books_minor=waiting.aggregate(sum=Sum("amount_minor"))["sum"] or 0,
        not_at_bank_minor=open_minor(account.pk, first_day(account.pk), on),
        later_minor=int(later[0]),
        books_minor=books.balance(statement.programme_id, account.code, on=on),
    )


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A statement beside the books on its last day: one page of each list, and all sums."""

    statement: BankStatement
    sums: Balances
    unmatched: Sequence[StatementLine]
    matched: Sequence[StatementLine]
    free: Sequence[Posting]
    near: dict[int, Posting]
    suggestions: dict[object, Suggestion]
    following: Page
    """From where the next pages follow; zero where there is none."""


def reconciliation(statement: BankStatement, page: Page = Page()) -> Reconciliation:
    """The statement's lines, what is likely theirs, and the balances side by side."""
    account, on = statement.account, statement.to_on or dt.date.min
    began = first_day(account.pk)
    lines = statement.lines.order_by("place")
    open_lines = lines.filter(match__isnull=True)
    unmatched = list(open_lines.filter(place__gt=page.line)[: SHOWN + 1])
    matched = list(
        lines.filter(match__isnull=False, place__gt=page.matched).select_related("match__matching")[
            : SHOWN + 1
        ]
    )
    free = open_postings(account.pk, began, on, after=page.posting, limit=SHOWN + 1)
    days = [line.on for line in unmatched]
    near = open_postings(account.pk, *around(days)) if unmatched else []
    waiting = [BankLine(one.pk, one.on, one.amount_minor, one.text) for one in unmatched[:SHOWN]]
    found = suggest(waiting, near)
    return Reconciliation(
        statement=statement,
        sums=balances(statement),
        unmatched=unmatched[:SHOWN],
        matched=matched[:SHOWN],
        free=free[:SHOWN],
        near={one.id: one for one in near},
        suggestions={line: one for one in found for line in one.lines},
        following=Page(
            unmatched[SHOWN - 1].place if len(unmatched) > SHOWN else 0,
            matched[SHOWN - 1].place if len(matched) > SHOWN else 0,
            free[SHOWN - 1].id if len(free) > SHOWN else 0,
        ),
    )


CHOICES_MAX = 40


def candidates(
    line: StatementLine,
) -> tuple[list[Posting], list[StatementLine], Suggestion | None]:
    """What a line may be: postings in its direction, further lines, and what is likely.

    The nearest days come first; what has the same amount stands before the rest.
    """
    days = around([line.on])
    account_id = line.statement.account_id
    is_in = line.amount_minor > 0
    near = [one for one in open_postings(account_id, *days) if (one.amount_minor > 0) == is_in]
    rows = StatementLine.objects.filter(
        statement__account_id=account_id, match__isnull=True, on__range=days
    )
    others = [one for one in rows.order_by("on", "place") if (one.amount_minor > 0) == is_in]
    waiting = [BankLine(one.pk, one.on, one.amount_minor, one.text) for one in others]
    likely = next((one for one in suggest(waiting, near) if line.pk in one.lines), None)
    chosen = likely.postings if likely else ()
    near.sort(
        key=lambda one: (
            one.id not in chosen, one.amount_minor != line.amount_minor,
            abs((one.on - line.on).days), one.id,
        )
    )  # fmt: skip
    others = [one for one in others if one.pk != line.pk]
    others.sort(key=lambda one: (not likely or one.pk not in likely.lines, one.on, one.place))
    return near[:CHOICES_MAX], others[:CHOICES_MAX], likely


def first_day(account_id: UUID) -> dt.date:
    """The day from which statements are kept; what the bank did before is in the first opening."""
    found = BankStatement.objects.filter(account_id=account_id).aggregate(Min("from_on"))
    day: dt.date = found["from_on__min"] or dt.date.min
    return day


def around(days: Sequence[dt.date]) -> tuple[dt.date, dt.date]:
    """The days in which a posting of one of these lines can lie."""
    apart = dt.timedelta(days=DAYS_APART_MAX)
    return min(days) - apart, max(days) + apart


# An entry of several transfers (principal and interest of one payment) is one posting, named by
# the first of them on the account. An exchange is one on each of its two accounts.
# Read only here: matching is of this room, the transfers are the ledger's.
OPEN = """
SELECT min(t.id) AS id, e."on", e.key,
  sum(CASE WHEN t.debit_id = b.id THEN t.amount_minor ELSE -t.amount_minor END)::bigint AS minor
FROM ledger_account b
JOIN ledger_transfer t ON b.id IN (t.debit_id, t.credit_id)
JOIN ledger_entry e ON e.id = t.entry_id
WHERE b.id = %(account)s AND t."on" BETWEEN %(from)s AND %(to)s
  AND NOT EXISTS (SELECT 1 FROM cash_postingmatch p JOIN ledger_transfer x ON x.id = p.transfer_id
                  WHERE x.entry_id = e.id AND b.id IN (x.debit_id, x.credit_id))
GROUP BY e.id HAVING min(t.id) > %(after)s
"""


def open_postings(
    account_id: UUID, frm: dt.date, to: dt.date, *, after: int = 0, limit: int | None = None
) -> list[Posting]:
    """Entries on a bank account that no line of a statement is tied to, as they were posted."""
    values: dict[str, Any] = {
        "account": account_id, "from": frm, "to": to, "after": after, "limit": limit,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(OPEN + " ORDER BY 1 LIMIT %(limit)s", values)
        return [Posting(pk, on, int(minor), key) for pk, on, key, minor in cursor.fetchall()]


def open_minor(account_id: UUID, frm: dt.date, to: dt.date) -> int:
    """What all open postings of these days come to."""
    values: dict[str, Any] = {"account": account_id, "from": frm, "to": to, "after": 0}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(sum(o.minor), 0) FROM ({OPEN}) o", values)  # noqa: S608 - our own text
        return int(cursor.fetchone()[0])


def in_suspense(programme_id: UUID) -> list[StatementLine]:
    """Unknown money on every account: lines in suspense not cleared in full, the oldest first.

    `left_minor` is what waits of each. A receipt that was reversed gives its money back.
    """
    rows: list[Any] = list(_suspended(programme_id))
    for row in rows:
        row.left_minor = row.waiting
    return rows


@prepared
def _suspended(programme_id: UUID) -> QuerySet[StatementLine]:
    reversed_receipt = LoanEvent.objects.filter(reverses__receipt=OuterRef("receipt"))
    cleared = Clearing.objects.filter(line=OuterRef("pk")).filter(~Exists(reversed_receipt))
    gone = cleared.order_by().values("line").annotate(sum=Sum("amount_minor")).values("sum")
    return (
        StatementLine.objects.filter(
            programme_id=programme_id, match__matching__use=LineUse.SUSPENSE
        )
        .select_related("statement__account")
        .annotate(waiting=F("amount_minor") - Coalesce(Subquery(gone), 0))
        .filter(waiting__gt=0)
        .order_by("on", "place")
    )


@prepared
def unmatched_lines(programme_id: UUID, shown: int) -> QuerySet[StatementLine]:
    """The oldest lines, of every account, that are not in the books; `number_of` says of all."""
    rows = StatementLine.objects.filter(programme_id=programme_id, match__isnull=True)
    return counted(rows.select_related("statement__account").order_by("on", "place"), shown)
