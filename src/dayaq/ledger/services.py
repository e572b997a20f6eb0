"""Posting: the one way into the books.

`post` runs inside the transaction of the service that calls it. Every entry carries a key;
the same key with the same content is the first entry, with other content it is refused.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from dayaq.kernel import db
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Organisation, Programme
from dayaq.kernel.errors import N_, Conflict, Refused
from dayaq.kernel.events import record
from dayaq.kernel.ids import uuid7
from dayaq.ledger.domain.fund import Donated
from dayaq.ledger.models import Account, Contribution, Entry, Transfer, Window

CHART: dict[str, Account.Kind] = {
    "bank": Account.Kind.ASSET,
    "cash": Account.Kind.ASSET,
    "allowance": Account.Kind.ASSET,
    "brought_over": Account.Kind.ASSET,
    "handed_over": Account.Kind.FUND,
    "client_credits": Account.Kind.LIABILITY,
    "suspense": Account.Kind.LIABILITY,
    "income.fees": Account.Kind.INCOME,
    "income.interest": Account.Kind.INCOME,
    "income.penalties": Account.Kind.INCOME,
    "income.recoveries": Account.Kind.INCOME,
    "income.cash_over": Account.Kind.INCOME,
    "income.exchange": Account.Kind.INCOME,
    "expense.write_off": Account.Kind.EXPENSE,
    "expense.forgiveness": Account.Kind.EXPENSE,
    "expense.granted": Account.Kind.EXPENSE,
    "expense.impairment": Account.Kind.EXPENSE,
    "expense.bank": Account.Kind.EXPENSE,
    "expense.exchange": Account.Kind.EXPENSE,
    "expense.cash_short": Account.Kind.EXPENSE,
    "expense.brought_over": Account.Kind.EXPENSE,
}
PER_WINDOW: dict[str, Account.Kind] = {
    "loans": Account.Kind.ASSET,
    "capital": Account.Kind.FUND,
    "due_to_donor": Account.Kind.LIABILITY,
}


@dataclass(frozen=True, slots=True)
class Leg:
    """One transfer to post: account codes, minor units, and what it concerns."""

    debit: str
    credit: str
    amount_minor: int
    window: str | None = None
    subject_id: UUID | None = None


def open_books(*, by: Actor | None, programme: Programme, on: dt.date, at: dt.datetime) -> None:
    """Open the chart of accounts of a programme; doing it again changes nothing."""
    if by is not None:
        by.require("ledger.set_up")
    if Account.objects.filter(programme=programme, code="bank").exists():
        return
    Account.objects.bulk_create(
        Account(
            programme=programme, code=code, kind=kind, currency=programme.currency, opened_on=on
        )
        for code, kind in CHART.items()
    )
    record(
        "ledger.books_opened", by=by, on=on, at=at, programme_id=programme.pk,
        subjects=[("programme", programme.pk)],
    )  # fmt: skip


def open_window(
    *,
    by: Actor | None,
    programme: Programme,
    code: str,
    name: str,
    donor: Organisation,
    on: dt.date,
    at: dt.datetime,
    agreement_number: str = "",
    currency: str = "",
) -> Window:
    """Open a donor's window in the revolving fund, with its accounts."""
    if by is not None:
        by.require("ledger.set_up")
    if Window.objects.filter(programme=programme, code=code).exists():
        raise Refused(N_("There is a fund window with this code already."), field="code")
    window = Window.objects.create(
        programme=programme, code=code, name=name, donor=donor,
        agreement_number=agreement_number, opened_on=on, currency=currency or programme.currency,
    )  # fmt: skip
    Account.objects.bulk_create(
        Account(
            programme=programme, code=f"{prefix}:{code}", kind=kind,
            currency=programme.currency, window=window, opened_on=on,
        )
        for prefix, kind in PER_WINDOW.items()
    )  # fmt: skip
    record(
        "ledger.window_opened", by=by, on=on, at=at, programme_id=programme.pk,
        subjects=[("programme", programme.pk)], data={"window": code},
    )  # fmt: skip
    return window


def receive_contribution(
    *,
    by: Actor,
    window: Window,
    amount_minor: int,
    key: str,
    on: dt.date,
    at: dt.datetime,
    donated: Donated | None = None,
    is_kept: bool = False,
    from_suspense: bool = False,
    reference: str = "",
) -> Entry:
    """Book a donor's money into the fund: bank against the capital of its window.

    :param amount_minor: what the bank credited, in the programme's currency
    :param donated: what the donor gave in another currency, and the rate it came in at
    :param is_kept: it stays on the bank account in the donor's currency
    :param reference: what the bank calls it; "" is the key
    :param from_suspense: it is at the bank already, and waited until its donor was known
    :raises Refused: the donor's amount at that rate does not come to what was credited
    """
    by.require("ledger.contribute")
    currency = Programme.objects.values_list("currency", flat=True).get(pk=window.programme_id)
    given = donated or Donated(currency, amount_minor)
    if given.credited_minor(currency) != amount_minor:
        raise Refused(
            N_("The donor's amount at this rate does not come to what the bank credited."),
            field="amount_minor",
        )
    lies_on = "suspense" if from_suspense else "bank"
    legs = [Leg(lies_on, f"capital:{window.code}", amount_minor, window.code)]
    if is_kept or (from_suspense and given.currency != currency):
        lies_on = "foreign_suspense" if from_suspense else "foreign"
        legs = _kept(given, amount_minor, window.code, currency, lies_on)
    event_id = record(
        "ledger.contribution_received", by=by, on=on, at=at,
        subjects=[("programme", window.programme_id)],
        data={"window": window.code, "amount_minor": amount_minor},
    )  # fmt: skip
    entry = post(
        key=f"contribution:{key}", on=on, at=at, by=by, memo="contribution", event_id=event_id,
        transfers=legs,
    )  # fmt: skip
    if not Contribution.objects.filter(entry=entry).exists():
        exchange = given.exchange
        Contribution.objects.create(
            programme_id=window.programme_id, window=window, entry=entry, received_on=on,
            reference=reference or key, currency=given.currency, amount_minor=given.amount_minor,
            rate=exchange.rate if exchange else None, rate_on=exchange.on if exchange else None,
            rate_source=exchange.source if exchange else "", credited_currency=currency,
            credited_minor=amount_minor,
        )  # fmt: skip
    return entry


def _kept(given: Donated, amount_minor: int, window: str, own: str, on: str) -> list[Leg]:
    """Foreign money on its own account, and what it stands at; no transfer crosses currencies."""
    if given.currency == own:
        raise Refused(N_("Only money in another currency stays on its account."), field="is_kept")
    code = given.currency.lower()
    return [
        Leg(f"{on}:{code}", f"trading:{code}", given.amount_minor, window),
        Leg(f"position:{code}", f"capital:{window}", amount_minor, window),
    ]


def bank_cash(*, by: Actor, amount_minor: int, slip: str, on: dt.date, at: dt.datetime) -> Entry:
    """Take office cash to the bank against a deposit slip; the slip number is the key.

    :raises Refused: there is less cash in the office than that
    """
    by.require("ledger.move_cash")
    hold(by.programme_id, "cash")
    event_id = record(
        "ledger.cash_banked", by=by, on=on, at=at,
        subjects=[("programme", by.programme_id)],
        data={"slip": slip, "amount_minor": amount_minor},
    )  # fmt: skip
    entry = post(
        key=f"deposit:{slip}", on=on, at=at, by=by, memo="deposit", event_id=event_id,
        transfers=[Leg("bank", "cash", amount_minor)],
    )  # fmt: skip
    _refuse_below_zero(by.programme_id, "cash")
    return entry


def draw_cash(*, by: Actor, amount_minor: int, slip: str, on: dt.date, at: dt.datetime) -> Entry:
    """Draw cash from the bank into the office; the cheque number is the key.

    :raises Refused: there is less in the bank than that
    """
    by.require("ledger.move_cash")
    hold(by.programme_id, "bank")
    event_id = record(
        "ledger.cash_drawn", by=by, on=on, at=at,
        subjects=[("programme", by.programme_id)],
        data={"slip": slip, "amount_minor": amount_minor},
    )  # fmt: skip
    entry = post(
        key=f"drawing:{slip}", on=on, at=at, by=by, memo="drawing", event_id=event_id,
        transfers=[Leg("cash", "bank", amount_minor)],
    )  # fmt: skip
    _refuse_below_zero(by.programme_id, "bank")
    return entry


def hold(programme_id: UUID, *codes: str) -> None:
    """Hold accounts until the transaction ends: what they have is counted by one at a time.

    To be called before a balance is read that must cover a payment; it travels with the next
    question, ahead of it. Postings into the account do not wait for it: they only refer to its
    row, which this lock leaves open to them.
    """
    db.send(
        "SELECT 1 FROM ledger_account WHERE programme_id = %s AND code = ANY(%s) "
        "ORDER BY code FOR NO KEY UPDATE",
        [programme_id, list(codes)],
    )


def _refuse_below_zero(programme_id: UUID, code: str) -> None:
    from dayaq.ledger.queries import balance

    if balance(programme_id, code) < 0:
        raise Refused(
            N_("There is not as much money in this account. Count it and check the amount."),
            field="amount_minor",
        )


# The database says in which open month an entry is booked (trigger), and its transfers follow it.
POST = """
WITH e AS (
  INSERT INTO ledger_entry (id, programme_id, key, digest, "on", recorded_at, memo, event_id,
                            recorded_by_id, reverses_id)
  VALUES (%(id)s, %(programme)s, %(key)s, %(digest)s, %(on)s, %(at)s, %(memo)s, %(event)s,
          %(by)s, %(reverses)s)
  ON CONFLICT (programme_id, key) DO NOTHING
  RETURNING id, programme_id, "on", posted_on
), written AS (
  INSERT INTO ledger_transfer
    (entry_id, programme_id, currency, debit_id, credit_id, amount_minor, window_id,
     subject_id, "on", posted_on)
  SELECT e.id, e.programme_id, a.currency, a.id, b.id, t.amount, w.id, t.subject,
         e."on", e.posted_on
  FROM e CROSS JOIN unnest(%(debits)s::text[], %(credits)s::text[], %(amounts)s::bigint[],
                           %(windows)s::text[], %(subjects)s::uuid[]) WITH ORDINALITY
         AS t(debit, credit, amount, window_code, subject, place)
  JOIN ledger_account a ON a.programme_id = e.programme_id AND a.code = t.debit
  JOIN ledger_account b ON b.programme_id = e.programme_id AND b.code = t.credit
  LEFT JOIN ledger_window w ON w.programme_id = e.programme_id AND w.code = t.window_code
  ORDER BY t.place
  RETURNING 1
)
SELECT e.posted_on, (SELECT count(*) FROM written) FROM e
"""


def post(
    *,
    key: str,
    on: dt.date,
    at: dt.datetime,
    by: Actor,
    memo: str,
    transfers: Sequence[Leg],
    event_id: UUID,
    reverses: Entry | None = None,
) -> Entry:
    """Write one entry and its transfers, in one statement.

    `key` makes it one: the same key with the same content returns the first entry. A day of a
    closed month stays the value date; the entry is booked on the first day of the open one.
    `event_id` is the event that causes it: behind every entry stands one.

    :raises Refused: an amount of zero or less, or an account that does not exist
    :raises Conflict: the key was used for something else
    """
    assert connection.in_atomic_block, "a posting belongs to the service that causes it"  # noqa: S101
    if not transfers or any(leg.amount_minor <= 0 for leg in transfers):
        raise Refused(N_("An amount posted must be above zero."))
    digest = _digest(on, memo, transfers, reverses)
    entry = Entry(
        id=uuid7(), programme_id=by.programme_id, key=key, digest=digest, on=on,
        recorded_at=at, memo=memo, event_id=event_id, recorded_by_id=by.user_id, reverses=reverses,
    )  # fmt: skip
    for account in {leg.debit for leg in transfers} | {leg.credit for leg in transfers}:
        if account.startswith(("transit:", "receivable:")):
            _open_transit(by.programme_id, account, on)
    posted = _written(entry, transfers)
    if posted is None:
        first = Entry.objects.get(programme_id=by.programme_id, key=key)
        if bytes(first.digest) != digest:
            raise Conflict(N_("This number has been posted already, with other content."))
        return first
    entry.posted_on, written = posted
    if written != len(transfers):
        raise Refused(N_("An account of this posting does not exist in the books."))
    return entry


def _written(entry: Entry, transfers: Sequence[Leg]) -> tuple[dt.date, int] | None:
    """The day the entry is booked and how many transfers were written; None for a key that was
    used before."""
    values = {
        "id": entry.pk, "programme": entry.programme_id, "key": entry.key,
        "digest": bytes(entry.digest), "on": entry.on, "at": entry.recorded_at, "memo": entry.memo,
        "event": entry.event_id, "by": entry.recorded_by_id, "reverses": entry.reverses_id,
        "debits": [leg.debit for leg in transfers],
        "credits": [leg.credit for leg in transfers],
        "amounts": [leg.amount_minor for leg in transfers],
        "windows": [leg.window for leg in transfers],
        "subjects": [leg.subject_id for leg in transfers],
    }  # fmt: skip
    found = db.fetch_one(POST, values)
    return None if found is None else (found[0], found[1])


def reverse(
    *,
    key: str,
    reverses_key: str,
    on: dt.date,
    at: dt.datetime,
    by: Actor,
    reason: str,
    event_id: UUID,
) -> Entry:
    """Post the opposite of an entry, once.

    :raises Refused: there is no such entry, or it is itself a reversal, or reversed already
    """
    first = Entry.objects.filter(programme_id=by.programme_id, key=reverses_key).first()
    if first is None:
        raise Refused(N_("There is no posting with this number to reverse."))
    if first.reverses_id is not None:
        raise Refused(N_("A reversal is not reversed. Post the right amount instead."))
    legs = [
        Leg(
            debit=row["credit__code"],
            credit=row["debit__code"],
            amount_minor=row["amount_minor"],
            window=row["window__code"],
            subject_id=row["subject_id"],
        )
        for row in Transfer.objects.filter(entry=first)
        .order_by("id")
        .values("debit__code", "credit__code", "amount_minor", "window__code", "subject_id")
    ]
    return post(
        key=key, on=on, at=at, by=by, memo=reason[:60], transfers=legs,
        event_id=event_id, reverses=first,
    )  # fmt: skip


OPEN_TRANSIT = """
INSERT INTO ledger_account (id, programme_id, code, kind, currency, officer_id, opened_on)
SELECT %s, p.id, %s, 'asset', p.currency, %s, %s FROM access_programme p WHERE p.id = %s
ON CONFLICT (programme_id, code, currency) DO NOTHING
"""


def _open_transit(programme_id: UUID, code: str, on: dt.date) -> None:
    """The cash an officer carries, or owes, has an account of its own, opened at first use."""
    officer_id = UUID(code.partition(":")[2])
    db.send(OPEN_TRANSIT, [uuid7(), code, officer_id, on, programme_id])


def _digest(on: dt.date, memo: str, transfers: Sequence[Leg], reverses: Entry | None) -> bytes:
    parts = [on.isoformat(), memo, str(reverses.pk) if reverses else ""]
    parts += [
        f"{leg.debit}|{leg.credit}|{leg.amount_minor}|{leg.window}|{leg.subject_id}"
        for leg in transfers
    ]
    return hashlib.sha256("\n".join(parts).encode()).digest()
