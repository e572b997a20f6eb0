"""Which numbers of a series are missing below one that was used."""

from __future__ import annotations

from collections.abc import Iterable


def missing(first: int, used: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of numbers from `first` up that nobody used although a later one was.

    Receipts 101, 102 and 104 of a book that begins with 101 leave out 103 (domain
    reference, C14):

    >>> missing(101, [101, 102, 104])
    [(103, 103)]
    >>> missing(101, [])
    []
    """
    runs: list[tuple[int, int]] = []
    expected = first
    for number in sorted(set(used)):
        if number > expected:
            runs.append((expected, number - 1))
        expected = max(expected, number + 1)
    return runs
