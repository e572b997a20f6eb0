"""What the services about people share: finding what the actor may touch, and submitting."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.files.models import StoredFile
from dayaq.kernel.files.services import store
from dayaq.kernel.prepared import prepared
from dayaq.people.domain.registration import Act, Known, missing_for_verification, next_status
from dayaq.people.models import Consent, IncidentCasualty, Registration, VictimStatus
from dayaq.people.models.choices import Verification
from dayaq.people.services.data import ScanData


def registration_for(by: Actor, person_id: UUID, capability: str) -> Registration:
    """The person's registration in the actor's programme, locked, if within reach.

    :raises NotAllowed: if the role lacks the capability
    :raises NotFound: if there is none the actor may touch
    """
    by.require(capability)
    found = _locked(by, person_id, capability)
    if not found:
        raise NotFound(N_("There is no such person among those you may see."))
    return found[0]


@prepared
def _locked(by: Actor, person_id: UUID, capability: str) -> QuerySet[Registration]:
    rows = Registration.objects.visible_to(by, capability).filter(person_id=person_id)
    return rows.select_related("person").select_for_update(of=("self",)).order_by("pk")


def not_in_future(on: dt.date | None, at: dt.datetime, *, field: str) -> None:
    """Refuse a day after the one on which it is recorded.

    :raises Refused: named after `field`
    """
    # Baku is four or five hours ahead of UTC, so a day of slack never lets tomorrow pass there.
    if on is not None and on > (at + dt.timedelta(hours=5)).date():
        raise Refused(N_("This day has not come yet."), field=field, code="future")


def keep_scan(
    by: Actor, person_id: UUID, scan: ScanData | None, at: dt.datetime
) -> StoredFile | None:
    """Keep a scanned paper under the person's key; None if there is none."""
    if scan is None:
        return None
    return store(
        scan.content,
        name=scan.name,
        content_type=scan.content_type,
        person_id=person_id,
        by=by,
        at=at,
    )


def submit_if_complete(registration: Registration, on: dt.date) -> bool:
    """Send a draft to the authority as soon as nothing is missing; returns whether it was."""
    if registration.status != Registration.Status.DRAFT or what_is_missing(registration, on):
        return False
    registration.status = next_status(registration.status, Act.SUBMIT)
    registration.submitted_on = on
    registration.save(update_fields=["status", "submitted_on"])
    VictimStatus.objects.filter(person=registration.person_id).update(
        verification=Verification.ASKED
    )
    registration.person._state.fields_cache.pop("victim_status", None)  # it was rewritten
    return True


def what_is_missing(registration: Registration, on: dt.date) -> tuple[str, ...]:
    """What the authority would still ask for, as msgids."""
    person_id = registration.person_id
    victim = next(iter(_victim_status(person_id)), None)
    known = Known(
        has_victim_status=victim is not None,
        is_indirect=victim is not None and victim.kind == "indirect",
        names_the_direct_victim=victim is not None
        and (victim.direct_victim_id is not None or victim.direct_victim_name != ""),
        has_incident=bool(_a_casualty(person_id)),
        may_be_shared=registration.legal_basis != ""
        or bool(_may_be_shared(person_id, registration.programme_id, on)),
    )
    return missing_for_verification(known)


@prepared
def _victim_status(person_id: UUID) -> QuerySet[VictimStatus]:
    return VictimStatus.objects.filter(person_id=person_id)


@prepared
def _a_casualty(person_id: UUID) -> QuerySet[IncidentCasualty]:
    return IncidentCasualty.objects.filter(person_id=person_id)[:1]


@prepared
def _may_be_shared(person_id: UUID, programme_id: UUID, on: dt.date) -> QuerySet[Consent]:
    given = Consent.objects.in_force(on).for_purpose("share_authority")
    return given.filter(person_id=person_id, programme_id=programme_id)[:1]
