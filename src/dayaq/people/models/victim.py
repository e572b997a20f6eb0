"""The accident and what it made of people: incident, casualty, victim status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row
from dayaq.people.models import choices
from dayaq.people.models.person import Person

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, actor: Actor) -> IncidentQuerySet:
        """Incidents in which somebody the actor may see came to harm."""
        seen = Person.objects.visible_to(actor)
        return self.filter(casualties__person__in=seen).distinct()


class Incident(Row):
    """One event with a mine or an explosive remnant of war."""

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    authority_incident_id = models.CharField(max_length=40, blank=True, default="")
    happened_on = models.DateField(null=True)
    precision = models.CharField(
        max_length=7, choices=choices.Precision, default=choices.Precision.UNKNOWN
    )
    district = models.ForeignKey("access.Place", models.PROTECT, related_name="+", null=True)
    place = models.CharField(max_length=200, blank=True, default="")
    device = models.CharField(max_length=24, choices=choices.Device, default=choices.Device.UNKNOWN)
    activity = models.CharField(
        max_length=12, choices=choices.Activity, default=choices.Activity.UNKNOWN
    )
    source = models.CharField(max_length=120, blank=True, default="")
    recorded_at = models.DateTimeField()

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_on__isnull=True, precision="unknown")
                | Q(happened_on__isnull=False) & ~Q(precision="unknown"),
                name="an_incident_date_has_a_precision",
            ),
        ]


class IncidentCasualty(Row):
    """Somebody killed or injured in an incident; not everybody is registered."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="casualties")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="casualties")
    name = models.CharField(max_length=200, blank=True, default="")
    sex = models.CharField(max_length=7, default="unknown")
    outcome = models.CharField(
        max_length=7, choices=choices.Outcome, default=choices.Outcome.UNKNOWN
    )
    civil_status = models.CharField(
        max_length=8, choices=choices.CivilStatus, default=choices.CivilStatus.UNKNOWN
    )
    age_at_incident = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person"], name="a_person_is_a_casualty_of_an_incident_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""), name="a_casualty_is_somebody"
            ),
        ]


class VictimStatus(Row):
    """Whether somebody is a direct or an indirect victim, and what the authority says of it.

    A killed person is the root of the family's status: `direct_victim_name` holds the name
    of somebody who is not registered.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="victim_status")
    kind = models.CharField(max_length=8, choices=choices.VictimKind)
    relation = models.CharField(max_length=12, choices=choices.Relation, blank=True, default="")
    direct_victim = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="indirect_victims"
    )
    direct_victim_name = models.CharField(max_length=200, blank=True, default="")
    civil_status = models.CharField(
        max_length=8, choices=choices.CivilStatus, default=choices.CivilStatus.UNKNOWN
    )
    authority_victim_id = models.CharField(max_length=40, blank=True, default="")
    source = models.CharField(max_length=120, blank=True, default="")
    verification = models.CharField(
        max_length=10, choices=choices.Verification, default=choices.Verification.NOT_ASKED
    )
    channel = models.CharField(
        max_length=6, choices=choices.VerificationChannel, blank=True, default=""
    )
    verified_on = models.DateField(null=True)
    verified_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    refusal_reason = models.CharField(max_length=300, blank=True, default="")
    letter_no = models.CharField(max_length=40, blank=True, default="")
    letter_on = models.DateField(null=True)
    letter_scan = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority_victim_id"],
                condition=~Q(authority_victim_id=""),
                name="an_authority_victim_id_belongs_to_one_person",
            ),
            models.CheckConstraint(
                condition=Q(kind="direct", relation="") | Q(kind="indirect") & ~Q(relation=""),
                name="an_indirect_victim_has_a_relation",
            ),
            models.CheckConstraint(
                condition=Q(verification__in=["not_asked", "asked"])
                | Q(verified_on__isnull=False, verified_by__isnull=False) & ~Q(channel=""),
                name="a_verification_says_by_whom_when_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(channel="letter") | ~Q(letter_no="") & Q(letter_on__isnull=False),
                name="a_verification_letter_has_a_number_and_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(verification="refused") | ~Q(refusal_reason=""),
                name="a_refused_verification_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(direct_victim__isnull=True) | ~Q(direct_victim=models.F("person")),
                name="nobody_is_an_indirect_victim_of_themselves",
            ),
        ]


constraint("an_incident_date_has_a_precision", _("Say how far the date of the incident is known."))
constraint(
    "a_person_is_a_casualty_of_an_incident_once",
    _("This person is recorded among the casualties of that incident already."),
)
constraint("a_casualty_is_somebody", _("Name the person who was killed or injured."))
constraint(
    "an_authority_victim_id_belongs_to_one_person",
    _("This number of the authority belongs to another person already."),
)
constraint(
    "an_indirect_victim_has_a_relation",
    _("Choose the relation to the direct victim. A direct victim has none."),
)
constraint("a_verification_says_by_whom_when_and_how", _("Give the day of the answer."))
constraint(
    "a_verification_letter_has_a_number_and_a_date", _("Enter the number and date of the letter.")
)
constraint("a_refused_verification_has_a_reason", _("Write why the status is not confirmed."))
constraint(
    "nobody_is_an_indirect_victim_of_themselves",
    _("Name another person: nobody is an indirect victim of themselves."),
)
