"""A backup: the database and the keys that read it, in one file that only a passphrase opens.

The file is an `age` file (any age program opens it) around a tar of `manifest.json`,
`database.dump` (of pg_dump, custom format) and the secrets. The manifest keeps the head of
the event chain, so that a dump with its newest events cut off does not pass for whole.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg.conninfo

from dayaq.site import database, paths
from dayaq.site.postgres import binaries
from dayaq.site.postgres.errors import Unusable
from dayaq.site.verify import Head, verify_chain

FORMAT = 1
PASSPHRASE_LETTERS_MIN = 12
LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


class BackupUnusable(Unusable):
    """The backup cannot be made, or cannot be trusted."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds."""

    mode: str
    schema_epoch: int
    made_at: str
    head: Head | None
    dump: bytes
    secrets: dict[str, str]


def back_up(running: database.Running, data_dir: Path, target: Path, passphrase: str) -> int:
    """Write the backup, whole or not at all; return its size in bytes.

    It may be made while the programme is served: pg_dump reads one moment of the database.

    :raises BackupUnusable: a weak passphrase, an empty database, a place that cannot be written
    """
    if len(passphrase) < PASSPHRASE_LETTERS_MIN:
        raise BackupUnusable(
            f"The passphrase is too short: {PASSPHRASE_LETTERS_MIN} letters at least, "
            "better five words."
        )
    url = running.owner or running.app
    found = database.state(url)
    if found.mode is None or found.schema_epoch is None:
        raise BackupUnusable("The database is empty: there is nothing to back up yet.")
    with database.connect(url) as connection:
        head = verify_chain(connection)
    contents = Contents(
        mode=found.mode,
        schema_epoch=found.schema_epoch,
        made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        head=head,
        dump=dump(url, data_dir),
        secrets={name: _secret(name, data_dir) for name in paths.SECRETS},
    )
    sealed = _encrypt(pack(contents), passphrase)
    try:
        unfinished = target.with_name(f".{target.name}.unfinished")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise BackupUnusable(f"{target} cannot be written: {error.strerror}.") from error
    return len(sealed)


def open_backup(source: Path, passphrase: str) -> Contents:
    """What the backup holds.

    :raises BackupUnusable: unreadable, another passphrase, damaged, or of a newer format
    """
    import pyrage

    try:
        sealed = source.read_bytes()
    except OSError as error:
        raise BackupUnusable(f"{source} cannot be read: {error.strerror}.") from error
    try:
        return unpack(pyrage.passphrase.decrypt(sealed, passphrase))
    except pyrage.DecryptError as error:
        raise BackupUnusable(
            f"{source} does not open: the passphrase is another one, or the file is damaged. "
            "Nothing was changed."
        ) from error


def pack(contents: Contents) -> bytes:
    """The plain bytes of a backup."""
    manifest = {
        "format": FORMAT,
        "mode": contents.mode,
        "schema_epoch": contents.schema_epoch,
        "made_at": contents.made_at,
        "head": asdict(contents.head) if contents.head else None,
    }
    parts = {"manifest.json": json.dumps(manifest).encode(), "database.dump": contents.dump}
    parts |= {f"secrets/{name}": value.encode() for name, value in contents.secrets.items()}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o600
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def unpack(plain: bytes) -> Contents:
    """The backup in its plain bytes; nothing is written to the disk.

    :raises BackupUnusable: if it is not a backup of ours
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
            parts = {
                entry.name: file.read()
                for entry in archive
                if entry.isfile() and (file := archive.extractfile(entry))
            }
        manifest = json.loads(parts["manifest.json"])
        if manifest["format"] > FORMAT:
            raise BackupUnusable("The backup was made by a newer Dayaq: use that one.")
        return Contents(
            mode=str(manifest["mode"]),
            schema_epoch=int(manifest["schema_epoch"]),
            made_at=str(manifest["made_at"]),
            head=Head(**manifest["head"]) if manifest["head"] else None,
            dump=parts["database.dump"],
            secrets={name: parts[f"secrets/{name}"].decode() for name in paths.SECRETS},
        )
    except (tarfile.TarError, KeyError, ValueError, TypeError) as error:
        raise BackupUnusable("The file opens, but it is not a backup of Dayaq.") from error


def dump(url: str, data_dir: Path) -> bytes:
    """The whole database as pg_dump writes it, in its custom format.

    :raises BackupUnusable: with the last words of pg_dump
    """
    return run_tool(["pg_dump", "--format=custom", "--no-owner", "--no-privileges"], url, data_dir)


def run_tool(command: list[str], url: str, data_dir: Path, given: bytes | None = None) -> bytes:
    """Run a program of PostgreSQL on the database at `url`; no password on its command line.

    :raises BackupUnusable: with its last words
    """
    program = binaries.copy_beside(data_dir) / "bin" / command[0]
    known = psycopg.conninfo.conninfo_to_dict(url)
    variables = {LIBPQ[key]: str(value) for key, value in known.items() if key in LIBPQ}
    done = subprocess.run(  # noqa: S603 - an argument list, no shell
        [str(program), *command[1:]],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"} | variables,
        input=given,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        reason = (done.stderr.decode(errors="replace").strip().splitlines() or ["no message"])[0]
        raise BackupUnusable(f"{command[0]} failed: {reason}")
    return done.stdout


def _encrypt(plain: bytes, passphrase: str) -> bytes:
    import pyrage

    sealed: bytes = pyrage.passphrase.encrypt(plain, passphrase)
    return sealed


def _secret(name: str, data_dir: Path) -> str:
    """The secret in use: of the environment, or of the data directory."""
    variable = paths.SECRETS[name]
    from_file = os.environ.get(f"{variable}_FILE")
    if from_file:
        return Path(from_file).read_text(encoding="ascii").strip()
    return os.environ.get(variable) or paths.secret(name, data_dir)
