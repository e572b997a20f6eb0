"""Consents: for which purposes, in which words, how given, and since when withdrawn."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row
from dayaq.people.models import choices
from dayaq.people.models.person import Person

TEXT_VERSION = "2007-11"
"""The version of the consent text that the forms of this release print."""


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, on: dt.date) -> ConsentQuerySet:
        """Given by `on` and not withdrawn by then."""
        return self.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on), given_on__lte=on)

    def for_purpose(self, purpose: str) -> ConsentQuerySet:
        return self.filter(purposes__contains=[purpose])


class Consent(Row):
    """What a person agreed to. A change of mind is a withdrawal, then a new consent."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    purposes = ArrayField(models.CharField(max_length=20, choices=choices.Purpose))
    text_version = models.CharField(max_length=20, default=TEXT_VERSION)
    language = models.CharField(max_length=5, choices=choices.SpokenLanguage, default="az")
    method = models.CharField(max_length=10, choices=choices.ConsentMethod)
    witness = models.CharField(max_length=120, blank=True, default="")
    read_aloud = models.BooleanField(default=False)
    given_on = models.DateField()
    scan = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True)
    withdrawal_reason = models.CharField(max_length=200, blank=True, default="")
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    def allows(self, purpose: str, on: dt.date) -> bool:
        """Whether it is in force on that day, and for this purpose; as the queryset finds it."""
        is_in_force = self.given_on <= on and (self.withdrawn_on is None or self.withdrawn_on > on)
        return is_in_force and purpose in self.purposes

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purposes__len__gt=0), name="a_consent_names_a_purpose"
            ),
            models.CheckConstraint(
                condition=Q(method="signature") | ~Q(witness=""),
                name="a_consent_without_signature_has_a_witness",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="a_consent_is_withdrawn_after_it_was_given",
            ),
        ]


constraint("a_consent_names_a_purpose", _("Tick at least one purpose of the consent."))
constraint(
    "a_consent_without_signature_has_a_witness",
    _("Name the witness: the consent was not signed by hand."),
)
constraint(
    "a_consent_is_withdrawn_after_it_was_given",
    _("The withdrawal must not be before the day the consent was given."),
)
