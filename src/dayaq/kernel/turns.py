"""Several statements to PostgreSQL in one turn: sent at once, and waited for once.

As a pipeline of the driver's own cursors does it, over the same connection, with the same
prepared statements, conversions and exceptions. But those make a cursor for each statement and
write each of them to the server by itself, which takes the processor longer than all that our
own code does with the answers. `docs/adr/0063` says what of the driver this leans on.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg
from psycopg import errors, generators
from psycopg._preparing import Prepare
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

Params = Sequence[Any] | Mapping[str, Any] | None
"""The values of a statement; None for one that begins or ends a transaction (never prepared)."""

Connection = psycopg.Connection[Any]


class Answer(NamedTuple):
    """What the server said to one statement."""

    rows: list[tuple[Any, ...]]
    number: int
    """How many rows were read or written."""
    said: bytes | None
    """What was done, in the server's words; "ROLLBACK" for a COMMIT that could not be."""


class Written(NamedTuple):
    """A statement as the server reads it; `query` and `types` are what it is known by."""

    query: bytes
    types: tuple[int, ...] = ()
    values: Sequence[Any] | None = None
    formats: Sequence[Any] | None = None
    may_be_prepared: bool = False


BEGIN = Written(b"BEGIN")
OK, SHOULD = ConnStatus.OK, Prepare.SHOULD
NOT_PREPARED = Prepare.NO, b""
TUPLES, COMMAND = ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK


class _Own(threading.local):
    """The connection that was used last, and how values are written to it and read from it.

    That is found out once for each kind of value.
    """

    connection: Connection | None = None
    transformer: Any = None


_own = _Own()


def _transformer(connection: Connection) -> Any:
    if _own.connection is not connection:
        _own.connection, _own.transformer = connection, Transformer(connection)
    return _own.transformer


def write(connection: Connection, statements: Sequence[tuple[str, Params]]) -> list[Written]:
    """The statements as the server reads them; nothing is sent yet.

    :raises psycopg.Error: a value cannot be written
    """
    transformer = _transformer(connection)
    return [_written(transformer, sql, params) for sql, params in statements]


def _written(transformer: Any, sql: str, params: Params) -> Written:
    if params is None:
        return Written(sql.encode())
    query, names, formats = _numbered(sql)
    values = [params[name] for name in names] if isinstance(params, Mapping) else params
    if len(values) != len(formats):
        raise psycopg.ProgrammingError(f"{len(formats)} values belong to it: {sql}")
    dumped = transformer.dump_sequence(values, formats)
    return Written(query, transformer.types or (), dumped, transformer.formats, True)


@lru_cache(maxsize=500)
def _numbered(sql: str) -> tuple[bytes, tuple[str, ...], tuple[PyFormat, ...]]:
    """The statement with $1, $2 for its marks, their names, and as what each value is written."""
    marks: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        mark, name = found.groups()
        if mark == "%":
            return "%"
        if mark is None:
            raise psycopg.ProgrammingError(f"a single % stands for nothing: {sql}")
        if name is None or name not in marks:
            marks.append(name or "")
        return f"${len(marks) if name is None else marks.index(name) + 1}"

    query = re.sub(r"%(%|s|\((\w+)\)s)?", numbered, sql).encode()
    return query, tuple(marks), (PyFormat.AUTO,) * len(marks)


def take(connection: Connection, statements: Sequence[Written]) -> list[Answer]:
    """Send the statements, wait for all of them, and return their answers.

    Where one fails, those behind it are not run. A connection whose answers could not all be read
    is closed: nobody would know to what the next one belongs.

    :raises psycopg.Error: of the first statement that failed
    """
    with connection.lock:
        turn = _turn(connection, statements)
        try:
            results = connection.wait(turn)
        finally:
            turn.close()  # an interruption must not leave it half done while somebody holds it
    transformer = _transformer(connection)
    answers = [_read(transformer, result) for result in results]
    transformer.set_pgresult(None)  # which would keep the last rows in memory
    return answers


def _turn(connection: Connection, statements: Sequence[Written]) -> PQGen[list[PGresult]]:
    pgconn = connection.pgconn
    begins = not connection.autocommit and pgconn.transaction_status == TransactionStatus.IDLE
    pgconn.enter_pipeline_mode()
    is_over = False
    answered: list[list[PGresult]] = []
    try:
        sent = _send(connection, [BEGIN, *statements] if begins else statements)
        pgconn.pipeline_sync()
        yield from generators.send(pgconn)
        while len(answered) < len(sent) and pgconn.status == OK:
            answered.append((yield from generators.fetch_many(pgconn)))
        if pgconn.status == OK:
            yield from generators.fetch_many(pgconn)  # that the turn is over
            pgconn.exit_pipeline_mode()
            is_over = True
    finally:
        if not is_over:
            pgconn.finish()
    results = [_result(one) for one in answered]
    if not is_over:
        raise psycopg.OperationalError("the connection is lost")
    run = _remember(connection, sent, results)
    yield from connection._prepared.maintain_gen(connection)
    return run[begins:]


Sent = tuple[Written, Prepare, bytes] | None
"""A statement that is run, prepared or under the name it has; None: one that is made ready."""


def _send(connection: Connection, statements: Sequence[Written]) -> list[Sent]:
    """Write a message behind the other; the caller lets them go.

    The driver says which statement has been asked often enough to be prepared, and under what name.
    """
    pgconn, known = connection.pgconn, connection._prepared
    sent: list[Sent] = []
    new: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
    for one in statements:
        query, types, values, formats, may_be_prepared = one
        prepare, name = known.get(one) if may_be_prepared else NOT_PREPARED  # type: ignore[arg-type]
        if prepare is SHOULD:
            if (query, types) not in new:
                new[query, types] = name
                pgconn.send_prepare(name, query, param_types=types)
                sent.append(None)
            name = new[query, types]
        if name:
            pgconn.send_query_prepared(name, values, param_formats=formats)
        else:
            pgconn.send_query_params(query, values, param_types=types, param_formats=formats)
        sent.append((one, prepare, name))
    return sent


def _remember(
    connection: Connection, sent: Sequence[Sent], results: Sequence[PGresult]
) -> list[PGresult]:
    """Tell the driver what is prepared now; return the results of what was run."""
    known = connection._prepared
    run = []
    for one, result in zip(sent, results, strict=True):
        if one is not None:
            run.append(result)
            statement, prepare, name = one
            if statement.may_be_prepared:
                key = known.maybe_add_to_cache(statement, prepare, name)  # type: ignore[arg-type]
                if key is not None:
                    known.validate(key, prepare, name, [result])
    return run


def _result(results: Sequence[PGresult]) -> PGresult:
    """The one result of a message.

    :raises psycopg.Error: it failed
    """
    if not results:
        raise psycopg.OperationalError("the server gave no answer")
    result = results[0]
    status = result.status
    if status not in (TUPLES, COMMAND):
        if status == ExecStatus.FATAL_ERROR:
            raise errors.error_from_result(result)
        raise psycopg.ProgrammingError(f"no way to send this: {ExecStatus(status).name}")
    return result


def _read(transformer: Any, result: PGresult) -> Answer:
    if result.status != TUPLES:
        return Answer([], result.command_tuples or 0, result.command_status)
    number = result.ntuples
    transformer.set_pgresult(result)
    return Answer(transformer.load_rows(0, number, tuple), number, result.command_status)
