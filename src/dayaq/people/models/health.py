"""Injury, functioning and certificate: three separate truths that are never one yes or no.

The injury is medical, the functioning profile is statistics, the certificate is legal.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row
from dayaq.people.domain.functioning import DOMAINS, Identifiers, identify
from dayaq.people.models.person import Person
from dayaq.people.models.victim import IncidentCasualty


class Injury(Row):
    """One injury, by its IMSMA code."""

    class Code(models.TextChoices):
        # IMSMA version 6 cause tree: C1.1 injury, C1.2 amputation, C1.3 dysfunction.
        ABDOMEN = "C1.1.7", _("Injury: abdomen")
        BACK = "C1.1.8", _("Injury: back")
        CHEST = "C1.1.9", _("Injury: chest")
        HEAD_NECK = "C1.1.10", _("Injury: head or neck")
        ARM_LEFT = "C1.2.1", _("Amputation: left arm")
        ARM_LEFT_ABOVE = "C1.2.1.1", _("Amputation: left arm above the elbow")
        ARM_LEFT_BELOW = "C1.2.1.2", _("Amputation: left arm below the elbow")
        ARM_RIGHT = "C1.2.2", _("Amputation: right arm")
        LEG_LEFT = "C1.2.3", _("Amputation: left leg")
        LEG_LEFT_BELOW = "C1.2.3.2", _("Amputation: left leg below the knee")
        FOOT_LEFT = "C1.2.3.2.1", _("Amputation: left foot")
        TOES_LEFT = "C1.2.3.2.2", _("Amputation: toes of the left foot")
        LEG_RIGHT = "C1.2.4", _("Amputation: right leg")
        EYE_LEFT = "C1.3.5.1", _("Loss of sight: left eye")
        EYE_RIGHT = "C1.3.5.2", _("Loss of sight: right eye")
        EAR_LEFT = "C1.3.7.1", _("Loss of hearing: left ear")
        EAR_RIGHT = "C1.3.7.2", _("Loss of hearing: right ear")

    person = models.ForeignKey(Person, models.PROTECT, related_name="injuries")
    casualty = models.ForeignKey(IncidentCasualty, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=12, choices=Code)
    note = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "code"], name="an_injury_is_recorded_once_for_a_person"
            )
        ]


class FunctioningAssessment(Row):
    """Answers to the Washington Group questions on one day. The identifiers are derived."""

    class Mode(models.TextChoices):
        SELF = "self", _("Answered by the person")
        PROXY = "proxy", _("Answered by somebody else")

    person = models.ForeignKey(Person, models.PROTECT, related_name="functioning")
    assessed_on = models.DateField()
    mode = models.CharField(max_length=5, choices=Mode, default=Mode.SELF)
    instrument = models.CharField(max_length=20, default="WG-SS+UB")
    seeing = models.PositiveSmallIntegerField(null=True)
    hearing = models.PositiveSmallIntegerField(null=True)
    walking = models.PositiveSmallIntegerField(null=True)
    remembering = models.PositiveSmallIntegerField(null=True)
    self_care = models.PositiveSmallIntegerField(null=True)
    communicating = models.PositiveSmallIntegerField(null=True)
    lifting = models.PositiveSmallIntegerField(null=True)
    fingers = models.PositiveSmallIntegerField(null=True)
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__in": [1, 2, 3, 4, 7, 9]}),
                name=f"answer_on_{name}_is_a_published_code",
            )
            for name in DOMAINS
        ]

    def identifiers(self) -> Identifiers:
        """What the answers say, by the published rule."""
        given = {name: getattr(self, name) for name in DOMAINS}
        return identify({name: value for name, value in given.items() if value is not None})


class DisabilityCertificate(Row):
    """What the state commission certified."""

    class Degree(models.TextChoices):
        FIRST = "first", _("First degree")
        SECOND = "second", _("Second degree")
        THIRD = "third", _("Third degree")
        CHILD = "child", _("Limited health, under 18")

    class Cause(models.TextChoices):
        GENERAL_ILLNESS = "general_illness", _("General illness")
        WORK_INJURY = "work_injury", _("Work injury")
        WAR_ZONE = "war_zone", _("Being in the zone of military operations")
        DEFENCE = "defence", _("Defence of the territorial integrity of Azerbaijan")
        MILITARY_DUTY = "military_duty", _("Military duty")
        MILITARY_SERVICE = "military_service", _("Period of military service")
        OTHER = "other", _("Another cause")

    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    degree = models.CharField(max_length=6, choices=Degree)
    percent = models.PositiveSmallIntegerField(null=True)
    cause = models.CharField(max_length=20, choices=Cause)
    number = models.CharField(max_length=40)
    commission = models.CharField(max_length=120, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    scan = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=1, percent__lte=100),
                name="a_loss_of_function_is_1_to_100_percent",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="a_certificate_ends_after_it_begins",
            ),
        ]


for _name in DOMAINS:
    constraint(
        f"answer_on_{_name}_is_a_published_code", _("Choose one of the answers of the form.")
    )
constraint("an_injury_is_recorded_once_for_a_person", _("This injury is recorded already."))
constraint("a_loss_of_function_is_1_to_100_percent", _("Enter a percentage from 1 to 100."))
constraint(
    "a_certificate_ends_after_it_begins", _("The last day must not be before the first day.")
)
