"""Does this database say the truth? Asked of every restored backup before it replaces anything.

It reads with plain SQL and trusts no row: the schema epoch, the chain of sealed events, and
the sums of the ledger. Tables of rooms that are not there are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg

from dayaq.kernel.epoch import SCHEMA_EPOCH
from dayaq.ledger.bag_days import DIFFERING
from dayaq.site.postgres.errors import Unusable

BATCH = 1_000


class Broken(Unusable):
    """The data contradict themselves; the message says where."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the event chain: how many events are sealed, and the last digest."""

    position: int
    digest: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One question about the ledger whose answer must be no row."""

    table: str
    question: LiteralString
    sentence: str


RULES = (
    Rule(
        "ledger_transfer",
        "SELECT t.id FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_id "
        "JOIN ledger_account c ON c.id = t.credit_id "
        "WHERE t.amount_minor <= 0 OR t.debit_id = t.credit_id "
        "OR d.currency <> t.currency OR c.currency <> t.currency "
        "OR d.programme_id <> t.programme_id OR c.programme_id <> t.programme_id LIMIT 1",
        "A transfer of the ledger moves no amount or crosses a currency or a book (transfer {0}).",
    ),
    Rule(
        "ledger_transfer",
        "SELECT e.id FROM ledger_entry e WHERE NOT EXISTS "
        "(SELECT FROM ledger_transfer t WHERE t.entry_id = e.id) LIMIT 1",
        "An entry of the ledger has no transfer (entry {0}).",
    ),
    Rule(
        "ledger_transfer",
        "SELECT e.id FROM ledger_entry e JOIN ledger_entry r ON r.id = e.reverses_id "
        "WHERE (SELECT sum(amount_minor) FROM ledger_transfer t WHERE t.entry_id = e.id) "
        "IS DISTINCT FROM "
        "(SELECT sum(amount_minor) FROM ledger_transfer t WHERE t.entry_id = r.id) LIMIT 1",
        "A reversal does not cancel the entry it reverses (entry {0}).",
    ),
    Rule(
        "ledger_transfer",
        "SELECT currency FROM (SELECT a.currency, s.signed FROM ledger_account a JOIN "
        "(SELECT debit_id AS account, amount_minor AS signed FROM ledger_transfer UNION ALL "
        "SELECT credit_id, -amount_minor FROM ledger_transfer) s ON s.account = a.id) x "
        "GROUP BY currency HAVING sum(signed) <> 0 LIMIT 1",
        "The debits and credits of the ledger are not equal in {0}.",
    ),
    Rule(
        "ledger_bagday",
        DIFFERING + "LIMIT 1",
        "A bag of cash does not hold what the ledger put into it (account {0}, {1}).",
    ),
)


def verify(connection: psycopg.Connection) -> list[str]:
    """What was found to hold, one sentence each.

    :raises Broken: at the first contradiction
    """
    connection.execute("SET timezone = 'UTC'")
    said = [_verify_epoch(connection)]
    head = verify_chain(connection)
    if head is not None:
        said.append(f"The chain of {head.position} sealed events holds.")
    asked = 0
    for rule in RULES:
        if _exists(connection, rule.table):
            asked += 1
            row = connection.execute(rule.question).fetchone()
            if row is not None:
                raise Broken(rule.sentence.format(*row))
    if asked:
        row = connection.execute("SELECT count(*) FROM ledger_transfer").fetchone()
        said.append(f"The ledger balances over {row[0] if row else 0} transfers.")
    return said


def verify_chain(connection: psycopg.Connection) -> Head | None:
    """The head of the event chain, computed anew from the events themselves.

    :raises Broken: at the first event that was changed, removed or slipped in
    """
    if not _exists(connection, "kernel_eventseal"):
        return None
    from dayaq.kernel import seal

    connection.execute("SET timezone = 'UTC'")
    expected, head = 0, seal.EVENTS.genesis
    with connection.transaction(), connection.cursor(name="chain") as cursor:
        cursor.execute(seal.EVENTS.sealed)
        while rows := cursor.fetchmany(BATCH):
            for position, digest, *event in rows:
                expected += 1
                if position != expected or event[0] is None:
                    raise Broken(f"The chain of events is broken: number {expected} is missing.")
                head = seal.EVENTS.digest_of(head, tuple(event))
                if head != bytes(digest):
                    raise Broken(f"The chain of events is broken: number {position} was changed.")
    return Head(expected, head.hex())


def _verify_epoch(connection: psycopg.Connection) -> str:
    if not _exists(connection, "kernel_installation"):
        raise Broken("This is not a database of Dayaq.")
    row = connection.execute("SELECT schema_epoch FROM kernel_installation").fetchone()
    if row is not None and row[0] != SCHEMA_EPOCH:
        raise Broken(
            f"The data are of schema epoch {row[0]} and this Dayaq is of epoch {SCHEMA_EPOCH}: "
            "use the Dayaq that made them."
        )
    return f"The schema is of epoch {SCHEMA_EPOCH}."


def _exists(connection: psycopg.Connection, table: str) -> bool:
    row: tuple[Any, ...] | None = connection.execute(
        "SELECT to_regclass(%s) IS NOT NULL", [f"public.{table}"]
    ).fetchone()
    return bool(row and row[0])
