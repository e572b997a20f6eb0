"""Persons for tests, made by the services the pages call. All are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dayaq.kernel.access.actor import Actor
from dayaq.people import services
from dayaq.people.models import Person
from dayaq.people.services import ConsentData, IncidentData, PersonData, VictimData
from tests import build

REGISTERED_ON = dt.date(2010, 2, 1)
ACCIDENT_ON = dt.date(1999, 7, 14)


def person_data(**changes: object) -> PersonData:
    """Zaur Məmmədov, who lost a leg."""
    zaur = PersonData(
        given_name="Zaur",
        surname="Məmmədov",
        patronymic="Rauf",
        patronymic_suffix="oğlu",
        sex="male",
        born_on=dt.date(1972, 5, 3),
        born_precision="day",
        phone="+994502123456",
        district_id=build.district().pk,
        settlement="Horadiz",
        marital_status="married",
    )
    return replace(zaur, **changes)  # type: ignore[arg-type]


def consent_data(**changes: object) -> ConsentData:
    """A consent to be served, verified and referred, signed by hand."""
    given = ConsentData(
        purposes=("service", "share_authority", "share_partners"),
        method="signature",
        given_on=REGISTERED_ON,
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def victim_data(**changes: object) -> VictimData:
    return replace(VictimData(kind="direct", civil_status="civilian"), **changes)  # type: ignore[arg-type]


def incident_data(**changes: object) -> IncidentData:
    accident = IncidentData(
        happened_on=ACCIDENT_ON, precision="day", device="ap_mine", activity="herding"
    )
    return replace(accident, **changes)  # type: ignore[arg-type]


def register(
    by: Actor,
    *,
    on: dt.date = REGISTERED_ON,
    consent: ConsentData | None = None,
    victim: VictimData | None = None,
    incident: IncidentData | None = None,
    others_ruled_out: bool = True,
    **changes: object,
) -> Person:
    """Register somebody completely: their status waits for the authority."""
    return services.register_person(
        by=by,
        on=on,
        at=build.AT,
        person=person_data(**changes),
        consent=consent or consent_data(given_on=on),
        victim=victim or victim_data(),
        incident=incident or incident_data(),
        others_ruled_out=others_ruled_out,
    )


def verify(person: Person, *, on: dt.date = REGISTERED_ON, by: Actor | None = None) -> None:
    """The authority confirms the status on its page."""
    from dayaq.kernel.access.roles import Role

    services.verify_status(
        by=by or build.actor(Role.AUTHORITY, organisation_name="ANAMA"),
        on=on,
        at=build.AT,
        person_id=person.pk,
        answer=services.Answer(verification="confirmed"),
    )
