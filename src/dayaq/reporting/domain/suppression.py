"""Small cells: what a table by personal attributes may show outside the programme.

In a village with three mine victims "3 women" is a name. A cell from 1 to 4 is hidden, and so is
a second cell wherever the hidden one could be computed from the total. Zero is shown unless it
has to serve as the second cell. The programme's own total is never such a cell (DESIGN 4.10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

SMALLEST_SHOWN = 5

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Cell:
    """A count as it may be shown; None is hidden."""

    shown: int | None

    @property
    def is_hidden(self) -> bool:
        return self.shown is None


def suppress(counts: Mapping[K, int]) -> dict[K, Cell]:
    """Hide what is too small to show in a one-way table whose total is published.

    Cells from 1 to 4 are hidden. If only one cell is hidden, or the hidden ones together are
    still below 5, the smallest shown cell is hidden with them, until a reader who knows the
    total learns nothing about a group under 5.

    >>> cells = suppress({"Füzuli": 12, "Ağdam": 3, "Tərtər": 7})
    >>> {name: cell.shown for name, cell in cells.items()}
    {'Füzuli': 12, 'Ağdam': None, 'Tərtər': None}

    A table that cannot be made safe is hidden as a whole.

    >>> suppress({"women": 2})["women"].shown is None
    True
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count is never negative")
    hidden = {key for key, count in counts.items() if 0 < count < SMALLEST_SHOWN}
    if hidden:
        # Largest stays; ties are broken by the order of the table, which tells nothing.
        rest = sorted((key for key in counts if key not in hidden), key=lambda key: counts[key])
        while rest and not _safe(counts, hidden):
            hidden.add(rest.pop(0))
    return {key: Cell(None if key in hidden else count) for key, count in counts.items()}


def _safe(counts: Mapping[K, int], hidden: set[K]) -> bool:
    """Whether the sum of the hidden cells (total minus the shown) tells of no group under 5."""
    return len(hidden) >= 2 and sum(counts[key] for key in hidden) >= SMALLEST_SHOWN
