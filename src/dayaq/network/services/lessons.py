"""Lessons learnt: write, validate, publish, take back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotAllowed, Refused
from dayaq.kernel.events import record
from dayaq.network.domain.lessons import LessonAct, LessonStatus, next_status
from dayaq.network.models import Lesson
from dayaq.network.services.places import check_country


@dataclass(frozen=True, slots=True)
class LessonText:
    """The content of a lesson; `country` is where it was learnt (ISO code)."""

    title: str
    theme: str
    country: str
    context: str
    what_happened: str
    recommendation: str
    adopted_by: str = ""


def write_lesson(*, by: Actor, on: dt.date, at: dt.datetime, text: LessonText) -> Lesson:
    """Write a lesson as a draft; its writer is its owner."""
    by.require("network.write_lesson")
    check_country(text.country)
    lesson = Lesson(programme_id=by.programme_id, owner_id=by.user_id, written_on=on)
    _write(lesson, text)
    lesson.save(force_insert=True)
    record("network.lesson_written", by=by, on=on, at=at, subjects=[("lesson", lesson.pk)])
    return lesson


def change_lesson(
    *, by: Actor, on: dt.date, at: dt.datetime, lesson: Lesson, text: LessonText
) -> Lesson:
    """Change a draft.

    :raises Refused: when the lesson is not a draft any more
    """
    by.require("network.write_lesson")
    check_country(text.country)
    row = _locked(by, lesson)
    if row.status != Lesson.Status.DRAFT:
        raise Refused(N_("Only a draft can be changed. Take the lesson back first."))
    _write(row, text)
    row.save()
    record("network.lesson_changed", by=by, on=on, at=at, subjects=[("lesson", row.pk)])
    return row


def validate_lesson(*, by: Actor, on: dt.date, at: dt.datetime, lesson: Lesson) -> Lesson:
    """Validate a draft that somebody else wrote.

    :raises NotAllowed: for the lesson's own writer
    """
    by.require("network.publish_lesson")
    row = _locked(by, lesson)
    if row.owner_id == by.user_id:
        raise NotAllowed(N_("Somebody else than its writer validates a lesson."))
    row.status = next_status(LessonStatus(row.status), LessonAct.VALIDATE)
    row.validated_by_id, row.validated_on = by.user_id, on
    row.save(update_fields=["status", "validated_by", "validated_on"])
    record("network.lesson_validated", by=by, on=on, at=at, subjects=[("lesson", row.pk)])
    return row


def publish_lesson(*, by: Actor, on: dt.date, at: dt.datetime, lesson: Lesson) -> Lesson:
    """Publish a validated lesson to everybody who reads lessons, donors included."""
    by.require("network.publish_lesson")
    row = _locked(by, lesson)
    row.status = next_status(LessonStatus(row.status), LessonAct.PUBLISH)
    row.published_on = on
    row.save(update_fields=["status", "published_on"])
    record("network.lesson_published", by=by, on=on, at=at, subjects=[("lesson", row.pk)])
    return row


def take_lesson_back(*, by: Actor, on: dt.date, at: dt.datetime, lesson: Lesson) -> Lesson:
    """Make a lesson a draft again, so that it can be changed and validated anew."""
    by.require("network.publish_lesson")
    row = _locked(by, lesson)
    row.status = next_status(LessonStatus(row.status), LessonAct.TAKE_BACK)
    row.validated_by, row.validated_on, row.published_on = None, None, None
    row.save(update_fields=["status", "validated_by", "validated_on", "published_on"])
    record("network.lesson_taken_back", by=by, on=on, at=at, subjects=[("lesson", row.pk)])
    return row


def _write(lesson: Lesson, text: LessonText) -> None:
    for name in LessonText.__slots__:
        setattr(lesson, name, getattr(text, name))


def _locked(by: Actor, lesson: Lesson) -> Lesson:
    row = Lesson.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
    if row.programme_id != by.programme_id:
        raise Refused(N_("This lesson belongs to another programme."))
    return row
