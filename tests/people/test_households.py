"""Households, health and victim status: separate facts, each refused when it contradicts."""

import datetime as dt

import pytest

from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import NotFound, Refused
from dayaq.people import services
from dayaq.people.models import Household, HouseholdMember
from dayaq.people.services import (
    CertificateData,
    IncidentData,
    LineData,
    MemberData,
    SnapshotData,
    VictimData,
)
from tests import build
from tests.people import helpers

pytestmark = pytest.mark.django_db
ON = dt.date(2010, 2, 10)
LATER = dt.date(2010, 9, 1)
WIFE = MemberData(name="Sevinc Məmmədova", relation="spouse", sex="female", birth_year=1975)
SON = MemberData(name="Elvin Məmmədov", relation="son", sex="male", birth_year=2001)


def test_a_household_is_recorded_and_its_snapshot_adds_up() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    zaur = helpers.register(officer)
    lines = [
        LineData(kind="income", source="disability_pension", monthly_minor=95_00),
        LineData(kind="income", source="farm", monthly_minor=60_50),
        LineData(kind="debt", source="lender", monthly_minor=20_00, balance_minor=200_00),
    ]
    household = services.record_household(
        by=officer, on=ON, at=build.AT, person_id=zaur.pk, members=[WIFE, SON],
        snapshot=SnapshotData(dwelling="own_house", lines=lines),
    )  # fmt: skip
    snapshot = household.snapshots.get()
    assert (snapshot.total_minor("income"), snapshot.total_minor("debt")) == (155_50, 20_00)
    assert household.members.filter(is_head=True).get().person == zaur
    assert household.members.count() == 3


def test_who_is_named_no_more_has_left_and_older_snapshots_stay() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    zaur = helpers.register(officer)
    call = {"by": officer, "at": build.AT, "person_id": zaur.pk, "snapshot": SnapshotData()}
    first = services.record_household(on=ON, members=[WIFE, SON], **call)
    again = services.record_household(on=LATER, members=[WIFE], **call)
    assert first == again
    assert again.snapshots.count() == 2
    [left] = again.members.filter(left_on__isnull=False)
    assert (left.name, left.left_on) == ("Elvin Məmmədov", LATER)


def test_two_survivors_share_one_household() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    zaur = helpers.register(officer)
    gulnar = helpers.register(officer, given_name="Gülnar", sex="female")
    services.record_household(
        by=officer, on=ON, at=build.AT, person_id=zaur.pk,
        members=[MemberData(person_id=gulnar.pk, relation="spouse")],
    )  # fmt: skip
    services.record_household(
        by=officer, on=LATER, at=build.AT, person_id=gulnar.pk,
        members=[MemberData(person_id=zaur.pk, relation="spouse", is_head=True), SON],
    )  # fmt: skip
    assert Household.objects.count() == 1
    assert HouseholdMember.objects.filter(is_head=True, left_on__isnull=True).count() == 1


def test_the_head_steps_down_also_of_two_who_are_told_alike() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    zaur = helpers.register(officer)
    call = {"by": officer, "at": build.AT, "person_id": zaur.pk}
    alike = {"name": "Vəli Məmmədov", "relation": "brother", "birth_year": 1950}
    heads = [MemberData(**alike, is_head=True), MemberData(**alike)]
    for on, members in ((ON, heads), (LATER, [MemberData(**alike)])):
        household = services.record_household(on=on, members=members, **call)
    assert household.members.filter(is_head=True, left_on__isnull=True).get().person == zaur


@pytest.mark.parametrize(
    "members",
    [
        [MemberData(name="A", is_head=True), MemberData(name="B", is_head=True)],
        [MemberData(relation="son")],
    ],
    ids=["two heads", "a nameless member"],
)
def test_a_household_that_contradicts_itself_is_refused(members: list[MemberData]) -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    zaur = helpers.register(officer)
    with pytest.raises(Refused):
        services.record_household(
            by=officer, on=ON, at=build.AT, person_id=zaur.pk, members=members
        )
    assert Household.objects.count() == 0


def test_another_district_cannot_link_or_record() -> None:
    officer, rashad = build.actor(Role.FIELD_OFFICER), build.outsider()
    zaur = helpers.register(officer)
    theirs = helpers.register(rashad, district_id=build.other_district().pk, given_name="Elçin")
    with pytest.raises(NotFound):
        services.record_household(by=rashad, on=ON, at=build.AT, person_id=zaur.pk, members=[])
    with pytest.raises(Refused):
        services.record_household(
            by=rashad, on=ON, at=build.AT, person_id=theirs.pk,
            members=[MemberData(person_id=zaur.pk)],
        )  # fmt: skip


def test_a_widow_is_an_indirect_victim_of_somebody_who_was_never_registered() -> None:
    widow = helpers.register(
        build.actor(Role.FIELD_OFFICER), given_name="Gülnar", surname="Həsənova", sex="female",
        marital_status="widowed",
        victim=VictimData(
            kind="indirect", relation="widow", direct_victim_name="Həsən Həsənov"
        ),
        incident=IncidentData(outcome="unknown"),
    )  # fmt: skip
    assert widow.victim_status.direct_victim_name == "Həsən Həsənov"
    assert widow.registrations.get().status == "submitted"


@pytest.mark.parametrize(
    "victim",
    [VictimData(kind="indirect"), VictimData(kind="indirect", relation="widow")],
    ids=["without relation", "without the direct victim"],
)
def test_an_indirect_victim_belongs_to_a_direct_one(victim: VictimData) -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    if not victim.relation:
        with pytest.raises(Refused):
            helpers.register(officer, victim=victim)
    else:
        assert helpers.register(officer, victim=victim).registrations.get().status == "draft"


def test_a_verified_status_is_not_rewritten_by_an_officer() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer)
    helpers.verify(person)
    with pytest.raises(Refused):
        services.record_victim_status(
            by=officer, on=ON, at=build.AT, person_id=person.pk, victim=helpers.victim_data()
        )


def test_an_incident_before_the_birth_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        helpers.register(
            build.actor(Role.FIELD_OFFICER),
            incident=helpers.incident_data(happened_on=dt.date(1970, 1, 1)),
        )
    assert refusal.value.field == "happened_on"


def test_two_casualties_of_one_incident_count_one_incident() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    first = helpers.register(officer)
    incident = first.casualties.get().incident
    second = helpers.register(
        officer, given_name="Elçin", incident=helpers.incident_data(incident_id=incident.pk)
    )
    assert second.casualties.get().incident == incident
    assert second.casualties.get().age_at_incident == 27


def test_functioning_certificate_and_injury_are_three_facts() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer)
    call = {"by": officer, "on": ON, "at": build.AT, "person_id": person.pk}
    assessed = services.record_functioning(**call, answers={"walking": 3, "seeing": 1})
    assert assessed.identifiers().disability_3 is True
    services.record_injury(**call, code="C1.2.3.2")
    services.record_certificate(
        **call,
        certificate=CertificateData(
            degree="second", cause="war_zone", number="VT-1", valid_from=dt.date(2000, 1, 1)
        ),
    )
    assert (person.injuries.count(), person.certificates.count()) == (1, 1)


def test_answers_outside_the_form_are_refused() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer)
    for answers in ({"walking": 5}, {"height": 1}, {}):
        with pytest.raises(Refused):
            services.record_functioning(
                by=officer, on=ON, at=build.AT, person_id=person.pk, answers=answers
            )
