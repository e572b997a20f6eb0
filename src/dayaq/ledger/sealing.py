"""The chain of posted entries, so that a later change to any of them shows.

It works as the chain of events does (kernel.seal), outside the transaction that posts. The
sealer asks which entries have no place yet, so that one whose transaction ends late is chained
late and none is missed; the closing of a month, which no posting can overtake, needs no wait
for the open transactions of others.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import connection, transaction

GENESIS = hashlib.sha256(b"dayaq ledger").digest()
LOCK = 7_401_552_002  # any fixed number: one sealer at a time
BATCH = 1_000

CONTENT = """
SELECT e.id, e.programme_id, e.key, e."on", e.posted_on, e.recorded_at, e.memo, e.event_id,
  e.recorded_by_id, e.reverses_id,
  (SELECT coalesce(json_agg(json_build_array(t.id, d.code, c.code, t.currency, t.amount_minor,
          coalesce(w.code, ''), coalesce(t.subject_id::text, '')) ORDER BY t.id), '[]')
   FROM ledger_transfer t
   JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id
   LEFT JOIN ledger_window w ON w.id = t.window_id WHERE t.entry_id = e.id)
"""
UNSEALED = (
    CONTENT
    + """
FROM ledger_entry e LEFT JOIN ledger_entryseal k ON k.entry_id = e.id
WHERE k.entry_id IS NULL
ORDER BY e.xid, e.id LIMIT %s
"""
)
SEALED = (
    CONTENT.replace("SELECT e.id", "SELECT k.position, k.digest, e.id", 1)
    + """
FROM ledger_entryseal k LEFT JOIN ledger_entry e ON e.id = k.entry_id
ORDER BY k.position
"""
)


def content_of(row: tuple[Any, ...]) -> dict[str, Any]:
    """An entry and its transfers as they are chained and exported: plain JSON values."""
    entry_id, programme_id, key, on, posted_on, at, memo, event_id, by_id, reverses_id, legs = row
    return {
        "id": str(entry_id),
        "programme": str(programme_id),
        "key": key,
        "on": on.isoformat(),
        "posted_on": posted_on.isoformat(),
        "recorded_at": at.isoformat(),
        "memo": memo,
        "event": str(event_id or ""),
        "by": str(by_id or ""),
        "reverses": str(reverses_id or ""),
        "transfers": json.loads(legs) if isinstance(legs, str) else legs,
    }


def digest_of(previous: bytes, row: tuple[Any, ...]) -> bytes:
    """SHA-256 of the previous digest and the entry's content in canonical JSON."""
    text = json.dumps(
        content_of(row), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )  # fmt: skip
    return hashlib.sha256(previous + text.encode()).digest()


def seal(batch: int = BATCH) -> int:
    """Seal up to `batch` committed entries; return how many. Zero while another sealer works."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            "SELECT position, digest FROM ledger_entryseal ORDER BY position DESC LIMIT 1"
        )
        position, head = cursor.fetchone() or (0, GENESIS)
        cursor.execute(UNSEALED, [batch])
        sealed = []
        for row in cursor.fetchall():
            position, head = position + 1, digest_of(bytes(head), row)
            sealed.append((position, row[0], head))
        cursor.executemany(
            "INSERT INTO ledger_entryseal (position, entry_id, digest) VALUES (%s, %s, %s)", sealed
        )
    return len(sealed)


def seal_all() -> int:
    """Seal every committed entry; return how many."""
    total = 0
    while sealed := seal():
        total += sealed
    return total


def head() -> str:
    """The end of the chain as it is printed: the position and the last digest."""
    return _head("SELECT position, digest FROM ledger_entryseal ORDER BY position DESC LIMIT 1")


def events_head() -> str:
    """The end of the chain of events, printed alike."""
    return _head("SELECT position, digest FROM kernel_eventseal ORDER BY position DESC LIMIT 1")


def _head(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return f"{row[0]}:{bytes(row[1]).hex()}" if row else ""


def first_break() -> int | None:
    """The first position whose chain does not hold, or None. Streams: memory stays flat."""
    expected, last = 1, GENESIS
    with connection.cursor() as cursor:
        cursor.execute(SEALED)
        while rows := cursor.fetchmany(BATCH):
            for position, digest, *row in rows:
                if position != expected or row[0] is None:
                    return expected
                last = digest_of(last, tuple(row))
                if last != bytes(digest):
                    return int(position)
                expected += 1
    return None
