"""Due dates: stepping by days, weeks or months, and moving off days on which nobody works."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dayaq.credit.domain.errors import BadFrequency, NoWorkingDay

MAX_EVERY = 366
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Unit(StrEnum):
    """The unit of a repayment frequency."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


#: Periods in a year by unit (rule 3 of the reference).
PERIODS_IN_YEAR = {Unit.DAYS: 365, Unit.WEEKS: 52, Unit.MONTHS: 12}


@dataclass(frozen=True, slots=True)
class Frequency:
    """An instalment every `every` days, weeks or months."""

    every: int = 1
    unit: Unit = Unit.MONTHS

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))
        if not 1 <= self.every <= MAX_EVERY:
            raise BadFrequency(every=self.every, limit=MAX_EVERY)


class MoveTo(StrEnum):
    """Where a due date goes that falls on a day without work."""

    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Weekend days (Monday is 0) and holidays; interest does not follow a moved date."""

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()
    move: MoveTo = MoveTo.NEXT

    def __post_init__(self) -> None:
        object.__setattr__(self, "move", MoveTo(self.move))

    def is_working(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def moved(self, day: date) -> date:
        """The working day on which something due on `day` is collected.

        Raises NoWorkingDay when there is none within 60 days.
        """
        step = timedelta(days=1 if self.move is MoveTo.NEXT else -1)
        moved = day
        for _ in range(60):
            if self.is_working(moved):
                return moved
            moved += step
        raise NoWorkingDay(due_on=day)


def add_months(day: date, months: int, keep_day: int | None = None) -> date:
    """The same day of the month `months` later, clipped to the length of that month.

    `keep_day` is the day of the seed date: 31 January, 28 February, 31 March.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month0 = divmod(index, 12)
    wanted = keep_day or day.day
    if wanted > 28:
        wanted = min(wanted, _month_length(year, month0))
    return date(year, month0 + 1, wanted)


def _month_length(year: int, month0: int) -> int:
    return 29 if month0 == 1 and calendar.isleap(year) else _MONTH_LENGTHS[month0]


def step(seed: date, frequency: Frequency, times: int) -> date:
    """The date `times` periods after `seed` (before it when negative)."""
    if frequency.unit is Unit.MONTHS:
        return add_months(seed, frequency.every * times)
    days = 7 if frequency.unit is Unit.WEEKS else 1
    return seed + timedelta(days=days * frequency.every * times)


def is_whole(begin: date, end: date, frequency: Frequency) -> bool:
    """Whether the two are one period apart, month ends included (28 February, 31 March)."""
    return end == step(begin, frequency, 1) or begin == step(end, frequency, -1)


def due_dates(seed: date, frequency: Frequency, count: int, first_due: date | None) -> list[date]:
    """`count` due dates before any move off holidays.

    Without `first_due` the first lies one period after `seed`; with it, it is the seed itself.
    """
    if first_due is not None:
        return [step(first_due, frequency, k) for k in range(count)]
    return [step(seed, frequency, k) for k in range(1, count + 1)]


def months_and_days(start: date, end: date) -> tuple[int, int]:
    """Whole months from `start` to `end` and the days left over; `start` <= `end`."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months and add_months(start, months) > end:
        months -= 1
    return months, (end - add_months(start, months)).days
