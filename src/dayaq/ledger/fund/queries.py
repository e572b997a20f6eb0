"""Questions about the revolving fund, answered by the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection

from dayaq.ledger.domain.fund import Identity, identity
from dayaq.ledger.domain.turns import Kind, Movement, Turns, follow

LENT_BY_WINDOW = """
SELECT a.window_code, sum(a.amount)::bigint FROM (
  SELECT substr(d.code, 7) AS window_code, t.amount_minor AS amount
  FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_id
  WHERE t.subject_id = %(loan)s AND d.code LIKE 'loans:%%'
  UNION ALL
  SELECT substr(c.code, 7), -t.amount_minor
  FROM ledger_transfer t JOIN ledger_account c ON c.id = t.credit_id
  WHERE t.subject_id = %(loan)s AND c.code LIKE 'loans:%%'
) a GROUP BY 1
"""


def lent_by_window(loan_id: UUID) -> dict[str, int]:
    """What is outstanding of a loan in each window's books, in minor units."""
    with connection.cursor() as cursor:
        cursor.execute(LENT_BY_WINDOW, {"loan": loan_id})
        return {code: int(minor) for code, minor in cursor.fetchall()}


CONTRIBUTIONS = """
SELECT w.code, w.name, c.received_on, c.reference, c.currency, c.amount_minor, c.rate, c.rate_on,
  c.rate_source, c.credited_currency, c.credited_minor,
  EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = c.entry_id)
FROM ledger_contribution c JOIN ledger_window w ON w.id = c.window_id
WHERE c.programme_id = %(programme)s AND c.received_on <= %(upto)s
ORDER BY c.received_on, w.code, c.id
"""


@dataclass(frozen=True, slots=True)
class Given:
    """One contribution as it came in."""

    window: str
    window_name: str
    received_on: dt.date
    reference: str
    currency: str
    amount_minor: int
    rate: Decimal | None
    rate_on: dt.date | None
    rate_source: str
    credited_currency: str
    credited_minor: int
    is_reversed: bool


def contributions(programme_id: UUID, *, upto: dt.date) -> list[Given]:
    """Every contribution received by that day that was not taken back, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(CONTRIBUTIONS, {"programme": programme_id, "upto": upto})
        found = [Given(*row) for row in cursor.fetchall()]
    return [one for one in found if not one.is_reversed]


BALANCES = """
SELECT a.code, a.kind, sum(m.amount)::bigint
FROM (
  SELECT t.debit_id AS account_id, t.amount_minor AS amount, t.window_id FROM ledger_transfer t
  WHERE t.programme_id = %(programme)s AND t."on" <= %(on)s
  UNION ALL
  SELECT t.credit_id, -t.amount_minor, t.window_id FROM ledger_transfer t
  WHERE t.programme_id = %(programme)s AND t."on" <= %(on)s
) m
JOIN ledger_account a ON a.id = m.account_id
JOIN access_programme p ON p.id = a.programme_id AND p.currency = a.currency
WHERE (%(window)s::text IS NULL OR m.window_id = (
  SELECT w.id FROM ledger_window w WHERE w.programme_id = p.id AND w.code = %(window)s))
GROUP BY a.code, a.kind
"""


def identity_on(programme_id: UUID, on: dt.date, *, window: str | None = None) -> Identity:
    """Both sides of the fund on a day, of one window or of all, in the programme's currency."""
    with connection.cursor() as cursor:
        cursor.execute(BALANCES, {"programme": programme_id, "on": on, "window": window})
        return identity({(code, kind): int(minor) for code, kind, minor in cursor.fetchall()})


LEFT_OVER = """
SELECT b.code, b.minor FROM (
  SELECT a.code,
    (SELECT coalesce(sum(t.amount_minor), 0) FROM ledger_transfer t WHERE t.debit_id = a.id)
    - (SELECT coalesce(sum(t.amount_minor), 0) FROM ledger_transfer t WHERE t.credit_id = a.id)
    AS minor
  FROM ledger_account a
  WHERE a.programme_id = %s AND a.kind IN ('asset', 'liability')
    AND a.code NOT IN ('bank', 'allowance') AND a.code NOT LIKE 'loans:%%'
) b WHERE b.minor <> 0 ORDER BY b.code
"""


def left_over(programme_id: UUID) -> dict[str, int]:
    """What stands on accounts that cannot go to a successor: cash, debts, unmatched money."""
    with connection.cursor() as cursor:
        cursor.execute(LEFT_OVER, [programme_id])
        return {code: int(minor) for code, minor in cursor.fetchall()}


# A mistake that was taken back never moved money.
MOVEMENTS = """
SELECT w.code, t.amount_minor, t.subject_id,
  split_part(d.code, ':', 1), d.kind, split_part(c.code, ':', 1), c.kind
FROM ledger_transfer t
JOIN ledger_entry e ON e.id = t.entry_id
JOIN ledger_window w ON w.id = t.window_id
JOIN ledger_account d ON d.id = t.debit_id
JOIN ledger_account c ON c.id = t.credit_id
JOIN access_programme p ON p.id = t.programme_id AND p.currency = t.currency
WHERE t.programme_id = %(programme)s AND t."on" <= %(on)s AND e.reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = e.id)
ORDER BY t."on", t.id
"""


def turns_on(programme_id: UUID, on: dt.date) -> Mapping[str, Turns]:
    """By window: its money lent by turn, and what waits to be lent."""
    moves: dict[str, list[Movement]] = {}
    with connection.cursor() as cursor:
        cursor.execute(MOVEMENTS, {"programme": programme_id, "on": on})
        for code, amount, loan, *accounts in cursor.fetchall():
            if (kind := _kind(*accounts)) is not None:
                moves.setdefault(code, []).append(Movement(kind, int(amount), loan))
    return {code: follow(found) for code, found in moves.items()}


def _kind(debit: str, debit_kind: str, credit: str, credit_kind: str) -> Kind | None:
    """What a transfer does to a window's own money; None where it does not move."""
    comes, goes = (_is_money(debit, debit_kind), _is_money(credit, credit_kind))
    if comes and goes:
        return None
    if comes:
        by_account: dict[str, Kind] = {"capital": "given", "loans": "repaid"}
        return by_account.get(credit, "earned" if credit_kind in ("income", "expense") else None)
    if goes:
        return "lent" if debit == "loans" else "spent"
    # Written off, forgiven, or a successor's from now on: it does not come back to be lent.
    return "lost" if credit == "loans" else None


def _is_money(code: str, kind: str) -> bool:
    """Own money: cash of any place, less what is owed to others."""
    return kind == "liability" or (kind == "asset" and code not in ("loans", "allowance"))
