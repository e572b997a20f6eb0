"""What was done for a person: sessions, assistance, jobs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from dayaq.cases.domain.lifecycle import CASE, CaseAct, CaseStatus, next_status
from dayaq.cases.models import Assistance, Case, JobPlacement, Session
from dayaq.cases.services.common import case_for, not_in_future, subjects
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.network.models import Institution


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionData:
    """What was spoken of; the field names are those of the row."""

    kind: str
    summary: str
    minutes: int | None = None
    place: str = ""
    present: str = ""
    institution_id: UUID | None = None
    next_step: str = ""
    next_on: dt.date | None = None
    confidential: bool = False


def record_session(
    *, by: Actor, on: dt.date, at: dt.datetime, case_id: UUID, session: SessionData
) -> Session:
    """Record a counselling session or an act of social intermediation held on `on`."""
    case = case_for(by, case_id)
    not_in_future(on, at, field="on")
    if session.kind not in Session.Kind.values:
        raise Refused(N_("Choose the kind of the session."), field="kind")
    if session.next_on is not None and session.next_on < on:
        raise Refused(N_("The next step cannot be before the session."), field="next_on")
    known = Institution.objects.filter(programme_id=by.programme_id)
    if session.institution_id and not known.filter(pk=session.institution_id).exists():
        raise NotFound(N_("There is no such institution."), field="institution")
    row = Session.objects.create(
        case=case,
        held_on=on,
        **asdict(session),
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    _now_in_service(case)
    record(
        "cases.session_held",
        by=by,
        on=on,
        at=at,
        subjects=subjects(case),
        data={"kind": session.kind},
    )
    return row


def record_assistance(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    case_id: UUID,
    kind: str,
    description: str,
    target: str = "individual",
    provider: str = "",
    value_minor: int | None = None,
    need_ids: Sequence[UUID] = (),
) -> Assistance:
    """Record help that was given; `provider` names whoever else gave it, if not the programme.

    It closes no need by itself.
    """
    case = case_for(by, case_id)
    not_in_future(on, at, field="on")
    if kind not in Assistance.Kind.values or target not in Assistance.Target.values:
        raise Refused(N_("Choose the kind of the assistance and whom it was for."), field="kind")
    if value_minor is not None and value_minor < 0:
        raise Refused(N_("Enter an amount of zero or more."), field="value_minor")
    needs = list(case.needs.filter(pk__in=need_ids))
    if len(needs) != len(set(need_ids)):
        raise NotFound(N_("There is no such need among those you may see."))
    row = Assistance.objects.create(
        case=case,
        kind=kind,
        target=target,
        description=description,
        given_on=on,
        by_programme=not provider,
        provider=provider,
        value_minor=value_minor,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    row.needs.set(needs)
    if row.by_programme:
        _now_in_service(case)
    record(
        "cases.assistance_recorded",
        by=by,
        on=on,
        at=at,
        subjects=subjects(case),
        data={"kind": kind, "by_programme": row.by_programme},
    )
    return row


def place_in_job(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    case_id: UUID,
    employer: str,
    position: str,
    contract: str = "written",
    monthly_wage_minor: int | None = None,
    accommodation: str = "",
) -> JobPlacement:
    """Record the job the person started on `on`."""
    case = case_for(by, case_id)
    not_in_future(on, at, field="on")
    if not employer or not position:
        raise Refused(N_("Name the employer and the position."), field="employer")
    if monthly_wage_minor is not None and monthly_wage_minor < 0:
        raise Refused(N_("Enter an amount of zero or more."), field="monthly_wage_minor")
    row = JobPlacement.objects.create(
        case=case,
        employer=employer,
        position=position,
        contract=contract,
        starts_on=on,
        monthly_wage_minor=monthly_wage_minor,
        accommodation=accommodation,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    _now_in_service(case)
    record("cases.person_placed", by=by, on=on, at=at, subjects=subjects(case))
    return row


def end_job(*, by: Actor, on: dt.date, at: dt.datetime, job_id: UUID, reason: str) -> JobPlacement:
    """Record that the person left the job on `on`, and why."""
    by.require("cases.work")
    job = (
        JobPlacement.objects.filter(pk=job_id, case__in=Case.objects.visible_to(by, "cases.work"))
        .select_related("case")
        .select_for_update(of=("self",))
        .first()
    )
    if job is None:
        raise NotFound(N_("There is no such job among those you may see."))
    if job.ended_on is not None:
        raise Refused(N_("This job has ended already."))
    if on < job.starts_on:
        raise Refused(N_("The last day must not be before the first day."), field="on")
    not_in_future(on, at, field="on")
    job.ended_on, job.end_reason = on, reason
    job.save(update_fields=["ended_on", "end_reason"])
    record("cases.job_ended", by=by, on=on, at=at, subjects=subjects(job.case))
    return job


def _now_in_service(case: Case) -> None:
    """The first service after the plan brings the case into service."""
    if case.status == CaseStatus.PLAN_AGREED:
        case.status = next_status(CASE, case.status, CaseAct.START_SERVICE)
        case.save(update_fields=["status"])
