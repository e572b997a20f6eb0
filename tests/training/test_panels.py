"""Training on the Today page and on the person's page."""

import datetime as dt

import pytest

from dayaq.kernel.access.roles import Role
from dayaq.kernel.clock import Clock
from dayaq.kernel.web import panels as shell
from dayaq.training import services
from dayaq.training.web import panels
from tests import build
from tests.training import helpers

pytestmark = pytest.mark.django_db
WHEN = {"on": helpers.ON, "at": helpers.AT}


@pytest.fixture
def kamran():
    return build.actor(Role.TRAINER)


@pytest.fixture
def zaur():
    return helpers.survivor(build.actor(Role.FIELD_OFFICER))


def test_the_way_to_a_plan_moves_step_by_step(kamran, zaur) -> None:
    def states() -> list[str]:
        steps = (panels.trained_step, panels.plan_step)
        return [step(kamran, zaur.pk, build.CLOCK).state for step in steps]

    assert states() == ["waiting", "waiting"]
    course = helpers.course(kamran, [zaur])
    assert states() == ["current", "waiting"]
    helpers.attend(kamran, course)
    services.complete_course(by=kamran, on=course.ends_on, at=helpers.AT, course=course, reasons={})
    assert states() == ["done", "current"]
    plan = helpers.submitted(kamran, zaur)
    assert states() == ["done", "current"]
    services.accept_plan(by=build.actor(Role.PROJECT_MANAGER), **WHEN, plan=plan)
    assert states() == ["done", "done"]


def test_today_shows_sessions_of_today_and_those_forgotten(kamran, zaur) -> None:
    course = helpers.course(kamran, [zaur])
    second = Clock.on(helpers.FIRST_DAY + dt.timedelta(days=1))
    group = panels.attendance_missing(kamran, second)
    assert (group.count, [row.overdue for row in group.rows]) == (2, [True, False])
    helpers.attend(kamran, course)
    assert panels.attendance_missing(kamran, build.CLOCK).count == 0
    assert panels.courses_to_complete(kamran, build.CLOCK).count == 1


def test_today_of_the_authority_counts_places_that_wait(kamran, zaur) -> None:
    orxan = build.actor(Role.AUTHORITY)
    services.request_hazard_check(by=kamran, **WHEN, plan=helpers.plan(kamran, zaur))
    late = Clock.on(helpers.ON + dt.timedelta(days=15))
    group = panels.checks_waiting(orxan, late)
    assert (group.count, group.rows[0].overdue) == (1, True)
    assert zaur.surname not in group.rows[0].text


def test_the_plan_to_decide_waits_for_the_manager_and_not_for_an_outsider(kamran, zaur) -> None:
    helpers.submitted(kamran, zaur)
    manager = build.actor(Role.PROJECT_MANAGER)
    assert panels.plans_to_decide(manager, build.CLOCK).count == 1
    stranger = build.actor(
        Role.PROJECT_MANAGER, name="X Y", scope="district", districts=[build.other_district()]
    )
    assert panels.plans_to_decide(stranger, build.CLOCK).count == 0


def test_the_person_page_of_an_outsider_shows_no_plan(kamran, zaur) -> None:
    helpers.plan(kamran, zaur)
    panel = panels.business_plan(build.outsider(), zaur.pk, build.CLOCK)
    assert panel.context["plan"] is None
    assert panels.plan_step(build.outsider(), zaur.pk, build.CLOCK).url == ""


def test_the_shell_finds_a_course_by_its_code(kamran) -> None:
    course = helpers.course(kamran)
    found = shell.hits(kamran, course.code.lower())
    assert [hit.detail for hits in found.values() for hit in hits] == [course.code]
