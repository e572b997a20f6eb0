"""Closing a red flag: somebody looked into it and says what was found."""

from __future__ import annotations

import datetime as dt

from dayaq.cash.models import FlagReview
from dayaq.cash.queries.flags import open_flags
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Programme
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record


def close_flag(*, by: Actor, key: str, note: str, on: dt.date, at: dt.datetime) -> FlagReview:
    """Close a sign with a note of what was found. It is no verdict on anybody.

    :raises Refused: no note, the sign is closed or gone, or it is about the actor
    """
    by.require("cash.look_into")
    if not note.strip():
        raise Refused(N_("Write what you found."), field="note")
    programme = Programme.objects.get(pk=by.programme_id)
    flag = next((one for one in open_flags(programme, on) if one.key == key), None)
    if flag is None:
        raise Refused(N_("This sign is closed already, or no longer there."))
    if flag.officer_id == by.user_id:
        raise Refused(N_("A sign about you is looked into by somebody else."))
    row = FlagReview.objects.create(
        programme=programme, kind=flag.kind, key=flag.key, about_id=flag.officer_id,
        note=note.strip(), closed_by_id=by.user_id, closed_on=on, recorded_at=at,
    )  # fmt: skip
    record(
        "cash.flag_closed", by=by, on=on, at=at,
        subjects=[("programme", programme.pk)], data={"kind": flag.kind},
    )  # fmt: skip
    return row
