"""What each command does: find the data, start or join the database, call one service."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dayaq.site import database, paths
from dayaq.site.postgres.errors import Unusable


def say(text: str) -> None:
    """One line for the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def set_up_django() -> None:
    """Load the settings and the rooms; DAYAQ_DATABASE_URL must be set by now."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayaq.site.settings")
    django.setup()
    from django.utils import translation

    translation.activate("en")  # the language of the terminal; documents name their own


@contextmanager
def programme(asked: argparse.Namespace, *, migrated: bool = True) -> Iterator[database.Running]:
    """The installation's database with Django on it.

    :raises WrongDatabase: another schema epoch, or not migrated by this version
    """
    data_dir = paths.data_dir(demonstration=asked.demo)
    with database.running(data_dir) as running:
        found = running.state()
        database.require_epoch(found)
        if migrated and not found.prepared:
            raise database.WrongDatabase(
                "The database is empty or of another version of Dayaq: run "
                f"{'dayaq demo' if asked.demo else 'dayaq migrate'} first."
            )
        paths.export_secrets(data_dir)
        set_up_django()
        try:
            yield running
        finally:
            from django.db import connections

            connections.close_all()


def serve(asked: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from dayaq.site.serve import serve as run

    run(paths.data_dir(), host=asked.host, port=asked.port, demonstration=False, say=say)
    return 0


def demo(asked: argparse.Namespace) -> int:
    """Build the demonstration, play it on, serve it."""
    from dayaq.site.cli.demonstration import demo as run

    return run(asked, say)


def check(asked: argparse.Namespace) -> int:
    """Look over the installation; with --deploy, as for real use."""
    from dayaq.site import deploycheck

    data_dir = paths.data_dir()
    findings = deploycheck.look(data_dir, host=asked.host, deploy=asked.deploy)
    for finding in findings:
        sys.stderr.write(f"dayaq: {finding}\n")
    if not findings:
        say("Nothing is wrong.")
    return 1 if findings else 0


def migrate(asked: argparse.Namespace) -> int:
    """Migrate as the owner and give the grants."""
    with programme(asked, migrated=False) as running:
        if not running.owner:
            raise Unusable(f"Migrating needs the owner's address in {database.OWNER_VARIABLE}.")
        database.migrate()
    if not asked.quiet:
        say("The database is of this version now.")
    return 0


def createsuperuser(asked: argparse.Namespace) -> int:
    """Open an administrator's account, with a password that nobody reads over the shoulder."""
    username = (asked.username or "").strip() or _ask("Sign-in name")
    full_name = (asked.full_name or "").strip() or _ask("Full name")
    password = os.environ.get("DAYAQ_PASSWORD") or _ask_password_twice("Password")
    with programme(asked, migrated=False) as running:
        if not running.state().prepared:
            database.migrate()
        from dayaq.site.administrator import open_account

        open_account(username=username, full_name=full_name, password=password)
    say(f"{username} may sign in as an administrator.")
    return 0


def backup(asked: argparse.Namespace) -> int:
    """Write one encrypted file."""
    from dayaq.site.backup import back_up

    data_dir = paths.data_dir(demonstration=asked.demo)
    passphrase = _passphrase(twice=True)
    with database.running(data_dir) as running:
        size = back_up(running, data_dir, asked.file, passphrase)
    say(f"{asked.file}: {size:,} bytes, encrypted. Keep the passphrase apart from it.")
    return 0


def restore(asked: argparse.Namespace) -> int:
    """Verify a backup and put it in the place of the data."""
    from dayaq.site.restore import restore as run

    data_dir = paths.data_dir(demonstration=asked.demo)
    passphrase = _passphrase(twice=False)
    with database.running(data_dir) as running:
        for line in run(running, data_dir, asked.file, passphrase):
            say(line)
    return 0


def report(asked: argparse.Namespace) -> int:
    """Print a report or the list of them."""
    with programme(asked):
        from dayaq.site.cli.report import report as run

        return run(asked, say)


def rebuild_loans(asked: argparse.Namespace) -> int:
    """Replay every loan; name what differs."""
    with programme(asked):
        from dayaq.credit import services
        from dayaq.kernel.db import run_command

        differed = run_command(services.rebuild_loans)
    for loan_id in differed:
        say(f"differed from its events and was put right: loan {loan_id}")
    say(f"Every loan was replayed; {len(differed)} differed from their events.")
    return 1 if differed else 0


def seal(asked: argparse.Namespace) -> int:
    """Seal every committed event and posted entry, and check both chains."""
    with programme(asked):
        from dayaq.kernel import seal as sealer
        from dayaq.ledger import sealing

        sealed, broken = sealer.EVENTS.seal_all(), sealer.EVENTS.first_break()
        entries, broken_entry = sealing.ENTRIES.seal_all(), sealing.ENTRIES.first_break()
    if broken is not None:
        raise Unusable(f"The chain of events is broken at position {broken}: somebody changed it.")
    if broken_entry is not None:
        raise Unusable(
            f"The chain of entries is broken at position {broken_entry}: somebody changed it."
        )
    say(f"{sealed} events and {entries} entries sealed; both chains hold.")
    return 0


def export_ledger(asked: argparse.Namespace) -> int:
    """Write the ledger as plain text for another program to check."""
    with programme(asked):
        from dayaq.site.cli.proving import export_ledger as run

        return run(asked)


def export_audit(asked: argparse.Namespace) -> int:
    """Write the auditor's bundle."""
    with programme(asked):
        from dayaq.site.cli.proving import export_audit as run

        return run(asked, say)


def audit(asked: argparse.Namespace) -> int:
    """Check a bundle; needs neither database nor settings."""
    from dayaq.site import auditor

    if not os.path.isfile(asked.file):
        raise Unusable(f"There is no file {asked.file}.")
    if not zipfile.is_zipfile(asked.file):
        raise Unusable(f"{asked.file} is damaged, or no bundle of export-audit.")
    return auditor.main([str(asked.file), *asked.head])


def django(asked: argparse.Namespace) -> int:
    """Pass a command through to Django, for the people who build Dayaq."""
    if not asked.rest or asked.rest[0] in {"makemigrations", "makemessages", "compilemessages"}:
        set_up_django()
        _execute(asked.rest)
        return 0
    with programme(asked, migrated=False):
        _execute(asked.rest)
    return 0


def _execute(rest: list[str]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["dayaq django", *rest])


def _ask(what: str) -> str:
    try:
        answer = input(f"{what}: ").strip()
    except EOFError:
        answer = ""
    if not answer:
        raise Unusable(f"{what} is needed.")
    return answer


def _ask_password_twice(what: str) -> str:
    first = _ask_hidden(what)
    if _ask_hidden(f"{what} again") != first:
        raise Unusable("The two are not the same.")
    return first


def _ask_hidden(what: str) -> str:
    if not sys.stdin.isatty():
        raise Unusable(f"{what} is needed, and there is no terminal to ask on.")
    answer = getpass.getpass(f"{what}: ")
    if not answer:
        raise Unusable(f"{what} is needed.")
    return answer


def _passphrase(*, twice: bool) -> str:
    given = os.environ.get("DAYAQ_BACKUP_PASSPHRASE")
    path = os.environ.get("DAYAQ_BACKUP_PASSPHRASE_FILE")
    if path:
        try:
            given = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Unusable(
                f"The passphrase file {path} cannot be read: {error.strerror}."
            ) from error
    if given:
        return given
    return _ask_password_twice("Passphrase") if twice else _ask_hidden("Passphrase")


VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "serve": serve,
    "demo": demo,
    "check": check,
    "migrate": migrate,
    "createsuperuser": createsuperuser,
    "backup": backup,
    "restore": restore,
    "report": report,
    "rebuild-loans": rebuild_loans,
    "seal": seal,
    "export-ledger": export_ledger,
    "export-audit": export_audit,
    "audit": audit,
    "django": django,
}
