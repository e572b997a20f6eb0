"""Finding persons by name in any script, code or telephone."""

from __future__ import annotations

import re

from django.db.models import Q

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.names import fold, skeleton
from dayaq.people.models import Person
from dayaq.people.models.person import PersonQuerySet, document_index

PHONE_DIGITS_MIN = 5


def find_persons(actor: Actor, text: str, capability: str = "people.view_names") -> PersonQuerySet:
    """Persons the actor may see whose name, code, document number or telephone fits `text`."""
    seen = Person.objects.visible_to(actor, capability)
    cleaned = " ".join(text.replace("\x00", "").split())[:120]
    if not cleaned:
        return seen.none()
    digits = re.sub(r"\D", "", cleaned)
    if re.fullmatch(r"[\d\s()+./-]+", cleaned):
        return seen.filter(_by_number(cleaned, digits)).in_order()
    if digits:
        found = seen.filter(
            Q(code__istartswith=cleaned) | Q(document_index=document_index(cleaned))
        )
        return found.in_order()
    by_fold = _every_word("name_fold", fold(cleaned))
    by_skeleton = _every_word("name_skeleton", skeleton(cleaned))
    return seen.filter(by_fold | by_skeleton).in_order()


def _by_number(text: str, digits: str) -> Q:
    found = Q(code__contains=text.strip()) | Q(document_index=document_index(text))
    if len(digits) >= PHONE_DIGITS_MIN:
        # The trunk zero and the country code are two ways to begin the same number.
        tail = digits.removeprefix("994").removeprefix("0")
        found |= Q(phone__contains=tail) | Q(other_phone__contains=tail)
    return found


def _every_word(column: str, key: str) -> Q:
    words = key.split()
    if not words:
        return Q(pk__in=[])
    every = Q()
    for word in words[:6]:
        every &= Q(**{f"{column}__contains": f" {word}"})
    return every
