"""Ages from dates of birth, which people may know to the year only."""

from __future__ import annotations

import datetime as dt

EARLIEST_BIRTH = dt.date(1900, 1, 1)
ADULT_AGE_YEARS = 18  # Landmine Monitor: a child is under 18 at the time of the incident


def age_on(born_on: dt.date | None, precision: str, on: dt.date) -> int | None:
    """Completed years on `on`; None if unknown.

    Of a date known to the year or month only, the middle of the span is stored, so that the
    age errs by no more than one.

    >>> age_on(dt.date(1970, 6, 15), "day", dt.date(2010, 6, 14))
    39
    """
    if born_on is None or precision == "unknown" or on < born_on:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
