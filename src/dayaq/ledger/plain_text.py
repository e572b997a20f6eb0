"""The whole ledger as plain text that two other programs can check: beancount and hledger.

Every account is opened, every entry written with its legs, and at the end of every month each
account, and each loan that is open or moved, is asserted. The assertions are summed by the
database by month, apart from the entries, so that a leg that is missing or stands on another
account or in another month shows. Rows are streamed: memory grows with loans, not transfers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import connection, transaction

from dayaq.kernel import db
from dayaq.kernel.money import minor_digits

Format = Literal["beancount", "hledger"]
Key = tuple[UUID, UUID | None]
"""An account and, for the accounts of loans, the loan."""

BATCH = 5_000
ROOTS = {
    "asset": "Assets", "liability": "Liabilities", "fund": "Equity", "income": "Income",
    "expense": "Expenses",
}  # fmt: skip

ENTRIES = """
SELECT t.posted_on, e.id, e.key, e.memo, e."on", e.event_id, t.debit_id, t.credit_id,
       t.amount_minor, t.subject_id
FROM ledger_transfer t JOIN ledger_entry e ON e.id = t.entry_id
WHERE t.programme_id = %(programme)s ORDER BY t.posted_on, t.entry_id, t.id
"""
BY_MONTH = """
SELECT date_trunc('month', m.posted_on)::date, m.account_id,
       CASE WHEN a.code LIKE 'loans:%%' THEN m.subject_id END AS loan, sum(m.amount)::bigint
FROM (SELECT posted_on, debit_id AS account_id, subject_id, amount_minor AS amount
      FROM ledger_transfer WHERE programme_id = %(programme)s
      UNION ALL
      SELECT posted_on, credit_id, subject_id, -amount_minor
      FROM ledger_transfer WHERE programme_id = %(programme)s) m
JOIN ledger_account a ON a.id = m.account_id
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""

LOANS = """
SELECT a.id, t.subject_id FROM ledger_account a JOIN ledger_transfer t ON t.debit_id = a.id
WHERE a.programme_id = %(programme)s AND a.code LIKE 'loans:%%'
UNION
SELECT a.id, t.subject_id FROM ledger_account a JOIN ledger_transfer t ON t.credit_id = a.id
WHERE a.programme_id = %(programme)s AND a.code LIKE 'loans:%%'
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Book:
    """An account as the text names it."""

    name: str
    currency: str
    is_loans: bool


class Shape:
    """How one of the two programs writes things."""

    def opened(self, on: dt.date, name: str, currency: str) -> str:
        raise NotImplementedError

    def head(self, currency: str) -> str:
        raise NotImplementedError

    def entry(self, on: dt.date, key: str, memo: str, marks: dict[str, str]) -> str:
        raise NotImplementedError

    def asserted(self, month_end: dt.date, lines: list[tuple[str, str]]) -> str:
        raise NotImplementedError


class Beancount(Shape):
    """https://beancount.github.io/docs/beancount_language_syntax.html"""

    def head(self, currency: str) -> str:
        return f'option "operating_currency" "{currency}"\n'

    def opened(self, on: dt.date, name: str, currency: str) -> str:
        return f"{on} open {name} {currency}\n"

    def entry(self, on: dt.date, key: str, memo: str, marks: dict[str, str]) -> str:
        lines = "".join(f'  {name}: "{value}"\n' for name, value in marks.items())
        return f'\n{on} * "{_quoted(key)}" "{_quoted(memo)}"\n{lines}'

    def asserted(self, month_end: dt.date, lines: list[tuple[str, str]]) -> str:
        # beancount looks at the beginning of the day
        on = month_end + dt.timedelta(days=1)
        return "\n" + "".join(f"{on} balance {name}  {amount}\n" for name, amount in lines)


class Hledger(Shape):
    """https://hledger.org/hledger.html"""

    def head(self, currency: str) -> str:
        return f"commodity 1000.{'0' * minor_digits(currency)} {currency}\n"

    def opened(self, on: dt.date, name: str, currency: str) -> str:
        return f"account {name}\n"

    def entry(self, on: dt.date, key: str, memo: str, marks: dict[str, str]) -> str:
        comment = ", ".join(f"{name}:{value}" for name, value in marks.items())
        code = re.sub(r"[()\s;]+", " ", key)
        text = re.sub(r"[;|\s]+", " ", memo)
        return f"\n{on} * ({code}) {text}  ; {comment}\n"

    def asserted(self, month_end: dt.date, lines: list[tuple[str, str]]) -> str:
        postings = "".join(
            f"  {name}  0 {amount.rpartition(' ')[2]} = {amount}\n" for name, amount in lines
        )
        return f"\n{month_end} * end of the month\n{postings}"


SHAPES: dict[str, type[Shape]] = {"beancount": Beancount, "hledger": Hledger}


def export(programme_id: UUID, format: Format) -> Iterator[str]:
    """The ledger of a programme as pieces of text, all of one moment."""
    shape = SHAPES[format]()
    with _one_moment(), connection.cursor() as cursor:
        books = _books(cursor, programme_id)
        if not books:
            return
        first = _first_day(cursor, programme_id)
        for currency in sorted({book.currency for book in books.values()}):
            yield shape.head(currency)
        for book in sorted(books.values(), key=lambda book: book.name):
            if not book.is_loans:
                yield shape.opened(first, book.name, book.currency)
        for account_id, loan in _streamed("export_loans", LOANS, programme_id):
            book = books[account_id]
            yield shape.opened(first, _name(book, loan), book.currency)
        yield from _months(shape, programme_id, books)


def _months(shape: Shape, programme_id: UUID, books: dict[UUID, Book]) -> Iterator[str]:
    """The entries in their order; before the first of a new month, what the last one ended with."""
    sums = _Sums(programme_id, books)
    month: dt.date | None = None
    seen: UUID | None = None
    for on, entry_id, key, memo, value_on, event_id, debit, credit, minor, subject in _streamed(
        "export_entries", ENTRIES, programme_id
    ):
        if month is not None and on.replace(day=1) > month:
            yield from sums.asserted(shape, month, until=on.replace(day=1))
        month = on.replace(day=1)
        if entry_id != seen:
            marks = {"entry": str(entry_id), "value_date": value_on.isoformat()}
            yield shape.entry(on, key, memo, {**marks, "event": str(event_id or "")})
            seen = entry_id
        left, right = books[debit], books[credit]
        amount = _amount(minor, left.currency)
        yield (
            f"  {_name(left, subject)}  {amount} {left.currency}\n"
            f"  {_name(right, subject)}  -{amount} {right.currency}\n"
        )
    if month is not None:
        yield from sums.asserted(shape, month, until=_next(month))


class _Sums:
    """Balances at month ends, from the sums by month that the database makes."""

    def __init__(self, programme_id: UUID, books: dict[UUID, Book]) -> None:
        self.books = books
        self.rows = _streamed("export_months", BY_MONTH, programme_id)
        self.ahead = next(self.rows, None)
        self.balances: dict[Key, int] = {}

    def asserted(self, shape: Shape, month: dt.date, *, until: dt.date) -> Iterator[str]:
        """The assertions of `month` and of the still months behind it, up to `until`."""
        while month < until:
            while self.ahead is not None and self.ahead[0] <= month:
                _month, account_id, loan, minor = self.ahead
                key = (account_id, loan)
                self.balances[key] = self.balances.get(key, 0) + minor
                self.ahead = next(self.rows, None)
            lines = [
                (_name(self.books[account_id], loan), self._amount(account_id, minor))
                for (account_id, loan), minor in self.balances.items()
            ]
            yield shape.asserted(_next(month) - dt.timedelta(days=1), sorted(lines))
            closed = [key for key, minor in self.balances.items() if key[1] and not minor]
            for key in closed:  # a loan paid back needs no further word
                del self.balances[key]
            month = _next(month)

    def _amount(self, account_id: UUID, minor: int) -> str:
        currency = self.books[account_id].currency
        sign = "-" if minor < 0 else ""
        return f"{sign}{_amount(abs(minor), currency)} {currency}"


@contextmanager
def _one_moment() -> Iterator[None]:
    """One snapshot for all questions, unless the caller has a transaction already."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _streamed(name: str, question: str, programme_id: UUID) -> Iterator[tuple[Any, ...]]:
    """Rows through a cursor of the server, a batch at a time."""
    connection.ensure_connection()
    db.settle()
    with connection.connection.cursor(name=name) as cursor:
        cursor.itersize = BATCH
        cursor.execute(question, {"programme": programme_id})
        yield from cursor


def _books(cursor: Any, programme_id: UUID) -> dict[UUID, Book]:
    cursor.execute(
        "SELECT id, code, kind, currency FROM ledger_account WHERE programme_id = %s",
        [programme_id],
    )
    rows = cursor.fetchall()
    names = [f"{ROOTS[kind]}:{_part(code)}" for _id, code, kind, _currency in rows]
    books = {}
    for (account_id, code, _kind, currency), name in zip(rows, names, strict=True):
        whole = name if names.count(name) == 1 else f"{name}-{currency}-{account_id}"
        books[account_id] = Book(whole, currency, code.startswith("loans:"))
    return books


def _first_day(cursor: Any, programme_id: UUID) -> dt.date:
    cursor.execute(
        "SELECT least((SELECT min(opened_on) FROM ledger_account WHERE programme_id = %(p)s), "
        "(SELECT min(posted_on) FROM ledger_transfer WHERE programme_id = %(p)s))",
        {"p": programme_id},
    )
    found: dt.date = cursor.fetchone()[0]
    return found


def _name(book: Book, subject: UUID | None) -> str:
    # beancount's word about an account is about all below it: none stands above another here.
    return f"{book.name}:L-{subject or 'none'}" if book.is_loans else book.name


def _part(code: str) -> str:
    """A code as both programs allow it: a large letter or figure, then letters and lines.

    >>> _part("client_credits"), _part("loans:ada")
    ('Client-credits', 'Loans-ada')
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "-", code).strip("-")
    return plain[:1].upper() + plain[1:]


def _amount(minor: int, currency: str) -> str:
    digits = minor_digits(currency)
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)


def _next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)


def _quoted(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("\\", "\\\\").replace('"', '\\"')
