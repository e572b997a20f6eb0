"""The auditor's bundle: a ZIP of plain JSON lines that `auditor.py` reads without this program.

It holds both chains in full, and beside them what must follow from them: the balance of every
account, the principal of every loan, the blanks of every receipt book, and the heads that the
close sheets carry.
"""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from dayaq.kernel import seal
from dayaq.kernel.errors import N_, Refused
from dayaq.ledger import sealing

BATCH = 2_000
ATTEMPTS = 40
PAUSE_SECONDS = 0.25
UNSEALED = """
SELECT EXISTS (SELECT FROM kernel_event e WHERE NOT EXISTS
         (SELECT FROM kernel_eventseal k WHERE k.event_id = e.id))
    OR EXISTS (SELECT FROM ledger_entry e WHERE NOT EXISTS
         (SELECT FROM ledger_entryseal k WHERE k.entry_id = e.id))
"""
QUESTIONS = {
    "accounts": """
SELECT a.programme_id::text AS programme, a.code, a.currency, d.sum AS debit, c.sum AS credit
FROM ledger_account a
CROSS JOIN LATERAL (SELECT coalesce(sum(amount_minor), 0)::bigint AS sum
                    FROM ledger_transfer WHERE debit_id = a.id) d
CROSS JOIN LATERAL (SELECT coalesce(sum(amount_minor), 0)::bigint AS sum
                    FROM ledger_transfer WHERE credit_id = a.id) c
WHERE d.sum + c.sum > 0 ORDER BY 1, a.code COLLATE "C", 3""",
    "months": """
SELECT programme_id::text AS programme, starts_on::text AS month, entries_head, events_head
FROM ledger_period WHERE closed_at IS NOT NULL ORDER BY 1, 2""",
    "loans": """
SELECT l.id::text AS loan, CASE WHEN l.status = 'active' THEN coalesce(
    (SELECT sum(i.unpaid_principal_minor) FROM credit_instalment i
     WHERE i.loan_id = l.id AND i.in_force_to IS NULL), 0) ELSE 0 END::bigint AS principal
FROM credit_loan l WHERE EXISTS (
  SELECT FROM ledger_transfer t JOIN ledger_account a ON a.id IN (t.debit_id, t.credit_id)
  WHERE t.subject_id = l.id AND a.code LIKE 'loans:%') ORDER BY 1""",
    "receipts": """
SELECT r.series, r.number, l.code AS loan, r.amount_minor AS amount, r.paid_on::text AS paid_on
FROM credit_receipt r JOIN credit_loan l ON l.id = r.loan_id
ORDER BY r.series COLLATE "C", r.number""",
    "spoiled": """
SELECT series, number FROM credit_spoiledblank ORDER BY series COLLATE "C", 2""",
    "books": """
SELECT series, first_number AS first, last_number AS last FROM credit_receiptbook
ORDER BY series COLLATE "C", 2""",
}


def write_bundle(path: Path) -> dict[str, str]:
    """Seal what is posted, write all of one moment, and return the heads of the chains.

    :raises Refused: people work so busily that no moment finds everything sealed
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    for _attempt in range(ATTEMPTS):
        seal.EVENTS.seal_all()
        sealing.ENTRIES.seal_all()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(UNSEALED)
            if not cursor.fetchone()[0]:
                heads = _write_all(unfinished)
                unfinished.replace(path)
                return heads
        time.sleep(PAUSE_SECONDS)
    raise Refused(N_("The chains are not complete while people post. Try again in a moment."))


def _write_all(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        _write(bundle, "entries", _entries())
        _write(bundle, "events", _events())
        for name, question in QUESTIONS.items():
            _write(bundle, name, _rows(name, question))
        heads = {"entries": sealing.ENTRIES.head(), "events": seal.EVENTS.head()}
        bundle.writestr("bundle.json", json.dumps({"format": 1, "heads": heads}))
    return heads


def _write(bundle: zipfile.ZipFile, name: str, rows: Iterator[dict[str, Any]]) -> None:
    with bundle.open(f"{name}.jsonl", "w") as out:
        for row in rows:
            text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            out.write(text.encode() + b"\n")


def _streamed(name: str, question: str) -> Iterator[tuple[Any, ...]]:
    with connection.connection.cursor(name=f"bundle_{name}") as cursor:
        cursor.itersize = BATCH
        cursor.execute(question)
        yield from cursor


def _entries() -> Iterator[dict[str, Any]]:
    for position, digest, *row in _streamed("entries", sealing.ENTRIES.sealed):
        content = sealing.ENTRIES.content_of(tuple(row))
        yield {"position": position, "digest": bytes(digest).hex(), "content": content}


def _events() -> Iterator[dict[str, Any]]:
    for position, digest, *row in _streamed("events", seal.EVENTS.sealed):
        content = seal.EVENTS.content_of(tuple(row))
        yield {"position": position, "digest": bytes(digest).hex(), "content": content}


def _rows(name: str, question: str) -> Iterator[dict[str, Any]]:
    with connection.connection.cursor(name=f"bundle_{name}") as cursor:
        cursor.itersize = BATCH
        cursor.execute(question)
        names = [column.name for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))
