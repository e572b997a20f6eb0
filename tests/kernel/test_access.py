"""Who may do what: the whole table, the scopes, stand-ins."""

import datetime as dt
from dataclasses import replace

import pytest

from dayaq.kernel.access import services
from dayaq.kernel.access.actor import actor_for
from dayaq.kernel.access.capabilities import capabilities
from dayaq.kernel.access.models import Assignment, User
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.errors import NotAllowed, Refused
from tests import build

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_do_exactly_what_the_table_says(role: Role) -> None:
    somebody = build.actor(role)

    for row in capabilities().values():
        assert somebody.can(row.name) == (role in row.roles), row.name
        if role not in row.roles:
            with pytest.raises(NotAllowed):
                somebody.require(row.name)


def test_the_administrator_and_the_donor_have_nothing_to_do_with_cases_or_loans() -> None:
    personal = ("people.", "cases.", "training.", "credit.")
    reached = {
        role: {
            row.name
            for row in capabilities().values()
            if role in row.roles and row.name.startswith(personal)
        }
        for role in (Role.ADMINISTRATOR, Role.DONOR)
    }

    assert reached == {Role.ADMINISTRATOR: set(), Role.DONOR: set()}


def test_a_district_scope_reaches_its_districts_only() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    scope = officer.scope("people.view")

    assert scope.covers(district_id=build.district().pk)
    assert not scope.covers(district_id=build.other_district().pk)
    assert scope.covers(district_id=build.other_district().pk, officer_id=officer.user_id)


def test_a_stand_in_has_the_role_on_its_days_only() -> None:
    cashier = build.user(Role.CASHIER)
    colleague = build.user(Role.ACCOUNTANT)
    services.assign_role(
        by=build.actor(Role.PROGRAMME_OFFICER), user=colleague, programme=build.programme(),
        role=Role.CASHIER, scope=ScopeKind.ALL, starts_on=build.TODAY,
        ends_on=build.TODAY + 7 * DAY, stands_in_for=cashier, on=build.TODAY, at=build.AT,
    )  # fmt: skip

    def roles(on: dt.date) -> frozenset[Role]:
        return actor_for(colleague, build.programme().pk, on).roles

    assert Role.CASHIER not in roles(build.TODAY - DAY)
    assert Role.CASHIER in roles(build.TODAY)
    assert Role.CASHIER in roles(build.TODAY + 7 * DAY)
    assert Role.CASHIER not in roles(build.TODAY + 8 * DAY)


def test_nobody_gives_a_role_to_themselves() -> None:
    officer = build.user(Role.PROGRAMME_OFFICER)

    with pytest.raises(NotAllowed):
        services.assign_role(
            by=build.as_actor(officer), user=officer, programme=build.programme(),
            role=Role.CASHIER, scope=ScopeKind.ALL, starts_on=build.TODAY,
            on=build.TODAY, at=build.AT,
        )  # fmt: skip
    assert Assignment.objects.filter(user=officer).count() == 1


def test_a_programme_officer_cannot_make_an_administrator() -> None:
    colleague = build.user(Role.CASHIER)

    with pytest.raises(NotAllowed):
        services.assign_role(
            by=build.actor(Role.PROGRAMME_OFFICER), user=colleague, programme=build.programme(),
            role=Role.ADMINISTRATOR, scope=ScopeKind.ALL, starts_on=build.TODAY,
            on=build.TODAY, at=build.AT,
        )  # fmt: skip
    assert Assignment.objects.filter(user=colleague).count() == 1


def test_a_stand_in_without_an_end_is_refused() -> None:
    with pytest.raises(Refused, match="last day"):
        services.assign_role(
            by=build.actor(Role.PROGRAMME_OFFICER), user=build.user(Role.ACCOUNTANT),
            programme=build.programme(), role=Role.CASHIER, scope=ScopeKind.ALL,
            starts_on=build.TODAY, stands_in_for=build.user(Role.CASHIER),
            on=build.TODAY, at=build.AT,
        )  # fmt: skip


def test_a_weak_password_is_refused_with_its_reason() -> None:
    with pytest.raises(Refused) as refusal:
        services.create_account(
            by=build.actor(Role.ADMINISTRATOR), username="new", full_name="New", password="1234",
            on=build.TODAY, at=build.AT,
        )  # fmt: skip

    assert refusal.value.field == "password"
    assert not User.objects.filter(username="new").exists()


def test_an_unknown_capability_is_a_fault() -> None:
    with pytest.raises(KeyError):
        replace(build.actor(Role.CASHIER)).can("people.fly")
