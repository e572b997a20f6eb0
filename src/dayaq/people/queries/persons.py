"""One person as the pages and the other rooms ask for them."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Prefetch

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.web.once import once
from dayaq.people.models import (
    Consent,
    Household,
    HouseholdMember,
    HouseholdSnapshot,
    Person,
    Registration,
)


@once
def registration(
    actor: Actor, person_id: UUID, capability: str = "people.view"
) -> Registration | None:
    """The registration in the actor's programme with person and victim status, if in reach."""
    return (
        Registration.objects.visible_to(actor, capability)
        .filter(person_id=person_id)
        .select_related(
            "person__district",
            "person__registration_district",
            "person__victim_status__direct_victim",
            "officer",
            "district",
        )
        .first()
    )


def consents_of(person_id: UUID, programme_id: UUID) -> list[Consent]:
    """All consents in the programme, the newest first."""
    rows = Consent.objects.filter(person_id=person_id, programme_id=programme_id)
    return list(rows.order_by("-given_on", "-pk"))


def has_consent(person_id: UUID, programme_id: UUID, purpose: str, on: dt.date) -> bool:
    """Whether a consent for `purpose` is in force on `on`."""
    return (
        Consent.objects.in_force(on)
        .for_purpose(purpose)
        .filter(person_id=person_id, programme_id=programme_id)
        .exists()
    )


def household_of(person_id: UUID) -> Household | None:
    """The household the person lives in, with its members and its snapshots, newest first."""
    here = HouseholdMember.objects.filter(person_id=person_id, left_on__isnull=True)
    members = HouseholdMember.objects.filter(left_on__isnull=True).select_related("person")
    snapshots = HouseholdSnapshot.objects.order_by("-taken_on").prefetch_related("lines")
    return (
        Household.objects.filter(pk__in=here.values("household"))
        .prefetch_related(
            Prefetch("members", members.order_by("-is_head", "since_on", "pk")),
            Prefetch("snapshots", snapshots),
        )
        .first()
    )


def is_relative(person_id: UUID, other_id: UUID) -> bool:
    """Whether two registered persons are of one household or of one victim's family."""
    if person_id == other_id:
        return True
    homes = HouseholdMember.objects.filter(person_id=person_id).values("household")
    if HouseholdMember.objects.filter(person_id=other_id, household__in=homes).exists():
        return True
    pair = {person_id, other_id}
    return Person.objects.filter(pk__in=pair, victim_status__direct_victim__in=pair).exists()
