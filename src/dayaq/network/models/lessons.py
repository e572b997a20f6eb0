"""Lessons learnt: what happened, and what others should do because of it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row


class LessonQuerySet(models.QuerySet["Lesson"]):
    def visible_to(self, actor: Actor) -> Self:
        """Lessons of the programme: published ones for all who may read, drafts for writers."""
        own = self.filter(programme_id=actor.programme_id)
        if actor.can("network.write_lesson"):
            return own
        if actor.can("network.read_lessons"):
            return own.filter(status=Lesson.Status.PUBLISHED)
        return self.none()


class Lesson(Row):
    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        VALIDATED = "validated", _("Validated")
        PUBLISHED = "published", _("Published")

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    theme = models.CharField(max_length=100)
    country = models.CharField(max_length=2)
    context = models.CharField(max_length=2000)
    what_happened = models.CharField(max_length=2000)
    recommendation = models.CharField(max_length=2000)
    adopted_by = models.CharField(max_length=300, default="")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()
    validated_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    validated_on = models.DateField(null=True)
    published_on = models.DateField(null=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "title"], name="lesson_title_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(validated_by__isnull=False, validated_on__isnull=False),
                name="lesson_shared_has_been_validated",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_on__isnull=False),
                name="lesson_published_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


constraint("lesson_title_is_used_once", _("A lesson with this title exists already."))
