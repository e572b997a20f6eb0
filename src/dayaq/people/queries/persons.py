"""One person as the pages and the other rooms ask for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.prepared import prepared
from dayaq.kernel.web.once import once
from dayaq.people.models import (
    Consent,
    DisabilityCertificate,
    FunctioningAssessment,
    HouseholdLine,
    HouseholdMember,
    HouseholdSnapshot,
    IncidentCasualty,
    Injury,
    Person,
    Registration,
)


@once
def registration(
    actor: Actor, person_id: UUID, capability: str = "people.view"
) -> Registration | None:
    """The registration in the actor's programme with person and victim status, if in reach."""
    return next(iter(_registrations(actor, person_id, capability)), None)


@prepared
def _registrations(actor: Actor, person_id: UUID, capability: str) -> QuerySet[Registration]:
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
    )


@prepared
def consents_of(person_id: UUID, programme_id: UUID) -> QuerySet[Consent]:
    """All consents in the programme, the newest first."""
    rows = Consent.objects.filter(person_id=person_id, programme_id=programme_id)
    return rows.order_by("-given_on", "-pk")


@prepared
def casualties_of(person_id: UUID) -> QuerySet[IncidentCasualty]:
    """The incidents the person was hurt in."""
    return IncidentCasualty.objects.filter(person_id=person_id).select_related("incident")


@prepared
def injuries_of(person_id: UUID) -> QuerySet[Injury]:
    return Injury.objects.filter(person_id=person_id)


@prepared
def certificates_of(person_id: UUID) -> QuerySet[DisabilityCertificate]:
    """The newest first."""
    return DisabilityCertificate.objects.filter(person_id=person_id).order_by("-valid_from")


@prepared
def latest_functioning(person_id: UUID) -> QuerySet[FunctioningAssessment]:
    """The newest answers to the questions on daily life, or none."""
    rows = FunctioningAssessment.objects.filter(person_id=person_id)
    return rows.order_by("-assessed_on", "-pk")[:1]


def has_consent(person_id: UUID, programme_id: UUID, purpose: str, on: dt.date) -> bool:
    """Whether a consent for `purpose` is in force on `on`."""
    return (
        Consent.objects.in_force(on)
        .for_purpose(purpose)
        .filter(person_id=person_id, programme_id=programme_id)
        .exists()
    )


@dataclass(frozen=True, slots=True)
class Home:
    """The household a person lives in: who, and the newest answers about what they live on."""

    members: Sequence[HouseholdMember]
    snapshot: HouseholdSnapshot | None
    lines: Sequence[HouseholdLine]

    def total_minor(self, kind: str) -> int:
        """The sum of a month's lines of `kind`; of debts, what is paid back in a month."""
        return sum(line.monthly_minor for line in self.lines if line.kind == kind)


def home_of(person_id: UUID) -> Home | None:
    """Where the person lives now, in three statements; None if nobody has asked."""
    members = _living_with(person_id)
    if not members:
        return None
    snapshot = next(iter(_latest_snapshot(members[0].household_id)), None)
    return Home(members, snapshot, _lines(snapshot.pk) if snapshot else ())


@prepared
def _living_with(person_id: UUID) -> QuerySet[HouseholdMember]:
    here = HouseholdMember.objects.filter(person_id=person_id, left_on__isnull=True)
    home = here.order_by("household_id").values("household_id")[:1]
    members = HouseholdMember.objects.filter(household_id=home, left_on__isnull=True)
    return members.select_related("person").order_by("-is_head", "since_on", "pk")


@prepared
def _latest_snapshot(household_id: UUID) -> QuerySet[HouseholdSnapshot]:
    rows = HouseholdSnapshot.objects.filter(household_id=household_id)
    return rows.order_by("-taken_on")[:1]


@prepared
def _lines(snapshot_id: UUID) -> QuerySet[HouseholdLine]:
    return HouseholdLine.objects.filter(snapshot_id=snapshot_id)


def is_relative(person_id: UUID, other_id: UUID) -> bool:
    """Whether two registered persons are of one household or of one victim's family."""
    if person_id == other_id:
        return True
    homes = HouseholdMember.objects.filter(person_id=person_id).values("household")
    if HouseholdMember.objects.filter(person_id=other_id, household__in=homes).exists():
        return True
    pair = {person_id, other_id}
    return Person.objects.filter(pk__in=pair, victim_status__direct_victim__in=pair).exists()
