"""The clauses of the agreement: versions of text, written and signed off by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Max

from dayaq.credit.models import ClauseText
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record


def write_clauses(
    *,
    by: Actor,
    language: str,
    clauses: Sequence[tuple[str, str]],
    on: dt.date,
    at: dt.datetime,
) -> ClauseText:
    """Write a new version; until it is signed off, the agreement says that it is not.

    :param clauses: heading and text of each, in order
    :raises Refused: there is no clause in it
    """
    by.require("credit.edit_clauses")
    kept = [
        {"heading": heading.strip(), "text": text.strip()}
        for heading, text in clauses
        if text.strip()
    ]
    if not kept:
        raise Refused(N_("Write at least one clause."), field="clauses")
    last = ClauseText.objects.filter(programme_id=by.programme_id, language=language).aggregate(
        last=Max("number")
    )["last"]
    text = ClauseText.objects.create(
        programme_id=by.programme_id,
        language=language,
        number=(last or 0) + 1,
        clauses=kept,
        written_by_id=by.user_id,
        written_on=on,
    )
    record(
        "credit.clauses_written",
        by=by,
        on=on,
        at=at,
        subjects=[("programme", by.programme_id)],
        data={"language": language, "number": text.number},
    )
    return text


def approve_clauses(
    *, by: Actor, clauses_id: UUID, note: str, on: dt.date, at: dt.datetime
) -> ClauseText:
    """Sign a version off; `note` says on whose word (a lawyer's letter, for one).

    :raises Refused: it is signed off already
    """
    by.require("credit.edit_clauses")
    text = (
        ClauseText.objects.select_for_update(of=("self",))
        .filter(pk=clauses_id, programme_id=by.programme_id)
        .first()
    )
    if text is None:
        raise NotFound(N_("There is no such version of the clauses."))
    if text.is_approved:
        raise Refused(N_("This version of the clauses is signed off already."))
    text.approved_by_id = by.user_id
    text.approved_on = on
    text.approval_note = note
    text.save(update_fields=["approved_by", "approved_on", "approval_note"])
    record(
        "credit.clauses_approved",
        by=by,
        on=on,
        at=at,
        subjects=[("programme", by.programme_id)],
        data={"language": text.language, "number": text.number},
    )
    return text
