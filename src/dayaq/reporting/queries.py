"""Submitted reports, as a reader may see them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import NotFound
from dayaq.reporting.domain.report import Parameters
from dayaq.reporting.models import ReportSubmission


def submissions(actor: Actor) -> QuerySet[ReportSubmission]:
    """The submitted reports the actor may read, newest first, without their snapshots."""
    return (
        ReportSubmission.objects.visible_to(actor)
        .select_related("submitted_by")
        .defer("snapshot")
        .order_by("-submitted_at", "-id")
    )


def submission(actor: Actor, submission_id: UUID) -> ReportSubmission:
    """One submitted report. :raises NotFound: there is none that the actor may read."""
    found = ReportSubmission.objects.visible_to(actor).filter(id=submission_id).first()
    if found is None:
        raise NotFound(_("There is no such submitted report."))
    return found


def versions_of(programme_id: UUID, key: str, asked: Parameters) -> QuerySet[ReportSubmission]:
    """What was already submitted of this report for exactly this period."""
    return ReportSubmission.objects.filter(
        programme_id=programme_id,
        report_key=key,
        phase_key=asked.phase or "",
        starts_on=asked.frm,
        ends_on=asked.to,
    )
