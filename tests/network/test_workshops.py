"""Regional workshops and lessons learnt."""

import datetime as dt

import pytest

from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.network import services
from dayaq.network.models import Lesson, Workshop
from dayaq.network.queries import totals
from tests import build
from tests.network import helpers

pytestmark = pytest.mark.django_db
HELD = dt.date(2010, 10, 6)


def test_participants_are_counted_by_country() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    tbilisi = helpers.workshop(by)
    helpers.participants(tbilisi, by, {"AZ": 12, "GE": 9, "AM": 3})
    assert totals.participants_by_country(tbilisi) == {"AM": 3, "AZ": 12, "GE": 9}
    assert totals.participants_by_country(tbilisi, outside=True) == {"AZ": 12, "other": 12}


def test_the_same_participant_twice_names_the_line() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    tbilisi = helpers.workshop(by)
    entry = services.ParticipantEntry(name="Nino Invented", country="GE", row=1)
    again = services.ParticipantEntry(name="NINO Invented", country="GE", row=2)
    with pytest.raises(Refused) as refusal:
        services.add_participants(
            by=by, on=HELD, at=helpers.AT, workshop=tbilisi, rows=[entry, again]
        )
    assert refusal.value.field == "row-1-name"
    assert not tbilisi.participants.exists()


def test_nobody_attends_longer_than_the_workshop_lasts() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    entry = services.ParticipantEntry(name="Nino Invented", country="GE", days_attended=3, row=1)
    with pytest.raises(Refused, match="2 days"):
        services.add_participants(
            by=by, on=HELD, at=helpers.AT, workshop=helpers.workshop(by), rows=[entry]
        )


def test_a_workshop_is_held_with_participants_after_its_last_day() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    tbilisi = helpers.workshop(by)
    with pytest.raises(Refused, match="participants"):
        services.record_workshop_held(by=by, on=HELD, at=helpers.AT, workshop=tbilisi)
    helpers.participants(tbilisi, by, {"AZ": 5})
    with pytest.raises(Refused, match="not ended"):
        services.record_workshop_held(
            by=by, on=dt.date(2010, 10, 5), at=helpers.AT, workshop=tbilisi
        )
    held = services.record_workshop_held(
        by=by, on=HELD, at=helpers.AT, workshop=tbilisi, evaluation_tenths=43
    )
    assert held.held_on == HELD


def test_an_action_is_done_once() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    advice = services.record_recommendation(
        by=by, on=HELD, at=helpers.AT, workshop=helpers.workshop(by), text="Share registers"
    )
    action = services.agree_action(
        by=by, on=HELD, at=helpers.AT, recommendation=advice, text="Draft a format",
        responsible="ANAMA", due_on=dt.date(2011, 1, 31),
    )  # fmt: skip
    services.complete_action(by=by, on=helpers.ON, at=helpers.AT, action=action)
    with pytest.raises(Refused, match="done already"):
        services.complete_action(by=by, on=helpers.ON, at=helpers.AT, action=action)
    assert totals.actions_done(build.programme().pk) == (1, 1)


@pytest.mark.parametrize("role", [Role.DONOR, Role.FIELD_OFFICER, Role.STATE_PARTNER])
def test_names_of_participants_are_for_few(role: Role) -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    helpers.participants(helpers.workshop(by), by, {"AZ": 5})
    assert not Workshop.objects.visible_to(build.actor(role)).exists()


def test_somebody_else_than_the_writer_validates_a_lesson() -> None:
    leyla = build.actor(Role.PROGRAMME_OFFICER)
    own = helpers.lesson(leyla)
    with pytest.raises(NotAllowed, match="Somebody else"):
        services.validate_lesson(by=leyla, on=helpers.ON, at=helpers.AT, lesson=own)


def test_a_donor_reads_a_lesson_once_it_is_published() -> None:
    leyla, helga = build.actor(Role.PROGRAMME_OFFICER), build.actor(Role.DONOR)
    lesson = helpers.lesson()
    services.validate_lesson(by=leyla, on=helpers.ON, at=helpers.AT, lesson=lesson)
    assert not Lesson.objects.visible_to(helga).exists()
    services.publish_lesson(by=leyla, on=helpers.ON, at=helpers.AT, lesson=lesson)
    assert list(Lesson.objects.visible_to(helga)) == [lesson]
    services.take_lesson_back(by=leyla, on=helpers.ON, at=helpers.AT, lesson=lesson)
    assert not Lesson.objects.visible_to(helga).exists()


def test_only_a_draft_lesson_changes() -> None:
    leyla = build.actor(Role.PROGRAMME_OFFICER)
    lesson = helpers.lesson()
    services.validate_lesson(by=leyla, on=helpers.ON, at=helpers.AT, lesson=lesson)
    text = services.LessonText("t", "t", "AZ", "c", "w", "r")
    with pytest.raises(Refused, match="Only a draft"):
        services.change_lesson(by=leyla, on=helpers.ON, at=helpers.AT, lesson=lesson, text=text)
