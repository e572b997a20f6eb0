"""Who is registered already and looks much like somebody: read before saving."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.names import skeleton
from dayaq.people.domain.duplicates import LIKELY_PERCENT, Identity, likeness_percent
from dayaq.people.models import Person

PREFIX_LETTERS = 3
"""Candidates share this much of a name's beginning; the score does the rest."""

CANDIDATES_MAX = 2_000


class Described(Protocol):
    """What is known of somebody who is about to be registered."""

    @property
    def given_name(self) -> str: ...
    @property
    def surname(self) -> str: ...
    @property
    def patronymic(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def born_on(self) -> dt.date | None: ...
    @property
    def born_precision(self) -> str: ...
    @property
    def phone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Match:
    """A likely duplicate. `person` is None if the actor may not see them: only the code is told."""

    code: str
    percent: int
    person: Person | None


def likely_matches(by: Actor, new: Described, limit: int = 8) -> list[Match]:
    """Persons of any programme and district who may be the same, the likest first."""
    who = _identity(new)
    candidates = (
        Person.objects.filter(_block(new))
        .only(
            "code", "given_name", "surname", "patronymic", "patronymic_suffix", "sex", "born_on",
            "born_precision", "phone", "settlement",
        )
        .order_by("pk")[:CANDIDATES_MAX]
    )  # fmt: skip
    scored = [(likeness_percent(who, _identity(row)), row) for row in candidates]
    likely = [pair for pair in scored if pair[0] >= LIKELY_PERCENT]
    likely.sort(key=lambda pair: (-pair[0], pair[1].code))
    if not likely:
        return []
    seen = set(
        Person.objects.visible_to(by)
        .filter(pk__in=[row.pk for _percent, row in likely])
        .values_list("pk", flat=True)
    )
    return [
        Match(row.code, percent, row if row.pk in seen else None) for percent, row in likely[:limit]
    ]


def _block(new: Described) -> Q:
    given = skeleton(new.given_name)[:PREFIX_LETTERS]
    surname = skeleton(new.surname)[:PREFIX_LETTERS]
    block = Q(surname_skeleton__startswith=surname, given_skeleton__startswith=given[:1])
    block |= Q(given_skeleton__startswith=given, surname_skeleton__startswith=surname[:1])
    # Given name and surname in each other's place.
    block |= Q(surname_skeleton__startswith=given, given_skeleton__startswith=surname)
    if new.phone:
        block |= Q(phone=new.phone)
    return block


def _identity(row: Described) -> Identity:
    return Identity(
        given_name=row.given_name,
        surname=row.surname,
        patronymic=row.patronymic,
        sex=row.sex,
        born_on=row.born_on,
        born_precision=row.born_precision,
        phone=row.phone,
    )
