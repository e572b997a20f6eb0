"""Databases of the test server: made, copied and dropped by their owner."""

from __future__ import annotations

import time
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def at(url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def create(owner_url: str, name: str, template: str = "template0") -> None:
    """Make a database as its owner: a copy of `template`."""
    with psycopg.connect(at(owner_url, "postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        # A clone does not inherit the note that says which code has migrated it.
        note = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [template],
        ).fetchone()
        if note and note[0] and template != "template0":
            connection.execute(
                sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                    sql.Identifier(name), sql.Literal(note[0])
                )
            )


def drop(owner_url: str, name: str) -> None:
    """Drop a database, once the sessions have ended that the owner may not end."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    patience = time.monotonic() + 30
    with psycopg.connect(at(owner_url, "postgres"), autocommit=True) as connection:
        while True:
            try:
                connection.execute(statement)
            except psycopg.errors.InsufficientPrivilege:
                if time.monotonic() > patience:
                    raise
                time.sleep(0.1)
            else:
                return
