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
from django.db.transaction import TransactionManagementError

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
Cursor = psycopg.Cursor[tuple[Any, ...]]


class _Outgoing(threading.local):
    """The connection of the command that runs, and what it has to send yet; None outside one."""

    database: Any = None
    waiting: list[tuple[str, Params]] | None = None


_outgoing = _Outgoing()

BEGIN, COMMIT = ("BEGIN", ()), ("COMMIT", ())


@contextmanager
def _sending_together() -> Iterator[None]:
    """Let `send` put statements off until the next one that is asked, or the end.

    The transaction begins with the first statement and ends with the last, in the same turns.
    Inside a transaction of somebody else's (a test's) both are left to it.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]
    is_ours = not database.savepoint_ids
    if is_ours:
        # Else the driver would begin it itself, and wait for that. Django's own commit or
        # rollback comes after ours, and finds nothing left to do, or what failed.
        database.connection.autocommit = True
    _outgoing.database, _outgoing.waiting = database, [BEGIN] if is_ours else []
    try:
        with database.execute_wrapper(_after_what_waits):
            yield
        if is_ours:
            _end(database)
        _deliver()
    finally:
        _outgoing.database = _outgoing.waiting = None


def _end(database: Any) -> None:
    """Let the end travel with what waits; nothing was asked, and nothing is sent at all."""
    if _outgoing.waiting == [BEGIN]:
        _outgoing.waiting = []
    elif not database.needs_rollback:
        _outgoing.waiting = [*(_outgoing.waiting or ()), COMMIT]


def _after_what_waits(execute: Callable[..., Any], *asked: Any) -> Any:
    """A statement of Django's own keeps its place in the order."""
    _deliver()
    return execute(*asked)


def send(sql: str, params: Params = ()) -> None:
    """Run one statement whose answer nobody reads.

    In a command it travels with those that follow it, up to the next statement that is asked or
    the end of the transaction; what it breaks is raised there. Elsewhere it runs at once.
    """
    if _outgoing.waiting is None:
        execute(sql, params)
    else:
        _outgoing.waiting.append((sql, params))


def settle() -> None:
    """Run what waits now: before a cursor is opened past this module."""
    _deliver()


def _deliver() -> None:
    """Send what waits, in its order, and wait once for all of it."""
    waiting = _outgoing.waiting
    if waiting:
        _outgoing.waiting = []
        _together(_ready(), waiting)


def fetch(sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
    """The rows of one statement, prepared once it has been asked often enough."""
    return _asked(sql, params).fetchall()


def fetch_one(sql: str, params: Params = ()) -> tuple[Any, ...] | None:
    """The first row of one statement, or None."""
    return _asked(sql, params).fetchone()


def fetch_each(*questions: tuple[str, Params]) -> list[list[tuple[Any, ...]]]:
    """The rows of several different statements, asked in one turn and run in their order.

    Each sees what was committed when it begins: what is asked behind a lock is read while it
    is held.
    """
    assert len({sql for sql, _params in questions}) == len(questions)  # noqa: S101
    return [cursor.fetchall() for cursor in _cursors(*questions)]


def execute(sql: str, params: Params = ()) -> int:
    """Run one statement; return how many rows it wrote."""
    return _asked(sql, params).rowcount


def _asked(sql: str, params: Params) -> Cursor:
    """The answer to one statement, in one turn with those that wait."""
    return _cursors((sql, params))[0]


def _cursors(*asked: tuple[str, Params]) -> list[Cursor]:
    """The answers to statements, in one turn with those that wait.

    As Django's own cursor, in the same transaction and with the same exceptions, but without
    what Django does around each statement.
    """
    waiting = _outgoing.waiting
    if waiting:
        _outgoing.waiting = []
    return _together(_ready(), [*(waiting or ()), *asked])[-len(asked) :]


def _ready() -> Any:
    database = _outgoing.database
    if database is None or database.connection is None:
        database = connections[DEFAULT_DB_ALIAS]
        database.close_if_health_check_failed()
        database.ensure_connection()
    database.validate_no_broken_transaction()
    return database


def _together(database: Any, statements: Sequence[tuple[str, Params]]) -> list[Cursor]:
    """Run the statements in one turn."""
    if len(statements) == 1:
        with database.wrap_database_errors:
            cursors = [_run(database, *statements[0])]
    else:
        with database.wrap_database_errors, database.connection.pipeline():
            cursors = [_run(database, sql, params) for sql, params in statements]
    for (sql, _params), cursor in zip(statements, cursors, strict=True):
        if cursor.rowcount > KEPT_ROWS_MAX:
            _kept.cursors.pop(sql, None)
    if statements[-1] is COMMIT and cursors[-1].statusmessage != "COMMIT":
        # PostgreSQL ends a transaction that has failed without an error of its own.
        raise TransactionManagementError("the transaction had failed before and was undone")
    return cursors


def _run(database: Any, sql: str, params: Params) -> Cursor:
    cursor = _cursor_of(database.connection, sql)
    if sql in (BEGIN[0], COMMIT[0]):  # Django logs them itself
        return cursor.execute(cast("Any", sql), prepare=False)
    began = time.monotonic()
    try:
        cursor.execute(cast("Any", sql), params)
    finally:
        if database.queries_logged:
            seconds = f"{time.monotonic() - began:.3f}"
            database.queries_log.append({"sql": sql, "time": seconds})
    return cursor


KEPT_MAX = 200
KEPT_ROWS_MAX = 30
"""A cursor that read or wrote more is not kept, since its rows would stay in memory with it."""


class _Kept(threading.local):
    """The cursors of the connection that was used last, each by its statement.

    A cursor that runs the statement it ran before need not find out again how its values are
    written, which takes the driver as long as all the rest.
    """

    def __init__(self) -> None:
        self.connection: Any = None
        self.cursors: dict[str, Cursor] = {}


_kept = _Kept()


def _cursor_of(connection: Any, sql: str) -> Cursor:
    if _kept.connection is not connection or len(_kept.cursors) >= KEPT_MAX:
        _kept.connection, _kept.cursors = connection, {}
    cursor = _kept.cursors.get(sql)
    if cursor is None:
        cursor = _kept.cursors[sql] = psycopg.Cursor(connection)
    return cursor
