"""The database of an installation: where it is, whether it may be trusted, how it is prepared.

Nothing here needs Django before `migrate`, so that the supervisor stays small.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from dayaq.kernel.epoch import SCHEMA_EPOCH
from dayaq.site.postgres.errors import TooOld, Unreachable, UnsafeDurability, Unusable
from dayaq.site.postgres.server import Server, Urls

APP_VARIABLE = "DAYAQ_DATABASE_URL"
OWNER_VARIABLE = "DAYAQ_DATABASE_OWNER_URL"
MAJOR_MIN = 15
SAFE = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "local", "remote_write", "remote_apply"},
}


class WrongDatabase(Unusable):
    """The database belongs to another schema epoch, another kind of programme or role."""


@dataclass(frozen=True, slots=True)
class State:
    """What the database says of itself; `mode` is None before the first migration."""

    mode: str | None
    schema_epoch: int | None
    prepared: bool


def external() -> Urls | None:
    """The addresses of a PostgreSQL of the user's own, or None for the embedded one.

    :raises Unusable: if only the owner's address is given
    """
    app, owner = os.environ.get(APP_VARIABLE), os.environ.get(OWNER_VARIABLE)
    if app:
        return Urls(app=app, owner=owner or "")
    if owner:
        raise Unusable(
            f"{OWNER_VARIABLE} is set but {APP_VARIABLE} is not: give the address of the "
            "application role too, or neither."
        )
    return None


@contextmanager
def running(data_dir: Path) -> Iterator[Urls]:
    """The addresses of a database that answers and may be trusted with money.

    The embedded server is started, or joined, and left at the end. The addresses are put
    into the environment, where Django's settings read them.

    :raises Unusable: one of its kinds, with a sentence
    """
    urls = external()
    if urls is not None:
        require_sound(urls.app)
        yield urls
        return
    with Server(data_dir) as server:
        os.environ[APP_VARIABLE], os.environ[OWNER_VARIABLE] = server.urls.app, server.urls.owner
        try:
            require_sound(server.urls.app)
            yield server.urls
        finally:
            os.environ.pop(APP_VARIABLE, None)
            os.environ.pop(OWNER_VARIABLE, None)


def connect(url: str) -> psycopg.Connection:
    """A connection, or a sentence without the password of the address.

    :raises Unreachable: if nobody answers or the role is refused
    """
    try:
        return psycopg.connect(url, connect_timeout=10)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise Unreachable(f"The database does not answer: {reason}") from error
    except psycopg.ProgrammingError as error:
        raise Unreachable(
            f"{APP_VARIABLE} or {OWNER_VARIABLE} is not an address of the form "
            "postgresql://role:password@host/database."
        ) from error


def require_sound(url: str) -> None:
    """Refuse a server that is too old or that may lose what it has acknowledged.

    :raises TooOld: below PostgreSQL 15
    :raises UnsafeDurability: if a setting trades durability for speed
    """
    with connect(url) as connection:
        version = connection.info.server_version
        found = {
            name: str(value[0])
            for name in SAFE
            if (value := connection.execute(f"SHOW {name}").fetchone())
        }
    require_sound_values(version, found)


def require_sound_values(version: int, settings: dict[str, str]) -> None:
    """As `require_sound`, for the server version number and settings as PostgreSQL shows them."""
    if version < MAJOR_MIN * 10_000:
        raise TooOld(
            f"The database runs PostgreSQL {version // 10_000}, and Dayaq needs "
            f"PostgreSQL {MAJOR_MIN} or newer."
        )
    for name, good in SAFE.items():
        if settings.get(name) not in good:
            raise UnsafeDurability(
                f"The database has {name} = {settings.get(name)}, which can lose an acknowledged "
                f"payment at a power cut: set {name} = on."
            )


def require_plain_role(url: str) -> None:
    """Refuse to serve as a superuser or as the owner of the tables.

    :raises WrongDatabase: row-level security and revoked rights would not bind such a role
    """
    question = """
        SELECT current_user, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole,
               EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                       WHERE n.nspname = 'public' AND pg_has_role(c.relowner, 'MEMBER')
                         AND c.relkind IN ('r', 'p'))
               OR EXISTS (SELECT FROM pg_database d
                          WHERE d.datname = current_database() AND pg_has_role(d.datdba, 'MEMBER'))
        FROM pg_roles r WHERE r.rolname = current_user
    """
    with connect(url) as connection:
        row = connection.execute(question).fetchone()
    if row is None or row[1] or row[2]:
        kind = "a superuser" if row is None or row[1] else "the owner of the tables"
        raise WrongDatabase(
            f"{APP_VARIABLE} signs in as {row[0] if row else 'somebody'}, {kind}: name the "
            f"application role there and the owner in {OWNER_VARIABLE}, so that the database "
            "itself can refuse what must never happen."
        )


def state(url: str) -> State:
    """What the database says of itself: mode, schema epoch, and whether this code prepared it."""
    with connect(url) as connection:
        comment = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
            "WHERE datname = current_database()"
        ).fetchone()
        known = connection.execute("SELECT to_regclass('public.kernel_installation')").fetchone()
        row = None
        if known and known[0]:
            row = connection.execute(
                "SELECT mode, schema_epoch FROM public.kernel_installation"
            ).fetchone()
    prepared = bool(comment and comment[0] == fingerprint())
    return State(row[0] if row else None, row[1] if row else None, prepared)


def require_epoch(found: State) -> None:
    """Refuse a real database of another schema epoch.

    :raises WrongDatabase: with what to do
    """
    if found.schema_epoch is not None and found.schema_epoch != SCHEMA_EPOCH:
        raise WrongDatabase(
            f"The database is of schema epoch {found.schema_epoch} and this Dayaq of epoch "
            f"{SCHEMA_EPOCH}: it cannot be migrated in place. Keep using the Dayaq that made it, "
            "and back it up (dayaq backup FILE) before anything else."
        )


def fingerprint() -> str:
    """A short name for this code's schema: it changes with every migration, guard and library."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    sources = [*package.glob("**/migrations/*.py"), *package.glob("**/guards.py")]
    for path in sorted([*sources, Path(__file__).resolve()]):
        digest.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    for name in ("Django", "django-allauth", "procrastinate"):
        digest.update(metadata.version(name).encode())
    return f"Dayaq schema {digest.hexdigest()[:32]}"


def migrate() -> None:
    """Bring the database of the `owner` alias to this code's schema and give the grants.

    Needs Django set up. Migrations run as the owner; the application role of the `default`
    alias may then read and write rows, never change the schema, and append-only tables it
    may only read and append to.
    """
    from django.core.management import call_command
    from django.db import connections

    from dayaq.kernel import guards

    owner = connections["owner"]
    role = str(connections["default"].settings_dict["USER"])
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    call_command("createcachetable", database="owner", verbosity=0)
    with owner.cursor() as cursor:
        for statement in GRANTS:
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))
    guards.revoke(role, using="owner")
    with owner.cursor() as cursor:
        name = sql.Identifier(str(owner.settings_dict["NAME"]))
        cursor.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(fingerprint()))
        )
    owner.close()


GRANTS: tuple[LiteralString, ...] = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)
"""Run by the owner after every migration, and by default for every table it makes later."""
