"""Likely duplicates: how much two registrations look like one person.

Nothing is ever merged by a score: it orders a short list that a person reads before saving.
Weights after the measured stress set of Azerbaijani names (docs/adr on names): names are
compared by fold and by skeleton, so that spelling and script do not matter.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from rapidfuzz.distance import JaroWinkler

from dayaq.kernel.names import fold, skeleton

LIKELY_PERCENT = 84
"""From here a row is shown before saving and must be acknowledged."""

_WEIGHTS = {"surname": 30, "given_name": 30, "patronymic": 12, "born": 20, "phone": 8}


@dataclass(frozen=True, slots=True)
class Identity:
    """What identifies somebody; empty where unknown."""

    given_name: str
    surname: str
    patronymic: str = ""
    sex: str = ""
    born_on: dt.date | None = None
    born_precision: str = "unknown"
    phone: str = ""
    id: UUID | None = None


def likeness_percent(one: Identity, other: Identity) -> int:
    """How alike, 0 to 100; what is unknown on either side is left out of the weighing.

    >>> a = Identity("Zaur", "Məmmədov", "Rauf", "male", dt.date(1970, 5, 1), "day")
    >>> b = Identity("Заур", "Мамедов", "Рауф", "male", dt.date(1970, 1, 1), "year")
    >>> likeness_percent(a, b) >= LIKELY_PERCENT
    True
    """
    if one.sex and other.sex and one.sex != other.sex:
        return 0
    straight = _names(one, other)
    swapped = _names(one, _swapped(other))
    parts = max(straight, swapped, key=lambda part: part["surname"] + part["given_name"])
    if one.patronymic and other.patronymic:
        parts["patronymic"] = _alike(one.patronymic, other.patronymic)
    born = _born_alike(one, other)
    if born is not None:
        parts["born"] = born
    if one.phone and other.phone and one.phone == other.phone:
        parts["phone"] = 1.0
    weight = sum(_WEIGHTS[name] for name in parts)
    score = sum(_WEIGHTS[name] * value for name, value in parts.items())
    # A brother shares everything but the given name: he is not a likely duplicate.
    if parts["given_name"] < 0.8:
        return min(int(100 * score / weight), LIKELY_PERCENT - 1)
    return int(100 * score / weight)


def _names(one: Identity, other: Identity) -> dict[str, float]:
    return {
        "surname": _alike(one.surname, other.surname),
        "given_name": _alike(one.given_name, other.given_name),
    }


def _swapped(person: Identity) -> Identity:
    return Identity(given_name=person.surname, surname=person.given_name)


def _alike(one: str, other: str) -> float:
    one_fold, one_skeleton = _keys(one)
    other_fold, other_skeleton = _keys(other)
    if one_skeleton == other_skeleton:
        return 1.0
    return JaroWinkler.normalized_similarity(one_fold, other_fold)


@lru_cache(maxsize=8_192)
def _keys(name: str) -> tuple[str, str]:
    """Names repeat: a village has few surnames."""
    return fold(name), skeleton(name)


def _born_alike(one: Identity, other: Identity) -> float | None:
    if one.born_on is None or other.born_on is None:
        return None
    both_to_the_day = one.born_precision == other.born_precision == "day"
    if both_to_the_day and one.born_on == other.born_on:
        return 1.0
    years = abs(one.born_on.year - other.born_on.year)
    if years == 0:
        same_parts = one.born_on.month == other.born_on.month, one.born_on.day == other.born_on.day
        return 0.7 if both_to_the_day and not any(same_parts) else 0.9
    return {1: 0.6, 2: 0.3}.get(years, 0.0)
