"""A person's registration in one programme: it carries the scope by which people see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row
from dayaq.people.models.consent import Consent
from dayaq.people.models.person import Person

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, actor: Actor, capability: str = "people.view") -> RegistrationQuerySet:
        """Registrations of the actor's programme within the reach of `capability`."""
        if not actor.can(capability):
            return self.none()
        return self.filter(actor.scope(capability).q(), programme_id=actor.programme_id)

    def before_the_authority(self, actor: Actor) -> RegistrationQuerySet:
        """Those submitted to the authority, with those it has answered."""
        return self.visible_to(actor, "people.verify").exclude(
            status__in=[Registration.Status.DRAFT, Registration.Status.DUPLICATE]
        )


class Registration(Row):
    """One person in one programme."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Incomplete")
        SUBMITTED = "submitted", _("Waiting for verification")
        VERIFIED = "verified", _("Verified")
        NOT_ELIGIBLE = "not_eligible", _("Not eligible")
        DUPLICATE = "duplicate", _("Duplicate")
        WAITING = "waiting", _("On the waiting list")

    person = models.ForeignKey(Person, models.PROTECT, related_name="registrations")
    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    district = models.ForeignKey("access.Place", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "access.Organisation", models.PROTECT, related_name="+", null=True
    )
    officer = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+", null=True)
    legal_basis = models.CharField(max_length=300, blank=True, default="")
    duplicate_of = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    source = models.CharField(max_length=120, blank=True, default="")
    registered_on = models.DateField()
    submitted_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    sort_key = models.CharField(max_length=500, editable=False)
    """The person's, kept equal by the database (a_registration_is_sorted_as_its_person): who
    stands on the fortieth page of the alphabet is then counted off in one index."""

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"], name="a_person_is_registered_once_in_a_programme"
            ),
            models.UniqueConstraint(
                # What its cases carry of it: a_case_lies_where_its_person_is_registered.
                fields=["person", "programme", "district", "officer", "sort_key"],
                name="a_registration_lies_in_one_place",
            ),
            models.UniqueConstraint(
                # What its plans carry: a_business_plan_lies_where_its_person_is_registered.
                fields=["person", "programme", "district", "officer"],
                name="a_registration_has_one_district_and_officer",
            ),
            models.CheckConstraint(
                condition=Q(consent__isnull=False) | ~Q(legal_basis=""),
                name="a_registration_has_a_consent_or_a_legal_basis",
            ),
            models.CheckConstraint(
                condition=~Q(status="duplicate") | Q(duplicate_of__isnull=False),
                name="a_duplicate_names_the_other_person",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "duplicate"]) | Q(submitted_on__isnull=False),
                name="a_verification_is_asked_for_on_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "district", "status"], name="registrations_of_a_district"
            ),
            models.Index(fields=["programme", "officer"], name="registrations_of_an_officer"),
            models.Index(
                fields=["programme", "sort_key", "id"],
                include=["district", "officer", "status"],
                name="registrations_by_the_alphabet",
            ),
        ]


constraint(
    "a_person_is_registered_once_in_a_programme",
    _("This person is registered in the programme already."),
)
constraint(
    "a_registration_has_a_consent_or_a_legal_basis",
    _("Without the consent to be served, or a recorded legal basis, nobody is registered."),
)
constraint("a_duplicate_names_the_other_person", _("Name the person this one is the same as."))
constraint("a_verification_is_asked_for_on_a_day", _("Give the day it was sent to the authority."))
