"""Partner institutions: register, agree, list what they offer, train their staff."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Organisation, Place
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.kernel.names import sort_key
from dayaq.network.models import CapacityEvent, Institution, Mou, ServiceListing


@dataclass(frozen=True, slots=True)
class InstitutionDetails:
    """What is written down about an institution.

    `organisation` says whose staff may sign in and answer referrals; it may follow later.
    """

    name: str
    kind: str
    name_az: str = ""
    district: Place | None = None
    organisation: Organisation | None = None
    focal_person: str = ""
    focal_phone: str = ""
    services_offered: str = ""
    is_active: bool = True


def register_institution(
    *, by: Actor, on: dt.date, at: dt.datetime, details: InstitutionDetails
) -> Institution:
    """Put an institution on the list of partners.

    :raises NotAllowed: without network.manage_partners
    """
    by.require("network.manage_partners")
    institution = Institution(programme_id=by.programme_id)
    _write(institution, details)
    institution.save(force_insert=True)
    record(
        "network.institution_registered",
        by=by,
        on=on,
        at=at,
        subjects=[("institution", institution.pk)],
    )
    return institution


def change_institution(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    institution: Institution,
    details: InstitutionDetails,
) -> Institution:
    """Correct the record of an institution."""
    by.require("network.manage_partners")
    row = Institution.objects.select_for_update(of=("self",)).get(
        pk=institution.pk, programme_id=by.programme_id
    )
    _write(row, details)
    row.save()
    record("network.institution_changed", by=by, on=on, at=at, subjects=[("institution", row.pk)])
    return row


def sign_mou(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    institution: Institution,
    number: str,
    valid_until: dt.date | None = None,
    obligations: str = "",
    data_sharing_clause: str = "",
) -> Mou:
    """Record a memorandum of understanding signed on `on`.

    :raises Refused: when it ends before it is signed
    """
    by.require("network.manage_partners")
    _same_programme(by, institution)
    if valid_until is not None and valid_until < on:
        raise Refused(N_("The end must not be before the day of signing."), field="valid_until")
    mou = Mou.objects.create(
        institution=institution,
        number=number,
        signed_on=on,
        valid_until=valid_until,
        obligations=obligations,
        data_sharing_clause=data_sharing_clause,
    )
    record(
        "network.mou_signed",
        by=by,
        on=on,
        at=at,
        subjects=[("institution", institution.pk)],
        data={"mou": mou.pk, "number": number},
    )
    return mou


def end_mou(*, by: Actor, on: dt.date, at: dt.datetime, mou: Mou, reason: str) -> Mou:
    """Record that a memorandum ended before its time.

    :raises Refused: when it has ended already, or ends before it was signed
    """
    by.require("network.manage_partners")
    row = Mou.objects.select_for_update(of=("self",)).select_related("institution").get(pk=mou.pk)
    _same_programme(by, row.institution)
    if row.ended_on is not None:
        raise Refused(N_("This memorandum has been ended already."))
    if on < row.signed_on:
        raise Refused(N_("The end must not be before the day of signing."), field="on")
    row.ended_on, row.end_reason = on, reason
    row.save(update_fields=["ended_on", "end_reason"])
    record(
        "network.mou_ended",
        by=by,
        on=on,
        at=at,
        subjects=[("institution", row.institution_id)],
        data={"mou": row.pk, "number": row.number},
    )
    return row


def list_service(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    institution: Institution,
    kind: str,
    description: str,
    how_to_apply: str = "",
    cost: str = "",
    accessibility: str = "",
) -> ServiceListing:
    """Put a service into the directory, as verified on `on`."""
    by.require("network.manage_partners")
    _same_programme(by, institution)
    service = ServiceListing.objects.create(
        institution=institution,
        kind=kind,
        description=description,
        how_to_apply=how_to_apply,
        cost=cost,
        accessibility=accessibility,
        verified_on=on,
    )
    record(
        "network.service_listed",
        by=by,
        on=on,
        at=at,
        subjects=[("institution", institution.pk)],
        data={"service": service.pk, "kind": kind},
    )
    return service


def verify_service(
    *, by: Actor, on: dt.date, at: dt.datetime, service: ServiceListing
) -> ServiceListing:
    """Record that somebody made sure on `on` that the service is still offered as written."""
    row = _own_service(by, service)
    row.verified_on, row.is_offered = on, True
    row.save(update_fields=["verified_on", "is_offered"])
    record(
        "network.service_verified",
        by=by,
        on=on,
        at=at,
        subjects=[("institution", row.institution_id)],
        data={"service": row.pk},
    )
    return row


def withdraw_service(
    *, by: Actor, on: dt.date, at: dt.datetime, service: ServiceListing
) -> ServiceListing:
    """Take a service out of the directory; referrals made to it stay as they are."""
    row = _own_service(by, service)
    row.verified_on, row.is_offered = on, False
    row.save(update_fields=["verified_on", "is_offered"])
    record(
        "network.service_withdrawn",
        by=by,
        on=on,
        at=at,
        subjects=[("institution", row.institution_id)],
        data={"service": row.pk},
    )
    return row


def record_capacity_event(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    institution: Institution,
    topic: str,
    women: int,
    men: int,
    follow_up: str = "",
) -> CapacityEvent:
    """Record a training of an institution's staff held on `on`.

    :raises Refused: when nobody took part
    """
    by.require("network.manage_partners")
    _same_programme(by, institution)
    if women + men == 0:
        raise Refused(N_("Give the number of women or men who took part."), field="women")
    event = CapacityEvent.objects.create(
        institution=institution, topic=topic, on=on, women=women, men=men, follow_up=follow_up
    )
    record(
        "network.capacity_event_recorded",
        by=by,
        on=on,
        at=at,
        subjects=[("institution", institution.pk)],
        data={"women": women, "men": men},
    )
    return event


def _write(institution: Institution, details: InstitutionDetails) -> None:
    for name in InstitutionDetails.__slots__:
        setattr(institution, name, getattr(details, name))
    institution.sort_key = sort_key(details.name_az or details.name)


def _own_service(by: Actor, service: ServiceListing) -> ServiceListing:
    by.require("network.manage_partners")
    row = (
        ServiceListing.objects.select_for_update(of=("self",))
        .select_related("institution")
        .get(pk=service.pk)
    )
    _same_programme(by, row.institution)
    return row


def _same_programme(by: Actor, institution: Institution) -> None:
    if institution.programme_id != by.programme_id:
        raise Refused(N_("This institution belongs to another programme."))
