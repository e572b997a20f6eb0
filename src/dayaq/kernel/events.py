"""The event log: audit, timeline and feed in one, written by services in their transaction.

A room declares its events once, with the sentence a person reads and with how each forgets
what is personal; `record` writes one in a single statement.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from dayaq.kernel import rows
from dayaq.kernel.ids import uuid7

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor

SUBJECT_KINDS = frozenset(
    {
        "person", "household", "case", "course", "plan", "application", "loan", "grant",
        "expense", "report", "institution", "event", "campaign", "lesson", "user", "product",
        "referral", "meeting", "programme", "organisation", "place", "phase", "book", "complaint",
        "cutover", "handover",
    }
)  # fmt: skip

NOTHING_PERSONAL = "nothing personal"
"""The event's data holds ids and codes only; erasing a person need not touch it."""


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event: `sentence` may name `%(actor)s` and any key of the event's data.

    `words` says for a key how its codes are called: {"kind": {"income": _("Income")}}.
    """

    verb: str
    sentence: Any
    forget: str
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


_TYPES: dict[str, EventType] = {}


def event(
    verb: str,
    sentence: Any,
    *,
    forget: str = NOTHING_PERSONAL,
    words: Mapping[str, Mapping[str, Any]] | None = None,
) -> EventType:
    """Declare the event `verb` ("room.past_tense").

    :param words: for a key of the data, what its codes are called (`dict(Choices.choices)`)
    """
    kind = EventType(verb, sentence, forget, words or {})
    if _TYPES.setdefault(verb, kind) != kind:
        raise ValueError(f"the event {verb} is declared twice")
    return kind


def event_types() -> Mapping[str, EventType]:
    """Every declared event by its verb."""
    return _TYPES


EVENT = """
INSERT INTO "kernel_event" (id, verb, "on", recorded_at, actor_id, programme_id, data)
VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb)
"""
SUBJECTS = """
INSERT INTO "kernel_eventsubject" (event_id, kind, subject_id)
SELECT %s::uuid, s.kind, s.id FROM unnest(%s::text[], %s::uuid[]) AS s(kind, id)
"""


def record(
    verb: str,
    *,
    by: Actor | None,
    on: dt.date,
    at: dt.datetime,
    subjects: Iterable[tuple[str, UUID]],
    data: Mapping[str, Any] | None = None,
    programme_id: UUID | None = None,
    beside: Iterable[rows.Question] = (),
) -> UUID:
    """Write one event in one statement and return its id.

    :param on: the day it happened; `at`: the moment it was recorded (UTC)
    :param beside: what it changed, written in the same statement (`rows.together`)
    :raises KeyError: if the verb is not declared
    """
    _TYPES[verb]
    pairs = sorted(set(subjects), key=str)
    assert {kind for kind, _id in pairs} <= SUBJECT_KINDS, pairs  # noqa: S101
    event_id = uuid7()
    actor_id = by.user_id if by else None
    programme = programme_id or (by.programme_id if by else None)
    rows.together(
        *beside,
        (EVENT, [event_id, verb, on, at, actor_id, programme, json.dumps(data or {}, default=str)]),
        (SUBJECTS, [event_id, [kind for kind, _id in pairs], [one for _kind, one in pairs]]),
    )
    return event_id


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a person reads it."""

    id: UUID
    verb: str
    on: dt.date
    recorded_at: dt.datetime
    actor: str
    sentence: str
    data: Mapping[str, Any]


TIMELINE = """
SELECT e.id, e.verb, e."on", e.recorded_at, coalesce(u.full_name, ''), e.data
FROM kernel_eventsubject s
JOIN kernel_event e ON e.id = s.event_id
LEFT JOIN access_user u ON u.id = e.actor_id
WHERE s.subject_id = %s
ORDER BY e."on" DESC, e.seq DESC
LIMIT %s
"""


def timeline(kind: str, subject_id: UUID, limit: int = 50) -> list[Told]:
    """The newest events of a subject, newest first."""
    assert kind in SUBJECT_KINDS, kind  # noqa: S101
    with connection.cursor() as cursor:
        cursor.execute(TIMELINE, [subject_id, limit])
        return [_tell(*row) for row in cursor.fetchall()]


TOLD = """
SELECT e.id, e.verb, e."on", e.recorded_at, coalesce(u.full_name, ''), e.data
FROM kernel_event e LEFT JOIN access_user u ON u.id = e.actor_id WHERE e.id = %s
"""


def told(event_id: UUID) -> Told | None:
    """One event as a person reads it."""
    with connection.cursor() as cursor:
        cursor.execute(TOLD, [event_id])
        row = cursor.fetchone()
    return _tell(*row) if row else None


class _Missing(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _tell(
    event_id: UUID, verb: str, on: dt.date, recorded_at: dt.datetime, actor: str, data: Any
) -> Told:
    values = json.loads(data) if isinstance(data, str) else data
    kind = _TYPES.get(verb)
    words = _Missing(values, actor=actor or str(_("The programme")))
    if kind is not None:
        for key, names in kind.words.items():
            words[key] = _in_words(values.get(key), names)
    sentence = str(kind.sentence) % words if kind else verb
    return Told(event_id, verb, on, recorded_at, actor, sentence, values)


def _in_words(codes: Any, names: Mapping[str, Any]) -> str:
    """One code, or several parted by commas, as people call them; an unknown one as it is."""
    return ", ".join(str(names.get(code, code)) for code in str(codes or "").split(", "))
