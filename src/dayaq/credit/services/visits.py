"""Monitoring visits to a business."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from dayaq.credit.domain.visits import is_newest
from dayaq.credit.models import BusinessState, MonitoringVisit, VisitPurpose
from dayaq.credit.services.locks import held_loan
from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the visit found; sales and expenses of the last month in minor units, if told."""

    purpose: str = VisitPurpose.ROUTINE
    business: str = BusinessState.RUNNING
    used_as_planned: bool | None = None
    sales_minor: int | None = None
    expenses_minor: int | None = None
    jobs_paid: int = 0
    jobs_family: int = 0
    keeps_records: bool | None = None
    hazard_seen: bool = False
    hazard_note: str = ""
    problems: str = ""
    advice: str = ""
    next_visit_on: dt.date | None = None


def record_visit(
    *, by: Actor, loan_id: UUID, findings: Findings, on: dt.date, at: dt.datetime
) -> MonitoringVisit:
    """Record a visit made on `on`; the loan goes by it unless a newer one is known.

    :raises Refused: a hazard without a description, or a next visit that is not later
    """
    loan = held_loan(by, "credit.follow_up", loan_id)
    if loan.disbursed_on is None or on < loan.disbursed_on:
        raise Refused(N_("A visit follows the disbursement. Check the date."), field="visited_on")
    if findings.hazard_seen and not findings.hazard_note.strip():
        raise Refused(N_("Describe the hazard and where it is."), field="hazard_note")
    if findings.next_visit_on is not None and findings.next_visit_on <= on:
        raise Refused(N_("The next visit must be after this one."), field="next_visit_on")
    visit = MonitoringVisit(
        loan=loan,
        visited_on=on,
        visited_by_id=by.user_id,
        recorded_at=at,
        purpose=findings.purpose,
        business=findings.business,
        used_as_planned=findings.used_as_planned,
        sales_minor=findings.sales_minor,
        expenses_minor=findings.expenses_minor,
        jobs_paid=findings.jobs_paid,
        jobs_family=findings.jobs_family,
        keeps_records=findings.keeps_records,
        hazard_seen=findings.hazard_seen,
        hazard_note=findings.hazard_note,
        problems=findings.problems,
        advice=findings.advice,
        next_visit_on=findings.next_visit_on,
    )
    writes = rows.inserting(visit)
    if is_newest(on, loan.visited_on):
        loan.visited_on, loan.next_visit_on = on, findings.next_visit_on
        writes.append(rows.changing(loan, "visited_on", "next_visit_on"))
    rows.together(*writes)
    record(
        "credit.visit_recorded",
        by=by,
        on=on,
        at=at,
        subjects=[("loan", loan.pk), ("person", loan.person_id)],
        data={"loan": loan.code, "business": findings.business},
    )
    return visit
