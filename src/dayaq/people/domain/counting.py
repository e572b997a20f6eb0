"""Counting people: each once, however many services they had; each household once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a household; `person` only if the member is registered."""

    household: Hashable
    member: Hashable
    person: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Beneficiaries:
    """Unique persons reached: served themselves, and living with somebody who was."""

    direct: int
    indirect: int


def count_beneficiaries(
    services: Iterable[tuple[Hashable, str]], members: Iterable[Member]
) -> Beneficiaries:
    """Unique direct and indirect beneficiaries.

    Direct: persons with at least one service. Indirect: members of their households who are
    not direct themselves; a household with two survivors is counted once.

    >>> services = [("Zaur", "training"), ("Zaur", "training"), ("Gülnar", "counselling")]
    >>> home = [Member("H1", m, p) for m, p in [(1, "Zaur"), (2, "Gülnar"), (3, None)]]
    >>> count_beneficiaries(services, home)
    Beneficiaries(direct=2, indirect=1)
    """
    direct = {person for person, _service in services}
    rows = list(members)
    reached = {row.household for row in rows if row.person in direct}
    indirect = {
        row.person if row.person is not None else (row.household, row.member)
        for row in rows
        if row.household in reached and row.person not in direct
    }
    return Beneficiaries(direct=len(direct), indirect=len(indirect))
