"""`dayaq report`: the same reports as the pages, from a terminal or a nightly job."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from dayaq.site.postgres.errors import Unusable

BINARY = {"xlsx", "pdf"}


def report(asked: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Print one report, or the list of them.

    :raises Refused: an unknown key, phase or period
    :raises Unusable: a binary format without --out on a terminal
    """
    from dayaq.reporting import catalogue

    if asked.list or asked.key is None:
        for entry in catalogue.list_reports():
            say(f"{entry.key:<22} {entry.title}")
        return 0
    if asked.format in BINARY and asked.out is None and sys.stdout.isatty():
        raise Unusable(f"A report as {asked.format} is not for a screen: name a file with --out.")
    result = catalogue.run(asked.key, parameters(asked))
    content = catalogue.render(result, asked.format)
    if asked.out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write(asked.out, content)
    return 0


def parameters(asked: argparse.Namespace) -> dict[str, object]:
    """What was asked for, without what was not."""
    given = {
        "phase": asked.phase,
        "from": asked.starts_on,
        "to": asked.ends_on,
        "as_of": asked.as_of,
    }
    return {name: value for name, value in given.items() if value is not None}


def write(path: Path, content: bytes) -> None:
    """Write the file whole or not at all.

    :raises Unusable: if the place cannot be written
    """
    try:
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        raise Unusable(f"{path} cannot be written: {error.strerror}.") from error
