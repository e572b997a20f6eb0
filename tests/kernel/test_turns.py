"""A turn of several statements answers as the driver's own cursors would, and ends whole or closed.

What is told here of `kernel.turns` is also what it needs of the driver (docs/adr/0063): a version
of psycopg that keeps its prepared statements otherwise fails here.
"""

from __future__ import annotations

import datetime as dt
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import (
    DatabaseError,
    DataError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.db.transaction import TransactionManagementError
from psycopg.types.json import Jsonb

from dayaq.kernel import db
from dayaq.kernel.db import run_command
from tests.kernel.test_db import COUNT, counted, turns

BAKU = dt.timezone(dt.timedelta(hours=4))
VALUES = [
    None, True, False, 0, -1, 2**15, 2**31, 2**62, 2**80, "", "ə ğ ₼", "%s", "a" * 100_000, b"\0\1",
    Decimal("1.50"), Decimal("-0.0000001"), dt.time(9, 30), dt.timedelta(days=-3),
    dt.datetime(2011, 3, 15, 1, 30, tzinfo=dt.UTC), dt.datetime(2011, 3, 15, 1, 30, tzinfo=BAKU),
    dt.datetime(2011, 3, 15, 1, 30), Jsonb({"a": [1, "ə", None]}),  # noqa: DTZ001
    dt.date(2011, 3, 15), UUID(int=7), [], [1, None, 2**40], ["a", None, "ə,{}"],
    [UUID(int=7)], [dt.date(2011, 3, 15)],
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{type(value).__name__} {value}"[:30])
def test_a_value_goes_and_comes_as_through_a_cursor(
    own_database: dict[str, str], value: object
) -> None:
    sql = "SELECT one, pg_typeof(one)::text, NULL, 7 FROM (SELECT %s AS one) asked"
    connection.ensure_connection()
    theirs = psycopg.Cursor(connection.connection).execute(sql, [value]).fetchall()

    for _before_and_after_it_is_prepared in range(5):
        assert db.fetch(sql, [value]) == theirs


def test_values_are_named_or_counted_and_a_percent_is_written_twice(
    own_database: dict[str, str],
) -> None:
    assert db.fetch("SELECT %(a)s::int - %(b)s::int, %(a)s::int", {"b": 2, "a": 5}) == [(3, 5)]
    assert db.fetch("SELECT 7 %% %s, '100%%'", [4]) == [(3, "100%")]
    for sql, values in (("SELECT %s", []), ("SELECT 1", [1]), ("SELECT 5 % 3", [])):
        with pytest.raises(ProgrammingError):
            db.fetch(sql, values)
    assert db.fetch("SELECT 1") == [(1,)]


def test_long_questions_and_long_answers_pass_each_other(own_database: dict[str, str]) -> None:
    long = "ə" * 3_000_000
    asked = [(f"SELECT %s, {number}", [long]) for number in range(4)]

    answers = db.fetch_each(*asked, ("SELECT * FROM generate_series(1, %s)", [200_000]))

    assert [rows == [(long, number)] for number, rows in enumerate(answers[:4])] == [True] * 4
    assert answers[4] == [(number,) for number in range(1, 200_001)]


def prepared() -> dict[str, str]:
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        asked = "SELECT statement, name FROM pg_prepared_statements"
        return dict(cursor.execute(asked, prepare=False).fetchall())


def test_what_is_asked_often_is_prepared_once(own_database: dict[str, str]) -> None:
    for _ in range(3):
        db.fetch("SELECT %s + 1", [1])
        assert prepared() == {}
    db.fetch("SELECT %s + 1", [1])
    first = prepared()
    db.fetch("SELECT %s + 1", [1])
    psycopg.Cursor(connection.connection).execute("SELECT %s + 1", [1])  # the driver's own

    assert list(first) == ["SELECT $1 + 1"]
    assert prepared() == first
    assert turns(lambda: db.fetch("SELECT %s + 1", [1])) == 1


def test_where_a_pooler_forbids_it_nothing_is_prepared(own_database: dict[str, str]) -> None:
    connection.ensure_connection()
    connection.connection.prepare_threshold = None

    for _ in range(6):
        assert db.fetch("SELECT %s + 1", [1]) == [(2,)]

    assert prepared() == {}


def test_what_was_prepared_is_forgotten_when_there_is_too_much(
    own_database: dict[str, str],
) -> None:
    connection.ensure_connection()
    connection.connection.prepared_max = 3

    for _ in range(5):
        for number in range(3):
            assert db.fetch(f"SELECT %s + {number}", [1]) == [(1 + number,)]
    for number in range(3, 8):
        for _ in range(5):
            assert db.fetch(f"SELECT %s + {number}", [1]) == [(1 + number,)]

    assert len(prepared()) <= 4


@pytest.mark.parametrize("forgets", ["DISCARD ALL", "DEALLOCATE ALL", "undone", "another"])
def test_what_the_server_has_forgotten_is_prepared_anew(
    own_database: dict[str, str], forgets: str
) -> None:
    for _ in range(5):
        db.fetch("SELECT %s + 1", [1])

    if forgets == "undone":
        with pytest.raises(DataError):
            run_command(lambda: db.fetch("SELECT 1 / %s", [0]))
    elif forgets == "another":
        connection.close()
    else:
        db.execute(forgets)

    assert prepared() == {}
    for _ in range(5):
        assert db.fetch("SELECT %s + 1", [1]) == [(2,)]
    assert "SELECT $1 + 1" in prepared()


def test_behind_a_failure_nothing_is_run_nor_taken_for_prepared(
    own_database: dict[str, str],
) -> None:
    later, fails = "SELECT %s + 1", "SELECT 1 / %s"
    for _ in range(3):
        db.fetch_each((later, [1]), (fails, [1]))

    def one_fails() -> list[Any]:
        db.send(COUNT, ["before", 1])
        with pytest.raises(DataError, match="division by zero"), transaction.atomic():
            db.fetch_each((fails, [0]), (COUNT + " RETURNING 1", ["behind", 1]), (later, [1]))
        return db.fetch_each((later, [2]), (fails, [1]))

    assert run_command(one_fails) == [[(3,)], [(1,)]]
    assert counted() == {"before": 1}
    assert db.fetch(later, [3]) == [(4,)]


def test_the_same_statement_stands_several_times_in_one_turn(own_database: dict[str, str]) -> None:
    def four(turn: int) -> None:
        for number in range(4):
            db.send(COUNT, [f"{turn} {number}", number])

    for turn in range(3):
        run_command(lambda turn=turn: four(turn))

    assert len(counted()) == 12
    assert len([sql for sql in prepared() if "kernel_counter" in sql]) == 1


def test_outside_a_command_the_transaction_begins_in_the_first_turn(
    own_database: dict[str, str],
) -> None:
    def undone() -> None:
        with transaction.atomic():
            assert turns(lambda: db.execute(COUNT, ["a", 1])) == 1
            transaction.set_rollback(True)

    connection.ensure_connection()
    undone()

    assert counted() == {}
    with transaction.atomic():
        assert db.execute(COUNT, ["b", 2]) == 1
    assert counted() == {"b": 2}


@pytest.mark.parametrize(
    ("value", "error"), [(object(), ProgrammingError), ("\ud800", UnicodeEncodeError)]
)
def test_a_value_that_cannot_be_written_undoes_the_whole_command(
    own_database: dict[str, str], value: object, error: type[Exception]
) -> None:
    def swallows() -> None:
        db.send(COUNT, ["waits", 1])
        with pytest.raises(error):
            db.execute(COUNT, ["fails", value])
        with pytest.raises(TransactionManagementError):
            db.execute(COUNT, ["behind", 1])

    def undone_alone() -> None:
        db.send(COUNT, ["first", 1])
        with pytest.raises(error), transaction.atomic():
            db.execute(COUNT, ["fails", value])
        db.send(COUNT, ["last", 1])

    with pytest.raises(TransactionManagementError, match="undone"):
        run_command(swallows)

    assert counted() == {}
    with pytest.raises(error):
        db.execute(COUNT, ["outside", value])
    run_command(undone_alone)
    assert counted() == {"first": 1, "last": 1}
    assert db.fetch("SELECT 1") == [(1,)]


def test_a_statement_that_takes_too_long_fails_alone(own_database: dict[str, str]) -> None:
    db.execute("SET statement_timeout = '80ms'")

    with pytest.raises(OperationalError, match="timeout"):
        db.fetch_each(("SELECT 1", ()), ("SELECT pg_sleep(20)", ()), ("SELECT 2", ()))

    assert db.fetch_each(("SELECT 1", ()), ("SELECT 2", ())) == [[(1,)], [(2,)]]


@pytest.mark.parametrize("alone", [True, False])
def test_a_server_that_goes_away_leaves_nothing_saved_and_a_new_connection(
    own_database: dict[str, str], alone: bool
) -> None:
    def goes() -> None:
        db.execute(COUNT, ["before", 1])
        if not alone:
            db.send(COUNT, ["beside", 1])
        db.fetch_each(("SELECT pg_terminate_backend(pg_backend_pid())", ()), ("SELECT 2", ()))

    with pytest.raises(OperationalError):
        run_command(goes)

    assert counted() == {}
    run_command(lambda: db.send(COUNT, ["next", 4]))
    assert counted() == {"next": 4}


def test_a_closed_connection_is_refused_as_such(own_database: dict[str, str]) -> None:
    connection.ensure_connection()
    connection.connection.close()

    with pytest.raises(OperationalError, match="closed"):
        db.fetch("SELECT 1")
    connection.close()
    assert db.fetch("SELECT 1") == [(1,)]


@contextmanager
def interrupted_by(error: type[BaseException]) -> Iterator[None]:
    """As a signal would do it, while PostgreSQL works."""

    def stop(*_args: object) -> None:
        raise error

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


SLEEPS = (("SELECT 1", ()), ("SELECT pg_sleep(30)", ()), ("SELECT 2", ()))


def test_a_turn_that_is_broken_off_by_hand_is_cancelled_at_the_server(
    own_database: dict[str, str],
) -> None:
    [(ours,)] = db.fetch("SELECT pg_backend_pid()")

    with pytest.raises(KeyboardInterrupt), interrupted_by(KeyboardInterrupt):
        db.fetch_each(*SLEEPS)

    assert db.fetch_each(("SELECT pg_backend_pid()", ()), ("SELECT 2", ())) == [[(ours,)], [(2,)]]


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, RuntimeError])
def test_a_command_that_is_broken_off_saves_nothing_and_the_next_one_works(
    own_database: dict[str, str], error: type[BaseException]
) -> None:
    def broken_off() -> None:
        db.execute(COUNT, ["before", 1])
        db.fetch_each(*SLEEPS)

    with pytest.raises(error), interrupted_by(error):
        run_command(broken_off)

    assert counted() == {}
    run_command(lambda: db.send(COUNT, ["next", 4]))
    assert counted() == {"next": 4}


def test_what_cannot_be_answered_in_a_turn_is_refused_and_the_connection_closed(
    own_database: dict[str, str],
) -> None:
    with pytest.raises(DatabaseError):
        db.execute("COPY (SELECT 1) TO STDOUT")
    connection.close_if_unusable_or_obsolete()

    assert db.fetch("SELECT 1") == [(1,)]
