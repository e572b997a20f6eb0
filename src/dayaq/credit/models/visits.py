"""Monitoring visits: is the business running, and is it safe there?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models.loans import Loan
from dayaq.kernel.models import Row

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class VisitPurpose(models.TextChoices):
    LOAN_USE = "loan_use", _("Use of the loan")
    ROUTINE = "routine", _("Routine visit")
    ARREARS = "arrears", _("Visit because of arrears")


class BusinessState(models.TextChoices):
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused for now")
    CLOSED = "closed", _("Closed")
    UNKNOWN = "unknown", _("Not known")


class VisitQuerySet(models.QuerySet["MonitoringVisit"]):
    def visible_to(self, actor: Actor) -> VisitQuerySet:
        """Visits to the loans the actor may see."""
        scope = actor.scope("credit.view").q(
            district="loan__district", organisation="loan__organisation", officer="loan__officer"
        )
        return self.filter(scope, loan__programme_id=actor.programme_id)


class MonitoringVisit(Row):
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField()
    visited_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=VisitPurpose)
    business = models.CharField(max_length=10, choices=BusinessState)
    used_as_planned = models.BooleanField(null=True)
    sales_minor = models.BigIntegerField(null=True)
    expenses_minor = models.BigIntegerField(null=True)
    jobs_paid = models.PositiveSmallIntegerField(default=0)
    jobs_family = models.PositiveSmallIntegerField(default=0)
    keeps_records = models.BooleanField(null=True)
    hazard_seen = models.BooleanField(default=False)
    hazard_note = models.CharField(max_length=500, default="")
    problems = models.CharField(max_length=1000, default="")
    advice = models.CharField(max_length=1000, default="")
    next_visit_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(sales_minor__isnull=True) | Q(sales_minor__gte=0))
                & (Q(expenses_minor__isnull=True) | Q(expenses_minor__gte=0)),
                name="visit_amounts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(hazard_seen=False) | ~Q(hazard_note=""),
                name="a_hazard_seen_is_described",
            ),
        ]
        indexes = [models.Index(fields=["loan", "-visited_on"], name="visits_of_a_loan")]
