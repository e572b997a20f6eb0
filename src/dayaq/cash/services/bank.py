"""Bank statements: imported once, lines tied to postings of the books of the same sum."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from dayaq.cash.domain.statement import Columns, Movement, read
from dayaq.cash.models import (
    BankStatement,
    ColumnMapping,
    LineMatch,
    LineUse,
    Matching,
    PostingMatch,
    StatementLine,
)
from dayaq.cash.queries.statements import around, open_postings
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.money import format_minor
from dayaq.kernel.spreadsheets import read_csv_rows, read_rows
from dayaq.ledger import services as ledger
from dayaq.ledger.exchange.services import bear_charge, open_suspense
from dayaq.ledger.queries import BankAccount, bank_accounts


def stage_statement(
    *,
    by: Actor,
    content: bytes,
    file_name: str,
    opening_minor: int,
    closing_minor: int,
    at: dt.datetime,
    account: str = "bank",
) -> BankStatement:
    """Take the bank's file in; its columns are named next. The same file is the same statement.

    :param opening_minor: the balances as the statement prints them, to check the lines against
    :param account: the code of the bank account it is of; its amounts are in that currency
    :raises Refused: the file cannot be read, or was imported already, or there is no such account
    """
    by.require("cash.reconcile")
    chosen = _account(by, account)
    digest = hashlib.sha256(content).hexdigest()
    known = BankStatement.objects.filter(programme_id=by.programme_id, digest=digest).first()
    if known is not None and known.staged is None:
        raise Refused(N_("This statement has been imported already."), field="file")
    is_book = content.startswith(b"PK")
    rows = read_rows(content) if is_book else read_csv_rows(content)
    if not rows:
        raise Refused(N_("There is no row in this file."), field="file")
    header = [title for title in rows[0] if title != "row"]
    staged = [{key: _plain(value) for key, value in row.items()} for row in rows]
    values = {
        "account_id": chosen.id, "file_name": file_name[:200], "header": header, "staged": staged,
        "opening_minor": opening_minor, "closing_minor": closing_minor,
        "imported_by_id": by.user_id, "recorded_at": at,
    }  # fmt: skip
    row, _made = BankStatement.objects.update_or_create(
        programme_id=by.programme_id, digest=digest, defaults=values
    )
    return row


def name_columns(
    *, by: Actor, statement_id: UUID, columns: Columns, on: dt.date, at: dt.datetime
) -> BankStatement:
    """Read the staged rows by the columns named; remember them for the next file like it.

    Lines that an earlier statement brought are known and not taken again.

    :raises Refused: a row cannot be read, or the lines do not lead from opening to closing
    """
    by.require("cash.reconcile")
    row = (
        BankStatement.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(pk=statement_id, programme_id=by.programme_id)
        .first()
    )
    if row is None:
        raise NotFound(N_("There is no such statement."))
    if row.staged is None:
        raise Refused(N_("This statement has been imported already."))
    currency = row.account.currency
    movements = read(row.staged, columns, currency)
    _require_balance(row, movements, currency)
    lines = _new_lines(row, movements)
    row.known_lines = len(movements) - len(lines)
    row.from_on = min(movement.on for movement in movements)
    row.to_on = max(movement.on for movement in movements)
    row.staged = None
    row.save()
    StatementLine.objects.bulk_create(lines)
    ColumnMapping.objects.update_or_create(
        programme_id=by.programme_id, header=header_key(row.header),
        defaults={"columns": asdict(columns)},
    )  # fmt: skip
    record(
        "cash.statement_imported", by=by, on=on, at=at,
        subjects=[("programme", by.programme_id)],
        data={"count": len(lines), "statement": str(row.pk)},
    )  # fmt: skip
    return row


def header_key(header: list[str]) -> str:
    """What a list's header is remembered by."""
    return hashlib.sha256("\x1f".join(header).encode()).hexdigest()


def match_lines(
    *,
    by: Actor,
    line_ids: Sequence[UUID],
    transfer_ids: Sequence[int],
    on: dt.date,
    at: dt.datetime,
) -> Matching:
    """Say which postings of the books some lines are: one each, or several of one sum.

    :raises Refused: another sum, or something that is matched already
    """
    lines = [_line(by, line_id) for line_id in dict.fromkeys(line_ids)]
    accounts = {line.statement.account_id for line in lines}
    if len(accounts) > 1:
        raise Refused(N_("A match is of one bank account."), field="line_ids")
    wanted = set(transfer_ids)
    days = [line.on for line in lines]
    open_ones = open_postings(accounts.pop(), *around(days)) if days else []
    postings = [one for one in open_ones if one.id in wanted]
    there = sum(line.amount_minor for line in lines)
    here = sum(posting.amount_minor for posting in postings)
    if not lines or not wanted or len(postings) < len(wanted) or there != here:
        raise Refused(
            N_("The lines of the bank and the postings do not come to one sum."),
            field="transfer_ids",
        )
    for line in lines:
        told("cash.line_matched", by, line, on, at)
    return _match(by, lines, [one.id for one in postings], LineUse.BOOKS, on)


def put_in_suspense(*, by: Actor, line_id: UUID, on: dt.date, at: dt.datetime) -> Matching:
    """Money came in and nobody knows whose it is: bank against suspense.

    :raises Refused: money that went out
    """
    line = _line(by, line_id)
    if line.amount_minor < 0:
        raise Refused(N_("Only money that came in can wait in suspense."))
    account = line.statement.account
    waits_on = (
        "suspense"
        if account.code == "bank"
        else open_suspense(by=by, currency=account.currency, on=line.on)
    )
    legs = [ledger.Leg(account.code, waits_on, line.amount_minor, None, line.pk)]
    return _book(by, line, legs, "bank deposit", LineUse.SUSPENSE, on, at, "cash.line_suspended")


def post_charge(*, by: Actor, line_id: UUID, on: dt.date, at: dt.datetime) -> Matching:
    """The bank took its charge: an expense of the fund.

    From an account in another currency each window bears it by what it has there.

    :raises Refused: money that came in, or more than the windows have on the account
    """
    line = _line(by, line_id)
    if line.amount_minor > 0:
        raise Refused(N_("A bank charge is money that went out."))
    taken, currency = -line.amount_minor, line.currency
    legs = (
        [ledger.Leg("expense.bank", "bank", taken, None, line.pk)]
        if line.statement.account.code == "bank"
        else bear_charge(by=by, currency=currency, foreign_minor=taken, on=line.on)
    )
    return _book(by, line, legs, "bank charge", LineUse.CHARGE, on, at, "cash.charge_posted")


def _account(by: Actor, code: str) -> BankAccount:
    for one in bank_accounts(by.programme_id):
        if one.code == code:
            return one
    raise Refused(N_("There is no such bank account in the books."), field="account")


def _line(by: Actor, line_id: UUID) -> StatementLine:
    by.require("cash.reconcile")
    line = (
        StatementLine.objects.filter(pk=line_id, programme_id=by.programme_id)
        .select_related("statement__account")
        .first()
    )
    if line is None:
        raise NotFound(N_("There is no such line."))
    ledger.hold(by.programme_id, line.statement.account.code)
    if LineMatch.objects.filter(line=line).exists():
        raise Refused(N_("This line has been matched already."))
    return line


def _book(
    by: Actor, line: StatementLine, legs: list[ledger.Leg], memo: str, use: str, on: dt.date,
    at: dt.datetime, verb: str,
) -> Matching:  # fmt: skip
    key = f"bank-line:{line.pk}"
    event_id = told(verb, by, line, on, at)
    ledger.post(key=key, on=line.on, at=at, by=by, memo=memo, transfers=legs, event_id=event_id)
    open_ones = open_postings(line.statement.account_id, line.on, line.on)
    (made,) = [one for one in open_ones if one.key == key]
    return _match(by, [line], [made.id], use, on)


def _match(
    by: Actor, lines: Sequence[StatementLine], transfer_ids: Sequence[int], use: str, on: dt.date
) -> Matching:
    made = Matching.objects.create(
        programme_id=by.programme_id, use=use, matched_by_id=by.user_id, matched_on=on
    )
    LineMatch.objects.bulk_create(LineMatch(line=line, matching=made) for line in lines)
    PostingMatch.objects.bulk_create(
        PostingMatch(transfer_id=pk, matching=made) for pk in transfer_ids
    )
    return made


def told(verb: str, by: Actor, line: StatementLine, on: dt.date, at: dt.datetime) -> UUID:
    return record(
        verb, by=by, on=on, at=at, subjects=[("programme", by.programme_id)],
        data={"line": str(line.pk), "amount_minor": line.amount_minor},
    )  # fmt: skip


def _require_balance(row: BankStatement, movements: list[Movement], currency: str) -> None:
    reached = row.opening_minor + sum(movement.amount_minor for movement in movements)
    if reached != row.closing_minor:
        raise Refused(
            N_(
                "The lines lead from %(opening)s to %(reached)s, but the statement closes with"
                " %(closing)s. Look at the balances and the columns."
            ),
            code="unbalanced",
            params={
                "opening": format_minor(row.opening_minor, currency),
                "reached": format_minor(reached, currency),
                "closing": format_minor(row.closing_minor, currency),
            },
        )


def _new_lines(row: BankStatement, movements: list[Movement]) -> list[StatementLine]:
    alike: Counter[Movement] = Counter()
    lines = []
    for place, movement in enumerate(movements, start=1):
        alike[movement] += 1
        text = f"{movement.on}|{movement.amount_minor}|{movement.text}|{alike[movement]}"
        if row.account.code != "bank":
            text = f"{row.account.code}|{text}"
        lines.append(
            StatementLine(
                programme_id=row.programme_id, statement=row, place=place, on=movement.on,
                amount_minor=movement.amount_minor, text=movement.text,
                fingerprint=hashlib.sha256(text.encode()).hexdigest(),
            )
        )  # fmt: skip
    known = set(
        StatementLine.objects.filter(
            programme_id=row.programme_id, fingerprint__in=[line.fingerprint for line in lines]
        ).values_list("fingerprint", flat=True)
    )
    return [line for line in lines if line.fingerprint not in known]


def _plain(value: object) -> Any:
    """A cell as JSON keeps it; days and numbers come back from text the same."""
    return value if isinstance(value, int | None) else str(value)[:500]
