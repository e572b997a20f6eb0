"""`dayaq report`: the same reports as the pages, from a terminal or a nightly job."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from dayaq.kernel.access.actor import Actor, Grant
from dayaq.kernel.access.models import Programme
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.clock import programme_clock
from dayaq.kernel.models import Installation
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
            say(f"{entry.key:<20} {entry.title}. {entry.purpose}")
        return 0
    if asked.format in BINARY and asked.out is None and sys.stdout.isatty():
        raise Unusable(f"A report as {asked.format} is not for a screen: name a file with --out.")
    chosen = chosen_programme(asked.programme)
    clock = programme_clock(Installation.objects.get().demonstration_on)
    wanted = catalogue.parameters_for(
        chosen.pk,
        today=clock.today,
        phase=asked.phase,
        frm=asked.starts_on,
        to=asked.ends_on,
        as_of=asked.as_of,
    )
    result = catalogue.run(
        asked.key, wanted, holder_of_the_machine(chosen), language=asked.language
    )
    content = catalogue.render(result, asked.format, language=asked.language)
    if asked.out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write(asked.out, content)
    return 0


def chosen_programme(code: str | None) -> Programme:
    """The programme called `code`, or the one that began last."""
    programmes = Programme.objects.order_by("-starts_on", "code")
    found = (programmes.filter(code=code) if code else programmes).first()
    if found is None:
        raise Unusable(
            f"There is no programme {code}." if code else "No programme has been set up yet."
        )
    return found


def holder_of_the_machine(programme: Programme) -> Actor:
    """Who runs reports from a terminal: whoever may read the data directory sees all of it."""
    return Actor(
        user_id=UUID(int=0),
        name="dayaq report",
        programme_id=programme.pk,
        language="en",
        grants=(Grant(role=Role.PROGRAMME_OFFICER, scope=ScopeKind.ALL),),
    )


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
