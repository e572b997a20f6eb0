"""The calendar of days on which nobody works. Loans keep the days they were agreed with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from dayaq.credit.models import Holiday
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record


def add_holidays(
    *, by: Actor, days: Sequence[tuple[dt.date, str]], on: dt.date, at: dt.datetime
) -> list[Holiday]:
    """Put days with their names into the calendar; one that is there takes the new name.

    :raises Refused: no day is given
    """
    by.require("credit.manage_products")
    if not days:
        raise Refused(N_("Give at least one day."), field="days")
    rows = Holiday.objects.bulk_create(
        [Holiday(programme_id=by.programme_id, on=day, name=name) for day, name in days],
        update_conflicts=True,
        unique_fields=["programme", "on"],
        update_fields=["name"],
    )
    record(
        "credit.holidays_added",
        by=by,
        on=on,
        at=at,
        subjects=[("programme", by.programme_id)],
        data={"count": len(rows)},
    )
    return rows


def remove_holiday(*, by: Actor, holiday_id: UUID, on: dt.date, at: dt.datetime) -> None:
    """Take a day out of the calendar, for loans agreed from now on.

    :raises NotFound: there is no such day
    """
    by.require("credit.manage_products")
    gone, _kinds = Holiday.objects.filter(pk=holiday_id, programme_id=by.programme_id).delete()
    if not gone:
        raise NotFound(N_("This day is not in the calendar."))
    record(
        "credit.holiday_removed",
        by=by,
        on=on,
        at=at,
        subjects=[("programme", by.programme_id)],
        data={},
    )
