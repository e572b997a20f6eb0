"""A connection that the server has ended meanwhile is made anew when the next page is asked for."""

from __future__ import annotations

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client

from dayaq.kernel import db


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
