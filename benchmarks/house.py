"""A throw-away PostgreSQL with durable settings, and databases in it with the whole schema."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections
from psycopg import sql

from dayaq.site import database, paths
from dayaq.site.postgres import Server

EMPTY = "benchmarks_empty"


@dataclass(frozen=True, slots=True)
class House:
    """The running server and the folder of its data."""

    server: Server
    directory: Path

    @property
    def version(self) -> str:
        """PostgreSQL's own version."""
        with database.maintenance(self.server.urls.owner) as connection:
            found = connection.execute("SHOW server_version").fetchone()
            return str(found[0]) if found else ""

    def has(self, name: str) -> bool:
        """Whether a database of this name was left by an earlier run with `--keep`."""
        with database.maintenance(self.server.urls.owner) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def copy(self, template: str, name: str) -> None:
        """Make the database `name` as a copy of `template`."""
        connections.close_all()
        with database.maintenance(self.server.urls.owner) as connection:
            database.drop(connection, name)
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )

    def rename(self, old: str, new: str) -> None:
        """A database that is whole gets its name last."""
        connections.close_all()
        with database.maintenance(self.server.urls.owner) as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(old), sql.Identifier(new)
                )
            )

    def analyze(self) -> None:
        """Let the planner know the sizes, as autovacuum would have in time."""
        with connections["owner"].cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def drop(self, name: str) -> None:
        connections.close_all()
        with database.maintenance(self.server.urls.owner) as connection:
            database.drop(connection, name)

    def enter(self, name: str) -> None:
        """Every connection opened from now on, here and in child processes, goes to `name`."""
        from dayaq.site.settings import database as parsed

        keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
        for alias, variable, url in (
            ("default", database.APP_VARIABLE, database.at(self.server.urls.app, name)),
            ("owner", database.OWNER_VARIABLE, database.at(self.server.urls.owner, name)),
        ):
            os.environ[variable] = url
            connections[alias].close()
            wanted = parsed(url)
            connections.settings[alias].update({key: wanted[key] for key in keys})


@contextmanager
def house(keep: Path | None) -> Iterator[House]:
    """Start the server and migrate an empty database; with `keep` both stay for the next run."""
    with tempfile.TemporaryDirectory(prefix="dayaq-benchmarks-") as temporary:
        directory = keep or Path(temporary)
        with Server(directory) as server:
            os.environ[database.APP_VARIABLE] = database.at(server.urls.app, EMPTY)
            os.environ[database.OWNER_VARIABLE] = database.at(server.urls.owner, EMPTY)
            database.require_sound(server.urls.app)
            paths.export_secrets(directory)
            made = House(server, directory)
            _set_up_django()
            if not (made.has(EMPTY) and _is_of_this_code()):
                database.recreate(database.at(server.urls.owner, EMPTY))
                database.migrate()
            yield made
            connections.close_all()


def _set_up_django() -> None:
    from dayaq.site.cli.verbs import set_up_django

    set_up_django()


def _is_of_this_code() -> bool:
    return database.state(os.environ[database.OWNER_VARIABLE]).prepared
