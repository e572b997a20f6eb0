"""Registering somebody from the records that were kept before the programme used this software."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.people.models import Person, Registration
from dayaq.people.services.data import PersonData
from dayaq.people.services.registering import new_person


def bring_person_over(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    person: PersonData,
    officer_id: UUID,
    organisation_id: UUID | None,
    legal_basis: str,
    source: str,
) -> Person:
    """Register a person on the ground of what they signed before; the rest is still to be asked.

    The registration stays incomplete until an officer has taken consent and victim status, and
    Today says so.

    :raises Refused: no legal basis is named
    """
    by.require("people.bring_over")
    if not legal_basis.strip():
        raise Refused(
            N_(
                "Without the consent to be served, or a recorded legal basis, nobody is registered."
            ),
            field="legal_basis",
        )
    row = new_person(person, at)
    Registration.objects.create(
        person=row,
        programme_id=by.programme_id,
        district_id=person.district_id,
        organisation_id=organisation_id,
        officer_id=officer_id,
        legal_basis=legal_basis,
        source=source,
        registered_on=on,
        recorded_at=at,
        sort_key=row.sort_key,
    )
    record(
        "people.person_brought_over",
        by=by,
        on=on,
        at=at,
        subjects=[("person", row.id)],
        data={"code": row.code},
    )
    return row
