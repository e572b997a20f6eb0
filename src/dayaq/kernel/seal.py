"""The sealer: chains what is append-only, so that a later change to any of it shows.

Services insert unchained (a chain inside the posting transaction would put all of them in one
queue); the sealer chains in batches what has been committed. It asks which rows have no place
yet instead of remembering how far it came: what commits late is chained late, none is missed,
and nobody waits for the open transactions of others. A room that keeps another append-only table
chains it the same way (`ledger.sealing`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

BATCH = 1_000


@dataclass(frozen=True)
class Chain:
    """A table of seals, one for each row of an append-only table, each holding the one before.

    `columns` are the content of a row `e` of `source`, its id first; `content_of` turns them
    into plain JSON values. `order` says which of the rows without a seal come next. `lock` is any
    fixed number of its own: one sealer works at a time.
    """

    seed: bytes
    lock: int
    seals: str
    key: str
    source: str
    columns: str
    order: str
    content_of: Callable[[tuple[Any, ...]], dict[str, Any]]

    @property
    def genesis(self) -> bytes:
        return hashlib.sha256(self.seed).digest()

    @property
    def unsealed(self) -> str:
        return (
            f"SELECT {self.columns} FROM {self.source} e "
            f"LEFT JOIN {self.seals} k ON k.{self.key} = e.id "
            f"WHERE k.{self.key} IS NULL {self.order} LIMIT %s"
        )

    @property
    def sealed(self) -> str:
        """The question for position, digest and content of everything sealed, in order."""
        return (
            f"SELECT k.position, k.digest, {self.columns} FROM {self.seals} k "
            f"LEFT JOIN {self.source} e ON e.id = k.{self.key} ORDER BY k.position"
        )

    def digest_of(self, previous: bytes, row: tuple[Any, ...]) -> bytes:
        """SHA-256 of the previous digest and the row's content in canonical JSON."""
        text = json.dumps(
            self.content_of(row), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        return hashlib.sha256(previous + text.encode()).digest()

    def seal(self, batch: int = BATCH) -> int:
        """Seal up to `batch` committed rows; return how many. Zero while another sealer works."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [self.lock])
            if not cursor.fetchone()[0]:
                return 0
            position, head = self._last() or (0, self.genesis)
            cursor.execute(self.unsealed, [batch])
            sealed = []
            for row in cursor.fetchall():
                position, head = position + 1, self.digest_of(head, row)
                sealed.append((position, row[0], head))
            if sealed:
                positions, keys, digests = zip(*sealed, strict=True)
                cursor.execute(
                    f"INSERT INTO {self.seals} (position, {self.key}, digest) SELECT * "
                    "FROM unnest(%s::bigint[], %s::uuid[], %s::bytea[])",
                    [list(positions), list(keys), list(digests)],
                )
        return len(sealed)

    def seal_all(self) -> int:
        """Seal everything that is committed; return how many."""
        total = sealed = self.seal()
        while sealed == BATCH:
            sealed = self.seal()
            total += sealed
        return total

    def lag(self) -> int:
        """How many rows wait to be sealed."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT (SELECT count(*) FROM {self.source}) - (SELECT count(*) FROM {self.seals})"
            )
            return int(cursor.fetchone()[0])

    def head(self) -> str:
        """The end of the chain as it is printed: the position and the last digest; or nothing."""
        last = self._last()
        return f"{last[0]}:{last[1].hex()}" if last else ""

    def first_break(self) -> int | None:
        """The first position whose chain does not hold, or None. Streams: memory stays flat."""
        expected, head = 1, self.genesis
        with connection.cursor() as cursor:
            cursor.execute(self.sealed)
            while rows := cursor.fetchmany(BATCH):
                for position, digest, *row in rows:
                    if position != expected or row[0] is None:
                        return expected
                    head = self.digest_of(head, tuple(row))
                    if head != bytes(digest):
                        return int(position)
                    expected += 1
        return None

    def _last(self) -> tuple[int, bytes] | None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT position, digest FROM {self.seals} ORDER BY position DESC LIMIT 1"
            )
            row = cursor.fetchone()
        return (int(row[0]), bytes(row[1])) if row else None


def plain(value: Any) -> Any:
    """A value of a json column, whichever way the driver hands it over."""
    return json.loads(value) if isinstance(value, str) else value


def event_content(row: tuple[Any, ...]) -> dict[str, Any]:
    """An event as it is chained and exported: plain JSON values."""
    event_id, _seq, verb, on, recorded_at, actor_id, programme_id, data, subjects = row
    return {
        "id": str(event_id),
        "verb": verb,
        "on": on.isoformat(),
        "recorded_at": recorded_at.isoformat(),
        "actor": str(actor_id or ""),
        "programme": str(programme_id or ""),
        "data": plain(data),
        "subjects": plain(subjects),
    }


EVENTS = Chain(
    seed=b"dayaq",
    lock=7_401_552_001,
    seals="kernel_eventseal",
    key="event_id",
    source="kernel_event",
    columns="""
e.id, e.seq, e.verb, e."on", e.recorded_at, e.actor_id, e.programme_id, e.data,
(SELECT coalesce(json_agg(json_build_array(s.kind, s.subject_id) ORDER BY s.kind, s.subject_id),
                 '[]') FROM kernel_eventsubject s WHERE s.event_id = e.id)
""",
    order="ORDER BY e.seq",
    content_of=event_content,
)
"""The chain of events."""
