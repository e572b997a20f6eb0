"""A business plan is seen by whom its person's registration is seen, by columns of its own."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dayaq.cases import services as cases
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.people import services as people
from dayaq.people.models import Person, Registration
from dayaq.people.services.data import PersonData
from dayaq.training import services
from dayaq.training.models import BusinessPlan
from dayaq.training.queries import plans as queries
from tests import build
from tests.training import helpers

pytestmark = pytest.mark.django_db
WHEN = {"on": helpers.ON, "at": helpers.AT}


@pytest.fixture
def kamran() -> Actor:
    return build.actor(Role.TRAINER)


@pytest.fixture
def aytan() -> Actor:
    return build.actor(Role.FIELD_OFFICER, scope=ScopeKind.OWN)


@pytest.fixture
def zaur(aytan: Actor) -> Person:
    return helpers.survivor(aytan)


def returned(by: Actor, person: Person) -> BusinessPlan:
    plan = helpers.submitted(by, person)
    manager = build.actor(Role.PROJECT_MANAGER)
    services.return_plan(by=manager, **WHEN, plan=plan, reason="Prices are too high.")
    return plan


@pytest.mark.parametrize("column", ["district", "caseload_officer"])
def test_the_database_refuses_a_plan_that_lies_elsewhere_than_its_registration(
    kamran: Actor, zaur: Person, column: str
) -> None:
    plan = helpers.plan(kamran, zaur)
    elsewhere = {
        "district": build.other_district(),
        "caseload_officer": build.user(Role.FIELD_OFFICER, name="Ruslan"),
    }
    with pytest.raises(IntegrityError, match="person_is_registered"), transaction.atomic():
        BusinessPlan.objects.filter(pk=plan.pk).update(**{column: elsewhere[column]})


def test_every_version_of_a_plan_follows_its_person_to_another_district(
    kamran: Actor, aytan: Actor, zaur: Person
) -> None:
    first = returned(kamran, zaur)
    second = services.revise_plan(by=kamran, **WHEN, plan=first)
    there = build.actor(Role.FIELD_OFFICER, name="Ruslan", districts=[build.other_district()])
    coordinator = build.actor(Role.TRAINER, name="Elnur", districts=[build.district()])
    assert not BusinessPlan.objects.visible_to(there).exists()
    assert set(BusinessPlan.objects.visible_to(coordinator)) == {first, second}
    people.update_person(
        by=build.actor(Role.PROJECT_MANAGER), **WHEN, person_id=zaur.pk, version=1,
        person=PersonData(
            given_name="Zaur", surname="Məmmədov", sex="male",
            district_id=build.other_district().pk,
        ),
    )  # fmt: skip
    assert set(BusinessPlan.objects.visible_to(there)) == {first, second}
    assert list(queries.plans(there)) == [second]
    assert not BusinessPlan.objects.visible_to(coordinator).exists()
    # Whose caseload it is has not changed: the own persons stay in sight wherever they live.
    assert set(BusinessPlan.objects.visible_to(aytan)) == {first, second}


def test_a_plan_goes_over_with_its_person_to_another_officer(
    kamran: Actor, aytan: Actor, zaur: Person
) -> None:
    plan = helpers.plan(kamran, zaur)
    other = build.actor(Role.FIELD_OFFICER, name="Ruslan", scope=ScopeKind.OWN)
    assert not BusinessPlan.objects.visible_to(other).exists()
    case = cases.open_case(by=aytan, **WHEN, person_id=zaur.pk)
    cases.hand_over_case(
        by=build.actor(Role.PROJECT_MANAGER), **WHEN, case_id=case.pk, officer_id=other.user_id
    )
    assert list(BusinessPlan.objects.visible_to(other)) == [plan]
    assert not BusinessPlan.objects.visible_to(aytan).exists()
    assert list(BusinessPlan.objects.visible_to(kamran)) == [plan]


def test_a_plan_is_seen_by_those_who_see_the_registration_teach_or_coach(
    kamran: Actor, aytan: Actor, zaur: Person
) -> None:
    gulnar = helpers.survivor(aytan, "Gülnar Həsənova")
    of_zaur = helpers.plan(kamran, zaur)
    of_gulnar = helpers.plan(kamran, gulnar)
    chirag, elsewhere = "NGO Çıraq", "Another NGO"
    own = {"scope": ScopeKind.OWN}
    organised = {"scope": ScopeKind.ORGANISATION}
    teacher = build.actor(Role.TRAINER, name="Own Courses", **own)
    helpers.course(teacher, [gulnar])
    expected = {
        build.actor(Role.TRAINER, name="A", districts=[build.other_district()]): set(),
        build.actor(Role.FIELD_OFFICER, name="B", **own): set(),
        build.actor(Role.FIELD_OFFICER, name="C", **organised, organisation_name=chirag):
            {of_zaur, of_gulnar},
        build.actor(Role.FIELD_OFFICER, name="D", **organised, organisation_name=elsewhere): set(),
        build.actor(Role.PROJECT_MANAGER, name="E"): {of_zaur, of_gulnar},
        teacher: {of_gulnar},
        aytan: {of_zaur, of_gulnar},
    }  # fmt: skip
    for asker, plans in expected.items():
        assert set(BusinessPlan.objects.visible_to(asker)) == plans, asker.name
        if asker is not teacher:
            reached = Registration.objects.visible_to(asker, "training.view_plans")
            assert plans == set(BusinessPlan.objects.filter(person__in=reached.values("person")))


def test_a_next_version_is_written_in_the_order_in_which_a_move_takes_its_locks(
    kamran: Actor, zaur: Person
) -> None:
    """The registration first, which the database hands on from there to the plans."""
    plan = returned(kamran, zaur)
    with CaptureQueriesContext(connection) as asked:
        services.revise_plan(by=kamran, **WHEN, plan=plan)
    locking = [one["sql"] for one in asked if " FOR " in one["sql"]]
    tables = [sql.partition(' FROM "')[2].split('"')[0] for sql in locking]
    assert tables[:2] == ["people_registration", "training_businessplan"]
    assert "FOR NO KEY UPDATE" in locking[0]
