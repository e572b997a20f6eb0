"""Counting people for readers outside the programme.

A published table has no cell under five and none that can be computed from its neighbours
(house rule 10): small groups are joined with others until the joined group is large enough.

>>> join_small({"AM": 12, "AZ": 20, "GE": 3, "KG": 1, "TJ": 4})
{'AM': 12, 'AZ': 20, 'other': 8}
>>> join_small({"AM": 12, "AZ": 20, "GE": 3})
{'AZ': 20, 'other': 15}
>>> join_small({"AZ": 3})
{}
"""

from collections.abc import Mapping

OTHER = "other"
SMALLEST_CELL = 5


def join_small(counts: Mapping[str, int], minimum: int = SMALLEST_CELL) -> dict[str, int]:
    """The same counts with groups under `minimum` joined under "other".

    When the joined group is itself too small, the next smallest group joins it, so that no
    group can be found by subtracting the others from the total. When everything together is
    too small, nothing is shown.
    """
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    large = [item for item in ordered if item[1] >= minimum]
    joined = sum(count for _, count in ordered[len(large) :])
    while 0 < joined < minimum and large:
        joined += large.pop()[1]
    if 0 < joined < minimum:
        return {}
    shown = dict(sorted(large))
    if joined:
        shown[OTHER] = joined
    return shown
