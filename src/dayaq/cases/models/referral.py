"""Referrals: to whom, why, under which consent, and what came of it."""

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


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor, capability: str = "cases.view") -> ReferralQuerySet:
        return self.filter(case__in=Case.objects.visible_to(actor, capability))

    def addressed_to(self, actor: Actor) -> ReferralQuerySet:
        """Referrals sent to the institution whose staff the actor is."""
        if not actor.can("cases.answer_referral") or actor.organisation_id is None:
            return self.none()
        return self.filter(
            case__programme_id=actor.programme_id,
            institution__organisation_id=actor.organisation_id,
        ).exclude(status=Referral.Status.DRAFT)


class Referral(Row):
    """One referral. It carries the least data that the receiver needs, never the injury."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        SERVED = "served", _("Served")
        COMPLETED = "completed", _("Completed")
        DECLINED = "declined", _("Declined")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")

    class Urgency(models.TextChoices):
        ROUTINE = "routine", _("Routine")
        SOON = "soon", _("Soon")
        URGENT = "urgent", _("Urgent")

    code = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="referrals")
    institution = models.ForeignKey(
        "network.Institution", models.PROTECT, null=True, related_name="referrals"
    )
    receiver = models.CharField(max_length=200, blank=True, default="")
    service = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000)
    urgency = models.CharField(max_length=8, choices=Urgency, default=Urgency.ROUTINE)
    consent = models.ForeignKey("people.Consent", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    status_on = models.DateField()
    sent_on = models.DateField(null=True)
    answer_due_on = models.DateField(null=True)
    outcome = models.CharField(max_length=500, blank=True, default="")
    feedback = models.CharField(max_length=500, blank=True, default="")
    letter = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | ~Q(receiver=""),
                name="a_referral_names_its_receiver",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "cancelled"]) | Q(sent_on__isnull=False),
                name="a_sent_referral_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["completed", "declined"]) | ~Q(outcome=""),
                name="an_ended_referral_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(answer_due_on__isnull=True)
                | Q(sent_on__isnull=True)
                | Q(answer_due_on__gte=F("sent_on")),
                name="an_answer_is_due_after_sending",
            ),
        ]
        indexes = [models.Index(fields=["status", "answer_due_on"], name="referrals_by_due_day")]

    @property
    def receiver_name(self) -> str:
        return str(self.institution) if self.institution else self.receiver


class ReferralStep(Row):
    """One move of a referral: its history, with how the answer came."""

    class Channel(models.TextChoices):
        PAGE = "page", _("On this system")
        LETTER = "letter", _("By letter")
        PHONE = "phone", _("By telephone")
        PERSON = "person", _("Told by the person")

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps")
    status = models.CharField(max_length=10, choices=Referral.Status)
    on = models.DateField()
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.PAGE)
    letter_no = models.CharField(max_length=40, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


constraint("a_referral_names_its_receiver", _("Choose the institution, or write its name."))
constraint("a_sent_referral_has_a_day", _("Give the day the referral was sent."))
constraint("an_ended_referral_has_an_outcome", _("Write what came of the referral."))
constraint("an_answer_is_due_after_sending", _("The answer cannot be due before the sending."))
