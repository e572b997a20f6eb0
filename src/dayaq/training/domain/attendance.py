"""Who has completed a course: attendance at or above the threshold, counted in minutes.

Minutes rather than sessions, because a half-day is not a day. An excused absence is kept
apart, so that nobody is blamed for a hospital day, but it is not attendance: the indicator
"trained" counts what was taught to the person.

>>> tally([(180, Mark.PRESENT), (180, Mark.EXCUSED), (90, Mark.PRESENT)])
Tally(held_minutes=450, attended_minutes=270, present=2, absent=0, excused=1)
>>> completes(tally([(90, Mark.PRESENT)] * 8 + [(90, Mark.ABSENT)] * 2), threshold_percent=80)
True
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

DEFAULT_THRESHOLD_PERCENT = 80


class Mark(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Tally:
    """One person's attendance over the sessions held."""

    held_minutes: int
    attended_minutes: int
    present: int
    absent: int
    excused: int

    @property
    def percent(self) -> int:
        """Attended share in whole per cent, rounded down, so that 79.9 % never reads as 80."""
        if self.held_minutes == 0:
            return 0
        return self.attended_minutes * 100 // self.held_minutes


def tally(marks: Iterable[tuple[int, Mark]]) -> Tally:
    """Sum up (minutes of the session, mark) pairs of one person."""
    held = attended = 0
    counts = dict.fromkeys(Mark, 0)
    for minutes, mark in marks:
        held += minutes
        attended += minutes if mark is Mark.PRESENT else 0
        counts[mark] += 1
    return Tally(held, attended, counts[Mark.PRESENT], counts[Mark.ABSENT], counts[Mark.EXCUSED])


def completes(attendance: Tally, *, threshold_percent: int) -> bool:
    """Whether the attendance reaches the threshold; a course without sessions completes nobody."""
    if attendance.held_minutes == 0:
        return False
    return attendance.attended_minutes * 100 >= threshold_percent * attendance.held_minutes
