"""Transactions and statements.

One command is one durable transaction, retried when PostgreSQL asks for it. The statements of
the hot paths are prepared once for each connection, so that neither side reads them anew; those
whose answer nobody reads travel together (`send`), so that nobody waits for each of them.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, IntegrityError, OperationalError, connections, transaction

from dayaq.kernel.errors import N_, Conflict, Refused, constraint_sentence

T = TypeVar("T")
log = logging.getLogger(__name__)

RETRIED = {"40001", "40P01"}
"""serialization_failure and deadlock_detected: the whole transaction may simply run again."""

DISK_FULL = "53100"
"""disk_full: PostgreSQL could not make a file longer; the transaction is undone."""

ATTEMPTS_MAX = 5

ROOM_BYTES_MIN = 64 * 2**20
"""Four segments of PostgreSQL's log: with less free it may have to stop, and reading with it."""


def run_command(do: Callable[[], T]) -> T:
    """Run `do` in one durable transaction and return what it returns.

    A serialization failure or a deadlock runs it again, at most `ATTEMPTS_MAX` times.

    :raises Refused: as `do` raises it, or for a database constraint with a known sentence, or
        because the disk is full
    """
    require_room()
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            with transaction.atomic(durable=True), _sending_together():
                return do()
        except OperationalError as error:
            if _sqlstate(error) == DISK_FULL:
                raise _disk_full() from error
            if _sqlstate(error) not in RETRIED:
                raise
            log.warning("transaction retried", extra={"attempt": attempt})
        except IntegrityError as error:
            raise as_refusal(error) from error
    raise Conflict(N_("Several people changed this at the same moment. Please send it again."))


def require_room() -> None:
    """Refuse to write while the disk of our own PostgreSQL is almost full.

    Reading goes on, and so does writing as soon as there is room again.

    :raises Refused: with what to do
    """
    directory = settings.DAYAQ_POSTGRES_DIR
    if directory:
        found = os.statvfs(directory)
        if found.f_bavail * found.f_frsize < ROOM_BYTES_MIN:
            raise _disk_full()


def _disk_full() -> Refused:
    return Refused(
        N_(
            "The disk of the server is almost full, so nothing was saved. What is there can still"
            " be read. Ask the administrator to make room, then send it again."
        ),
        code="disk_full",
    )


def as_refusal(error: IntegrityError) -> Exception:
    """The refusal a broken constraint stands for, or the error itself if none is registered."""
    diagnostic = getattr(error.__cause__, "diag", None)
    sentence = constraint_sentence(getattr(diagnostic, "constraint_name", None))
    return error if sentence is None else Refused(sentence, code="constraint")


def _sqlstate(error: OperationalError) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


Params = Sequence[Any] | Mapping[str, Any]


class _Outgoing(threading.local):
    """What a command has to send yet; None outside a command."""

    waiting: list[tuple[str, Params]] | None = None


_outgoing = _Outgoing()


@contextmanager
def _sending_together() -> Iterator[None]:
    """Let `send` put statements off until the next one that is asked, or the end."""
    _outgoing.waiting = []
    try:
        with connections[DEFAULT_DB_ALIAS].execute_wrapper(_after_what_waits):
            yield
        _deliver()
    finally:
        _outgoing.waiting = None


def _after_what_waits(execute: Callable[..., Any], *asked: Any) -> Any:
    """A statement of Django's own keeps its place in the order."""
    _deliver()
    return execute(*asked)


def send(sql: str, params: Params = ()) -> None:
    """Run one statement whose answer nobody reads.

    In a command it travels with those that follow it, before the next statement that is asked
    and before the transaction ends; what it breaks is raised there. Elsewhere it runs at once.
    """
    if _outgoing.waiting is None:
        execute(sql, params)
    else:
        _outgoing.waiting.append((sql, params))


def _deliver() -> None:
    """Send what waits, in its order, and wait once for all of it."""
    statements = _outgoing.waiting
    if not statements:
        return
    _outgoing.waiting = []
    if len(statements) == 1:
        _ask(*statements[0])
        return
    database = _ready()
    with database.wrap_database_errors, database.connection.pipeline():
        for sql, params in statements:
            _run(database, sql, params)


def fetch(sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
    """The rows of one statement, prepared once it has been asked often enough."""
    return _asked(sql, params).fetchall()


def fetch_one(sql: str, params: Params = ()) -> tuple[Any, ...] | None:
    """The first row of one statement, or None."""
    return _asked(sql, params).fetchone()


def execute(sql: str, params: Params = ()) -> int:
    """Run one statement; return how many rows it wrote."""
    return _asked(sql, params).rowcount


def _asked(sql: str, params: Params) -> psycopg.Cursor[tuple[Any, ...]]:
    """The answer to one statement, after those that wait."""
    _deliver()
    return _ask(sql, params)


def _ask(sql: str, params: Params) -> psycopg.Cursor[tuple[Any, ...]]:
    """As Django's own cursor, in the same transaction and with the same exceptions, but without
    what Django does around each statement."""
    database = _ready()
    with database.wrap_database_errors:
        return _run(database, sql, params)


def _ready() -> Any:
    database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    database.ensure_connection()
    database.validate_no_broken_transaction()
    return database


def _run(database: Any, sql: str, params: Params) -> psycopg.Cursor[tuple[Any, ...]]:
    cursor: psycopg.Cursor[tuple[Any, ...]] = psycopg.Cursor(database.connection)
    began = time.monotonic()
    try:
        cursor.execute(cast("Any", sql), params)
    finally:
        if database.queries_logged:
            seconds = f"{time.monotonic() - began:.3f}"
            database.queries_log.append({"sql": sql, "time": seconds})
    return cursor
