"""Where people stand in the shell: navigation, Today, the person's page, search."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.web import panels
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.panels import Header, Hit, Panel, Parts, Step
from dayaq.kernel.web.parts import Column, Item, Link, Table, Tag
from dayaq.people import tasks
from dayaq.people.domain.dates import age_on
from dayaq.people.models import Person, Registration
from dayaq.people.models.choices import Purpose
from dayaq.people.queries.finding import find_persons
from dayaq.people.queries.persons import (
    casualties_of,
    certificates_of,
    consents_of,
    home_of,
    injuries_of,
    latest_functioning,
    registration,
)
from dayaq.people.services.common import what_is_missing
from dayaq.people.web.rows import STATUS_STATES

HITS_MAX = 20

panels.nav(10, gettext_lazy("Persons"), "people:list", "people.view_names", "people")
panels.nav(12, gettext_lazy("Verification"), "people:verification", "people.verify", "people")
panels.today("people.verify", "people.verify", 10, tasks.verifications_to_answer)
panels.today("people.incomplete", "people.edit", 15, tasks.incomplete_registrations)
panels.today("people.answers", "people.record_answers", 60, tasks.verifications_waiting)


def _edit(actor: Actor, person_id: UUID, name: str, label: Any) -> list[Link]:
    if not actor.can("people.edit"):
        return []
    return [Link(label, address_of(f"people:{name}", person_id))]


@panels.person_header
def header(actor: Actor, person_id: UUID, clock: Clock) -> Header | None:
    """The card on top: who it is and how to reach them; None if out of sight."""
    found = registration(actor, person_id)
    if found is None:
        return None
    person = found.person
    items = [
        Item(_("District"), f"{found.district}, {person.settlement}".strip(", ")),
        Item(_("Telephone"), person.phone or None),
        Item(_("Age"), age_on(person.born_on, person.born_precision, clock.today)),
        Item(_("Officer"), found.officer.full_name),
        Item(_("Signs"), person.get_signature_mode_display()),
    ]
    alerts = []
    if person.died_on:
        alerts.append(_("The person has died. Send no reminders to the family."))
    if found.status == Registration.Status.DRAFT:
        alerts += [_(sentence) for sentence in what_is_missing(found, clock.today)]
    return Header(
        name=person.full_name,
        code=person.code,
        items=items,
        tags=[Tag(found.get_status_display(), STATUS_STATES[found.status])],
        actions=_actions(actor, found),
        alerts=alerts,
    )


def _actions(actor: Actor, found: Registration) -> list[Link]:
    pk = found.person_id
    actions = _edit(actor, pk, "edit", _("Change personal data"))
    if actor.can("people.record_answers") and found.status in {"submitted", "waiting"}:
        letter = address_of("people:letter", pk)
        actions.append(Link(_("Record the authority's letter"), letter))
    if actor.can("people.decide_registration"):
        if found.status == "submitted":
            actions.append(
                Link(_("Put on the waiting list"), address_of("people:waiting_list", pk))
            )
        if found.status == "not_eligible":
            actions.append(Link(_("Ask the authority again"), address_of("people:ask_again", pk)))
        if found.status in {"draft", "submitted", "waiting", "verified"}:
            actions.append(
                Link(_("Mark as the same person as another"), address_of("people:duplicate", pk))
            )
    return actions


def registered(actor: Actor, person_id: UUID, clock: Clock) -> Step | None:
    found = registration(actor, person_id)
    if found is None:
        return None
    if found.status == Registration.Status.DRAFT:
        name = "incident" if hasattr(found.person, "victim_status") else "victim"
        return Step(
            gettext_lazy("Registered"),
            "current",
            address_of(f"people:{name}", person_id) if actor.can("people.edit") else "",
        )
    return Step(gettext_lazy("Registered"), "done", detail=f"{found.registered_on:%d.%m.%Y}")


def verified(actor: Actor, person_id: UUID, clock: Clock) -> Step | None:
    found = registration(actor, person_id)
    if found is None:
        return None
    label = gettext_lazy("Verified")
    match found.status:
        case "verified":
            return Step(label, "done")
        case "not_eligible":
            return Step(label, "skipped", detail=found.get_status_display())
        case _:
            return Step(label, "waiting", detail=found.get_status_display())


panels.person_step(10, registered)
panels.person_step(20, verified)


def personal(actor: Actor, person_id: UUID, clock: Clock) -> Panel | None:
    """What is recorded of the person."""
    found = registration(actor, person_id)
    if found is None:
        return None
    person = found.person
    shown: list[tuple[Any, Any]] = [
        (_("Full name"), person.formal_name),
        (_("Other spellings and earlier names"), person.other_names),
        (_("Sex"), person.get_sex_display()),
        (_("Date of birth"), _birth(person)),
        (_("Marital status"), person.get_marital_status_display()),
        (_("Address"), person.address),
        (_("District of registration"), person.registration_district),
        (_("Displacement"), person.get_displacement_display()),
        (_("Another telephone"), person.other_phone),
        (_("Best way to reach them"), person.get_preferred_contact_display()),
        (_("Reading"), person.get_literacy_display()),
        (_("Document"), f"{person.get_document_type_display()} {person.document_no}".strip()),
    ]
    return Panel(
        gettext_lazy("Personal data"),
        parts=Parts(
            items=[Item(label, str(value)) for label, value in shown if value],
            links=_edit(actor, person_id, "edit", _("Change personal data")),
        ),
    )


def _birth(person: Person) -> str:
    match person.born_on, person.born_precision:
        case None, _precision:
            return _("Not known")
        case on, "day":
            return f"{on:%d.%m.%Y}"
        case on, "month":
            return f"{on:%m.%Y}"
        case on, _precision:
            return str(on.year)


def victim_status(actor: Actor, person_id: UUID, clock: Clock) -> Panel | None:
    """Victim status, incident and injuries: three facts in one place."""
    found = registration(actor, person_id)
    if found is None:
        return None
    person = found.person
    status = getattr(person, "victim_status", None)
    items = []
    if status is not None:
        items = [
            Item(_("Victim"), status.get_kind_display()),
            Item(_("Verification"), status.get_verification_display()),
        ]
        if status.kind == "indirect":
            direct = status.direct_victim
            name = direct.formal_name if direct else status.direct_victim_name
            items.insert(1, Item(_("Direct victim"), f"{name} ({status.get_relation_display()})"))
        if status.refusal_reason:
            items.append(Item(_("Reason"), status.refusal_reason))
        if status.letter_no:
            items.append(Item(_("Letter"), f"{status.letter_no}, {status.letter_on:%d.%m.%Y}"))
        if status.letter_scan_id:
            url = reverse("people:scan", args=[person_id, status.letter_scan_id])
            items.append(
                Item(_("Scan of the letter"), "", url, pgettext("follow the link", "Open"))
            )
    for casualty in casualties_of(person_id):
        incident = casualty.incident
        when = str(incident.happened_on.year) if incident.happened_on else _("Not known")
        items.append(Item(_("Incident"), f"{when}, {incident.get_device_display()}"))
    items += [Item(_("Injury"), row.get_code_display()) for row in injuries_of(person_id)]
    links = [
        *_edit(actor, person_id, "victim", _("Record the victim status")),
        *_edit(actor, person_id, "incident", _("Record the incident")),
        *_edit(actor, person_id, "injury", _("Record an injury")),
    ]
    text = "" if items else _("Nothing is recorded of the victim status.")
    return Panel(gettext_lazy("Victim status"), parts=Parts(items=items, text=text, links=links))


def consents(actor: Actor, person_id: UUID, clock: Clock) -> Panel | None:
    """What the person agreed to."""
    if registration(actor, person_id) is None:
        return None
    rows = consents_of(person_id, actor.programme_id)
    links = _edit(actor, person_id, "consent", _("Record a consent"))
    for row in rows:
        if row.scan_id:
            url = reverse("people:scan", args=[person_id, row.scan_id])
            links.append(Link(_("Scan of %(day)s") % {"day": f"{row.given_on:%d.%m.%Y}"}, url))
        if row.withdrawn_on is None and actor.can("people.edit"):
            label = _("Withdraw the consent of %(day)s") % {"day": f"{row.given_on:%d.%m.%Y}"}
            links.append(Link(label, address_of("people:withdraw_consent", row.pk)))
    table = Table(
        caption=_("Consents"),
        caption_hidden=True,
        columns=[
            Column(_("Given on"), "day"),
            Column(_("Purpose")),
            Column(_("Withdrawn on"), "day"),
        ],
        rows=[
            [
                row.given_on,
                "; ".join(str(Purpose(purpose).label) for purpose in row.purposes),
                row.withdrawn_on,
            ]
            for row in rows
        ],
        empty=_("There is no consent."),
        as_cards=True,
    )
    return Panel(gettext_lazy("Consents"), parts=Parts(tables=[table], links=links))


def household(actor: Actor, person_id: UUID, clock: Clock) -> Panel | None:
    """Who lives with the person, and what they live on."""
    if registration(actor, person_id) is None:
        return None
    links = _edit(actor, person_id, "household", _("Record the household"))
    found = home_of(person_id)
    if found is None:
        text = _("The household is not recorded.")
        return Panel(gettext_lazy("Household"), parts=Parts(text=text, links=links))
    members = Table(
        caption=_("Members"),
        columns=[Column(_("Name")), Column(_("Relation")), Column(_("Born in"))],
        rows=[
            [
                row.person.full_name if row.person else row.name,
                _("Head") if row.is_head else row.get_relation_display(),
                row.birth_year,
            ]
            for row in found.members
        ],
    )
    tables = [members]
    latest = found.snapshot
    if latest is not None:
        tables.append(
            Table(
                caption=_("In a month, as told on %(day)s")
                % {"day": f"{latest.taken_on:%d.%m.%Y}"},
                columns=[Column(_("What")), Column(_("Amount"), "money", latest.currency)],
                rows=[
                    [_("Income"), found.total_minor("income")],
                    [_("Expenses"), found.total_minor("expense")],
                    [_("Paid for debts"), found.total_minor("debt")],
                ],
            )
        )
    return Panel(gettext_lazy("Household"), parts=Parts(tables=tables, links=links))


def health(actor: Actor, person_id: UUID, clock: Clock) -> Panel | None:
    """Certificate and functioning: the legal fact and the statistical one."""
    if registration(actor, person_id) is None:
        return None
    items = [
        Item(
            _("Certificate"),
            f"{row.get_degree_display()}, {row.number}, {row.valid_from:%d.%m.%Y} – "
            + (f"{row.valid_to:%d.%m.%Y}" if row.valid_to else "…"),
        )
        for row in certificates_of(person_id)
    ]
    latest = next(iter(latest_functioning(person_id)), None)
    if latest is not None:
        items.append(Item(_("Questions on daily life"), f"{latest.assessed_on:%d.%m.%Y}"))
    links = [
        *_edit(actor, person_id, "certificate", _("Record a disability certificate")),
        *_edit(actor, person_id, "functioning", _("Questions on daily life")),
    ]
    text = "" if items else _("Nothing is recorded yet.")
    return Panel(
        gettext_lazy("Certificate and daily life"),
        parts=Parts(items=items, text=text, links=links),
    )


def hits(actor: Actor, text: str) -> list[Hit]:
    """Persons by name in any script, code or telephone."""
    opens = actor.can("people.view")
    found = find_persons(actor, text).select_related("district")[:HITS_MAX]
    return [
        Hit(
            label=row.formal_name,
            detail=f"{row.code}, {row.district} {row.settlement} {row.phone}".strip(),
            url=address_of("person", row.pk) if opens else f"{reverse('people:list')}?q={row.code}",
            kind=gettext_lazy("Persons"),
        )
        for row in found
    ]


panels.person_panel(10, "people.view", personal)
panels.person_panel(12, "people.view", victim_status)
panels.person_panel(14, "people.view", consents)
panels.person_panel(16, "people.view", household)
panels.person_panel(18, "people.view", health)
panels.search(10, "people.view_names", hits)
