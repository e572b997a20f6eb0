"""Regional workshops: plan, list who came, record recommendations and what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.kernel.names import sort_key
from dayaq.network.models import ActionItem, Participant, Recommendation, Workshop
from dayaq.network.services.places import check_country, check_language

PARTICIPANTS_MAX = 500


@dataclass(frozen=True, slots=True)
class ParticipantEntry:
    """One line of the participants' sheet. `row` is its number on the sheet, from 1."""

    name: str
    country: str
    sex: str = "unknown"
    organisation: str = ""
    role: str = "participant"
    is_survivor: bool | None = None
    may_be_listed: bool = False
    accommodation: str = ""
    days_attended: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class WorkshopDetails:
    """What is agreed about a workshop before it is held; countries and languages are ISO codes."""

    title: str
    host: str
    venue: str
    city: str
    country: str
    starts_on: dt.date
    ends_on: dt.date
    languages: Sequence[str]
    purpose: str = ""
    accessibility: str = ""
    list_may_be_published: bool = False


def plan_workshop(*, by: Actor, on: dt.date, at: dt.datetime, details: WorkshopDetails) -> Workshop:
    """Record a workshop before it is held.

    :raises Refused: for an unknown country or language, or days in the wrong order
    """
    by.require("network.manage_events")
    check_country(details.country)
    for language in details.languages:
        check_language(language)
    if details.ends_on < details.starts_on:
        raise Refused(N_("The last day must not be before the first day."), field="ends_on")
    workshop = Workshop.objects.create(
        programme_id=by.programme_id,
        **{name: getattr(details, name) for name in WorkshopDetails.__slots__},
    )
    record("network.workshop_planned", by=by, on=on, at=at, subjects=[("event", workshop.pk)])
    return workshop


def add_participants(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    workshop: Workshop,
    rows: Sequence[ParticipantEntry],
) -> list[Participant]:
    """Add participants of a sheet; either all are listed or none.

    :raises Refused: for a line with an unknown country, too many days, or a double entry
    """
    locked = _locked(by, workshop)
    seen = {
        (name.casefold(), organisation.casefold())
        for name, organisation in locked.participants.values_list("name", "organisation")
    }
    if len(seen) + len(rows) > PARTICIPANTS_MAX:
        raise Refused(N_("A workshop has at most 500 participants."))
    for entry in rows:
        _check_entry(entry, locked)
        who = (entry.name.casefold(), entry.organisation.casefold())
        if who in seen:
            raise Refused(
                N_("Somebody of this name and organisation is on the list already."),
                field=_cell(entry, "name"),
            )
        seen.add(who)
    created = Participant.objects.bulk_create(
        Participant(
            workshop=locked,
            name=entry.name,
            sort_key=sort_key(entry.name),
            organisation=entry.organisation,
            country=entry.country,
            sex=entry.sex,
            role=entry.role,
            is_survivor=entry.is_survivor,
            may_be_listed=entry.may_be_listed,
            accommodation=entry.accommodation,
            days_attended=entry.days_attended,
        )
        for entry in rows
    )
    record(
        "network.participants_added",
        by=by,
        on=on,
        at=at,
        subjects=[("event", locked.pk)],
        data={"count": len(created)},
    )
    return created


def change_participant(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    participant: Participant,
    entry: ParticipantEntry,
) -> Participant:
    """Correct one participant's line.

    :raises Refused: as `add_participants`
    """
    locked = _locked(by, participant.workshop)
    _check_entry(entry, locked)
    row = locked.participants.select_for_update(of=("self",)).get(pk=participant.pk)
    row.name, row.sort_key = entry.name, sort_key(entry.name)
    row.organisation, row.country, row.sex = entry.organisation, entry.country, entry.sex
    row.role, row.is_survivor = entry.role, entry.is_survivor
    row.may_be_listed, row.accommodation = entry.may_be_listed, entry.accommodation
    row.days_attended = entry.days_attended
    row.save()
    record("network.participant_changed", by=by, on=on, at=at, subjects=[("event", locked.pk)])
    return row


def record_workshop_held(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    workshop: Workshop,
    evaluation_tenths: int | None = None,
) -> Workshop:
    """Record that the workshop took place.

    :param evaluation_tenths: mean of the evaluation sheets in tenths, 10 to 50
    :raises Refused: before its last day, without participants, or for a mark out of range
    """
    row = _locked(by, workshop)
    if row.held_on is not None:
        raise Refused(N_("It is recorded already that this workshop was held."))
    if on < row.ends_on:
        raise Refused(N_("The workshop has not ended on that day."), field="on")
    if not row.participants.filter(days_attended__gt=0).exists():
        raise Refused(N_("List the participants with the days they attended first."))
    if evaluation_tenths is not None and not 10 <= evaluation_tenths <= 50:
        raise Refused(N_("The mean mark lies between 1.0 and 5.0."), field="evaluation_tenths")
    row.held_on, row.evaluation_tenths = on, evaluation_tenths
    row.save(update_fields=["held_on", "evaluation_tenths"])
    record("network.workshop_held", by=by, on=on, at=at, subjects=[("event", row.pk)])
    return row


def record_recommendation(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    workshop: Workshop,
    text: str,
    addressed_to: str = "",
) -> Recommendation:
    """Record what the workshop recommended.

    :raises Refused: for a day before the workshop began
    """
    locked = _locked(by, workshop)
    _require_begun(locked, on)
    recommendation = Recommendation.objects.create(
        workshop=locked, text=text, addressed_to=addressed_to
    )
    record("network.recommendation_recorded", by=by, on=on, at=at, subjects=[("event", locked.pk)])
    return recommendation


def agree_action(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    recommendation: Recommendation,
    text: str,
    responsible: str,
    due_on: dt.date,
) -> ActionItem:
    """Record who does what about a recommendation by when.

    :raises Refused: when the day due lies before the day of the agreement
    """
    locked = _locked(by, recommendation.workshop)
    _require_begun(locked, on)
    if due_on < on:
        raise Refused(N_("The day due must not be before the day it was agreed."), field="due_on")
    action = ActionItem.objects.create(
        recommendation=recommendation, text=text, responsible=responsible, due_on=due_on
    )
    record(
        "network.action_agreed",
        by=by,
        on=on,
        at=at,
        subjects=[("event", locked.pk)],
        data={"action": action.pk},
    )
    return action


def complete_action(*, by: Actor, on: dt.date, at: dt.datetime, action: ActionItem) -> ActionItem:
    """Record that an agreed action was done on `on`.

    :raises Refused: when it is done already
    """
    locked = _locked(by, action.recommendation.workshop)
    row = ActionItem.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if row.done_on is not None:
        raise Refused(N_("This action is recorded as done already."))
    row.done_on = on
    row.save(update_fields=["done_on"])
    record(
        "network.action_done",
        by=by,
        on=on,
        at=at,
        subjects=[("event", locked.pk)],
        data={"action": row.pk},
    )
    return row


def _locked(by: Actor, workshop: Workshop) -> Workshop:
    by.require("network.manage_events")
    row = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    if row.programme_id != by.programme_id:
        raise Refused(N_("This workshop belongs to another programme."))
    return row


def _require_begun(workshop: Workshop, on: dt.date) -> None:
    if on < workshop.starts_on:
        raise Refused(N_("The workshop had not begun on that day."), field="on")


def _check_entry(entry: ParticipantEntry, workshop: Workshop) -> None:
    check_country(entry.country, field=_cell(entry, "country"))
    if entry.days_attended > workshop.days:
        raise Refused(
            N_("The workshop has %(days)s days."),
            field=_cell(entry, "days_attended"),
            params={"days": workshop.days},
        )


def _cell(entry: ParticipantEntry, field: str) -> str:
    return f"row-{entry.row - 1}-{field}" if entry.row else field
