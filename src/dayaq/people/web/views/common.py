"""Finding the person a page is about."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from dayaq.kernel.web.views import Request, find
from dayaq.people.models import Person, Registration


def person_of(request: Request, pk: UUID, capability: str = "people.edit") -> Person:
    """The person, if within reach.

    :raises NotFound: answered as 404
    """
    return find(Person.objects.visible_to(request.actor, capability), pk=pk)


def registration_of(request: Request, pk: UUID, capability: str) -> Registration:
    """The person's registration in the programme, if within reach."""
    rows = Registration.objects.visible_to(request.actor, capability).select_related("person")
    return find(rows, person_id=pk)


def person_url(pk: UUID) -> str:
    return reverse("person", args=[pk])
