"""From an entry back to what caused it: its event, and the pages of what the event concerns.

A room says for its kinds of subject how a link is made (`linked`); the ledger lies below them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from dayaq.kernel.events import Told, told
from dayaq.ledger.models import Entry

LinkTo = Callable[[UUID], tuple[str, str] | None]
"""Given the id of a subject: what it is called, and the address of its page."""

_LINKS: dict[str, tuple[str, LinkTo]] = {}


def linked(kind: str, capability: str, to: LinkTo) -> None:
    """Subjects of `kind` have a page, for those with `capability`."""
    _LINKS[kind] = (capability, to)


@dataclass(frozen=True, slots=True)
class Source:
    """Why there is an entry."""

    told: Told | None
    links: list[tuple[str, str]]


def source_of(entry: Entry, can: Callable[[str], bool]) -> Source:
    """The event of an entry in words, and links to what it concerns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, subject_id FROM kernel_eventsubject WHERE event_id = %s "
            "ORDER BY kind, subject_id",
            [entry.event_id],
        )
        subjects = cursor.fetchall()
    links = []
    for kind, subject_id in subjects:
        capability, to = _LINKS.get(kind, ("", None))
        if to is not None and can(capability):
            found = to(subject_id)
            links += [found] if found else []
    return Source(told(entry.event_id), links)
