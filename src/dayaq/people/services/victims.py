"""Incidents and victim status, as the field officer records them."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.people.domain.dates import age_on
from dayaq.people.models import Incident, IncidentCasualty, Person, Registration, VictimStatus
from dayaq.people.models.choices import Verification
from dayaq.people.services.common import not_in_future, registration_for, submit_if_complete
from dayaq.people.services.data import IncidentData, VictimData


def record_incident(
    *, by: Actor, on: dt.date, at: dt.datetime, person_id: UUID, incident: IncidentData
) -> Incident:
    """Record the accident in which the person came to harm, or join one that is known."""
    registration = registration_for(by, person_id, "people.edit")
    casualty = add_casualty(by, registration.person, incident, at)
    submit_if_complete(registration, on)
    record(
        "people.incident_recorded",
        by=by,
        on=on,
        at=at,
        subjects=[("person", person_id)],
        data={"incident": casualty.incident_id, "device": casualty.incident.device},
    )
    return casualty.incident


def record_victim_status(
    *, by: Actor, on: dt.date, at: dt.datetime, person_id: UUID, victim: VictimData
) -> VictimStatus:
    """Record whether the person is a direct or an indirect victim, and of whom.

    :raises Refused: once the authority has answered: it alone changes a verified status
    """
    registration = registration_for(by, person_id, "people.edit")
    if registration.status in {Registration.Status.VERIFIED, Registration.Status.NOT_ELIGIBLE}:
        raise Refused(
            N_("The authority has answered on this status. Ask it again to have it changed.")
        )
    status = set_victim_status(by, registration.person, victim)
    if registration.status != Registration.Status.DRAFT:
        VictimStatus.objects.filter(pk=status.pk).update(verification=Verification.ASKED)
    submit_if_complete(registration, on)
    record(
        "people.victim_status_recorded",
        by=by,
        on=on,
        at=at,
        subjects=[("person", person_id)],
        data={"kind": status.kind},
    )
    return status


def add_casualty(
    by: Actor, person: Person, data: IncidentData, at: dt.datetime
) -> IncidentCasualty:
    """Write that the person came to harm, and the incident unless it is known."""
    not_in_future(data.happened_on, at, field="happened_on")
    born_after = (
        data.happened_on is not None
        and person.born_on is not None
        and data.precision == person.born_precision == "day"
        and data.happened_on < person.born_on
    )
    if born_after:
        raise Refused(
            N_("The incident must not be before the person was born."), field="happened_on"
        )
    incident = _incident(by, data, at)
    return rows.insert(
        IncidentCasualty(
            incident=incident,
            person=person,
            sex=person.sex,
            outcome=data.outcome,
            civil_status=data.civil_status,
            age_at_incident=_age_at(incident, person),
        )
    )


def add_casualty_of_relative(
    by: Actor, victim: VictimData, data: IncidentData, at: dt.datetime
) -> None:
    """Write the incident of an indirect victim's relative, who may not be registered."""
    not_in_future(data.happened_on, at, field="happened_on")
    known = victim.direct_victim_id
    relative = Person.objects.filter(pk=known).first() if known else None
    if relative is None and not victim.direct_victim_name:
        return
    if relative is not None and relative.casualties.exists():
        return
    IncidentCasualty.objects.create(
        incident=_incident(by, data, at),
        person=relative,
        name="" if relative else victim.direct_victim_name,
        sex=relative.sex if relative else "unknown",
        outcome=data.outcome,
        civil_status=data.civil_status,
    )


def _age_at(incident: Incident, person: Person) -> int | None:
    if incident.happened_on is None:
        return None
    return age_on(person.born_on, person.born_precision, incident.happened_on)


def _incident(by: Actor, data: IncidentData, at: dt.datetime) -> Incident:
    if data.incident_id is not None:
        found = Incident.objects.visible_to(by).filter(pk=data.incident_id).first()
        if found is None:
            raise NotFound(N_("There is no such incident among those you may see."))
        return found
    return rows.insert(
        Incident(
            programme_id=by.programme_id,
            authority_incident_id=data.authority_incident_id,
            happened_on=data.happened_on,
            precision=data.precision if data.happened_on else "unknown",
            district_id=data.district_id,
            place=data.place,
            device=data.device,
            activity=data.activity,
            source=data.source,
            recorded_at=at,
        )
    )


def set_victim_status(by: Actor, person: Person, data: VictimData) -> VictimStatus:
    """Write or rewrite the status row.

    :raises Refused: an indirect victim without relation or without a direct victim's name
    """
    indirect = data.kind == "indirect"
    if indirect and not data.relation:
        raise Refused(N_("Choose the relation to the direct victim."), field="relation")
    if data.direct_victim_id == person.pk:
        raise Refused(
            N_("Name another person: nobody is an indirect victim of themselves."),
            field="direct_victim",
        )
    if data.direct_victim_id is not None and not (
        Person.objects.visible_to(by).filter(pk=data.direct_victim_id).exists()
    ):
        raise NotFound(
            N_("There is no such person among those you may see."), field="direct_victim"
        )
    row = rows.lock(VictimStatus, person.pk, by="person_id") or VictimStatus(
        person=person, version=0
    )
    row.kind = data.kind
    row.relation = data.relation if indirect else ""
    row.direct_victim_id = data.direct_victim_id if indirect else None
    row.direct_victim_name = data.direct_victim_name if indirect else ""
    row.civil_status = data.civil_status
    row.authority_victim_id = data.authority_victim_id
    row.source = data.source
    row.version += 1
    row.save()
    return row
