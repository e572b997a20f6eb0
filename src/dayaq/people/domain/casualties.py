"""The table of casualties, in the categories of the Landmine Monitor.

Percentages are of those whose status is known; the unknown are counted beside them.
Deminers are counted apart from civilians.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from dayaq.people.domain.dates import ADULT_AGE_YEARS

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CasualtyFacts:
    """One person killed or injured by a device. Empty or "unknown" where it is not known."""

    incident: Hashable
    outcome: str  # killed, injured, unknown
    civil_status: str = UNKNOWN
    sex: str = UNKNOWN
    device: str = UNKNOWN
    age_at_incident: int | None = None
    is_child: bool | None = None

    @property
    def age_group(self) -> str:
        """Child is under 18 at the time of the incident."""
        if self.is_child is not None:
            return "child" if self.is_child else "adult"
        if self.age_at_incident is None:
            return UNKNOWN
        return "child" if self.age_at_incident < ADULT_AGE_YEARS else "adult"


@dataclass(frozen=True, slots=True)
class CasualtyTable:
    """Counts of casualties and of the incidents they were in."""

    casualties: int
    incidents: int
    outcome: Mapping[str, int]
    civil_status: Mapping[str, int]
    age_group: Mapping[str, int]
    sex: Mapping[str, int]
    device: Mapping[str, int]
    outcome_by_civil_status: Mapping[tuple[str, str], int]


def tabulate(casualties: Iterable[CasualtyFacts]) -> CasualtyTable:
    """Count the casualties by each category."""
    rows = list(casualties)
    return CasualtyTable(
        casualties=len(rows),
        incidents=len({row.incident for row in rows}),
        outcome=_count(rows, lambda row: row.outcome),
        civil_status=_count(rows, lambda row: row.civil_status),
        age_group=_count(rows, lambda row: row.age_group),
        sex=_count(rows, lambda row: row.sex),
        device=_count(rows, lambda row: row.device),
        outcome_by_civil_status=Counter((row.civil_status, row.outcome) for row in rows),
    )


def share_of_known(counts: Mapping[str, int], value: str) -> tuple[int, int]:
    """Numerator and denominator of the share of `value`, the unknown left out.

    >>> share_of_known({"male": 20, "female": 5, "unknown": 3}, "male")
    (20, 25)
    """
    return counts.get(value, 0), sum(n for name, n in counts.items() if name != UNKNOWN)


def _count(rows: Iterable[CasualtyFacts], of: Callable[[CasualtyFacts], str]) -> Mapping[str, int]:
    return Counter(of(row) or UNKNOWN for row in rows)
