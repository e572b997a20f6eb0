"""What is written for those who judge from outside: the ledger as text, the auditor's bundle."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from dayaq.ledger import plain_text
from dayaq.site.audit_bundle import write_bundle
from dayaq.site.cli.report import chosen_programme
from dayaq.site.postgres.errors import Unusable


def export_ledger(asked: argparse.Namespace) -> int:
    """Stream the ledger into a file, or to the terminal."""
    pieces = plain_text.export(chosen_programme(asked.programme).pk, asked.format)
    if asked.out is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return 0
    unfinished = asked.out.with_name(f".{asked.out.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8") as out:
            out.writelines(pieces)
        unfinished.replace(asked.out)
    except OSError as error:
        raise Unusable(f"{asked.out} cannot be written: {error.strerror}.") from error
    return 0


def export_audit(asked: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Write the bundle and say the heads of its chains."""
    try:
        heads = write_bundle(asked.file)
    except OSError as error:
        raise Unusable(f"{asked.file} cannot be written: {error.strerror}.") from error
    for name, head in heads.items():
        say(f"{name}: {head}")
    return 0
