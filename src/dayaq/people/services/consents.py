"""Consents: recorded as they were given, withdrawn when the person changes their mind."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.people.models import Consent, Person
from dayaq.people.models.choices import Purpose
from dayaq.people.models.consent import TEXT_VERSION
from dayaq.people.services.common import (
    keep_scan,
    not_in_future,
    registration_for,
    submit_if_complete,
)
from dayaq.people.services.data import ConsentData, ScanData


def record_consent(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    person_id: UUID,
    consent: ConsentData,
    scan: ScanData | None = None,
) -> Consent:
    """Record a further consent; one to be served becomes that of the registration."""
    registration = registration_for(by, person_id, "people.edit")
    given = add_consent(by, registration.person, consent, at, scan)
    if Purpose.SERVICE in given.purposes:
        registration.consent = given
        registration.save(update_fields=["consent"])
    submit_if_complete(registration, on)
    record(
        "people.consent_recorded",
        by=by,
        on=on,
        at=at,
        subjects=[("person", person_id)],
        data={"method": given.method, "purposes": ", ".join(given.purposes)},
    )
    return given


def withdraw_consent(
    *, by: Actor, on: dt.date, at: dt.datetime, consent_id: UUID, reason: str = ""
) -> Consent:
    """Record that a consent holds no more from `on`. What was done under it stays lawful.

    :raises Refused: if it was withdrawn before
    """
    by.require("people.edit")
    consent = (
        Consent.objects.select_for_update(of=("self",))
        .filter(pk=consent_id, programme_id=by.programme_id)
        .first()
    )
    if consent is None:
        raise NotFound(N_("There is no such consent among those you may see."))
    registration_for(by, consent.person_id, "people.edit")
    not_in_future(on, at, field="on")
    if consent.withdrawn_on is not None:
        raise Refused(N_("This consent was withdrawn before."))
    if on < consent.given_on:
        raise Refused(
            N_("The withdrawal must not be before the day the consent was given."), field="on"
        )
    consent.withdrawn_on = on
    consent.withdrawal_reason = reason
    consent.save(update_fields=["withdrawn_on", "withdrawal_reason"])
    record(
        "people.consent_withdrawn",
        by=by,
        on=on,
        at=at,
        subjects=[("person", consent.person_id)],
        data={"purposes": ", ".join(consent.purposes)},
    )
    return consent


def add_consent(
    by: Actor, person: Person, data: ConsentData, at: dt.datetime, scan: ScanData | None = None
) -> Consent:
    """Write the consent row.

    :raises Refused: no purpose, a missing witness, a day to come
    """
    not_in_future(data.given_on, at, field="given_on")
    if not data.purposes or not set(data.purposes) <= set(Purpose.values):
        raise Refused(N_("Tick at least one purpose of the consent."), field="purposes")
    if data.method != "signature" and not data.witness:
        raise Refused(N_("Name the witness: the consent was not signed by hand."), field="witness")
    return rows.insert(
        Consent(
            person=person,
            programme_id=by.programme_id,
            purposes=[purpose for purpose in Purpose.values if purpose in data.purposes],
            text_version=data.text_version or TEXT_VERSION,
            language=data.language,
            method=data.method,
            witness=data.witness,
            read_aloud=data.read_aloud,
            given_on=data.given_on,
            scan=keep_scan(by, person.pk, scan, at),
            recorded_by_id=by.user_id,
            recorded_at=at,
        )
    )
