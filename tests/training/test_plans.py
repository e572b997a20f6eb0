"""Business plans and the hazard check of their place."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.kernel.ids import uuid7
from dayaq.people.models import Person
from dayaq.training import services
from dayaq.training.models import BusinessPlan, HazardCheck
from dayaq.training.queries import plans as queries
from tests import build
from tests.training import helpers

pytestmark = pytest.mark.django_db
WHEN = {"on": helpers.ON, "at": helpers.AT}


@pytest.fixture
def kamran():
    return build.actor(Role.TRAINER)


@pytest.fixture
def manager():
    return build.actor(Role.PROJECT_MANAGER)


@pytest.fixture
def zaur():
    return helpers.survivor(build.actor(Role.FIELD_OFFICER))


def test_a_plan_is_accepted_after_training_coaching_and_a_clear_answer(
    kamran, manager, zaur
) -> None:
    helpers.trained(kamran, zaur)
    plan = helpers.submitted(kamran, zaur)
    services.accept_plan(by=manager, **WHEN, plan=plan)
    accepted = queries.accepted_plan(zaur.pk, build.programme().pk)
    assert accepted == plan
    assert accepted.hazard_answer == "clear"


def test_without_training_no_plan_is_accepted(kamran, manager, zaur) -> None:
    plan = helpers.submitted(kamran, zaur)
    with pytest.raises(Refused, match="not completed a course"):
        services.accept_plan(by=manager, **WHEN, plan=plan)


def test_inside_a_hazardous_area_no_plan_is_accepted(kamran, manager, zaur) -> None:
    helpers.trained(kamran, zaur)
    plan = helpers.submitted(kamran, zaur, answer="inside")
    with pytest.raises(Refused, match="inside a hazardous area"):
        services.accept_plan(by=manager, **WHEN, plan=plan)
    with (
        pytest.raises(IntegrityError, match="plan_accepted_lies_outside"),
        transaction.atomic(),
    ):
        BusinessPlan.objects.filter(pk=plan.pk).update(
            status="accepted", hazard_answer="inside", decided_on=helpers.ON,
            decided_by=manager.user_id,
        )  # fmt: skip


def test_the_database_refuses_a_plan_of_somebody_not_registered(kamran, zaur) -> None:
    plan = helpers.submitted(kamran, zaur)
    stranger = Person.objects.get(pk=zaur.pk)
    stranger.pk, stranger.code = uuid7(), "FZ-X"
    stranger.document_index = stranger.document_sealed = None
    stranger.save(force_insert=True)
    with pytest.raises(IntegrityError, match="person_is_registered"), transaction.atomic():
        BusinessPlan.objects.filter(pk=plan.pk).update(person=stranger)


def test_beside_a_suspected_area_acceptance_asks_for_a_reason(kamran, manager, zaur) -> None:
    helpers.trained(kamran, zaur)
    plan = helpers.submitted(kamran, zaur, answer="suspected")
    with pytest.raises(Refused, match="why the business is safe"):
        services.accept_plan(by=manager, **WHEN, plan=plan)
    services.accept_plan(by=manager, **WHEN, plan=plan, reason="The shop stands in the village.")


def test_an_unanswered_question_keeps_the_plan_waiting(kamran, manager, zaur) -> None:
    helpers.trained(kamran, zaur)
    plan = helpers.plan(kamran, zaur)
    services.request_hazard_check(by=kamran, **WHEN, plan=plan)
    services.coach_plan(by=kamran, **WHEN, plan=plan, minutes=30, advice="x")
    services.submit_plan(by=kamran, **WHEN, plan=plan)
    with pytest.raises(Refused, match="not answered"):
        services.accept_plan(by=manager, **WHEN, plan=plan)


def test_a_plan_without_twelve_months_is_not_submitted(kamran, zaur) -> None:
    plan = helpers.plan(kamran, zaur, months=11)
    services.coach_plan(by=kamran, **WHEN, plan=plan, minutes=30, advice="x")
    with pytest.raises(Refused, match="twelve months"):
        services.submit_plan(by=kamran, **WHEN, plan=plan)


def test_a_returned_plan_goes_on_as_its_next_version(kamran, manager, zaur) -> None:
    plan = helpers.submitted(kamran, zaur)
    services.return_plan(by=manager, **WHEN, plan=plan, reason="Prices are too high.")
    second = services.revise_plan(by=kamran, **WHEN, plan=plan)
    assert (second.code, second.version, second.status) == (plan.code, 2, "draft")
    assert second.months.count() == 12
    assert second.hazard_check is not None
    assert list(BusinessPlan.objects.visible_to(manager).current()) == [second]
    with pytest.raises(Refused, match="exists already"):
        services.revise_plan(by=kamran, **WHEN, plan=plan)


def test_a_decided_or_submitted_plan_does_not_change(kamran, zaur) -> None:
    plan = helpers.submitted(kamran, zaur)
    with pytest.raises(Refused, match="does not change"):
        services.change_plan(by=kamran, **WHEN, plan=plan, content=helpers.content())


def test_a_person_has_one_open_plan(kamran, zaur) -> None:
    helpers.plan(kamran, zaur)
    with pytest.raises(Refused, match="open business plan"):
        helpers.plan(kamran, zaur)


def test_negative_and_enormous_amounts_are_refused(kamran, zaur) -> None:
    for amount in (-1, 10**15):
        with pytest.raises(Refused, match="amount"):
            helpers.plan(kamran, zaur, own_contribution_minor=amount)
    assert not BusinessPlan.objects.exists()


def test_moving_the_business_moves_a_waiting_question_and_voids_an_answer(kamran, zaur) -> None:
    plan = helpers.plan(kamran, zaur)
    check = services.request_hazard_check(by=kamran, **WHEN, plan=plan)
    moved = helpers.content(place_text="Beside the mill")
    services.change_plan(by=kamran, **WHEN, plan=plan, content=moved)
    check.refresh_from_db()
    assert check.place_text == "Beside the mill"
    services.answer_hazard_check(
        by=build.actor(Role.AUTHORITY), **WHEN, check=check, answer="clear", number="1"
    )
    plan = services.change_plan(by=kamran, **WHEN, plan=plan, content=helpers.content())
    assert plan.hazard_check is None


def test_the_answer_by_letter_carries_its_own_number_and_date(kamran, manager, zaur) -> None:
    check = services.request_hazard_check(
        by=kamran, on=helpers.ON, at=helpers.AT, plan=helpers.plan(kamran, zaur)
    )
    letter = {"by": manager, "at": helpers.AT, "check": check, "answer": "clear"}
    with pytest.raises(Refused, match="older than the question"):
        services.record_hazard_letter(**letter, on=dt.date(2011, 3, 14), number="7")
    with pytest.raises(Refused, match="number"):
        services.record_hazard_letter(**letter, on=helpers.ON, number=" ")
    with pytest.raises(Refused, match="not come yet"):
        services.record_hazard_letter(**letter, on=dt.date(2011, 3, 16), number="7")
    services.record_hazard_letter(**letter, on=helpers.ON, number="7")
    check.refresh_from_db()
    assert (check.channel, check.answer_number) == ("letter", "7")
    with pytest.raises(Refused, match="answered already"):
        services.record_hazard_letter(**letter, on=helpers.ON, number="8")


def test_a_list_goes_out_and_comes_back(kamran, manager, zaur) -> None:
    check = services.request_hazard_check(by=kamran, **WHEN, plan=helpers.plan(kamran, zaur))
    sheet = queries.hazard_list(manager)
    from dayaq.kernel.spreadsheets import read_rows

    rows = read_rows(sheet)
    assert [row["code"] for row in rows] == [check.code]
    assert "Zaur" not in str(rows)
    rows[0] |= {"answer": "clear", "number": "22/11", "date": helpers.ON}
    answers = queries.read_answers(rows)
    services.read_hazard_list(by=manager, at=helpers.AT, answers=answers)
    check.refresh_from_db()
    assert (check.answer, check.channel) == ("clear", "list")


def test_a_list_with_an_unknown_code_changes_nothing(kamran, manager, zaur) -> None:
    check = services.request_hazard_check(by=kamran, **WHEN, plan=helpers.plan(kamran, zaur))
    good = services.HazardAnswer(check.code, "clear", "1", helpers.ON)
    with pytest.raises(Refused, match="HC-9999-9"), transaction.atomic():
        services.read_hazard_list(
            by=manager, at=helpers.AT,
            answers=[good, services.HazardAnswer("HC-9999-9", "clear", "1", helpers.ON)],
        )  # fmt: skip
    check.refresh_from_db()
    assert check.answer == ""


def test_the_authority_sees_places_and_no_plan(kamran, zaur) -> None:
    orxan = build.actor(Role.AUTHORITY)
    check = services.request_hazard_check(by=kamran, **WHEN, plan=helpers.plan(kamran, zaur))
    assert list(HazardCheck.objects.visible_to(orxan)) == [check]
    assert not BusinessPlan.objects.visible_to(orxan).exists()
    assert "person" not in {field.name for field in HazardCheck._meta.get_fields()}


@pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR, Role.STATE_PARTNER, Role.CASHIER])
def test_plans_and_checks_are_hidden_from_others(kamran, zaur, role: Role) -> None:
    services.request_hazard_check(by=kamran, **WHEN, plan=helpers.plan(kamran, zaur))
    other = build.actor(role)
    assert not BusinessPlan.objects.visible_to(other).exists()
    assert not HazardCheck.objects.visible_to(other).exists()


def test_somebody_of_another_district_sees_no_plan_and_writes_none(kamran, zaur) -> None:
    plan = helpers.plan(kamran, zaur)
    assert not BusinessPlan.objects.visible_to(build.outsider()).exists()
    stranger = build.actor(Role.TRAINER, name="X Y", districts=[build.other_district()])
    assert not BusinessPlan.objects.visible_to(stranger).exists()
    with pytest.raises(Refused):
        services.coach_plan(by=stranger, **WHEN, plan=plan, minutes=30, advice="x")
    with pytest.raises(NotAllowed):
        helpers.plan(stranger, zaur)


def test_a_trainer_with_own_courses_writes_plans_of_own_trainees_only(kamran, zaur) -> None:
    own = build.actor(Role.TRAINER, name="Own Courses", scope=ScopeKind.OWN)
    with pytest.raises(NotAllowed):
        helpers.plan(own, zaur)
    helpers.course(own, [zaur])
    plan = helpers.plan(own, zaur)
    assert list(BusinessPlan.objects.visible_to(own)) == [plan]
    elsewhere = helpers.survivor(build.actor(Role.FIELD_OFFICER), "Gülnar Həsənova")
    helpers.plan(kamran, elsewhere)
    assert list(BusinessPlan.objects.visible_to(own)) == [plan]


def test_the_field_officer_reads_the_plan_of_the_own_caseload_only(kamran, zaur) -> None:
    plan = helpers.plan(kamran, zaur)
    colleague = build.actor(Role.FIELD_OFFICER)
    assert list(BusinessPlan.objects.visible_to(colleague)) == [plan]
    with pytest.raises(NotAllowed):
        services.coach_plan(by=colleague, **WHEN, plan=plan, minutes=30, advice="x")
    with pytest.raises(NotAllowed):
        services.accept_plan(by=kamran, **WHEN, plan=plan)
