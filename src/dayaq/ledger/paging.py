"""Long lists of the books a page at a time: by the place of the last line, not by its number.

A place is a day and an id. The page after a place is found by the index, however far back it
is, and only its own lines are read; sums of the whole period are made by the database.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection

from dayaq.ledger.queries import JournalLine
from dayaq.ledger.statements import DAY, AccountLedger, AccountLine, Basis

T = TypeVar("T")
ID_MAX = 2**63 - 1
PLACE = re.compile(r"(\d{4}-\d\d-\d\d)~([0-9a-f-]{1,36})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins or ends; as text it is part of an address."""

    on: dt.date
    id: str

    def __str__(self) -> str:
        return f"{self.on}~{self.id}"

    @classmethod
    def read(cls, text: str, *, is_entry: bool = False) -> Place | None:
        """The place an address asks for; None if it cannot be read.

        >>> str(Place.read("2011-03-15~42")), Place.read("2011-02-30~42"), Place.read("x")
        ('2011-03-15~42', None, None)
        """
        found = PLACE.fullmatch(text)
        try:
            if found is None:
                return None
            known = str(UUID(found[2])) if is_entry else str(min(int(found[2]), ID_MAX))
            return cls(dt.date.fromisoformat(found[1]), known)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page is wanted: the first, the one after a place, or the one before a place."""

    after: Place | None = None
    before: Place | None = None
    limit: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """The lines of one page, and from where the earlier and the later ones follow."""

    lines: Sequence[T]
    earlier: Place | None
    later: Place | None


LINES = """
SELECT t.id, t."on", t.posted_on, e.key, e.memo, d.code, c.code, t.amount_minor, t.currency,
       w.code, t.subject_id, e.reverses_id IS NOT NULL, e.id
FROM (
  SELECT * FROM ledger_transfer t
  WHERE t.programme_id = %(programme)s AND t.{day} BETWEEN %(from)s AND %(to)s {account} {beyond}
  ORDER BY t.{day} {order}, t.id {order} LIMIT %(limit)s
) t
JOIN ledger_entry e ON e.id = t.entry_id
JOIN ledger_account d ON d.id = t.debit_id
JOIN ledger_account c ON c.id = t.credit_id
LEFT JOIN ledger_window w ON w.id = t.window_id
ORDER BY t.{day}, t.id
"""
OF_ACCOUNT = """AND %(account)s IN (t.debit_id, t.credit_id)"""


def journal_part(
    programme_id: UUID,
    turn: Turn,
    *,
    frm: dt.date,
    to: dt.date,
    account_id: UUID | None = None,
    basis: Basis = "posted",
) -> Part[JournalLine]:
    """One page of the journal, or of one account."""
    values = {"programme": programme_id, "from": frm, "to": to, "account": account_id}
    sql = LINES.replace("{account}", OF_ACCOUNT if account_id else "")
    rows = [JournalLine(*row) for row in _rows(sql, values, turn, basis, "bigint")]
    return _part(rows, turn, lambda row: Place(_day(row, basis), str(row.id)))


@dataclass(frozen=True, slots=True)
class Sums:
    """A period in the programme's currency: how many transfers, and their sum."""

    count: int
    amount_minor: int


JOURNAL_SUMS = """
SELECT count(*), coalesce(sum(t.amount_minor) FILTER (WHERE t.currency = p.currency), 0)::bigint
FROM ledger_transfer t JOIN access_programme p ON p.id = t.programme_id
WHERE t.programme_id = %(programme)s AND t.{day} BETWEEN %(from)s AND %(to)s {account}
"""


def journal_sums(
    programme_id: UUID,
    *,
    frm: dt.date,
    to: dt.date,
    account_id: UUID | None = None,
    basis: Basis = "posted",
) -> Sums:
    """Of the whole period, whatever page is looked at."""
    sql = JOURNAL_SUMS.replace("{account}", OF_ACCOUNT if account_id else "")
    values: dict[str, Any] = {
        "programme": programme_id, "from": frm, "to": to, "account": account_id,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql.format(day=DAY[basis]), values)
        return Sums(*cursor.fetchone())


@dataclass(frozen=True, slots=True)
class AccountPart:
    """One page of an account's ledger, with the balances of the whole period."""

    ledger: AccountLedger
    debit_minor: int
    credit_minor: int
    closing_minor: int
    part: Part[JournalLine]


ACCOUNT_SUMS = """
SELECT coalesce(sum(m.debit - m.credit) FILTER (WHERE m.day < %(from)s), 0)::bigint,
       coalesce(sum(m.debit) FILTER (WHERE m.day >= %(from)s), 0)::bigint,
       coalesce(sum(m.credit) FILTER (WHERE m.day >= %(from)s), 0)::bigint,
       coalesce(sum(m.debit - m.credit) FILTER (WHERE m.day >= %(from)s
         AND (m.day, m.id) < (%(on)s::date, %(id)s::bigint)), 0)::bigint
FROM (
  SELECT t.{day} AS day, t.id, t.amount_minor AS debit, 0 AS credit FROM ledger_transfer t
  WHERE t.debit_id = %(account)s AND t.{day} <= %(to)s
  UNION ALL
  SELECT t.{day}, t.id, 0, t.amount_minor FROM ledger_transfer t
  WHERE t.credit_id = %(account)s AND t.{day} <= %(to)s
) m
"""


def account_part(
    programme_id: UUID,
    turn: Turn,
    *,
    account_id: UUID,
    code: str,
    frm: dt.date,
    to: dt.date,
    basis: Basis = "posted",
) -> AccountPart:
    """One page of an account: its lines go on from the balance before the first of them."""
    part = journal_part(programme_id, turn, frm=frm, to=to, account_id=account_id, basis=basis)
    first = part.lines[0] if part.lines else None
    values: dict[str, Any] = {
        "account": account_id, "from": frm, "to": to,
        "on": _day(first, basis) if first else frm, "id": first.id if first else 0,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNT_SUMS.format(day=DAY[basis]), values)
        opening, debit, credit, before = (int(value) for value in cursor.fetchone())
    balance, lines = opening + before, []
    for row in part.lines:
        moved = row.amount_minor if row.debit == code else -row.amount_minor
        balance += moved
        against = row.credit if row.debit == code else row.debit
        lines.append(AccountLine(row, against, moved, balance))
    return AccountPart(
        AccountLedger(code, opening, lines), debit, credit, opening + debit - credit, part
    )


@dataclass(frozen=True, slots=True)
class Voucher:
    """An entry with the number of its transfers and their sum in the programme's currency."""

    entry_id: UUID
    on: dt.date
    posted_on: dt.date
    memo: str
    key: str
    is_reversal: bool
    count: int
    amount_minor: int


VOUCHERS = """
SELECT e.id, e."on", e.posted_on, e.memo, e.key, e.reverses_id IS NOT NULL, s.count, s.minor
FROM (
  SELECT * FROM ledger_entry t
  WHERE t.programme_id = %(programme)s AND t.{day} BETWEEN %(from)s AND %(to)s {beyond}
  ORDER BY t.{day} {order}, t.id {order} LIMIT %(limit)s
) e
CROSS JOIN LATERAL (
  SELECT count(*) AS count,
    coalesce(sum(t.amount_minor) FILTER (WHERE t.currency = p.currency), 0)::bigint AS minor
  FROM ledger_transfer t JOIN access_programme p ON p.id = t.programme_id WHERE t.entry_id = e.id
) s
ORDER BY e.{day}, e.id
"""


def vouchers_part(
    programme_id: UUID,
    turn: Turn,
    *,
    frm: dt.date,
    to: dt.date,
    basis: Basis = "posted",
) -> Part[Voucher]:
    """One page of the entries of a period."""
    values = {"programme": programme_id, "from": frm, "to": to}
    rows = [Voucher(*row) for row in _rows(VOUCHERS, values, turn, basis, "uuid")]
    return _part(rows, turn, lambda row: Place(_day(row, basis), str(row.entry_id)))


def _day(row: JournalLine | Voucher, basis: Basis) -> dt.date:
    return row.posted_on if basis == "posted" else row.on


def _rows(
    sql: str, values: dict[str, Any], turn: Turn, basis: Basis, ids: str
) -> list[tuple[Any, ...]]:
    """The lines of a page and one more, which tells whether there are further ones."""
    place = turn.after or turn.before
    beyond = ""
    if place is not None:
        sign = ">" if turn.after else "<"
        beyond = f"AND (t.{DAY[basis]}, t.id) {sign} (%(place_on)s::date, %(place_id)s::{ids})"
        values = {**values, "place_on": place.on, "place_id": place.id}
    order = "DESC" if turn.before and not turn.after else "ASC"
    text = sql.format(day=DAY[basis], beyond=beyond, order=order)
    with connection.cursor() as cursor:
        cursor.execute(text, {**values, "limit": turn.limit + 1})
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _part(rows: list[T], turn: Turn, place_of: Any) -> Part[T]:
    more = len(rows) > turn.limit
    back = turn.before is not None and turn.after is None
    if more:
        rows = rows[1:] if back else rows[:-1]
    has_earlier = more if back else turn.after is not None
    has_later = back or more
    return Part(
        rows,
        place_of(rows[0]) if rows and has_earlier else None,
        place_of(rows[-1]) if rows and has_later else None,
    )
