"""The statements of the books: trial balance, ledger of an account, balance sheet, income.

Each is asked by the day of booking ("posted", the books as they were closed) or by the value
date ("value", what is known today about a day). By the day of booking the closed months come
from their snapshots, so that only the open ones are summed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.db import connection

from dayaq.kernel.access.models import Programme
from dayaq.ledger.models import Account, Period
from dayaq.ledger.queries import JournalLine, Line

Basis = Literal["posted", "value"]
DAY = {"posted": "posted_on", "value": '"on"'}

SINCE = """
WITH moved AS (
  SELECT debit_id AS account_id, sum(amount_minor) AS debit, 0::numeric AS credit
  FROM ledger_transfer
  WHERE programme_id = %(programme)s AND {day} <= %(on)s AND {day} > %(after)s GROUP BY debit_id
  UNION ALL
  SELECT credit_id, 0, sum(amount_minor) FROM ledger_transfer
  WHERE programme_id = %(programme)s AND {day} <= %(on)s AND {day} > %(after)s GROUP BY credit_id
  UNION ALL
  SELECT account_id, debit_minor, credit_minor FROM ledger_snapshot WHERE period_id = %(period)s
)
SELECT a.code, a.kind, a.currency, w.code,
       coalesce(sum(m.debit), 0)::bigint, coalesce(sum(m.credit), 0)::bigint
FROM ledger_account a
LEFT JOIN ledger_window w ON w.id = a.window_id
LEFT JOIN moved m ON m.account_id = a.id
WHERE a.programme_id = %(programme)s
GROUP BY a.code, a.kind, a.currency, w.code
ORDER BY a.kind, a.code
"""


def trial_balance(programme_id: UUID, on: dt.date, *, basis: Basis = "posted") -> list[Line]:
    """Every account with its debits and credits up to and including `on`."""
    period = (
        Period.objects.filter(programme_id=programme_id, closed_at__isnull=False, ends_on__lte=on)
        .order_by("-ends_on")
        .first()
        if basis == "posted"
        else None
    )
    with connection.cursor() as cursor:
        cursor.execute(
            SINCE.format(day=DAY[basis]),
            {
                "programme": programme_id,
                "on": on,
                "after": period.ends_on if period else dt.date.min,
                "period": period.pk if period else None,
            },
        )
        return [Line(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One transfer as the account's own ledger shows it; `moved_minor` is debit positive."""

    transfer: JournalLine
    against: str
    moved_minor: int
    balance_minor: int

    @property
    def debit_minor(self) -> int | None:
        return self.moved_minor if self.moved_minor > 0 else None

    @property
    def credit_minor(self) -> int | None:
        return -self.moved_minor if self.moved_minor < 0 else None


@dataclass(frozen=True, slots=True)
class AccountLedger:
    """An account over a period: what it opened with, every transfer, what it closed with."""

    code: str
    opening_minor: int
    lines: list[AccountLine] = field(default_factory=list)

    @property
    def closing_minor(self) -> int:
        return self.lines[-1].balance_minor if self.lines else self.opening_minor


OPENING = """
SELECT coalesce(sum(CASE WHEN t.debit_id = a.id THEN t.amount_minor ELSE -t.amount_minor END), 0)
FROM ledger_account a JOIN ledger_transfer t ON a.id IN (t.debit_id, t.credit_id)
WHERE a.programme_id = %(programme)s AND a.code = %(code)s AND t.{day} < %(from)s
"""
LINES = """
SELECT t.id, t."on", t.posted_on, e.key, e.memo, d.code, c.code, t.amount_minor, t.currency,
       w.code, t.subject_id, e.reverses_id IS NOT NULL, e.id
FROM ledger_transfer t
JOIN ledger_entry e ON e.id = t.entry_id
JOIN ledger_account d ON d.id = t.debit_id
JOIN ledger_account c ON c.id = t.credit_id
LEFT JOIN ledger_window w ON w.id = t.window_id
WHERE t.programme_id = %(programme)s AND (%(code)s = '' OR d.code = %(code)s OR c.code = %(code)s)
  AND t.{day} BETWEEN %(from)s AND %(to)s
ORDER BY t.{day}, t.id
"""


def journal(
    programme_id: UUID, *, frm: dt.date, to: dt.date, code: str = "", basis: Basis = "posted"
) -> list[JournalLine]:
    """Every transfer of a period in the order of its days; of one account if `code` is given."""
    values: dict[str, Any] = {"programme": programme_id, "code": code, "from": frm, "to": to}
    with connection.cursor() as cursor:
        cursor.execute(LINES.format(day=DAY[basis]), values)
        return [JournalLine(*row) for row in cursor.fetchall()]


def account_ledger(
    programme_id: UUID, code: str, *, frm: dt.date, to: dt.date, basis: Basis = "posted"
) -> AccountLedger:
    """The general ledger of one account, with a running balance."""
    values: dict[str, Any] = {"programme": programme_id, "code": code, "from": frm}
    with connection.cursor() as cursor:
        cursor.execute(OPENING.format(day=DAY[basis]), values)
        opening = balance = int(cursor.fetchone()[0])
    lines = []
    for row in journal(programme_id, frm=frm, to=to, code=code, basis=basis):
        moved = row.amount_minor if row.debit == code else -row.amount_minor
        balance += moved
        against = row.credit if row.debit == code else row.debit
        lines.append(AccountLine(row, against, moved, balance))
    return AccountLedger(code, opening, lines)


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """What the fund has, what it owes, and what of it is the donors': amounts above zero.

    `result_minor` is income less expense up to the day; assets = liabilities + funds + result.
    """

    assets: list[tuple[str, int]]
    liabilities: list[tuple[str, int]]
    funds: list[tuple[str, int]]
    result_minor: int

    @property
    def assets_minor(self) -> int:
        return sum(minor for _code, minor in self.assets)

    @property
    def claims_minor(self) -> int:
        owed = sum(minor for _code, minor in [*self.liabilities, *self.funds])
        return owed + self.result_minor


def balance_sheet(programme_id: UUID, on: dt.date, *, basis: Basis = "posted") -> BalanceSheet:
    """The balance sheet of the fund on a day."""
    lines = _in_own_currency(programme_id, trial_balance(programme_id, on, basis=basis))
    kinds = Account.Kind
    return BalanceSheet(
        assets=_of(lines, kinds.ASSET, 1),
        liabilities=_of(lines, kinds.LIABILITY, -1),
        funds=_of(lines, kinds.FUND, -1),
        result_minor=-sum(
            line.balance_minor for line in lines if line.kind in (kinds.INCOME, kinds.EXPENSE)
        ),
    )


@dataclass(frozen=True, slots=True)
class IncomeStatement:
    """What the fund earned and lost in a period.

    `adjustments_minor` is the part of the result whose value date lies before the period:
    it came late, after its own month was closed.
    """

    income: list[tuple[str, int]]
    expense: list[tuple[str, int]]
    adjustments_minor: int

    @property
    def result_minor(self) -> int:
        return sum(minor for _code, minor in self.income) - sum(
            minor for _code, minor in self.expense
        )


def income_statement(
    programme_id: UUID, *, frm: dt.date, to: dt.date, basis: Basis = "posted"
) -> IncomeStatement:
    """Income and expense of a period."""
    before = {
        line.code: line.balance_minor
        for line in trial_balance(programme_id, frm - dt.timedelta(days=1), basis=basis)
    }
    moved = [
        Line(line.code, line.kind, line.currency, line.window,
             line.balance_minor - before.get(line.code, 0), 0)
        for line in trial_balance(programme_id, to, basis=basis)
    ]  # fmt: skip
    late = 0
    if basis == "posted":
        kinds = {line.code: line.kind for line in moved}
        result = {Account.Kind.INCOME, Account.Kind.EXPENSE}
        for row in late_entries(programme_id, frm=frm, to=to):
            late += row.amount_minor * (
                (kinds[row.credit] in result) - (kinds[row.debit] in result)
            )  # fmt: skip
    moved = _in_own_currency(programme_id, moved)
    return IncomeStatement(
        income=_of(moved, Account.Kind.INCOME, -1),
        expense=_of(moved, Account.Kind.EXPENSE, 1),
        adjustments_minor=late,
    )


LATE = LINES.format(day="posted_on").replace("ORDER BY", 'AND t."on" < %(from)s ORDER BY')


def late_entries(programme_id: UUID, *, frm: dt.date, to: dt.date) -> list[JournalLine]:
    """The adjustment lines of a period: booked in it, with a value date before it."""
    with connection.cursor() as cursor:
        cursor.execute(LATE, {"programme": programme_id, "code": "", "from": frm, "to": to})
        return [JournalLine(*row) for row in cursor.fetchall()]


def _in_own_currency(programme_id: UUID, lines: Iterable[Line]) -> list[Line]:
    """Money in another currency counts by its position: what it stands at in the fund's own."""
    own = Programme.objects.values_list("currency", flat=True).get(pk=programme_id)
    return [line for line in lines if line.currency == own]


def _of(lines: Iterable[Line], kind: str, sign: int) -> list[tuple[str, int]]:
    return [
        (line.code, sign * line.balance_minor)
        for line in lines
        if line.kind == kind and line.balance_minor
    ]
