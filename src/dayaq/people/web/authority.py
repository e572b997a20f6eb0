"""What the authority is shown of somebody: name, registration and victim data, nothing more."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dayaq.kernel.web.parts import Item
from dayaq.people.models import IncidentCasualty, Registration


def facts_for_the_authority(registration: Registration) -> list[Item]:
    """The facts it needs to verify the status."""
    person, status = registration.person, registration.person.victim_status
    born = person.born_on
    items = [
        Item(_("Person"), f"{person.formal_name}, {person.code}"),
        Item(
            _("Date of birth"),
            (f"{born:%d.%m.%Y}" if person.born_precision == "day" else born.year) if born else None,
        ),
        Item(_("District"), str(registration.district)),
        Item(_("Submitted on"), f"{registration.submitted_on:%d.%m.%Y}"),
        Item(_("Victim"), status.get_kind_display()),
    ]
    if status.kind == "indirect":
        direct = status.direct_victim
        items += [
            Item(_("Relation"), status.get_relation_display()),
            Item(_("Direct victim"), direct.formal_name if direct else status.direct_victim_name),
        ]
    harmed = status.direct_victim_id or person.pk
    for casualty in IncidentCasualty.objects.filter(person_id=harmed).select_related(
        "incident__district"
    ):
        incident = casualty.incident
        on = incident.happened_on
        day = f"{on:%d.%m.%Y}" if on and incident.precision == "day" else on and on.year
        place = f"{incident.district or ''} {incident.place}".strip()
        items += [
            Item(_("Incident"), day),
            Item(_("Place of the incident"), place),
            Item(_("Device"), incident.get_device_display()),
            Item(_("Status at the time of the incident"), casualty.get_civil_status_display()),
        ]
    return items
