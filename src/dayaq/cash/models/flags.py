"""Signs that somebody looked into, and what was found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dayaq.kernel.models import Row


class FlagReview(Row):
    """A sign was looked into. `key` holds what the sign was about: a new fact is a new sign."""

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    about = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500)
    closed_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    closed_on = models.DateField()
    recorded_at = models.DateTimeField()

    objects: models.Manager[FlagReview] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="a_flag_is_closed_once"),
            models.CheckConstraint(condition=~Q(note=""), name="a_flag_is_closed_with_a_note"),
            models.CheckConstraint(
                condition=Q(about__isnull=True) | ~Q(about=models.F("closed_by")),
                name="nobody_closes_a_flag_about_themselves",
            ),
        ]
