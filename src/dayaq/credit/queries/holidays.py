"""The days on which nobody works, as the programme keeps them."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.credit.models import Holiday


def holidays_of(programme_id: UUID) -> frozenset[dt.date]:
    """All days of the programme's calendar; one statement."""
    return frozenset(Holiday.objects.filter(programme_id=programme_id).values_list("on", flat=True))
