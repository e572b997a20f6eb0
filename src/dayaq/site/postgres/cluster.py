"""A PostgreSQL data directory: made once, checked at every start, with its settings and roles."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from dayaq.site.postgres import binaries
from dayaq.site.postgres.account import Account
from dayaq.site.postgres.errors import OtherMajorVersion, ServerDidNotStart

SUPERUSER = "postgres"
OWNER = "dayaq_owner"
APP = "dayaq_app"
DATABASE = "dayaq"

MEMORY = {
    "shared_buffers": "32MB",
    "max_connections": "60",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "8MB",
    "maintenance_work_mem": "32MB",
    "temp_buffers": "2MB",
    "max_wal_size": "256MB",
    "jit": "off",
    "io_method": "sync",
    "huge_pages": "off",
}

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}

QUIET = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_destination": "stderr",
    "logging_collector": "off",
    # The log of the server must not hold what people told us: neither the values of a
    # refused row (DETAIL) nor the statement that carried them.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
    "dynamic_library_path": "$libdir",
}


def environment() -> dict[str, str]:
    """What the programs of PostgreSQL see of the surroundings: no PG* variable of the user's."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def options(socket_dir: Path) -> list[str]:
    """The settings of the server as arguments: they win over every file in the directory."""
    settings = MEMORY | QUIET | DURABLE
    settings |= {"unix_socket_directories": str(socket_dir), "unix_socket_permissions": "0700"}
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def ensure(cluster: Path, programs: Path, who: Account) -> None:
    """Make the data directory `cluster` if there is none, and refuse one of another version.

    :raises OtherMajorVersion: if it was made by another major version of PostgreSQL
    :raises ServerDidNotStart: if initdb fails, with its own words
    """
    if (cluster / "PG_VERSION").exists():
        made_by = int((cluster / "PG_VERSION").read_text().strip())
        if made_by != binaries.major():
            raise OtherMajorVersion(
                f"The data directory {cluster.parent} was made by PostgreSQL {made_by}, and this "
                f"Dayaq brings PostgreSQL {binaries.major()}: back it up with the Dayaq that made "
                "it (dayaq backup FILE) and restore the file into an empty data directory."
            )
        return
    unfinished = cluster.with_name("postgres.unfinished")
    _remove_unfinished(unfinished)
    unfinished.mkdir(mode=0o700)
    who.own(unfinished)
    command = [str(programs / "bin" / "initdb"), "--pgdata", str(unfinished)]
    command += ["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8"]
    command += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"]
    command += ["--no-instructions"]
    done = subprocess.run(  # noqa: S603 - an argument list, no shell
        command,
        cwd=unfinished,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        **who.popen,
    )
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ServerDidNotStart(f"PostgreSQL could not make its data directory: {reason}")
    hba = unfinished / "pg_hba.conf"
    hba.write_text("# Only the private socket directory leads here.\nlocal all all trust\n")
    unfinished.rename(cluster)
    _sync(cluster.parent)


def provide_roles(superuser_url: str) -> None:
    """Make the owner role, the application role and the database, where they are missing."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        if OWNER not in roles:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(OWNER))
            )
        if APP not in roles:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APP)))
        # The owner may do what the application may: end its sessions before a database is dropped.
        connection.execute(
            sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP), sql.Identifier(OWNER))
        )
        present = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if present.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER)
                )
            )


def _remove_unfinished(path: Path) -> None:
    """Clear away what an interrupted initdb left; it has never held a row."""
    if path.exists():
        shutil.rmtree(path)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
