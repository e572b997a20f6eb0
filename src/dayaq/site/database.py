"""The database of an installation: where it is, whether it may be trusted, how it is prepared.

Nothing here needs Django before `migrate`, so that the supervisor stays small.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import psycopg.conninfo
from psycopg import sql

from dayaq.kernel.epoch import SCHEMA_EPOCH
from dayaq.site.postgres.errors import TooOld, Unreachable, UnsafeDurability, Unusable
from dayaq.site.postgres.server import Server, Urls

APP_VARIABLE = "DAYAQ_DATABASE_URL"
OWNER_VARIABLE = "DAYAQ_DATABASE_OWNER_URL"
DIRECTORY_VARIABLE = "DAYAQ_POSTGRES_DIR"
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
    """What the database says of itself; `mode` is None while it is empty.

    `prepared`: this very code has migrated it. `same_beginning`: its first migrations are the
    ones of this code (a demonstration with other ones is rebuilt).
    """

    mode: str | None
    schema_epoch: int | None
    demonstration_on: dt.date | None
    set_up: bool
    prepared: bool
    same_beginning: bool

    @property
    def is_demonstration(self) -> bool:
        """Whether invented people live here."""
        return self.mode == "demonstration"


@dataclass(frozen=True, slots=True)
class Running:
    """A database that answers: its addresses, and its own server if it is the embedded one."""

    app: str
    owner: str
    server: Server | None

    def state(self) -> State:
        """What the database says of itself, asked by the owner: before the first migration has
        ended, the application role may not read it."""
        return state(self.owner or self.app)

    def alive(self) -> bool:
        """Whether the embedded server still runs; a server of the user's is not watched."""
        return self.server is None or self.server.pid is not None


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
def running(data_dir: Path) -> Iterator[Running]:
    """The addresses of a database that answers and may be trusted with money.

    The embedded server is started, or joined, and left at the end. The addresses are put
    into the environment, where Django's settings read them.

    :raises Unusable: one of its kinds, with a sentence
    """
    urls = external()
    if urls is not None:
        require_sound(urls.app)
        yield Running(urls.app, urls.owner, None)
        return
    with Server(data_dir) as server:
        os.environ[APP_VARIABLE], os.environ[OWNER_VARIABLE] = server.urls.app, server.urls.owner
        os.environ[DIRECTORY_VARIABLE] = str(server.cluster)
        try:
            require_sound(server.urls.app)
            yield Running(server.urls.app, server.urls.owner, server)
        finally:
            os.environ.pop(APP_VARIABLE, None)
            os.environ.pop(OWNER_VARIABLE, None)
            os.environ.pop(DIRECTORY_VARIABLE, None)


def held(data_dir: Path) -> AbstractContextManager[object]:
    """Keep the embedded server going from one use of it to the next.

    Starting and stopping it takes a second or two, and what comes between joins it.
    """
    return nullcontext() if external() is not None else Server(data_dir)


def connect(url: str) -> psycopg.Connection:
    """A connection, or a sentence without the password of the address.

    :raises Unreachable: if nobody answers or the role is refused
    """
    try:
        return psycopg.connect(url, connect_timeout=10)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0].removeprefix("connection failed: ")
        raise Unreachable(f"The database does not answer: {reason}.") from error
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
    """What the database says of itself."""
    with connect(url) as connection:
        comment = _one(
            connection,
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
            "WHERE datname = current_database()",
        )
        row: tuple[Any, ...] | None = None
        if _one(connection, "SELECT to_regclass('public.kernel_installation')"):
            row = connection.execute(
                "SELECT mode, schema_epoch, demonstration_on, set_up "
                "FROM public.kernel_installation"
            ).fetchone()
    mode, epoch, demonstration_on, set_up = row or (None, None, None, False)
    said = str(comment or "").split()
    return State(
        mode=mode,
        schema_epoch=epoch,
        demonstration_on=demonstration_on,
        set_up=bool(set_up),
        prepared=comment == fingerprint(),
        same_beginning=not said or said[-1] == _digest("**/migrations/0001*.py"),
    )


def sign_ins(url: str) -> list[str]:
    """The people of a demonstration, one line each: sign-in name, name and roles."""
    with connect(url) as connection:
        rows = connection.execute(
            "SELECT u.username, u.full_name, string_agg(DISTINCT replace(a.role, '_', ' '), ', ') "
            "FROM access_user u JOIN access_assignment a ON a.user_id = u.id "
            "WHERE u.is_active GROUP BY u.id ORDER BY min(a.role), u.username"
        ).fetchall()
    return [f"{username:<12} {name} ({roles})" for username, name, roles in rows]


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
    """A short name for this code's schema: it changes with every migration, guard and library.

    Its last word changes only with the first migrations.
    """
    libraries = "".join(metadata.version(n) for n in ("Django", "django-allauth", "procrastinate"))
    whole = _digest("**/migrations/*.py", "**/guards.py", "site/database.py", extra=libraries)
    return f"Dayaq schema {whole} {_digest('**/migrations/0001*.py')}"


def _digest(*patterns: str, extra: str = "") -> str:
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(extra.encode())
    for path in sorted(found for pattern in patterns for found in package.glob(pattern)):
        digest.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]


def _one(connection: psycopg.Connection, question: LiteralString) -> object:
    row = connection.execute(question).fetchone()
    return row[0] if row else None


def recreate(owner_url: str) -> None:
    """Make the database at `owner_url` anew and empty; never one with real people in it."""
    name = name_of(owner_url)
    with maintenance(owner_url) as connection:
        drop(connection, name)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(name)
            )
        )


def drop(connection: psycopg.Connection, name: str) -> None:
    """Remove the database `name`, if it exists, from under whoever is still signed in."""
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def name_of(url: str) -> str:
    """The name of the database at `url`."""
    return str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])


def maintenance(owner_url: str) -> psycopg.Connection:
    """A connection of the owner beside its database, from where databases are made and named.

    :raises Unreachable: if the owner may not sign in there
    """
    made = connect(at(owner_url, "postgres"))
    made.autocommit = True
    return made


def at(url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database)}"))


def migrate() -> None:
    """Bring the database of the `owner` alias to this code's schema and give the grants.

    Needs Django set up. Migrations run as the owner; the application role of the `default`
    alias may then read and write rows, never change the schema, and append-only tables it
    may only read and append to.
    """
    from django.core.management import call_command
    from django.db import connections, transaction

    from dayaq.kernel import guards
    from dayaq.site.migrating import shorten_migrations

    owner = connections["owner"]
    role = str(connections["default"].settings_dict["USER"])
    shorten_migrations()
    for rooms in (["procrastinate"], ["mfa"], []):  # these two stand alone: no need of our models
        call_command("migrate", *rooms, database="owner", interactive=False, verbosity=0)
    call_command("createcachetable", database="owner", verbosity=0)
    # At once: nobody may for a moment what is taken from the role again.
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
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
    (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}"
    ),
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)
"""Run by the owner after every migration, and by default for every table it makes later."""
