"""Questions to the books. Balances are sums of transfers: debit positive, in minor units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from dayaq.kernel import db
from dayaq.ledger.models import Window


@dataclass(frozen=True, slots=True)
class Line:
    """One account in the trial balance: its debits, credits and kind, in minor units."""

    code: str
    kind: str
    currency: str
    window: str | None
    debit_minor: int
    credit_minor: int

    @property
    def balance_minor(self) -> int:
        return self.debit_minor - self.credit_minor


MOVED = """
WITH accounts AS (
  SELECT id FROM ledger_account
  WHERE programme_id = %(programme)s AND (code = %(code)s OR code LIKE %(code)s::text || ':%%')
), moved AS (
  SELECT t.amount_minor, t."on", t.subject_id, t.window_id FROM ledger_transfer t
  JOIN accounts a ON a.id = t.debit_id
  UNION ALL
  SELECT -t.amount_minor, t."on", t.subject_id, t.window_id FROM ledger_transfer t
  JOIN accounts a ON a.id = t.credit_id
)
"""
BALANCE = (
    MOVED  # noqa: S608 - our own texts, no value in them
    + """
SELECT coalesce(sum(m.amount_minor), 0) FROM moved m
WHERE (%(on)s::date IS NULL OR m."on" <= %(on)s)
  AND (%(subject)s::uuid IS NULL OR m.subject_id = %(subject)s)
  AND (%(window)s::text IS NULL OR m.window_id =
       (SELECT w.id FROM ledger_window w
        WHERE w.programme_id = %(programme)s AND w.code = %(window)s))
"""
)
BY_WINDOW = (
    MOVED
    + """
SELECT w.code, sum(m.amount_minor)::bigint
FROM moved m JOIN ledger_window w ON w.id = m.window_id GROUP BY w.code
"""
)


def balance(
    programme_id: UUID,
    code: str,
    *,
    on: dt.date | None = None,
    window: str | None = None,
    subject_id: UUID | None = None,
) -> int:
    """Debits less credits of the accounts whose code is `code` or begins with `code` and ":".

    :param on: up to and including this value date; None is everything
    """
    values: dict[str, Any] = {
        "programme": programme_id, "code": code, "on": on, "subject": subject_id, "window": window,
    }  # fmt: skip
    found = db.fetch_one(BALANCE, values)
    assert found is not None  # noqa: S101 - a sum is always a row
    return int(found[0])


def balances_by_window(programme_id: UUID, code: str) -> dict[str, int]:
    """As `balance`, of each window with something on these accounts, in one question."""
    return dict(db.fetch(BY_WINDOW, {"programme": programme_id, "code": code}))


TRIAL_BALANCE = """
SELECT a.code, a.kind, a.currency, w.code,
       coalesce(sum(s.debit), 0)::bigint, coalesce(sum(s.credit), 0)::bigint
FROM ledger_account a
LEFT JOIN ledger_window w ON w.id = a.window_id
LEFT JOIN (
  SELECT debit_id AS account_id, sum(amount_minor) AS debit, 0 AS credit FROM ledger_transfer
  WHERE programme_id = %(programme)s AND "on" <= %(on)s GROUP BY debit_id
  UNION ALL
  SELECT credit_id, 0, sum(amount_minor) FROM ledger_transfer
  WHERE programme_id = %(programme)s AND "on" <= %(on)s GROUP BY credit_id
) s ON s.account_id = a.id
WHERE a.programme_id = %(programme)s
GROUP BY a.code, a.kind, a.currency, w.code
ORDER BY a.kind, a.code
"""


def trial_balance(programme_id: UUID, on: dt.date) -> list[Line]:
    """Every account with its debits and credits up to the value date `on`."""
    with connection.cursor() as cursor:
        cursor.execute(TRIAL_BALANCE, {"programme": programme_id, "on": on})
        return [Line(*row) for row in cursor.fetchall()]


def loan_balances(loan_ids: Iterable[UUID], *, on: dt.date | None = None) -> dict[UUID, int]:
    """Principal outstanding by the books, per loan."""
    ids = list(loan_ids)
    sql = (
        "SELECT t.subject_id, sum(CASE WHEN d.code LIKE 'loans:%%' THEN t.amount_minor ELSE 0 END "
        "- CASE WHEN c.code LIKE 'loans:%%' THEN t.amount_minor ELSE 0 END) "
        "FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_id "
        "JOIN ledger_account c ON c.id = t.credit_id WHERE t.subject_id = ANY(%s) "
        'AND (%s::date IS NULL OR t."on" <= %s) GROUP BY t.subject_id'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids, on, on])
        found = {row[0]: int(row[1]) for row in cursor.fetchall()}
    return {loan_id: found.get(loan_id, 0) for loan_id in ids}


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account at the bank: of the programme's own currency, or of another."""

    id: UUID
    code: str
    currency: str
    is_own: bool


def bank_accounts(programme_id: UUID) -> list[BankAccount]:
    """Every open bank account of the programme, that of its own currency first."""
    rows = db.fetch(
        "SELECT a.id, a.code, a.currency, a.code = 'bank' FROM ledger_account a "
        "WHERE a.programme_id = %s AND (a.code = 'bank' OR a.code LIKE 'foreign:%%') "
        "AND a.closed_on IS NULL ORDER BY a.code",
        [programme_id],
    )
    return [BankAccount(*row) for row in rows]


def windows(programme_id: UUID) -> list[Window]:
    """The fund's windows, oldest first."""
    return list(
        Window.objects.filter(programme_id=programme_id)
        .select_related("donor")
        .order_by("opened_on", "code")
    )


# A window's own money: what it was given and earned, less what is lent, lost, spent and set
# aside to be returned. What is owed to others (client credits, suspense) is nobody's to lend.
# Capital and loans are summed by account, out of the index alone; the rest has few transfers.
FREE_WINDOWS = """
SELECT w.code, coalesce(m.free_minor, 0) AS free_minor
FROM ledger_window w
LEFT JOIN (
  SELECT x.window_id, sum(x.minor) AS free_minor FROM (
    SELECT a.window_id,
      (SELECT coalesce(sum(t.amount_minor), 0) FROM ledger_transfer t WHERE t.credit_id = a.id)
      - (SELECT coalesce(sum(t.amount_minor), 0) FROM ledger_transfer t WHERE t.debit_id = a.id)
      AS minor
    FROM ledger_account a
    WHERE a.programme_id = %(programme)s AND a.window_id IS NOT NULL AND a.kind <> 'liability'
    UNION ALL
    SELECT t.window_id, t.amount_minor
    FROM ledger_account a JOIN ledger_transfer t ON t.credit_id = a.id
    WHERE a.programme_id = %(programme)s AND a.window_id IS NULL AND t.window_id IS NOT NULL
      AND (a.kind IN ('income', 'expense') OR a.code IN ('allowance', 'handed_over')
           OR a.code LIKE 'position:%%')
    UNION ALL
    SELECT t.window_id, -t.amount_minor
    FROM ledger_account a JOIN ledger_transfer t ON t.debit_id = a.id
    WHERE a.programme_id = %(programme)s AND a.window_id IS NULL AND t.window_id IS NOT NULL
      AND (a.kind IN ('income', 'expense') OR a.code IN ('allowance', 'handed_over')
           OR a.code LIKE 'position:%%')
  ) x GROUP BY x.window_id
) m ON m.window_id = w.id
WHERE w.programme_id = %(programme)s
ORDER BY w.opened_on, w.code
"""


def free_windows(programme_id: UUID) -> dict[str, int]:
    """Money of each window that can be lent, oldest window first, in minor units."""
    found = db.fetch(FREE_WINDOWS, {"programme": programme_id})
    return {code: int(free) for code, free in found}


MONEY_TO_LEND = (
    "SELECT f.code, f.free_minor, ("  # noqa: S608 - our own texts, no value in them
    + BALANCE
    + ") FROM ("
    + FREE_WINDOWS
    + ") AS f"
)


def money_to_lend(programme_id: UUID, account: str) -> tuple[dict[str, int], int]:
    """What `free_windows` says, and the balance of `account`, in one statement."""
    found = db.fetch(
        MONEY_TO_LEND,
        {"programme": programme_id, "code": account, "on": None, "subject": None, "window": None},
    )
    free = {code: int(minor) for code, minor, _held in found}
    return free, int(found[0][2]) if found else 0


def window_with_money(programme_id: UUID, amount_minor: int) -> str | None:
    """The oldest window whose money, fresh or come back, still covers `amount_minor`."""
    free = free_windows(programme_id)
    return next((code for code, minor in free.items() if minor >= amount_minor), None)


TRANSFERS = """
SELECT t.id, t."on", t.posted_on, e.key, e.memo, d.code, c.code, t.amount_minor, t.currency,
       w.code, t.subject_id, e.reverses_id IS NOT NULL, e.id
FROM ledger_transfer t
JOIN ledger_entry e ON e.id = t.entry_id
JOIN ledger_account d ON d.id = t.debit_id
JOIN ledger_account c ON c.id = t.credit_id
LEFT JOIN ledger_window w ON w.id = t.window_id
WHERE t.programme_id = %(programme)s AND (%(code)s = '' OR d.code = %(code)s OR c.code = %(code)s)
  AND t."on" BETWEEN %(from)s AND %(to)s
ORDER BY t."on" DESC, t.id DESC
LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One transfer as the journal shows it."""

    id: int
    on: dt.date
    posted_on: dt.date
    key: str
    memo: str
    debit: str
    credit: str
    amount_minor: int
    currency: str
    window: str | None
    subject_id: UUID | None
    is_reversal: bool
    entry_id: UUID


def journal(
    programme_id: UUID,
    *,
    frm: dt.date,
    to: dt.date,
    code: str = "",
    limit: int = 100,
    offset: int = 0,
) -> list[JournalLine]:
    """Transfers of a period, newest first; of one account if `code` is given."""
    values = {
        "programme": programme_id, "code": code, "from": frm, "to": to,
        "limit": limit, "offset": offset,
    }  # fmt: skip
    return [JournalLine(*row) for row in db.fetch(TRANSFERS, values)]
