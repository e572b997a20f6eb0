"""The application role reads and appends; the schema and what is written once are beyond it."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction


@pytest.mark.django_db
def test_tests_connect_as_a_role_that_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables "
            "WHERE schemaname = 'public' AND tableowner = current_user"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (x int)",
        "ALTER TABLE kernel_event ADD COLUMN x int",
        "UPDATE kernel_event SET verb = 'x'",
        "DELETE FROM kernel_event",
        "TRUNCATE kernel_event",
        "DELETE FROM kernel_eventsubject",
        "DELETE FROM kernel_eventseal",
        "ALTER TABLE kernel_event DISABLE TRIGGER ALL",
        "DELETE FROM django_migrations",
    ],
)
def test_the_application_role_is_refused(statement):
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute(statement)
    assert refused.value.__cause__.sqlstate == "42501"  # insufficient_privilege


def test_a_test_that_commits_has_a_database_of_its_own(own_database):
    with psycopg.connect(own_database["owner"], autocommit=True) as owner:
        owner.execute("INSERT INTO kernel_counter (kind, prefix, value) VALUES ('a', 'b', 1)")
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM kernel_counter WHERE kind = 'a'")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_what_another_test_committed_is_not_here():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_counter WHERE kind = 'a'")
        assert cursor.fetchone() == (0,)
