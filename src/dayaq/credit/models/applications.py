"""Loan applications and their appraisal: who asks for what, and can the household carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models.products import ProductVersion
from dayaq.kernel.models import Row

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class ApplicationStatus(models.TextChoices):
    DRAFT = "draft", _("Being filled in")
    COMPLETE = "complete", _("Waiting for the appraisal visit")
    APPRAISED = "appraised", _("Appraised")
    TO_COMMITTEE = "to_committee", _("With the committee")
    APPROVED = "approved", _("Approved")
    DEFERRED = "deferred", _("Deferred by the committee")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LENT = "lent", _("Agreement signed")


DECIDABLE = (
    ApplicationStatus.APPRAISED,
    ApplicationStatus.TO_COMMITTEE,
    ApplicationStatus.DEFERRED,
)
"""In these states the committee may decide."""

OPEN = (ApplicationStatus.DRAFT, ApplicationStatus.COMPLETE, *DECIDABLE, ApplicationStatus.APPROVED)
"""In these states the application still asks something of somebody."""


class ApplicationQuerySet(models.QuerySet["LoanApplication"]):
    def visible_to(self, actor: Actor) -> ApplicationQuerySet:
        """The applications of the actor's programme inside the actor's scope."""
        return self.filter(actor.scope("credit.view").q(), programme_id=actor.programme_id)


class LoanApplication(Row):
    code = models.CharField(max_length=30, unique=True)
    programme = models.ForeignKey(
        "access.Programme", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="loan_applications"
    )
    plan = models.ForeignKey(
        "training.BusinessPlan", on_delete=models.PROTECT, null=True, related_name="+"
    )
    product_version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    instalments = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=300)
    guarantor_name = models.CharField(max_length=120, default="")
    guarantor_phone = models.CharField(max_length=30, default="")
    applied_on = models.DateField()
    status = models.CharField(max_length=20, choices=ApplicationStatus)
    officer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(
        "access.Place", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    appraised_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    closing_reason = models.CharField(max_length=500, default="")
    pathway_note = models.CharField(max_length=500, default="")
    appealed_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="application_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(instalments__gt=0), name="application_has_instalments"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=[str(status) for status in OPEN]),
                name="a_person_has_one_open_application",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "status"], name="applications_by_status"),
            models.Index(fields=["district", "status"], name="applications_by_district"),
            models.Index(
                fields=["programme", "-applied_on", "-code"], name="applications_newest_first"
            ),
        ]


class Recommendation(models.TextChoices):
    LEND = "lend", _("Lend")
    LEND_LESS = "lend_less", _("Lend a smaller amount")
    NOT_NOW = "not_now", _("Do not lend now")


class Appraisal(Row):
    """What the officer found at home and at the place of business. Never edited: visit again.

    `incomes` and `expenses` are rows of {"source"|"kind", "amount_minor", "protected"} a month.
    """

    application = models.ForeignKey(
        LoanApplication, on_delete=models.PROTECT, related_name="appraisals"
    )
    visited_on = models.DateField()
    incomes = models.JSONField()
    expenses = models.JSONField()
    income_minor = models.BigIntegerField()
    protected_minor = models.BigIntegerField()
    expenses_minor = models.BigIntegerField()
    debts_minor = models.BigIntegerField()
    disposable_minor = models.BigIntegerField()
    instalment_minor = models.BigIntegerField()
    ratio_bps = models.BigIntegerField(null=True)
    is_within_capacity = models.BooleanField()
    recommendation = models.CharField(max_length=20, choices=Recommendation)
    recommended_minor = models.BigIntegerField()
    note = models.CharField(max_length=1000, default="")
    appraised_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    objects: models.Manager[Appraisal] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    income_minor__gte=0,
                    protected_minor__gte=0,
                    protected_minor__lte=F("income_minor"),
                    expenses_minor__gte=0,
                    debts_minor__gte=0,
                    instalment_minor__gte=0,
                ),
                name="appraisal_amounts_are_not_negative",
            )
        ]
