"""Functioning, certificate and injury, each recorded for itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.people.domain.dates import age_on
from dayaq.people.domain.functioning import identify
from dayaq.people.models import DisabilityCertificate, FunctioningAssessment, Injury
from dayaq.people.services.common import keep_scan, not_in_future, registration_for
from dayaq.people.services.data import CertificateData, ScanData

YOUNGEST_YEARS = 5  # WG-SS is for persons of five and over; children have a module of their own


def record_functioning(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    person_id: UUID,
    answers: Mapping[str, int],
    mode: str = "self",
) -> FunctioningAssessment:
    """Record the answers to the Washington Group questions, asked on `on`.

    :raises Refused: an answer outside the published codes, no answer at all, a child under 5
    """
    registration = registration_for(by, person_id, "people.edit")
    not_in_future(on, at, field="on")
    identify(answers)
    if not answers:
        raise Refused(N_("Answer at least one question; refusals are answers too."))
    age = age_on(registration.person.born_on, registration.person.born_precision, on)
    if age is not None and age < YOUNGEST_YEARS:
        raise Refused(N_("These questions are for people of five years and over."))
    row = FunctioningAssessment.objects.create(
        person_id=person_id,
        assessed_on=on,
        mode=mode,
        recorded_by_id=by.user_id,
        recorded_at=at,
        **answers,
    )
    record("people.functioning_assessed", by=by, on=on, at=at, subjects=[("person", person_id)])
    return row


def record_certificate(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    person_id: UUID,
    certificate: CertificateData,
    scan: ScanData | None = None,
) -> DisabilityCertificate:
    """Record a certificate of the state commission."""
    registration_for(by, person_id, "people.edit")
    not_in_future(certificate.valid_from, at, field="valid_from")
    if certificate.valid_to is not None and certificate.valid_to < certificate.valid_from:
        raise Refused(N_("The last day must not be before the first day."), field="valid_to")
    row = DisabilityCertificate.objects.create(
        person_id=person_id,
        degree=certificate.degree,
        cause=certificate.cause,
        number=certificate.number,
        commission=certificate.commission,
        percent=certificate.percent,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        scan=keep_scan(by, person_id, scan, at),
        recorded_at=at,
    )
    record("people.certificate_recorded", by=by, on=on, at=at, subjects=[("person", person_id)])
    return row


def record_injury(
    *, by: Actor, on: dt.date, at: dt.datetime, person_id: UUID, code: str, note: str = ""
) -> Injury:
    """Record an injury by its IMSMA code."""
    registration = registration_for(by, person_id, "people.edit")
    if code not in Injury.Code.values:
        raise Refused(N_("Choose an injury from the list."), field="code")
    row = Injury.objects.create(
        person_id=person_id,
        casualty=registration.person.casualties.order_by("-pk").first(),
        code=code,
        note=note,
        recorded_at=at,
    )
    record("people.injury_recorded", by=by, on=on, at=at, subjects=[("person", person_id)])
    return row
