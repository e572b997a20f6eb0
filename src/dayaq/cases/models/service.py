"""What was done for a person: sessions, assistance from anybody, jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.cases.models.case import Case, Need
from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, actor: Actor) -> SessionQuerySet:
        """A confidential session is seen by its author and by social workers only."""
        seen = self.filter(case__in=Case.objects.visible_to(actor))
        if actor.can("cases.read_confidential"):
            return seen
        return seen.filter(Q(confidential=False) | Q(recorded_by_id=actor.user_id))


class Session(Row):
    """One counselling session or act of social intermediation."""

    class Kind(models.TextChoices):
        RIGHTS = "rights", _("Rights and benefits")
        PSYCHOLOGICAL = "psychological", _("Psychological")
        FAMILY = "family", _("Family")
        BUSINESS = "business", _("Business")
        PEER = "peer", _("Peer support")
        MEDIATION = "mediation", _("Intermediation with an institution")

    case = models.ForeignKey(Case, models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=14, choices=Kind)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=120, blank=True, default="")
    present = models.CharField(max_length=200, blank=True, default="")
    institution = models.ForeignKey(
        "network.Institution", models.PROTECT, null=True, related_name="+"
    )
    summary = models.CharField(max_length=2000)
    next_step = models.CharField(max_length=300, blank=True, default="")
    next_on = models.DateField(null=True)
    confidential = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()


class Assistance(Row):
    """Help that was given, by the programme or by anybody else."""

    class Kind(models.TextChoices):
        # IMSMA categories of assistance.
        EMERGENCY = "emergency", _("Emergency")
        HEALTH = "health", _("Health and rehabilitation")
        PROSTHESIS = "prosthesis", _("Prosthesis or assistive device")
        PSYCHOSOCIAL = "psychosocial", _("Psychosocial support")
        EDUCATION = "education", _("Education")
        ECONOMIC = "economic", _("Economic reintegration")
        ACCESSIBILITY = "accessibility", _("Physical accessibility")
        SOCIAL = "social", _("Social inclusion")
        LEGAL = "legal", _("Legal support and protection")

    class Target(models.TextChoices):
        INDIVIDUAL = "individual", _("The person")
        FAMILY = "family", _("The family")
        COMMUNITY = "community", _("The community")

    case = models.ForeignKey(Case, models.PROTECT, related_name="assistance")
    kind = models.CharField(max_length=14, choices=Kind)
    target = models.CharField(max_length=10, choices=Target, default=Target.INDIVIDUAL)
    description = models.CharField(max_length=300)
    given_on = models.DateField()
    by_programme = models.BooleanField(default=True)
    provider = models.CharField(max_length=200, blank=True, default="")
    value_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="AZN")
    needs = models.ManyToManyField(Need, related_name="assistance", blank=True)
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by_programme=True) | ~Q(provider=""),
                name="assistance_by_others_names_the_provider",
            ),
            models.CheckConstraint(
                condition=Q(value_minor__isnull=True) | Q(value_minor__gte=0),
                name="the_value_of_assistance_is_not_negative",
            ),
        ]


class JobPlacement(Row):
    """Work that somebody was placed in, and whether they still have it."""

    class Contract(models.TextChoices):
        WRITTEN = "written", _("Written contract")
        SEASONAL = "seasonal", _("Seasonal")
        INFORMAL = "informal", _("Without contract")

    case = models.ForeignKey(Case, models.PROTECT, related_name="jobs")
    employer = models.CharField(max_length=200)
    position = models.CharField(max_length=120)
    contract = models.CharField(max_length=10, choices=Contract, default=Contract.WRITTEN)
    starts_on = models.DateField()
    monthly_wage_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="AZN")
    accommodation = models.CharField(max_length=300, blank=True, default="")
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="a_job_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(monthly_wage_minor__isnull=True) | Q(monthly_wage_minor__gte=0),
                name="a_wage_is_not_negative",
            ),
        ]


constraint("assistance_by_others_names_the_provider", _("Name who gave the assistance."))
constraint("the_value_of_assistance_is_not_negative", _("Enter an amount of zero or more."))
constraint("a_job_ends_after_it_starts", _("The last day must not be before the first day."))
constraint("a_wage_is_not_negative", _("Enter an amount of zero or more."))
