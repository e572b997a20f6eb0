"""A connection that the server has ended meanwhile is made anew when the next page is asked for.

A command takes no turn of its own to begin and none to end, and is saved whole or not at all.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dayaq.kernel import db
from dayaq.kernel.db import run_command

COUNT = "INSERT INTO kernel_counter (kind, prefix, value) VALUES (%s, '', %s)"


def end_ours(url: str) -> int:
    """End the server's side of our connection, and be in the state in which a request begins."""
    [(ours,)] = db.fetch("SELECT pg_backend_pid()")
    with psycopg.connect(url, autocommit=True) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [ours]).fetchone() == (True,)
    connection.health_check_enabled = True
    connection.health_check_done = False
    return int(ours)


def test_a_page_is_answered_after_the_server_has_ended_the_connection(
    own_database: dict[str, str], client: Client
) -> None:
    ours = end_ours(own_database["app"])

    assert client.get("/account/login/").status_code in {200, 302}
    assert db.fetch("SELECT pg_backend_pid()") != [(ours,)]


def test_a_statement_of_ours_looks_at_the_connection_first(own_database: dict[str, str]) -> None:
    ours = end_ours(own_database["app"])

    assert db.fetch("SELECT pg_backend_pid()") != [(ours,)]


def test_without_that_look_the_page_would_have_failed(own_database: dict[str, str]) -> None:
    end_ours(own_database["app"])
    connection.health_check_done = True

    with pytest.raises(OperationalError):
        db.fetch("SELECT 1")
    connection.close()


def counted() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, value FROM kernel_counter WHERE prefix = ''")
        return dict(cursor.fetchall())


def turns(work: Callable[[], object]) -> int:
    """How often the server said that it is ready again: once for each turn."""
    connection.ensure_connection()
    raw = connection.connection.pgconn
    with tempfile.NamedTemporaryFile() as file:
        raw.trace(file.fileno())
        try:
            work()
        finally:
            raw.untrace()
        return Path(file.name).read_text(errors="replace").count("ReadyForQuery")


def test_a_command_begins_and_ends_in_the_turns_of_its_statements(
    own_database: dict[str, str],
) -> None:
    def asks_once() -> None:
        db.send(COUNT, ["a", 1])
        db.fetch("SELECT 1")
        db.send(COUNT, ["b", 2])

    assert turns(lambda: run_command(lambda: db.send(COUNT, ["only", 0]))) == 1
    assert turns(lambda: run_command(asks_once)) == 2
    assert turns(lambda: run_command(lambda: None)) == 0
    assert counted() == {"only": 0, "a": 1, "b": 2}


def test_a_command_that_breaks_is_undone_whole(own_database: dict[str, str]) -> None:
    def breaks_at_the_end() -> None:
        db.send(COUNT, ["twice", 1])
        db.fetch("SELECT 1")
        db.send(COUNT, ["twice", 2])
        db.send(COUNT, ["after", 3])

    def refuses() -> None:
        db.execute(COUNT, ["written", 1])
        raise ValueError("no")

    with pytest.raises(IntegrityError):
        run_command(breaks_at_the_end)
    with pytest.raises(ValueError, match="no"):
        run_command(refuses)

    assert counted() == {}
    run_command(lambda: db.send(COUNT, ["next", 4]))
    assert counted() == {"next": 4}


def test_what_is_checked_when_a_command_ends_undoes_it(own_database: dict[str, str]) -> None:
    with psycopg.connect(own_database["owner"], autocommit=True) as owner:
        owner.execute(
            "ALTER TABLE kernel_counter ADD CONSTRAINT checked_late UNIQUE (value) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def two_of_one_value() -> None:
        db.send(COUNT, ["a", 1])
        db.execute(COUNT, ["b", 1])

    with pytest.raises(IntegrityError, match="checked_late"):
        run_command(two_of_one_value)

    assert counted() == {}
    run_command(lambda: db.send(COUNT, ["next", 4]))
    assert counted() == {"next": 4}


def test_a_failure_that_was_swallowed_is_not_taken_for_saved(
    own_database: dict[str, str],
) -> None:
    def goes_on() -> None:
        db.send(COUNT, ["a", 1])
        with pytest.raises(IntegrityError):
            db.execute(COUNT, ["a", 2])

    with pytest.raises(TransactionManagementError, match="undone"):
        run_command(goes_on)

    assert counted() == {}


def test_a_command_that_is_to_be_undone_is(own_database: dict[str, str]) -> None:
    def undone() -> None:
        db.execute(COUNT, ["a", 1])
        transaction.set_rollback(True)

    run_command(undone)

    assert counted() == {}


def test_a_savepoint_of_a_command_is_undone_alone(own_database: dict[str, str]) -> None:
    def one_fails() -> None:
        db.send(COUNT, ["a", 1])
        with pytest.raises(IntegrityError), transaction.atomic():
            db.send(COUNT, ["a", 2])
        db.send(COUNT, ["b", 3])

    run_command(one_fails)

    assert counted() == {"a": 1, "b": 3}


def test_begin_and_commit_are_logged_once(own_database: dict[str, str]) -> None:
    with CaptureQueriesContext(connection) as asked:
        run_command(lambda: db.send(COUNT, ["a", 1]))

    assert [query["sql"].split()[0] for query in asked] == ["BEGIN", "INSERT", "COMMIT"]


def test_a_cursor_that_read_many_rows_is_not_kept(own_database: dict[str, str]) -> None:
    many = "SELECT * FROM generate_series(1, %s)"

    assert len(db.fetch(many, [db.KEPT_ROWS_MAX])) == db.KEPT_ROWS_MAX
    assert many in db._kept.cursors
    assert len(db.fetch(many, [db.KEPT_ROWS_MAX + 1])) == db.KEPT_ROWS_MAX + 1
    assert many not in db._kept.cursors
