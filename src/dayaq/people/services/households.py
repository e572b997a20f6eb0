"""Households: who lives together now, and what they live on, each time it is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code
from dayaq.kernel.prepared import prepared
from dayaq.people.models import (
    Household,
    HouseholdLine,
    HouseholdMember,
    HouseholdSnapshot,
    Person,
    Registration,
)
from dayaq.people.services.common import district_of, not_in_future, registration_for
from dayaq.people.services.data import MemberData, SnapshotData


def record_household(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    person_id: UUID,
    members: Sequence[MemberData],
    snapshot: SnapshotData | None = None,
) -> Household:
    """Record who lives in the person's household and what they live on, as of `on`.

    `members` are all the others: whoever was recorded before and is not named has left.
    The person is the head unless somebody else is. Older snapshots stay as they are.

    :raises Refused: two heads, a member without a name, a person of another household
    """
    registration = registration_for(by, person_id, "people.edit")
    not_in_future(on, at, field="on")
    _check(by, person_id, members)
    household, living_there = _household_of(registration, at)
    written = rows.inserting(household) if household._state.adding else []
    written += _members_written(household, living_there, registration.person, members, on)
    if snapshot is not None:
        written += _snapshot_written(by, household, snapshot, on, at)
    record(
        "people.household_recorded",
        by=by,
        on=on,
        at=at,
        subjects=[("person", person_id), ("household", household.pk)],
        data={"code": household.code, "members": len(members) + 1},
        beside=written,
    )
    return household


def _check(by: Actor, person_id: UUID, members: Sequence[MemberData]) -> None:
    if sum(member.is_head for member in members) > 1:
        raise Refused(N_("Name one head of the household."), code="two_heads")
    linked = [member.person_id for member in members if member.person_id]
    if person_id in linked or len(set(linked)) != len(linked):
        raise Refused(N_("The same person is named twice in the household."), code="twice")
    if any(not member.name and not member.person_id for member in members):
        raise Refused(N_("Name the member of the household."), code="nameless")
    if linked:
        seen = Person.objects.visible_to(by, "people.edit").filter(pk__in=linked)
        if seen.count() != len(linked):
            raise Refused(N_("There is no such person among those you may see."), code="unseen")


def _household_of(
    registration: Registration, at: dt.datetime
) -> tuple[Household, list[HouseholdMember]]:
    """The household of the person, held, with who lives there now; else a new one, unwritten."""
    current = next(iter(_living_in(registration.person_id)), None)
    if current is not None:
        household = Household.objects.select_for_update().get(pk=current.household_id)
        return household, _members_now(household.pk)
    district = district_of(registration)
    household = Household(
        code=next_code("household", f"H{district.code or district.name[:2].upper()}"),
        district=district,
        settlement=registration.person.settlement,
        recorded_at=at,
    )
    return household, []


@prepared
def _living_in(person_id: UUID) -> QuerySet[HouseholdMember]:
    return HouseholdMember.objects.filter(person_id=person_id, left_on__isnull=True)[:1]


def _members_written(
    household: Household,
    living_there: Sequence[HouseholdMember],
    person: Person,
    members: Sequence[MemberData],
    on: dt.date,
) -> list[rows.Question]:
    """Bring the list of members to what is told now; those who left keep their row."""
    others_head = any(member.is_head for member in members)
    now = [
        MemberData(
            person_id=person.pk,
            is_head=not others_head,
            sex=person.sex,
            birth_year=person.born_on.year if person.born_on else None,
        ),
        *members,
    ]
    before = {_key(row): row for row in living_there}
    kept = {_key(member) for member in now}
    for key, row in before.items():
        if key not in kept:
            row.left_on = max(on, row.since_on)
            rows.update(row, "left_on")
    for row in living_there:
        if row.is_head and row.left_on is None:
            # A household has one head at every moment, so the old one steps down first.
            row.is_head = False
            rows.update(row, "is_head")
    new = []
    for member in now:
        row = before.get(_key(member)) or HouseholdMember(household=household, since_on=on)
        for name in TOLD:
            setattr(row, name, getattr(member, name))
        if row._state.adding:
            new.append(row)
        else:
            rows.update(row, *TOLD)
    return rows.inserting(*new)


@prepared
def _members_now(household_id: UUID) -> QuerySet[HouseholdMember]:
    return HouseholdMember.objects.filter(household_id=household_id, left_on__isnull=True)


TOLD = tuple(MemberData.__dataclass_fields__)
"""What is told of a member each time."""


def _key(member: MemberData | HouseholdMember) -> tuple[object, ...]:
    """What makes two rows the same member."""
    if member.person_id is not None:
        return (member.person_id,)
    return (member.name, member.birth_year)


def _snapshot_written(
    by: Actor, household: Household, data: SnapshotData, on: dt.date, at: dt.datetime
) -> list[rows.Question]:
    if any(line.monthly_minor < 0 or line.balance_minor < 0 for line in data.lines):
        raise Refused(N_("Enter an amount of zero or more."), code="negative")
    row = HouseholdSnapshot(
        household=household,
        taken_on=on,
        currency=data.currency,
        dwelling=data.dwelling,
        land_are=data.land_are,
        livestock=data.livestock,
        assets=data.assets,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    lines = [
        HouseholdLine(
            snapshot=row,
            kind=line.kind,
            source=line.source,
            detail=line.detail,
            monthly_minor=line.monthly_minor,
            balance_minor=line.balance_minor,
        )
        for line in data.lines
    ]
    return [*rows.inserting(row), *rows.inserting(*lines)]
