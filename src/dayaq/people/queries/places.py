"""Districts to choose from."""

from __future__ import annotations

from django.db.models import QuerySet

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Place
from dayaq.kernel.prepared import prepared


def districts() -> QuerySet[Place]:
    """All districts in the order of the alphabet."""
    return Place.objects.filter(kind=Place.Kind.DISTRICT).order_by("sort_key", "name_az")


def districts_within(actor: Actor, capability: str) -> QuerySet[Place]:
    """The districts the capability reaches; all, if it is not bound to districts."""
    scope = actor.scope(capability)
    if scope.everything or scope.organisation_id or not scope.district_ids:
        return districts()
    return districts().filter(pk__in=scope.district_ids)


@prepared
def choices_within(actor: Actor, capability: str) -> QuerySet[Place]:
    """The same districts, for a filter that is drawn on every page of a list."""
    return districts_within(actor, capability)
