"""`dayaq demo`: the demonstration is built aside and put in place whole, or played on."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from psycopg import sql

from dayaq.kernel.epoch import SCHEMA_EPOCH
from dayaq.site import database, lifeline, paths

Say = Callable[[str], None]
WIDTH = 40


def demo(asked: argparse.Namespace, say: Say) -> int:
    """Build or play on, and serve if asked to.

    :raises WrongDatabase: if the data directory holds a real programme
    """
    from dayaq.site import serve

    data_dir = paths.data_dir(demonstration=True)
    if not asked.serve:
        if lifeline.VARIABLE in os.environ:  # built for a server: there is nothing to stay for
            lifeline.end_with_parent()
        return _build_or_play_on(asked, data_dir, say)
    serve.require_safe_address(asked.host, demonstration=True)
    serve.listen(asked.host, asked.port).close()  # a busy port is better known before the building
    with database.held(data_dir):
        if (asked.until or _is_missing(data_dir)) and (code := _build_apart(asked)):
            return code
        serve.serve(data_dir, host=asked.host, port=asked.port, demonstration=True, say=say)
    return 0


def _build_apart(asked: argparse.Namespace) -> int:
    """Build or play on in a process of its own, so that the supervisor stays as small as it was.

    A wish to stop reaches it through us: it is told once, and has left the database before we do.
    Not by SIGINT, which whatever a script starts with & is told to ignore.
    """
    command = [sys.executable, "-m", "dayaq.site.cli", "demo", "--if-empty"]
    command += ["--until", asked.until.isoformat()] if asked.until else []
    builder = subprocess.Popen(  # noqa: S603 - an argument list, no shell
        command, env=os.environ | {lifeline.VARIABLE: str(os.getpid())}, start_new_session=True
    )
    try:
        return builder.wait()
    except KeyboardInterrupt:
        builder.terminate()
        builder.wait()
        raise


def _is_missing(data_dir: Path) -> bool:
    with database.running(data_dir) as running:
        found = running.state()
    return not found.is_demonstration or not found.same_beginning or not _is_of_this_epoch(found)


def _is_of_this_epoch(found: database.State) -> bool:
    return found.schema_epoch == SCHEMA_EPOCH


def _build_or_play_on(asked: argparse.Namespace, data_dir: Path, say: Say) -> int:
    with database.running(data_dir) as running:
        paths.export_secrets(data_dir)
        found = running.state()
        if found.mode is not None and not found.is_demonstration:
            raise database.WrongDatabase(
                f"{data_dir} holds a real programme, and no invented person may get into it: "
                "choose another data directory with DAYAQ_DATA."
            )
        stale = not (found.same_beginning and _is_of_this_epoch(found))
        if found.is_demonstration and not stale:
            if asked.until is None:
                say(f"The demonstration is there already; its date is {found.demonstration_on}.")
                return 0
            _set_up(running.app, running.owner, migrated=found.prepared)
            _play(asked, say)
            return 0
        if found.is_demonstration:
            say("The demonstration was built by another version of Dayaq: it is built anew.")
        _build_aside(running, asked, say)
    return 0


def _build_aside(running: database.Running, asked: argparse.Namespace, say: Say) -> None:
    """Build under another name, so that an interrupted building is never taken for a whole one."""
    target = database.name_of(running.owner)
    building = f"{target}_building"
    owner = database.at(running.owner, building)
    database.recreate(owner)
    _hurry(owner, building)
    _set_up(database.at(running.app, building), owner, migrated=False)
    _play(asked, say)
    from django.db import connections

    connections.close_all()
    with database.maintenance(running.owner) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RESET synchronous_commit").format(sql.Identifier(building))
        )
        database.drop(connection, target)
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(building), sql.Identifier(target)
            )
        )


def _hurry(owner_url: str, building: str) -> None:
    """Let commits into the unfinished building not wait for the disk: after a power cut it is
    thrown away anyhow, and the renaming at its end, which does wait, carries them all."""
    with database.maintenance(owner_url) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(
                sql.Identifier(building)
            )
        )


def _set_up(app_url: str, owner_url: str, *, migrated: bool) -> None:
    from dayaq.site.cli.verbs import set_up_django

    os.environ[database.APP_VARIABLE] = app_url
    os.environ[database.OWNER_VARIABLE] = owner_url
    set_up_django()
    if not migrated:
        database.migrate()


def _play(asked: argparse.Namespace, say: Say) -> None:
    from dayaq.site import demo as programme

    programme.build(until=asked.until, progress=Progress())
    sys.stderr.write("\n")
    say("The demonstration is ready; every person in it is invented.")


class Progress:
    """A bar on a terminal; elsewhere one line for every tenth part."""

    def __init__(self) -> None:
        self.tenth = -1

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Show that `done` of `total` steps are made, now at `what`."""
        part = min(1.0, done / total) if total > 0 else 1.0
        if sys.stderr.isatty():
            filled = round(part * WIDTH)
            bar = "#" * filled + "." * (WIDTH - filled)
            sys.stderr.write(f"\r[{bar}] {part:4.0%} {what[:30]:<30}")
        elif int(part * 10) > self.tenth:
            self.tenth = int(part * 10)
            sys.stderr.write(f"{part:4.0%} {what}\n")
        sys.stderr.flush()
