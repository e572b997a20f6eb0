"""What the services about people share: finding what the actor may touch, and submitting."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from dayaq.kernel import db, rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Place
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.files.models import StoredFile
from dayaq.kernel.files.services import store
from dayaq.kernel.prepared import prepared
from dayaq.people.domain.registration import Act, Known, missing_for_verification, next_status
from dayaq.people.models import Consent, IncidentCasualty, Registration, VictimStatus
from dayaq.people.models.choices import Purpose, Verification
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
    found = Registration.objects.visible_to(by, capability).filter(person_id=person_id)
    return found.select_related("person").select_for_update(of=("self",)).order_by("pk")


def district_of(registration: Registration) -> Place:
    """Where the person is registered."""
    place = rows.get(Place, registration.district_id)
    assert place is not None  # noqa: S101 - the database keeps it
    return place


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
    if registration.status != Registration.Status.DRAFT:
        return False
    victim, known = _what_is_known(registration, on)
    if victim is None or missing_for_verification(known):
        return False
    registration.status = next_status(registration.status, Act.SUBMIT)
    registration.submitted_on = on
    rows.update(registration, "status", "submitted_on")
    victim.verification = Verification.ASKED
    rows.update(victim, "verification")
    registration.person._state.fields_cache.pop("victim_status", None)  # it was rewritten
    return True


def what_is_missing(registration: Registration, on: dt.date) -> tuple[str, ...]:
    """What the authority would still ask for, as msgids."""
    return missing_for_verification(_what_is_known(registration, on)[1])


def _what_is_known(registration: Registration, on: dt.date) -> tuple[VictimStatus | None, Known]:
    """The victim status, and what the registration holds for the authority, asked in one turn."""
    person_id, programme_id = registration.person_id, registration.programme_id
    victims, casualties, consents = db.fetch_each(
        rows.finding(VictimStatus, person_id=person_id),
        rows.finding(IncidentCasualty, person_id=person_id),
        rows.finding(Consent, person_id=person_id, programme_id=programme_id),
    )
    victim = next(iter(rows.read_all(VictimStatus, victims)), None)
    return victim, Known(
        has_victim_status=victim is not None,
        is_indirect=victim is not None and victim.kind == "indirect",
        names_the_direct_victim=victim is not None
        and (victim.direct_victim_id is not None or victim.direct_victim_name != ""),
        has_incident=bool(casualties),
        may_be_shared=registration.legal_basis != ""
        or any(
            consent.allows(Purpose.SHARE_AUTHORITY, on)
            for consent in rows.read_all(Consent, consents)
        ),
    )
