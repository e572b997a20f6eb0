"""Expected against counted, for each officer and day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from dayaq.cash.models import CashCount
from dayaq.cash.queries.moves import carried, names
from dayaq.kernel.access.models import Programme


@dataclass(frozen=True, slots=True)
class Evening:
    """What one officer should have carried at the end of a day, and what was counted."""

    on: dt.date
    officer: str
    opening_minor: int
    collected_minor: int
    handed_over_minor: int
    counted_minor: int | None

    @property
    def expected_minor(self) -> int:
        return self.opening_minor + self.collected_minor - self.handed_over_minor

    @property
    def difference_minor(self) -> int | None:
        return None if self.counted_minor is None else self.counted_minor - self.expected_minor


def evenings(programme: Programme, frm: dt.date, to: dt.date) -> list[Evening]:
    """For each officer each day on which the bag changed or was counted, newest first."""
    moved = carried(programme.pk, to)
    counts: dict[tuple[UUID, dt.date], int] = {}
    rows = CashCount.objects.filter(
        programme=programme, officer__isnull=False, counted_on__range=(frm, to)
    ).order_by("recorded_at")
    for row in rows:
        if row.officer_id is not None:
            counts[row.officer_id, row.counted_on] = row.counted_minor
    officers = {*moved, *(officer_id for officer_id, _day in counts)}
    called = names(officers)
    found = []
    for officer_id in officers:
        of_officer = moved.get(officer_id, [])
        days = {day for day, _amount in of_officer if frm <= day <= to}
        days |= {day for one, day in counts if one == officer_id}
        for day in days:
            today = [amount for on, amount in of_officer if on == day]
            found.append(
                Evening(
                    on=day,
                    officer=called.get(officer_id, ""),
                    opening_minor=sum(amount for on, amount in of_officer if on < day),
                    collected_minor=sum(amount for amount in today if amount > 0),
                    handed_over_minor=-sum(amount for amount in today if amount < 0),
                    counted_minor=counts.get((officer_id, day)),
                )
            )
    return sorted(found, key=lambda row: (-row.on.toordinal(), row.officer))
