"""The words of the command line, and what a failure looks like: one sentence, no traceback."""

from __future__ import annotations

import argparse
import ipaddress
import re
import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dayaq.site import lifeline

EPILOG = """
Data live in ~/.local/share/dayaq (as root in /var/lib/dayaq); DAYAQ_DATA moves them. A
PostgreSQL of your own is used when DAYAQ_DATABASE_URL (the application role) and
DAYAQ_DATABASE_OWNER_URL (the role that migrates) are set.
"""

WORD_MAX = 200
"""Characters of one word of a sentence: longer ones are cut in two."""
HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it was done, 1 if not, 2 if it was not understood."""
    if argv is None:  # whoever is told to end leaves as after Ctrl-C: the database is closed well
        lifeline.heed(signal.default_int_handler, signal.SIGTERM, signal.SIGHUP)
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = build_parser()
    if arguments[:1] == ["django"]:
        asked = argparse.Namespace(command="django", rest=arguments[1:], demo=False)
    else:
        asked = parser.parse_args(arguments)
    if asked.command is None:
        parser.print_help()
        return 2
    from dayaq.kernel.errors import Refused
    from dayaq.site.cli import verbs
    from dayaq.site.postgres.errors import Unusable

    try:
        return verbs.VERBS[asked.command](asked)
    except (Unusable, Refused) as refusal:
        sys.stderr.write(f"dayaq: {_shortened(str(refusal))}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\ndayaq: stopped.\n")
        return 130
    except BrokenPipeError:
        return 1


def _shortened(sentence: str) -> str:
    """The sentence with words of unreadable length cut: it repeats what was typed."""
    return re.sub(rf"\S{{{WORD_MAX},}}", lambda word: f"{word[0][: WORD_MAX // 2]}…", sentence)


def build_parser() -> argparse.ArgumentParser:
    """Every verb with a sentence; nothing heavy is imported here."""
    parser = argparse.ArgumentParser(
        prog="dayaq",
        description="Runs a reintegration programme for mine victims, from the first visit to "
        "the repaid loan and the donor report.",
        epilog=EPILOG,
    )
    verbs = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _serving(verbs)
    _keeping(verbs)
    _telling(verbs)
    _proving(verbs)
    return parser


def _serving(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = _verb(verbs, "serve", "Start the database, the web pages and the background worker.")
    _address(serve)
    demo = _verb(
        verbs,
        "demo",
        "Build the demonstration programme in a data directory of its own, or play its calendar "
        "on; every person in it is invented.",
    )
    demo.add_argument("--until", type=_day, metavar="DATE", help="play the calendar up to DATE")
    demo.add_argument("--if-empty", action="store_true", help="do nothing if it is there already")
    demo.add_argument("--serve", action="store_true", help="serve it afterwards")
    _address(demo)
    check = _verb(verbs, "check", "Look the installation over and name what is wrong.")
    check.add_argument(
        "--deploy", action="store_true", help="refuse settings that are unsafe for real use"
    )
    check.add_argument(
        "--host", type=_host, default="127.0.0.1", help="the address it will be served on"
    )


def _keeping(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    migrate = _verb(verbs, "migrate", "Bring the database to this version and give the grants.")
    migrate.add_argument("--quiet", action="store_true", help="say nothing when it is done")
    _demo_flag(migrate)
    admin = _verb(verbs, "createsuperuser", "Open an administrator's account.")
    admin.add_argument("--username", help="the sign-in name; asked for if not given")
    admin.add_argument("--full-name", help="the person's name; asked for if not given")
    _demo_flag(admin)
    for name, sentence in (
        ("backup", "Write the database and its keys into one encrypted FILE."),
        ("restore", "Read FILE, verify all of it, and only then put it in the place of the data."),
    ):
        verb = _verb(verbs, name, sentence)
        verb.add_argument("file", type=Path, metavar="FILE")
        verb.description = (
            f"{sentence} The passphrase is asked for, or read from DAYAQ_BACKUP_PASSPHRASE."
        )
        _demo_flag(verb)


def _telling(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    report = _verb(verbs, "report", "Print a report of the programme, or list them.")
    report.add_argument("key", nargs="?", metavar="KEY", help="which report, see --list")
    report.add_argument("--list", action="store_true", help="list the reports there are")
    report.add_argument("--phase", help="a phase of the programme, for example pilot or phase-2")
    report.add_argument("--from", dest="starts_on", type=_day, metavar="DATE", help="first day")
    report.add_argument("--to", dest="ends_on", type=_day, metavar="DATE", help="last day")
    report.add_argument("--as-of", type=_day, metavar="DATE", help="as it stood on DATE")
    report.add_argument(
        "--format", default="table", choices=["table", "json", "csv", "xlsx", "pdf"]
    )
    report.add_argument("--programme", metavar="CODE", help="which programme, if there are several")
    report.add_argument("--language", default="en", choices=["az", "en"])
    report.add_argument("--out", type=Path, metavar="FILE", help="write into FILE")
    _demo_flag(report)
    for name, sentence in (
        ("rebuild-loans", "Replay every loan from its events and name any that differ."),
        ("seal", "Chain the events that wait for it, so that a later change to one shows."),
    ):
        _demo_flag(_verb(verbs, name, sentence))


def _proving(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ledger = _verb(verbs, "export-ledger", "Write the whole ledger for beancount or hledger.")
    ledger.add_argument("--format", default="beancount", choices=["beancount", "hledger"])
    ledger.add_argument("--programme", metavar="CODE", help="which programme, if there are several")
    ledger.add_argument("--out", type=Path, metavar="FILE", help="write into FILE")
    _demo_flag(ledger)
    bundle = _verb(verbs, "export-audit", "Write books, chains, receipts and loans for an auditor.")
    bundle.add_argument("file", type=Path, metavar="FILE")
    _demo_flag(bundle)
    audit = _verb(verbs, "audit", "Check a bundle of export-audit with the auditor's own program.")
    audit.add_argument("file", type=Path, metavar="FILE")
    audit.add_argument(
        "--head", action="append", default=[], metavar="HEAD",
        help="the end of a chain as a close sheet prints it; may be given several times",
    )  # fmt: skip


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, sentence: str
) -> argparse.ArgumentParser:
    return verbs.add_parser(name, help=sentence, description=sentence)


def _demo_flag(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--demo", action="store_true", help="work on the demonstration programme")


def _address(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--port", type=_port, default=8000, help="port of the web pages (8000)")
    verb.add_argument(
        "--host", type=_host, default="127.0.0.1", help="address of the web pages (127.0.0.1)"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2012-06-30") from None


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port between 1 and 65535")


def _host(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        is_number = text.replace(".", "").isdigit()
        if HOST.fullmatch(text) and not is_number:
            return text
    raise argparse.ArgumentTypeError(f"{text[:WORD_MAX]!r} is not an address or a name of a host")
