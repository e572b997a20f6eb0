"""Registering persons and keeping what is recorded about them right."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from uuid import UUID

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Place
from dayaq.kernel.errors import N_, Conflict, NotAllowed, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code
from dayaq.people.domain.registration import Act, next_status
from dayaq.people.models import Person, Registration
from dayaq.people.models.person import tidy_document_no
from dayaq.people.queries.duplicates import likely_matches
from dayaq.people.services.common import not_in_future, registration_for, submit_if_complete
from dayaq.people.services.consents import add_consent
from dayaq.people.services.data import ConsentData, IncidentData, PersonData, VictimData
from dayaq.people.services.victims import (
    add_casualty,
    add_casualty_of_relative,
    set_victim_status,
)


def register_person(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    person: PersonData,
    consent: ConsentData | None,
    legal_basis: str = "",
    victim: VictimData | None = None,
    incident: IncidentData | None = None,
    others_ruled_out: bool = False,
    source: str = "",
) -> Person:
    """Register a person in the actor's programme, in one act with consent and victim status.

    With nothing missing the registration goes to the authority at once; otherwise it is a
    draft that the Today page shows.

    :param others_ruled_out: the officer has looked at the likely matches: it is none of them
    :raises Refused: without a consent to be served or a legal basis; a likely duplicate
        that has not been ruled out (code "likely_duplicate"); a day to come
    """
    by.require("people.register")
    _require_district(by, person.district_id)
    not_in_future(on, at, field="on")
    if legal_basis == "" and (consent is None or "service" not in consent.purposes):
        raise Refused(
            N_(
                "Without the consent to be served, or a recorded legal basis, nobody is registered."
            ),
            field="purposes",
            code="no_consent",
        )
    if not others_ruled_out and likely_matches(by, person):
        raise Refused(
            N_("Somebody very much like this person is registered. Look at the list first."),
            field="others_ruled_out",
            code="likely_duplicate",
        )
    row = new_person(person, at)
    given = add_consent(by, row, consent, at) if consent else None
    registration = rows.insert(
        Registration(
            person=row,
            programme_id=by.programme_id,
            district_id=person.district_id,
            organisation_id=by.organisation_id,
            officer_id=by.user_id,
            consent=given if given and "service" in given.purposes else None,
            legal_basis=legal_basis,
            source=source,
            registered_on=on,
            recorded_at=at,
            sort_key=row.sort_key,
        )
    )
    if victim is not None:
        set_victim_status(by, row, victim)
    if incident is not None:
        _add_incident(by, row, victim, incident, at)
    submit_if_complete(registration, on)
    record(
        "people.person_registered",
        by=by,
        on=on,
        at=at,
        subjects=[("person", row.id)],
        data={"code": row.code, "status": registration.status, "ruled_out": others_ruled_out},
    )
    return row


def _add_incident(
    by: Actor, row: Person, victim: VictimData | None, incident: IncidentData, at: dt.datetime
) -> None:
    """The incident the person was hurt in, or the relative by whom they are a victim."""
    if victim is not None and victim.kind == "indirect":
        add_casualty_of_relative(by, victim, incident, at)
    else:
        add_casualty(by, row, incident, at)


def update_person(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    person_id: UUID,
    version: int,
    person: PersonData,
) -> Person:
    """Change personal data; `version` is the one the form was opened with.

    A move to another district moves the registration with it; its officer stays.

    :raises Conflict: if somebody else changed the person meanwhile
    """
    registration = registration_for(by, person_id, "people.edit")
    not_in_future(on, at, field="on")
    not_in_future(person.died_on, at, field="died_on")
    row = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    if row.version != version:
        raise Conflict(
            N_("Somebody else changed this person meanwhile. Open the page again to see it.")
        )
    changed = _assign(row, person)
    row.version += 1
    row.save()
    if registration.district_id != row.district_id:
        registration.district_id = row.district_id
        registration.save(update_fields=["district"])
    record(
        "people.person_updated",
        by=by,
        on=on,
        at=at,
        subjects=[("person", row.id)],
        data={"fields": ", ".join(changed), "version": row.version},
    )
    return row


def mark_duplicate(
    *, by: Actor, on: dt.date, at: dt.datetime, person_id: UUID, same_as_id: UUID
) -> Registration:
    """Say that this registration is of a person who is registered already.

    Nothing is merged or deleted; the record leaves the lists and can be read.
    """
    registration = registration_for(by, person_id, "people.decide_registration")
    other = (
        Person.objects.visible_to(by, "people.decide_registration").filter(pk=same_as_id).first()
    )
    if other is None:
        raise NotFound(N_("There is no such person among those you may see."))
    if other.pk == person_id:
        raise Refused(N_("Name another person than this one."), field="same_as")
    registration.status = next_status(registration.status, Act.MARK_DUPLICATE)
    registration.duplicate_of = other
    registration.save(update_fields=["status", "duplicate_of"])
    record(
        "people.duplicate_marked",
        by=by,
        on=on,
        at=at,
        subjects=[("person", person_id), ("person", other.pk)],
        data={"code": other.code},
    )
    return registration


def put_on_waiting_list(
    *, by: Actor, on: dt.date, at: dt.datetime, person_id: UUID
) -> Registration:
    """Keep a submitted registration waiting, for example when a course is full."""
    return _move(
        by, on, at, person_id, Act.PUT_ON_WAITING_LIST, "people.registration_put_on_waiting_list"
    )


def resubmit_registration(
    *, by: Actor, on: dt.date, at: dt.datetime, person_id: UUID
) -> Registration:
    """Ask the authority again, with new evidence, about somebody it did not confirm."""
    return _move(by, on, at, person_id, Act.RESUBMIT, "people.registration_resubmitted")


def _move(
    by: Actor, on: dt.date, at: dt.datetime, person_id: UUID, act: Act, verb: str
) -> Registration:
    registration = registration_for(by, person_id, "people.decide_registration")
    registration.status = next_status(registration.status, act)
    registration.save(update_fields=["status"])
    record(verb, by=by, on=on, at=at, subjects=[("person", person_id)])
    return registration


def _require_district(by: Actor, district_id: UUID) -> None:
    scope = by.scope("people.register")
    bound = bool(scope.district_ids) and not (scope.everything or scope.organisation_id)
    if bound and district_id not in scope.district_ids:
        raise NotAllowed(N_("This district is not among those given to you."), field="district_id")


def new_person(data: PersonData, at: dt.datetime) -> Person:
    """Store a person; registering them is the caller's.

    :raises Refused: no district, or a day to come
    """
    district = rows.get(Place, data.district_id)
    if district is None or district.kind != Place.Kind.DISTRICT:
        raise Refused(N_("Choose the district of residence."), field="district_id")
    row = Person(recorded_at=at)
    _assign(row, data)
    not_in_future(data.born_on, at, field="born_on")
    not_in_future(data.died_on, at, field="died_on")
    row.code = next_code("person", district.code or district.name[:2].upper())
    return rows.insert(row)


def _assign(row: Person, data: PersonData) -> list[str]:
    """Put `data` on the row and return the names of what changed."""
    changed = []
    for name, value in asdict(data).items():
        fresh = list(value) if name == "languages" else value
        if name == "document_no":
            fresh = tidy_document_no(str(value))
        if getattr(row, name) != fresh:
            setattr(row, name, fresh)
            changed.append(name.removesuffix("_id"))
    row.set_name_keys()
    return sorted(changed)
