"""The sealer: chains committed events, so that a later change to any of them shows.

Services insert events unchained (a chain inside the posting transaction would put all of
them in one queue). The sealer takes, in batches, only events whose transaction has ended and
before which no older transaction is still open: none can slip in behind it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import connection, transaction

GENESIS = hashlib.sha256(b"dayaq").digest()
LOCK = 7_401_552_001  # any fixed number: one sealer at a time
BATCH = 1_000

UNSEALED = """
SELECT e.id, e.seq, e.verb, e."on", e.recorded_at, e.actor_id, e.programme_id, e.data,
       (SELECT coalesce(json_agg(json_build_array(s.kind, s.subject_id)
               ORDER BY s.kind, s.subject_id), '[]') FROM kernel_eventsubject s
        WHERE s.event_id = e.id)
FROM kernel_event e
LEFT JOIN kernel_eventseal k ON k.event_id = e.id
WHERE k.event_id IS NULL AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY e.seq
LIMIT %s
"""


def content_of(row: tuple[Any, ...]) -> dict[str, Any]:
    """An event as it is chained and exported: plain JSON values."""
    event_id, _seq, verb, on, recorded_at, actor_id, programme_id, data, subjects = row
    return {
        "id": str(event_id),
        "verb": verb,
        "on": on.isoformat(),
        "recorded_at": recorded_at.isoformat(),
        "actor": str(actor_id or ""),
        "programme": str(programme_id or ""),
        "data": json.loads(data) if isinstance(data, str) else data,
        "subjects": json.loads(subjects) if isinstance(subjects, str) else subjects,
    }


def digest_of(previous: bytes, row: tuple[Any, ...]) -> bytes:
    """SHA-256 of the previous digest and the event's content in canonical JSON."""
    text = json.dumps(
        content_of(row), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )  # fmt: skip
    return hashlib.sha256(previous + text.encode()).digest()


def seal(batch: int = BATCH) -> int:
    """Seal up to `batch` committed events; return how many. Zero while another sealer works."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            "SELECT position, digest FROM kernel_eventseal ORDER BY position DESC LIMIT 1"
        )
        position, head = cursor.fetchone() or (0, GENESIS)
        cursor.execute(UNSEALED, [batch])
        sealed = []
        for row in cursor.fetchall():
            position, head = position + 1, digest_of(bytes(head), row)
            sealed.append((position, row[0], head))
        cursor.executemany(
            "INSERT INTO kernel_eventseal (position, event_id, digest) VALUES (%s, %s, %s)", sealed
        )
    return len(sealed)


def seal_all() -> int:
    """Seal everything that is committed; return how many."""
    total = 0
    while sealed := seal():
        total += sealed
    return total


def lag() -> int:
    """How many events wait to be sealed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM kernel_event) - (SELECT count(*) FROM kernel_eventseal)"
        )
        return int(cursor.fetchone()[0])


SEALED = """
SELECT k.position, k.digest, e.id, e.seq, e.verb, e."on", e.recorded_at, e.actor_id,
       e.programme_id, e.data,
       (SELECT coalesce(json_agg(json_build_array(s.kind, s.subject_id)
               ORDER BY s.kind, s.subject_id), '[]') FROM kernel_eventsubject s
        WHERE s.event_id = k.event_id)
FROM kernel_eventseal k LEFT JOIN kernel_event e ON e.id = k.event_id
ORDER BY k.position
"""


def first_break() -> int | None:
    """The first position whose chain does not hold, or None. Streams: memory stays flat."""
    expected, head = 1, GENESIS
    with connection.cursor() as cursor:
        cursor.execute(SEALED)
        while rows := cursor.fetchmany(BATCH):
            for position, digest, *row in rows:
                if position != expected or row[0] is None:
                    return expected
                head = digest_of(head, tuple(row))
                if head != bytes(digest):
                    return int(position)
                expected += 1
    return None
