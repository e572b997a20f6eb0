"""Putting a backup in the place of the data: verified beside them first, then swapped by name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from dayaq.site import database, paths
from dayaq.site.backup import BackupUnusable, Contents, open_backup, run_tool
from dayaq.site.verify import verify, verify_chain

BESIDE = "_restoring"
KEPT = "_before_restore"
"""What is put behind the name of the database while it is restored, and afterwards."""
OWN_OPTION = re.compile(
    rb"^ALTER TABLE ONLY \S+ ALTER COLUMN \S+ SET \(pg_attver=\d+\);\n", re.MULTILINE
)


def restore(
    running: database.Running, data_dir: Path, source: Path, passphrase: str
) -> Iterator[str]:
    """Restore `source`, telling what is done; until the swap nothing of the present is touched.

    The database that was there stays beside under the name `dayaq_before_restore`, with its
    secrets, until the next restore.

    :raises BackupUnusable: another passphrase, damage, another kind of programme, or somebody
        still uses the database
    :raises Broken: if the data contradict themselves
    """
    if not running.owner:
        raise BackupUnusable(f"Restoring needs the owner's address in {database.OWNER_VARIABLE}.")
    contents = open_backup(source, passphrase)
    present = running.state()
    _require_same_kind(contents, present, data_dir)
    _require_quiet(running.owner)
    yield f"The backup of {contents.made_at} opens."
    name = database.name_of(running.owner)
    beside = database.at(running.owner, name + BESIDE)
    database.recreate(beside)
    try:
        _load(contents.dump, beside, data_dir)
        with database.connect(beside) as connection:
            yield from verify(connection)
            if contents.head is not None and verify_chain(connection) != contents.head:
                raise BackupUnusable("The newest events are missing from the backup.")
        _migrate(running, contents)
        _swap(running.owner, data_dir, contents, keep=present.mode is not None)
    finally:
        with database.maintenance(running.owner) as connection:
            database.drop(connection, name + BESIDE)
    yield "The backup is in its place."
    if present.mode is not None:
        yield f"What was there before is kept as the database {name + KEPT} until the next restore."


def _load(dump: bytes, url: str, data_dir: Path) -> None:
    """Put the dump into the empty database at `url`, whole or not at all.

    It goes by way of psql, without what only one server understands: a setting that servers
    before 17 do not know, and an option of columns that Debian's PostgreSQL 15 keeps for itself.
    """
    parts = []
    for section in ("pre-data", "data", "post-data"):
        command = ["pg_restore", "--no-owner", "--no-privileges", f"--section={section}"]
        part = run_tool([*command, "--file=-"], url, data_dir, given=dump)
        part = part.replace(b"SET transaction_timeout = 0;\n", b"", 1)
        if section == "pre-data":  # no row is in it, so nothing that somebody wrote can match
            part = OWN_OPTION.sub(b"", part)
        parts.append(part)
    command = ["psql", "--no-psqlrc", "--quiet", "--output=/dev/null", "--single-transaction"]
    run_tool([*command, "--set=ON_ERROR_STOP=1"], url, data_dir, given=b"".join(parts))


def _require_same_kind(contents: Contents, present: database.State, data_dir: Path) -> None:
    demonstration = data_dir == paths.data_dir(demonstration=True)
    if present.mode is not None and present.mode != contents.mode:
        raise BackupUnusable(
            f"The backup holds a {contents.mode} programme and the data directory a "
            f"{present.mode} one: they are never mixed. Choose another with DAYAQ_DATA."
        )
    if present.mode is None and contents.mode == "demonstration" and not demonstration:
        raise BackupUnusable(
            "The backup holds a demonstration: restore it with --demo, apart from real data."
        )
    for name, variable in paths.SECRETS.items():
        set_ = os.environ.get(variable)
        if set_ and set_ != contents.secrets[name]:
            raise BackupUnusable(
                f"{variable} is set to another key than the one in the backup, and its data "
                "could not be read: set it to the key of the backup, or leave it unset."
            )


def _require_quiet(owner_url: str) -> None:
    """Nobody may be writing into what is about to be replaced."""
    name = database.name_of(owner_url)
    with database.maintenance(owner_url) as connection:
        for _attempt in range(20):  # our own session of a moment ago may still be ending
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = %s AND backend_type = 'client backend'",
                [name],
            ).fetchone()
            if not row or not row[0]:
                return
            time.sleep(0.1)
    raise BackupUnusable("Somebody uses the database: stop dayaq serve first, then restore.")


def _migrate(running: database.Running, contents: Contents) -> None:
    """Bring the restored database to this version, and give the application role its rights."""
    name = database.name_of(running.owner)
    secrets = {variable: contents.secrets[name] for name, variable in paths.SECRETS.items()}
    addresses = {
        database.APP_VARIABLE: database.at(running.app, name + BESIDE),
        database.OWNER_VARIABLE: database.at(running.owner, name + BESIDE),
    }
    done = subprocess.run(
        [sys.executable, "-m", "dayaq.site.cli", "migrate", "--quiet"],
        env=os.environ | secrets | addresses,
        check=False,
    )
    if done.returncode != 0:
        raise BackupUnusable("The backup could not be brought to this version; see above.")


def _swap(owner_url: str, data_dir: Path, contents: Contents, *, keep: bool) -> None:
    """Two renames in one transaction; the secrets change places within it."""
    name = database.name_of(owner_url)
    present, beside, kept = map(sql.Identifier, (name, name + BESIDE, name + KEPT))
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with database.maintenance(owner_url) as connection:
        database.drop(connection, name + KEPT)
        try:
            with connection.transaction():
                connection.execute(rename.format(present, kept))
                connection.execute(rename.format(beside, present))
                _place_secrets(data_dir, contents)
        except psycopg.errors.ObjectInUse as error:
            raise BackupUnusable(
                "Somebody uses the database: stop dayaq serve first, then restore."
            ) from error
        if not keep:
            database.drop(connection, name + KEPT)


def _place_secrets(data_dir: Path, contents: Contents) -> None:
    """The keys of the backup; those that were there are kept beside."""
    if all(os.environ.get(variable) for variable in paths.SECRETS.values()):
        return  # the keys live elsewhere and were found equal
    folder = data_dir / "secrets"
    fresh, kept = data_dir / "secrets.restoring", data_dir / "secrets.before-restore"
    for leftover in (fresh, kept):
        if leftover.exists():
            shutil.rmtree(leftover)
    fresh.mkdir(mode=0o700)
    for name, value in contents.secrets.items():
        handle = os.open(fresh / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(value + "\n")
            file.flush()
            os.fsync(file.fileno())
    if folder.exists():
        folder.rename(kept)
    fresh.rename(folder)
