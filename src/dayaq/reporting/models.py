"""Submitted reports: figures, definitions and as-of day as they were, for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row
from dayaq.reporting.domain.report import Result, from_json

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class SubmissionQuerySet(models.QuerySet["ReportSubmission"]):
    def visible_to(self, actor: Actor) -> SubmissionQuerySet:
        """The submitted reports of the actor's programme; of donors' reports only for a donor."""
        if not actor.can("reporting.read_submitted"):
            return self.none()
        own = self.filter(programme_id=actor.programme_id)
        # Who may run reports may open every submitted one; a reader outside gets the donors'.
        return own if actor.can("reporting.run") else own.filter(report_key__in=FOR_DONORS)


FOR_DONORS = ("donor-report",)
"""Reports that hold aggregates only and leave the programme."""


class ReportSubmission(Row):
    """One version of one report of one period. Append-only: a restatement is a new version."""

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    report_key = models.CharField(max_length=40)
    phase_key = models.CharField(max_length=40, blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField()
    as_of = models.DateField()
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True, default="")
    submitted_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    submitted_on = models.DateField()
    submitted_at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "report_key", "phase_key", "starts_on", "ends_on", "version"],
                name="a_version_of_a_report_is_submitted_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_report_period_is_in_order"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="a_restated_report_says_why"
            ),
        ]

    @property
    def result(self) -> Result:
        """The report as it was submitted."""
        return from_json(self.snapshot)


constraint(
    "a_version_of_a_report_is_submitted_once",
    _("Somebody submitted this report at the same moment. Open it in the list."),
)
constraint("a_restated_report_says_why", _("Say why the report is submitted again."))
