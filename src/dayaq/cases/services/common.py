"""Finding the case the actor may work on, locked."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from dayaq.cases.models import Case
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.prepared import prepared
from dayaq.people.models import Registration
from dayaq.people.services.common import not_in_future, registration_for

__all__ = [
    "any_case_for",
    "case_for",
    "case_with_registration_for",
    "not_before_opening",
    "not_in_future",
    "subjects",
]


def case_for(by: Actor, case_id: UUID, capability: str = "cases.work") -> Case:
    """The case, locked, if within the reach of `capability` and not closed.

    :raises NotAllowed: if the role lacks the capability
    :raises NotFound: if there is none the actor may touch
    :raises Refused: if it is closed
    """
    case = any_case_for(by, case_id, capability)
    if case.is_closed:
        raise Refused(N_("This case is closed. Reopen it first."), code="closed")
    return case


def any_case_for(by: Actor, case_id: UUID, capability: str) -> Case:
    """As `case_for`, a closed one too."""
    by.require(capability)
    found = _locked(by, case_id, capability)
    if not found:
        raise NotFound(N_("There is no such case among those you may see."))
    return found[0]


def case_with_registration_for(
    by: Actor, case_id: UUID, capability: str
) -> tuple[Case, Registration]:
    """As `case_for`, with the registration of its person, locked too and first.

    A change of a registration goes on to its cases in the database: whoever changes both takes
    the locks in the same order, or two would wait for one another.
    """
    by.require(capability)
    person = Case.objects.visible_to(by, capability).filter(pk=case_id).values_list("person_id")
    found = person.first()
    if found is None:
        raise NotFound(N_("There is no such case among those you may see."))
    registration = registration_for(by, found[0], capability)
    return case_for(by, case_id, capability), registration


@prepared
def _locked(by: Actor, case_id: UUID, capability: str) -> QuerySet[Case]:
    rows = Case.objects.visible_to(by, capability).filter(pk=case_id)
    return rows.select_related("person").select_for_update(of=("self",))


def not_before_opening(case: Case, day: dt.date, *, field: str) -> None:
    """Refuse a day before the case was opened."""
    if day < case.opened_on:
        raise Refused(N_("This day is before the case was opened."), field=field)


def subjects(case: Case) -> list[tuple[str, UUID]]:
    """Whom an event of the case concerns."""
    return [("person", case.person_id), ("case", case.pk)]
