"""Regional workshops: who came from where, what was recommended, what was done about it."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row


class Sex(models.TextChoices):
    FEMALE = "female", _("Woman")
    MALE = "male", _("Man")
    UNKNOWN = "unknown", _("Not known")


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def visible_to(self, actor: Actor) -> Self:
        """Workshops of the actor's programme, for those who may see the names of participants."""
        scope = actor.scope("network.view_events")
        return self.filter(programme_id=actor.programme_id).filter(
            scope.q(district=None, organisation=None, officer=None)
        )


class Workshop(Row):
    """A meeting of several days across borders.

    `list_may_be_published` is the organisers' decision for the whole list; each participant
    has a say besides (conflict sensitivity: people from two sides may not wish to be listed
    together).
    """

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=1000, default="")
    host = models.CharField(max_length=200)
    venue = models.CharField(max_length=200)
    accessibility = models.CharField(max_length=400, default="")
    city = models.CharField(max_length=100)
    country = models.CharField(max_length=2)
    starts_on = models.DateField()
    ends_on = models.DateField()
    languages = ArrayField(models.CharField(max_length=2))
    list_may_be_published = models.BooleanField(default=False)
    held_on = models.DateField(null=True)
    evaluation_tenths = models.PositiveSmallIntegerField(null=True)
    """Mean mark of the evaluation sheets, in tenths: 43 is 4.3 of 5."""

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="workshop_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["programme", "title", "starts_on"], name="workshop_is_recorded_once"
            ),
            models.CheckConstraint(
                condition=Q(evaluation_tenths__isnull=True) | Q(evaluation_tenths__range=(10, 50)),
                name="workshop_evaluation_lies_between_one_and_five",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


class Participant(Row):
    """Somebody who came to a workshop. Often not a person of the caseload, so not linked."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("Participant")
        SPEAKER = "speaker", _("Speaker")
        ORGANISER = "organiser", _("Organiser")
        INTERPRETER = "interpreter", _("Interpreter")
        OBSERVER = "observer", _("Observer")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=240, default="")
    organisation = models.CharField(max_length=200, default="")
    country = models.CharField(max_length=2)
    sex = models.CharField(max_length=10, choices=Sex)
    role = models.CharField(max_length=20, choices=Role, default=Role.PARTICIPANT)
    is_survivor = models.BooleanField(null=True)
    may_be_listed = models.BooleanField(default=False)
    accommodation = models.CharField(max_length=300, default="")
    days_attended = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "name", "organisation"],
                name="participant_is_listed_once_in_a_workshop",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Recommendation(Row):
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="recommendations")
    text = models.CharField(max_length=1000)
    addressed_to = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "text"], name="recommendation_is_recorded_once"
            ),
        ]


class ActionItem(Row):
    """What somebody undertook to do about a recommendation, and the day it was done."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="actions"
    )
    text = models.CharField(max_length=600)
    responsible = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "text"], name="action_is_recorded_once"
            ),
        ]


constraint("workshop_ends_after_it_starts", _("The last day must not be before the first day."))
constraint("workshop_is_recorded_once", _("This workshop is recorded already."))
constraint(
    "participant_is_listed_once_in_a_workshop",
    _("Somebody of this name and organisation is on the list already."),
)
constraint("recommendation_is_recorded_once", _("This recommendation is recorded already."))
constraint("action_is_recorded_once", _("This action is recorded already."))
