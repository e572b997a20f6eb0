"""Courses, attendance and completion."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.kernel.events import timeline
from dayaq.training import services
from dayaq.training.models import Attendance, Course, Enrolment
from dayaq.training.queries import courses as queries
from tests import build
from tests.training import helpers

pytestmark = pytest.mark.django_db
END = helpers.FIRST_DAY + dt.timedelta(days=13)


@pytest.fixture
def kamran():
    return build.actor(Role.TRAINER)


@pytest.fixture
def people():
    ayten = build.actor(Role.FIELD_OFFICER)
    return [helpers.survivor(ayten, name) for name in helpers.NAMES[:3]]


def test_attendance_of_everybody_is_one_page_and_one_event(kamran, people) -> None:
    course = helpers.course(kamran, people)
    helpers.attend(kamran, course)
    assert Attendance.objects.count() == 15
    taken = [t for t in timeline("course", course.pk) if t.verb == "training.attendance_taken"]
    assert len(taken) == 5
    assert taken[0].data["present"] == 3


def test_present_people_attend_and_the_course_runs(kamran, people) -> None:
    course = helpers.course(kamran, people)
    session = course.sessions.first()
    marks = dict.fromkeys((e.pk for e in course.enrolments.all()), "absent")
    first = course.enrolments.get(person=people[0])
    services.take_attendance(
        by=kamran, on=session.on, at=helpers.AT, session=session,
        marks={**marks, first.pk: "present"},
    )  # fmt: skip
    course.refresh_from_db()
    assert course.status == Course.Status.RUNNING
    assert list(
        course.enrolments.filter(status=Enrolment.Status.ATTENDING).values_list("pk", flat=True)
    ) == [first.pk]


def test_a_missing_mark_refuses_the_whole_sheet(kamran, people) -> None:
    course = helpers.course(kamran, people)
    session = course.sessions.first()
    one = course.enrolments.first()
    with pytest.raises(Refused, match="Mark everybody"):
        services.take_attendance(
            by=kamran, on=session.on, at=helpers.AT, session=session, marks={one.pk: "present"}
        )
    assert not Attendance.objects.exists()


def test_attendance_is_taken_once_and_then_corrected(kamran, people) -> None:
    course = helpers.course(kamran, people)
    helpers.attend(kamran, course)
    session = course.sessions.order_by("on").first()
    marks = dict.fromkeys((e.pk for e in course.enrolments.all()), "present")
    again = {"by": kamran, "on": helpers.ON, "at": helpers.AT, "session": session}
    with pytest.raises(Refused, match="Correct it instead"):
        services.take_attendance(**again, marks=marks)
    with pytest.raises(Refused, match="Nothing was changed"):
        services.correct_attendance(**again, marks=marks)
    first = course.enrolments.first()
    services.correct_attendance(**again, marks={**marks, first.pk: "excused"})
    assert session.attendance.get(enrolment=first).mark == "excused"
    assert Attendance.objects.count() == 15


def test_a_session_to_come_has_no_attendance(kamran, people) -> None:
    course = helpers.course(kamran, people)
    session = course.sessions.order_by("on").last()
    early = build.Clock.on(helpers.FIRST_DAY).now
    marks = dict.fromkeys((e.pk for e in course.enrolments.all()), "present")
    with pytest.raises(Refused, match="not been held"):
        services.take_attendance(
            by=kamran, on=helpers.FIRST_DAY, at=early, session=session, marks=marks
        )


def test_four_of_five_sessions_complete_and_three_do_not(kamran, people) -> None:
    course = helpers.course(kamran, people)
    first, second, third = course.enrolments.order_by("person__sort_key")
    helpers.attend(kamran, course, {0: [second, third], 1: [third]})
    done = services.complete_course(
        by=kamran, on=END, at=helpers.AT, course=course, reasons={third.pk: "Harvest"}
    )
    assert done.status == Course.Status.COMPLETED
    found = {e.pk: (e.status, e.attended_percent, e.drop_reason) for e in course.enrolments.all()}
    assert found == {
        first.pk: ("completed", 100, ""),
        second.pk: ("completed", 80, ""),
        third.pk: ("dropped", 60, "Harvest"),
    }


def test_everybody_below_the_threshold_needs_a_reason(kamran, people) -> None:
    course = helpers.course(kamran, people)
    one = course.enrolments.first()
    helpers.attend(kamran, course, {0: [one], 1: [one]})
    with pytest.raises(Refused, match="everybody below"):
        services.complete_course(by=kamran, on=END, at=helpers.AT, course=course, reasons={})
    course.refresh_from_db()
    assert course.status == Course.Status.RUNNING


def test_a_course_with_missing_attendance_names_the_days(kamran, people) -> None:
    course = helpers.course(kamran, people)
    services.start_course(by=kamran, on=helpers.FIRST_DAY, at=helpers.AT, course=course)
    with pytest.raises(Refused, match=r"07\.02\.2011, 08\.02\.2011"):
        services.complete_course(by=kamran, on=END, at=helpers.AT, course=course, reasons={})


def test_somebody_trained_twice_is_one_person(kamran, people) -> None:
    helpers.trained(kamran, *people)
    helpers.trained(kamran, people[0])
    assert queries.trained_count(build.programme().pk) == 3
    assert queries.trained_count(build.programme().pk, until=helpers.FIRST_DAY) == 0
    assert queries.has_completed_training(people[0].pk, build.programme().pk)


def test_only_verified_people_are_enrolled(kamran) -> None:
    draft = helpers.survivor(build.actor(Role.FIELD_OFFICER), verified=False)
    course = helpers.course(kamran)
    with pytest.raises(Refused, match="1 of those chosen"):
        services.enrol_people(
            by=kamran, on=helpers.FIRST_DAY, at=helpers.AT, course=course, people=[draft]
        )
    assert not Enrolment.objects.exists()


def test_inviting_again_adds_only_those_who_are_new(kamran, people) -> None:
    course = helpers.course(kamran, people[:2])
    told = {"by": kamran, "on": helpers.FIRST_DAY, "at": helpers.AT, "course": course}
    services.enrol_people(**told, people=people)
    assert course.enrolments.count() == 3
    with pytest.raises(Refused, match="already"):
        services.enrol_people(**told, people=people)


def test_certificates_are_numbered_once(kamran, people) -> None:
    course = helpers.trained(kamran, *people)
    made = services.issue_certificates(by=kamran, on=END, at=helpers.AT, course=course)
    assert len({certificate.number for certificate in made}) == 3
    with pytest.raises(Refused, match="Everybody"):
        services.issue_certificates(by=kamran, on=END, at=helpers.AT, course=course)


def test_a_score_above_one_hundred_is_refused_by_the_database_too(kamran, people) -> None:
    course = helpers.course(kamran, people)
    one = course.enrolments.first()
    with pytest.raises(Refused, match="0 to 100"):
        services.record_scores(
            by=kamran, on=END, at=helpers.AT, course=course, scores={one.pk: (40, 101)}
        )
    with pytest.raises(IntegrityError, match="test_score_is_at_most_100"), transaction.atomic():
        Enrolment.objects.filter(pk=one.pk).update(post_score=101)
    services.record_scores(
        by=kamran, on=END, at=helpers.AT, course=course, scores={one.pk: (40, 85)}
    )
    one.refresh_from_db()
    assert (one.pre_score, one.post_score) == (40, 85)


def test_a_trainer_of_another_district_sees_and_changes_nothing(kamran, people) -> None:
    course = helpers.course(kamran, people)
    stranger = build.actor(Role.TRAINER, name="X Y", districts=[build.other_district()])
    assert not Course.objects.visible_to(stranger).exists()
    assert not Enrolment.objects.visible_to(stranger).exists()
    with pytest.raises(NotAllowed):
        services.cancel_course(by=stranger, on=helpers.ON, at=helpers.AT, course=course, reason="x")
    assert not Course.objects.visible_to(build.outsider()).exists()


def test_a_trainer_with_own_courses_only_sees_those(kamran) -> None:
    own = build.actor(Role.TRAINER, name="Own Courses", scope=ScopeKind.OWN)
    theirs = helpers.course(own)
    helpers.course(kamran)
    assert list(Course.objects.visible_to(own)) == [theirs]


@pytest.mark.parametrize(
    "role", [Role.DONOR, Role.ADMINISTRATOR, Role.STATE_PARTNER, Role.CASHIER, Role.AUTHORITY]
)
def test_courses_are_hidden_from_those_who_do_not_train(kamran, role: Role) -> None:
    helpers.course(kamran)
    assert not Course.objects.visible_to(build.actor(role)).exists()


def test_a_sheet_of_thirty_needs_no_more_statements_than_one_of_three(
    kamran, django_assert_max_num_queries
) -> None:
    ayten = build.actor(Role.FIELD_OFFICER)
    people = [helpers.survivor(ayten, f"Person Number{n}") for n in range(30)]
    course = helpers.course(kamran, people)
    session = course.sessions.first()
    marks = dict.fromkeys((e.pk for e in course.enrolments.all()), "present")
    with django_assert_max_num_queries(14):
        services.take_attendance(
            by=kamran, on=session.on, at=helpers.AT, session=session, marks=marks
        )
