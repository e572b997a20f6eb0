"""Complaints, by persons or anonymous; never shown to whoever is complained about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, actor: Actor) -> ComplaintQuerySet:
        """Those the actor may handle; a sensitive one only by who handles such."""
        if not actor.can("cases.handle_complaints"):
            return self.none()
        seen = self.filter(programme_id=actor.programme_id).exclude(against_id=actor.user_id)
        return seen if actor.can("cases.handle_sensitive") else seen.filter(sensitive=False)


class Complaint(Row):
    """What somebody said was wrong, and what was answered."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("Telephone")
        VISIT = "visit", _("In person")
        LETTER = "letter", _("Letter")
        BOX = "box", _("Complaint box")

    class Category(models.TextChoices):
        SERVICE = "service", _("A service")
        LOAN = "loan", _("A loan or payment")
        STAFF = "staff", _("Behaviour of staff")
        DATA = "data", _("Personal data")
        SAFEGUARDING = "safeguarding", _("Abuse or exploitation")
        OTHER = "other", _("Something else")

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        UNDER_REVIEW = "under_review", _("Under review")
        ESCALATED = "escalated", _("Escalated")
        RESOLVED = "resolved", _("Resolved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CLOSED = "closed", _("Closed")

    code = models.CharField(max_length=30, unique=True)
    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel)
    category = models.CharField(max_length=14, choices=Category)
    sensitive = models.BooleanField(default=False)
    against = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=2000)
    received_on = models.DateField()
    due_on = models.DateField()
    status = models.CharField(max_length=12, choices=Status, default=Status.SUBMITTED)
    status_on = models.DateField()
    resolution = models.CharField(max_length=1000, blank=True, default="")
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["resolved", "rejected"]) | ~Q(resolution=""),
                name="an_answered_complaint_has_a_resolution",
            ),
            models.CheckConstraint(
                condition=~Q(category="safeguarding") | Q(sensitive=True),
                name="a_safeguarding_complaint_is_sensitive",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on")), name="a_complaint_is_due_after_receipt"
            ),
        ]


constraint("an_answered_complaint_has_a_resolution", _("Write what was answered."))
constraint(
    "a_safeguarding_complaint_is_sensitive", _("A complaint about abuse is always sensitive.")
)
constraint("a_complaint_is_due_after_receipt", _("The answer cannot be due before the receipt."))
