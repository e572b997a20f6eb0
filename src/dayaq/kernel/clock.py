"""The programme clock: what day it is for the programme, read once at the edge.

Services never ask the time; a view, a command or the offline intake hands it in.
In the demonstration the programme has a date of its own and only the time of day is real.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

BAKU = ZoneInfo("Asia/Baku")


@dataclass(frozen=True, slots=True)
class Clock:
    """One reading: the local date of the programme and the moment in UTC."""

    today: dt.date
    now: dt.datetime

    @classmethod
    def at(cls, now: dt.datetime, zone: ZoneInfo = BAKU) -> Clock:
        """The reading at the aware moment `now`."""
        return cls(today=now.astimezone(zone).date(), now=now.astimezone(dt.UTC))

    @classmethod
    def on(cls, day: dt.date, time: dt.time = dt.time(10), zone: ZoneInfo = BAKU) -> Clock:
        """The reading at local `time` on `day`."""
        return cls.at(dt.datetime.combine(day, time, tzinfo=zone), zone)


def real_clock() -> Clock:
    """The reading of the machine's clock."""
    return Clock.at(dt.datetime.now(dt.UTC))


def programme_clock(demonstration_on: dt.date | None = None) -> Clock:
    """The reading for the programme: `demonstration_on` replaces the date, if given."""
    real = real_clock()
    if demonstration_on is None:
        return real
    return Clock.on(demonstration_on, real.now.astimezone(BAKU).time())
