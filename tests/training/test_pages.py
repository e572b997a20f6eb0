"""The pages of training, opened and sent as people do."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.training import services
from dayaq.training.models import BusinessPlan, Course, Enrolment, HazardCheck
from tests import build
from tests.training import helpers

pytestmark = pytest.mark.django_db
WHEN = {"on": helpers.ON, "at": helpers.AT}


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture
def kamran():
    return build.actor(Role.TRAINER)


@pytest.fixture
def manager():
    return build.actor(Role.PROJECT_MANAGER)


@pytest.fixture
def people():
    ayten = build.actor(Role.FIELD_OFFICER)
    return [helpers.survivor(ayten, name) for name in helpers.NAMES[:3]]


def day(name: str, on) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_every_page_of_a_course_opens_for_its_trainer(kamran, people) -> None:
    course = helpers.course(kamran, people)
    page = signed_in(kamran)
    session = course.sessions.order_by("on").first()
    for name, args in [
        ("courses", []), ("plan_course", []), ("course", [course.pk]), ("curricula", []),
        ("change_course", [course.pk]), ("sessions", [course.pk]), ("enrol", [course.pk]),
        ("cancel", [course.pk]), ("scores", [course.pk]), ("attendance", [session.pk]),
        ("drop", [course.enrolments.first().pk]), ("plans", []), ("hazards", []),
        ("write_plan", [people[0].pk]), ("complete", [course.pk]),
    ]:  # fmt: skip
        answer = page.get(reverse(f"training:{name}", args=args))
        assert answer.status_code == 200, name


def test_attendance_is_typed_on_one_page_and_a_second_send_changes_nothing(kamran, people) -> None:
    course = helpers.course(kamran, people)
    session = course.sessions.order_by("on").first()
    url = reverse("training:attendance", args=[session.pk])
    page = signed_in(kamran)
    assert page.get(url + "?all=present").content.count(b"checked") == 3
    sheet = {"command_id": str(uuid4()), "row-0-mark": "present", "row-1-mark": "absent"}
    assert page.post(url, sheet).status_code == 422
    sheet["row-2-mark"] = "excused"
    for _send in range(2):
        answer = page.post(url, sheet)
        assert answer.status_code == 302
        assert answer["Location"] == reverse("training:course", args=[course.pk])
    assert sorted(session.attendance.values_list("mark", flat=True)) == [
        "absent", "excused", "present",
    ]  # fmt: skip
    url = reverse("training:correct", args=[session.pk])
    assert page.get(url).status_code == 200
    corrected = {**sheet, "command_id": str(uuid4()), "row-1-mark": "present"}
    assert page.post(url, corrected).status_code == 422
    assert page.post(url, {**corrected, "sure": "on"}).status_code == 302
    assert session.attendance.filter(mark="present").count() == 2


def test_a_course_is_completed_with_a_reason_for_whoever_is_below(kamran, people) -> None:
    course = helpers.course(kamran, people)
    last = course.enrolments.order_by("person__sort_key").last()
    helpers.attend(kamran, course, {0: [last], 1: [last]})
    url = reverse("training:complete", args=[course.pk])
    page = signed_in(kamran)
    sent = {"command_id": str(uuid4()), **day("on", course.ends_on)}
    assert page.post(url, sent).status_code == 422
    assert page.post(url, {**sent, "row-0-reason": "Ill"}).status_code == 302
    course.refresh_from_db()
    assert course.status == Course.Status.COMPLETED
    assert Enrolment.objects.filter(status="completed").count() == 2
    certify = {"command_id": str(uuid4()), "act": "certify", **day("on", course.ends_on)}
    detail = reverse("training:course", args=[course.pk])
    assert page.post(detail, certify).status_code == 302
    certified = course.enrolments.filter(status="completed").first()
    pdf = page.get(reverse("training:certificate", args=[certified.pk]))
    assert pdf.content.startswith(b"%PDF")
    again = page.get(reverse("training:certificate", args=[certified.pk]))
    assert again.content == pdf.content


def test_people_are_found_and_invited(kamran, people) -> None:
    course = helpers.course(kamran)
    page = signed_in(kamran)
    url = reverse("training:enrol", args=[course.pk])
    found = page.get(url, {"q": "Mammadov"})
    assert people[0].code in found.content.decode()
    assert people[1].code not in found.content.decode()
    sent = {"command_id": str(uuid4()), "people": [str(person.pk) for person in people]}
    late = {**sent, **day("on", course.ends_on + dt.timedelta(days=1))}
    assert "had ended by that day" in page.post(url, late).content.decode()
    invited_on = course.starts_on - dt.timedelta(days=3)
    for _send in range(2):
        assert page.post(url, {**sent, **day("on", invited_on)}).status_code == 302
    assert {one.invited_on for one in course.enrolments.all()} == {invited_on}
    assert course.enrolments.count() == 3


PLAN = {
    "kind": "start_up", "sector": "bees", "title": "Bees", "description": "Honey.",
    "place_text": "Upper village", "own_contribution": "200", "working_capital": "150,50",
    "item_1": "Hives", "amount_1": "800",
}  # fmt: skip


def test_a_plan_with_its_twelve_months_is_typed_on_one_page(kamran, people) -> None:
    months = {f"row-{n}-sales": "500" for n in range(12)} | {
        f"row-{n}-direct": "120,25" for n in range(12)
    }
    sent = {**PLAN, **months, "place": str(build.district().pk), "command_id": str(uuid4())}
    sent |= day("on", helpers.ON)
    page = signed_in(kamran)
    url = reverse("training:write_plan", args=[people[0].pk])
    assert page.post(url, {**sent, "row-3-sales": "-5"}).status_code == 422
    assert page.post(url, {**sent, "amount_1": "1e12"}).status_code == 422
    assert not BusinessPlan.objects.exists()
    answer = page.post(url, sent)
    plan = BusinessPlan.objects.get()
    assert answer["Location"] == reverse("training:plan", args=[plan.pk])
    assert plan.working_capital_minor == 15050
    assert plan.months.filter(sales_minor=50000, direct_minor=12025).count() == 12
    shown = page.get(answer["Location"]).content.decode()
    assert "<svg" in shown
    assert page.get(reverse("training:change_plan", args=[plan.pk])).status_code == 200
    asked = {"command_id": str(uuid4()), "act": "ask"}
    early = {**asked, **day("on", helpers.ON - dt.timedelta(days=1))}
    assert "not written yet" in page.post(answer["Location"], early).content.decode()
    assert not HazardCheck.objects.exists()
    assert page.post(answer["Location"], {**asked, **day("on", helpers.ON)}).status_code == 302
    check = HazardCheck.objects.get()
    assert (check.plan_code, check.requested_on) == (plan.code, helpers.ON)


def test_a_plan_goes_from_coaching_to_its_decision(kamran, manager, people) -> None:
    helpers.trained(kamran, people[0])
    plan = helpers.plan(kamran, people[0])
    helpers.answered(kamran, plan)
    page = signed_in(kamran)
    coached = {
        "command_id": str(uuid4()), **day("on", helpers.ON), "minutes": 45, "advice": "Plan.",
    }  # fmt: skip
    assert page.post(reverse("training:coach", args=[plan.pk]), coached).status_code == 302
    detail = reverse("training:plan", args=[plan.pk])
    submitted = {"command_id": str(uuid4()), "act": "submit"}
    early = {**submitted, **day("on", helpers.ON - dt.timedelta(days=1))}
    assert page.post(detail, early).status_code == 422
    assert page.post(detail, {**submitted, "on_day": "1"}).status_code == 422
    assert page.post(detail, {**submitted, **day("on", helpers.ON)}).status_code == 302
    plan.refresh_from_db()
    assert plan.submitted_on == helpers.ON
    decision = {"command_id": str(uuid4()), **day("on", helpers.ON), "decision": "accept"}
    decide = reverse("training:decide", args=[plan.pk])
    assert page.post(decide, decision).status_code == 403
    assert signed_in(manager).post(decide, decision).status_code == 302
    plan.refresh_from_db()
    assert plan.status == "accepted"
    pdf = page.get(reverse("training:plan_pdf", args=[plan.pk]))
    assert pdf.content.startswith(b"%PDF")


def test_the_authority_answers_on_its_page_and_reads_no_name(kamran, people) -> None:
    check = services.request_hazard_check(by=kamran, **WHEN, plan=helpers.plan(kamran, people[0]))
    orxan = signed_in(build.actor(Role.AUTHORITY))
    listed = orxan.get(reverse("training:hazards")).content.decode()
    assert check.code in listed
    assert people[0].surname not in listed
    url = reverse("training:hazard", args=[check.pk])
    sent = {
        "command_id": str(uuid4()), "answer": "clear", "number": "15/2011",
        **day("on", helpers.ON),
    }  # fmt: skip
    future = {**sent, "on_year": 2999}
    assert orxan.post(url, future).status_code == 422
    assert orxan.post(url, sent).status_code == 302
    check.refresh_from_db()
    assert (check.answer, check.channel) == ("clear", "page")
    assert orxan.get(reverse("training:plans")).status_code == 403


def test_a_letter_is_typed_in_with_its_scan(kamran, manager, people) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    plan = helpers.plan(kamran, people[0])
    check = services.request_hazard_check(by=kamran, **WHEN, plan=plan)
    pdf = signed_in(kamran).get(reverse("training:plan_pdf", args=[plan.pk])).content
    url = reverse("training:hazard", args=[check.pk])
    sent = {
        "command_id": str(uuid4()), "answer": "suspected", "number": "16", **day("on", helpers.ON),
        "scan": SimpleUploadedFile("letter.pdf", pdf, "application/pdf"),
    }  # fmt: skip
    assert signed_in(manager).post(url, sent).status_code == 302
    check.refresh_from_db()
    assert check.channel == "letter"
    assert check.scan is not None


def test_the_list_goes_out_as_a_workbook(kamran, manager, people) -> None:
    services.request_hazard_check(by=kamran, **WHEN, plan=helpers.plan(kamran, people[0]))
    page = signed_in(manager)
    assert page.get(reverse("training:hazard_list")).content.startswith(b"PK")
    assert page.get(reverse("training:read_hazard_list")).status_code == 200


def test_a_course_of_another_district_is_not_found(kamran, people) -> None:
    course = helpers.course(kamran, people)
    plan = helpers.plan(kamran, people[0])
    stranger = signed_in(build.actor(Role.TRAINER, name="X Y", districts=[build.other_district()]))
    for name, pk in [
        ("course", course.pk), ("plan", plan.pk), ("sheet", course.pk),
        ("attendance", course.sessions.first().pk), ("drop", course.enrolments.first().pk),
        ("plan_pdf", plan.pk), ("write_plan", people[0].pk),
    ]:  # fmt: skip
        assert stranger.get(reverse(f"training:{name}", args=[pk])).status_code == 404, name
    assert plan.code not in stranger.get(reverse("training:plans")).content.decode()


def test_the_list_of_courses_needs_the_same_statements_for_one_and_for_five(kamran, people) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = signed_in(kamran)
    helpers.course(kamran, people)
    with CaptureQueriesContext(connection) as one:
        page.get(reverse("training:courses"))
    for _n in range(4):
        helpers.course(kamran, people)
    with CaptureQueriesContext(connection) as five:
        page.get(reverse("training:courses"))
    assert len(five) == len(one)


def test_the_attendance_sheet_prints_with_names(kamran, people) -> None:
    course = helpers.course(kamran, people)
    page = signed_in(kamran)
    for url in (
        reverse("training:sheet", args=[course.pk]),
        reverse("training:blank_attendance"),
    ):
        assert page.get(url).content.startswith(b"%PDF")
