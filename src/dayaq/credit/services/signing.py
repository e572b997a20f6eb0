"""Both sides sign for the cash of a batch: who gives it, and who counts and receives it.

Only when both have signed does it move from the officer's hands into the office box.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.credit.models import CollectionBatch, GaveBy
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused, not_before
from dayaq.kernel.events import record
from dayaq.ledger import services as ledger


def receive_cash(
    *, by: Actor, batch_id: UUID, counted_minor: int, on: dt.date, at: dt.datetime
) -> CollectionBatch:
    """The cashier counts the cash of a batch that the officer has signed, and takes it.

    :raises Refused: it was received already, is not signed yet, or by the officer who collected it
    """
    by.require("credit.receive_cash")
    batch = _waiting(by, batch_id)
    if batch.gave_by == GaveBy.NOBODY:
        raise Refused(N_("The officer has not signed for this cash yet."))
    if counted_minor <= 0:
        raise Refused(N_("Enter an amount above zero."), field="counted_minor")
    return _receive(by, batch, by.user_id, counted_minor, on, at)


def confirm(*, by: Actor, batch_id: UUID, on: dt.date, at: dt.datetime) -> CollectionBatch:
    """The officer signs for cash that the cashier has typed and counted; now it moves.

    :raises Refused: somebody other than the officer who handed it over, or it was received
    """
    by.require("credit.confirm_cash")
    batch = _waiting(by, batch_id, is_receiver=False)
    if batch.officer_id != by.user_id:
        raise Refused(N_("Only the officer who handed the cash over signs for it."))
    not_before(
        on, batch.collected_on, N_("Cash is not signed for before it was handed over."), field="on"
    )
    batch.gave_by, batch.gave_signed_by_id = GaveBy.ACCOUNT, by.user_id
    return _receive(
        by, batch, batch.recorded_by_id, batch.handed_over_minor, on, at,
        verb="credit.cash_confirmed",
    )  # fmt: skip


def receive_by_slip(
    *,
    by: Actor,
    batch_id: UUID,
    paper_number: str,
    paper_on: dt.date,
    on: dt.date,
    at: dt.datetime,
) -> CollectionBatch:
    """The officer has signed a paper slip: its number and day stand for the signature.

    :raises Refused: the slip has no number, or the cash was received
    """
    by.require("credit.receive_cash")
    batch = _waiting(by, batch_id)
    if not paper_number.strip():
        raise Refused(N_("Enter the number of the signed slip."), field="paper_number")
    batch.gave_by, batch.paper_number = GaveBy.PAPER, paper_number.strip()
    batch.paper_on = paper_on
    return _receive(by, batch, by.user_id, batch.handed_over_minor, on, at)


def receive_alone(*, by: Actor, batch_id: UUID, on: dt.date, at: dt.datetime) -> CollectionBatch:
    """The officer is away: the cashier receives alone, and a second person countersigns.

    Until then every close sheet names it.

    :raises Refused: the cash was received
    """
    by.require("credit.receive_cash")
    batch = _waiting(by, batch_id)
    batch.is_alone = True
    return _receive(by, batch, by.user_id, batch.handed_over_minor, on, at)


def _waiting(by: Actor, batch_id: UUID, *, is_receiver: bool = True) -> CollectionBatch:
    """The batch, locked, if its cash has not moved yet."""
    batch = (
        CollectionBatch.objects.select_for_update(of=("self",))
        .filter(pk=batch_id, programme_id=by.programme_id)
        .first()
    )
    if batch is None:
        raise NotFound(N_("There is no such batch."))
    if batch.received_by_id is not None:
        raise Refused(N_("The cash of this batch has been received already."))
    if is_receiver and batch.officer_id == by.user_id:
        raise Refused(N_("Cash is received by somebody other than the officer who collected it."))
    if not is_receiver and not batch.is_counted:
        raise Refused(N_("The cashier counts this cash first."))
    if batch.handed_over_minor <= 0:
        raise Refused(N_("No cash was handed over with this batch."))
    return batch


def _receive(
    by: Actor,
    batch: CollectionBatch,
    receiver_id: UUID,
    amount_minor: int,
    on: dt.date,
    at: dt.datetime,
    verb: str = "credit.cash_received",
) -> CollectionBatch:
    batch.received_by_id = receiver_id
    batch.received_on = on
    batch.received_minor = amount_minor
    batch.save(
        update_fields=[
            "received_by", "received_on", "received_minor", "gave_by", "gave_signed_by",
            "paper_number", "paper_on", "is_alone",
        ]
    )  # fmt: skip
    event_id = record(
        verb, by=by, on=on, at=at, subjects=[("user", batch.officer_id)],
        data={"batch": str(batch.pk), "signed": batch.gave_by},
    )  # fmt: skip
    ledger.post(
        key=f"handover:{batch.pk}", on=on, at=at, by=by, memo="handover", event_id=event_id,
        transfers=[ledger.Leg("cash", f"transit:{batch.officer_id}", amount_minor)],
    )  # fmt: skip
    return batch
