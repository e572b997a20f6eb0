"""State partner institutions: who they are, what was agreed, what they offer and learnt."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import constraint
from dayaq.kernel.languages import in_language
from dayaq.kernel.models import Row


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def visible_to(self, actor: Actor) -> Self:
        """Institutions of the actor's programme; a partner's own staff sees only its own."""
        scope = actor.scope("network.view_partners")
        return self.filter(programme_id=actor.programme_id).filter(
            scope.q(district=None, organisation="organisation", officer=None)
        )


class Institution(Row):
    """An institution that takes referrals or whose staff is trained."""

    class Kind(models.TextChoices):
        LABOUR = "labour", _("Labour and social protection")
        HEALTH = "health", _("Health")
        EMPLOYMENT = "employment", _("Employment service")
        EXPERT_COMMISSION = "expert_commission", _("Medical and social expert commission")
        EXECUTIVE = "executive", _("District executive power")
        MUNICIPALITY = "municipality", _("Municipality")
        DISPLACED = "displaced", _("Refugees and displaced persons")
        EDUCATION = "education", _("Education and vocational training")
        SURVIVOR_ORGANISATION = "survivor_organisation", _("Survivor organisation")
        NGO = "ngo", _("Non-governmental organisation")
        OTHER = "other", _("Other")

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, null=True, related_name="institutions"
    )
    name = models.CharField(max_length=200)
    name_az = models.CharField(max_length=200, default="")
    sort_key = models.CharField(max_length=400, default="")
    kind = models.CharField(max_length=30, choices=Kind)
    district = models.ForeignKey(
        "access.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    focal_person = models.CharField(max_length=120, default="")
    focal_phone = models.CharField(max_length=30, default="")
    services_offered = models.CharField(max_length=1000, default="")
    is_active = models.BooleanField(default=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], name="institution_is_listed_once_in_a_programme"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="institution_has_a_name"),
        ]
        indexes = [models.Index(fields=["programme", "sort_key"], name="institutions_by_name")]

    def __str__(self) -> str:
        return in_language(self.name, self.name_az)

    @property
    def other_name(self) -> str:
        """What it is called in the language that is not the reader's, if that is known."""
        names = {self.name, self.name_az} - {str(self), ""}
        return names.pop() if names else ""


class MouQuerySet(models.QuerySet["Mou"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(institution__in=Institution.objects.visible_to(actor))


class Mou(Row):
    """A memorandum of understanding; its status follows from the dates (domain.mou)."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="mous")
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    valid_until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, default="")
    obligations = models.CharField(max_length=4000, default="")
    data_sharing_clause = models.CharField(max_length=2000, default="")

    objects = MouQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "number"], name="mou_number_is_used_once_per_institution"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("signed_on")),
                name="mou_ends_after_it_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | (Q(ended_on__gte=F("signed_on")) & ~Q(end_reason="")),
                name="mou_is_ended_with_a_reason_after_it_is_signed",
            ),
        ]


class ServiceKind(models.TextChoices):
    MEDICAL = "medical", _("Medical care")
    PROSTHETICS = "prosthetics", _("Prosthetics and orthotics")
    REHABILITATION = "rehabilitation", _("Rehabilitation")
    PSYCHOLOGICAL = "psychological", _("Psychological support")
    PEER_SUPPORT = "peer_support", _("Peer support")
    LEGAL_AID = "legal_aid", _("Legal aid")
    DISABILITY_CERTIFICATE = "disability_certificate", _("Disability certificate")
    SOCIAL_ASSISTANCE = "social_assistance", _("Social assistance and benefits")
    EMPLOYMENT = "employment", _("Employment and job placement")
    VOCATIONAL_TRAINING = "vocational_training", _("Vocational training")
    EDUCATION = "education", _("Education")
    OTHER = "other", _("Other")


class ServiceListingQuerySet(models.QuerySet["ServiceListing"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(institution__in=Institution.objects.visible_to(actor))


class ServiceListing(Row):
    """One line of the service directory, with the day somebody last made sure of it."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="services")
    kind = models.CharField(max_length=30, choices=ServiceKind)
    description = models.CharField(max_length=600)
    how_to_apply = models.CharField(max_length=600, default="")
    cost = models.CharField(max_length=200, default="")
    accessibility = models.CharField(max_length=400, default="")
    verified_on = models.DateField()
    is_offered = models.BooleanField(default=True)

    objects = ServiceListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "kind", "description"],
                name="service_is_listed_once_per_institution",
            ),
        ]


class CapacityEventQuerySet(models.QuerySet["CapacityEvent"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(institution__in=Institution.objects.visible_to(actor))


class CapacityEvent(Row):
    """A training or meeting for an institution's staff; participants by sex, without names."""

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="capacity_events"
    )
    topic = models.CharField(max_length=200)
    on = models.DateField()
    women = models.PositiveSmallIntegerField()
    men = models.PositiveSmallIntegerField()
    follow_up = models.CharField(max_length=600, default="")

    objects = CapacityEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "topic", "on"],
                name="capacity_event_is_recorded_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(women__gt=0) | Q(men__gt=0),
                name="capacity_event_has_participants",
            ),
        ]


constraint(
    "institution_is_listed_once_in_a_programme",
    _("An institution with this name is listed already. Open that one instead."),
)
constraint(
    "mou_number_is_used_once_per_institution",
    _("A memorandum with this number is recorded for the institution already."),
)
constraint("mou_ends_after_it_is_signed", _("The end must not be before the day of signing."))
constraint("service_is_listed_once_per_institution", _("This service is listed already."))
constraint(
    "capacity_event_is_recorded_once_a_day", _("This event is recorded on that day already.")
)
constraint("capacity_event_has_participants", _("Give the number of women or men who took part."))
