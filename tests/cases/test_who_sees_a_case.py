"""A case is seen by whom its person's registration is seen, by columns of its own."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dayaq.cases import services
from dayaq.cases.models import Case
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.names import sort_key
from dayaq.people import services as people
from dayaq.people.models import Registration
from tests import build
from tests.cases import helpers
from tests.people import helpers as persons

pytestmark = pytest.mark.django_db
LATER = dt.date(2010, 6, 1)
OTHER = {"given_name": "Elmira", "surname": "Quliyeva"}


def a_case():  # type: ignore[no-untyped-def]
    officer = build.actor(Role.FIELD_OFFICER)
    return officer, helpers.open_case(officer, persons.register(officer))


@pytest.mark.parametrize("column", ["district", "caseload_officer", "sort_key"])
def test_the_database_refuses_a_case_that_lies_elsewhere_than_its_registration(column: str) -> None:
    _officer, case = a_case()
    elsewhere = {
        "district": build.other_district(),
        "caseload_officer": build.user(Role.FIELD_OFFICER, name="Ruslan"),
        "sort_key": "elsewhere",
    }
    with pytest.raises(IntegrityError, match="person_is_registered"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**{column: elsewhere[column]})


def test_a_case_follows_its_person_to_another_district_and_name() -> None:
    officer, case = a_case()
    there = build.actor(Role.FIELD_OFFICER, name="Ruslan", districts=[build.other_district()])
    assert not Case.objects.visible_to(there).exists()
    people.update_person(
        by=build.actor(Role.PROJECT_MANAGER), on=LATER, at=build.AT, person_id=case.person_id,
        version=1,
        person=persons.person_data(district_id=build.other_district().pk, surname="Çobanov"),
    )  # fmt: skip
    moved = Case.objects.visible_to(there).get()
    assert moved.sort_key == sort_key("Çobanov Zaur Rauf")
    # Whose caseload it is has not changed: the own persons stay in sight wherever they live.
    assert list(Case.objects.visible_to(officer)) == [moved]


def test_a_closed_case_goes_over_with_its_person_and_keeps_who_worked_on_it() -> None:
    ayten = build.actor(Role.FIELD_OFFICER, scope=ScopeKind.OWN)
    other = build.actor(Role.FIELD_OFFICER, name="Ruslan", scope=ScopeKind.OWN)
    manager = build.actor(Role.PROJECT_MANAGER)
    first = helpers.open_case(ayten, persons.register(ayten))
    services.close_case(
        by=manager, on=LATER, at=build.AT, case_id=first.pk, exit_reason="graduated"
    )
    second = helpers.open_case(ayten, first.person, on=LATER)
    services.hand_over_case(
        by=manager, on=build.TODAY, at=build.AT, case_id=second.pk, officer_id=other.user_id
    )
    assert set(Case.objects.visible_to(other)) == {first, second}
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.officer_id, second.officer_id) == (ayten.user_id, other.user_id)


def test_a_case_is_seen_by_exactly_those_who_see_the_registration() -> None:
    officer, _case = a_case()
    helpers.open_case(officer, persons.register(officer, **OTHER))
    chirag, elsewhere = "NGO Çıraq", "Another NGO"
    askers = [
        build.actor(Role.FIELD_OFFICER, name="A", districts=[build.other_district()]),
        build.actor(Role.FIELD_OFFICER, name="B", scope=ScopeKind.OWN),
        build.actor(
            Role.FIELD_OFFICER, name="C", scope=ScopeKind.ORGANISATION, organisation_name=chirag
        ),
        build.actor(
            Role.FIELD_OFFICER, name="D", scope=ScopeKind.ORGANISATION, organisation_name=elsewhere
        ),
        build.actor(Role.SOCIAL_WORKER, name="E"),
        officer,
    ]
    seen = []
    for asker in askers:
        reached = Registration.objects.visible_to(asker, "cases.view").values("person")
        cases = Case.objects.visible_to(asker)
        assert set(cases) == set(Case.objects.filter(person__in=reached))
        seen.append(cases.count())
    assert seen == [0, 0, 2, 0, 2, 2]


def test_a_hand_over_locks_the_registration_before_the_case() -> None:
    """As a new name or district does, which the database hands on from the one to the other."""
    officer, case = a_case()
    with CaptureQueriesContext(connection) as asked:
        services.hand_over_case(
            by=build.actor(Role.PROJECT_MANAGER), on=build.TODAY, at=build.AT, case_id=case.pk,
            officer_id=officer.user_id,
        )  # fmt: skip
    locking = [one["sql"] for one in asked if "FOR UPDATE OF" in one["sql"]]
    tables = [sql.partition("FOR UPDATE OF ")[2].split('"')[1] for sql in locking]
    assert tables[:2] == ["people_registration", "cases_case"]
