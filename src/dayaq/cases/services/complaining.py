"""Complaints: received from anybody, anonymous too, and answered within days."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.cases.domain.lifecycle import COMPLAINT, ComplaintAct, next_status
from dayaq.cases.models import Complaint
from dayaq.cases.services.common import not_in_future
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code
from dayaq.people.models import Person

ANSWER_DAYS = 14


def record_complaint(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    channel: str,
    category: str,
    text: str,
    person_id: UUID | None = None,
    sensitive: bool = False,
    against_id: UUID | None = None,
) -> Complaint:
    """Record a complaint received on `on`; without `person_id` it is anonymous."""
    by.require("cases.record_complaint")
    not_in_future(on, at, field="on")
    if not text:
        raise Refused(N_("Write what the complaint is about."), field="text")
    if person_id is not None and not (
        Person.objects.visible_to(by, "cases.record_complaint").filter(pk=person_id).exists()
    ):
        raise NotFound(N_("There is no such person among those you may see."))
    row = Complaint.objects.create(
        code=next_code("complaint", "Q"),
        programme_id=by.programme_id,
        person_id=person_id,
        channel=channel,
        category=category,
        sensitive=sensitive or category == Complaint.Category.SAFEGUARDING,
        against_id=against_id,
        text=text,
        received_on=on,
        due_on=on + dt.timedelta(days=ANSWER_DAYS),
        status_on=on,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    # The person's timeline stays silent about a complaint: staff complained about may read it.
    record(
        "cases.complaint_recorded",
        by=by,
        on=on,
        at=at,
        subjects=[("complaint", row.pk)],
        data={"code": row.code},
    )
    return row


def move_complaint(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    complaint_id: UUID,
    act: ComplaintAct,
    resolution: str = "",
) -> Complaint:
    """Take the next step with a complaint; not for the one complained about."""
    by.require("cases.handle_complaints")
    row = (
        Complaint.objects.visible_to(by)
        .filter(pk=complaint_id)
        .select_for_update(of=("self",))
        .first()
    )
    if row is None:
        raise NotFound(N_("There is no such complaint among those you may see."))
    not_in_future(on, at, field="on")
    if on < row.status_on:
        raise Refused(N_("This day is before the last step of the complaint."), field="on")
    if act in {ComplaintAct.RESOLVE, ComplaintAct.REJECT} and not resolution:
        raise Refused(N_("Write what was answered."), field="resolution")
    row.status = next_status(COMPLAINT, row.status, act)
    row.status_on, row.resolution = on, resolution or row.resolution
    row.save(update_fields=["status", "status_on", "resolution"])
    record(
        "cases.complaint_moved",
        by=by,
        on=on,
        at=at,
        subjects=[("complaint", row.pk)],
        data={"code": row.code, "status": row.status},
    )
    return row
