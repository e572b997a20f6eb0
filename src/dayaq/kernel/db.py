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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, IntegrityError, OperationalError, connections, transaction
from django.db.transaction import TransactionManagementError

from dayaq.kernel import turns
from dayaq.kernel.errors import N_, Conflict, Refused, constraint_sentence
from dayaq.kernel.turns import Answer, Params

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


class _Outgoing(threading.local):
    """The connection of the command that runs, and what it has to send yet; None outside one."""

    database: Any = None
    waiting: list[tuple[str, Params]] | None = None
    is_lost: bool = False
    """Whether what waited was given up, since a value beside it could not be written."""


_outgoing = _Outgoing()

BEGIN, COMMIT = ("BEGIN", None), ("COMMIT", None)


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
    _outgoing.is_lost = False
    try:
        with database.execute_wrapper(_after_what_waits):
            yield
        if _outgoing.is_lost and database.needs_rollback:  # nobody may take it for saved
            raise TransactionManagementError("a value could not be written: all was undone")
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
    return _asked(sql, params).rows


def fetch_one(sql: str, params: Params = ()) -> tuple[Any, ...] | None:
    """The first row of one statement, or None."""
    rows = _asked(sql, params).rows
    return rows[0] if rows else None


def fetch_each(*questions: tuple[str, Params]) -> list[list[tuple[Any, ...]]]:
    """The rows of several different statements, asked in one turn and run in their order.

    Each sees what was committed when it begins: what is asked behind a lock is read while it
    is held.
    """
    assert len({sql for sql, _params in questions}) == len(questions)  # noqa: S101
    return [answer.rows for answer in _answers(*questions)]


def execute(sql: str, params: Params = ()) -> int:
    """Run one statement; return how many rows it wrote."""
    return _asked(sql, params).number


def _asked(sql: str, params: Params) -> Answer:
    """The answer to one statement, in one turn with those that wait."""
    return _answers((sql, params))[0]


def _answers(*asked: tuple[str, Params]) -> list[Answer]:
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


def _together(database: Any, statements: Sequence[tuple[str, Params]]) -> list[Answer]:
    """Run the statements in one turn."""
    began = time.monotonic()
    try:
        with database.wrap_database_errors:
            answers = turns.take(database.connection, _written(database, statements))
    finally:
        if database.queries_logged:
            _log(database, statements, time.monotonic() - began)
    if statements[-1] is COMMIT and answers[-1].said != b"COMMIT":
        # PostgreSQL ends a transaction that has failed without an error of its own.
        raise TransactionManagementError("the transaction had failed before and was undone")
    return answers


def _written(database: Any, statements: Sequence[tuple[str, Params]]) -> list[turns.Written]:
    try:
        return turns.write(database.connection, statements)
    except BaseException:
        # What waited is not sent any more, so nothing of this transaction may be saved.
        database.needs_rollback = database.in_atomic_block
        _outgoing.is_lost = True
        raise


def _log(database: Any, statements: Sequence[tuple[str, Params]], seconds: float) -> None:
    """Beside each statement the time of its turn; Django logs BEGIN and COMMIT itself."""
    for statement in statements:
        if statement not in (BEGIN, COMMIT):
            database.queries_log.append({"sql": statement[0], "time": f"{seconds:.3f}"})
