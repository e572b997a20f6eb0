"""Which batches a hand-over of cash covers."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.credit.models import CollectionBatch, GaveBy
from dayaq.kernel.access.actor import Actor


def mark_received(
    *, by: Actor, officer_id: UUID, amount_minor: int, on: dt.date
) -> list[CollectionBatch]:
    """Mark the officer's waiting batches as received, the oldest first, as far as the money
    goes. The money itself is posted by the hand-over that calls this."""
    by.require("credit.receive_cash")
    waiting = (
        CollectionBatch.objects.select_for_update(of=("self",))
        .filter(
            programme_id=by.programme_id,
            officer_id=officer_id,
            received_by__isnull=True,
            handed_over_minor__gt=0,
            handed_over_minor__lte=amount_minor,
        )
        .order_by("collected_on", "id")
    )
    covered = []
    left = amount_minor
    for batch in waiting:
        if batch.handed_over_minor > left:
            break
        left -= batch.handed_over_minor
        batch.received_by_id = by.user_id
        batch.received_on = on
        batch.received_minor = batch.handed_over_minor
        batch.gave_by = batch.gave_by or GaveBy.HAND_OVER
        batch.save(update_fields=["received_by", "received_on", "received_minor", "gave_by"])
        covered.append(batch)
    return covered
