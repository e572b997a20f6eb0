"""Opening, moving, closing and handing over a case."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from dayaq.cases.domain.lifecycle import CASE, CaseAct, next_status
from dayaq.cases.models import Case
from dayaq.cases.services.common import (
    any_case_for,
    case_for,
    case_with_registration_for,
    not_in_future,
    subjects,
)
from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Assignment
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code
from dayaq.kernel.prepared import prepared
from dayaq.people.models import Registration
from dayaq.people.services.common import district_of, registration_for
from dayaq.programme.models import Phase


def open_case(
    *, by: Actor, on: dt.date, at: dt.datetime, person_id: UUID, phase_id: UUID | None = None
) -> Case:
    """Open the person's case; the phase is the one that runs on `on` unless named.

    A case may be opened before the authority has answered: the service goes on while it does.

    :raises Refused: somebody not eligible or a duplicate, a day before the registration
    """
    registration = registration_for(by, person_id, "cases.work")
    not_in_future(on, at, field="on")
    if registration.status in {Registration.Status.NOT_ELIGIBLE, Registration.Status.DUPLICATE}:
        raise Refused(N_("No case is opened for somebody not eligible or registered twice."))
    if on < registration.registered_on:
        raise Refused(N_("The case cannot be opened before the registration."), field="on")
    if _open_cases(person_id, by.programme_id):
        raise Refused(N_("This person has an open case already. Go on with that one."))
    district = district_of(registration)
    case = Case(
        code=next_code("case", f"C{district.code or district.name[:2].upper()}"),
        person_id=person_id,
        programme_id=by.programme_id,
        phase=_phase(by, on, phase_id),
        officer_id=registration.officer_id,
        opened_on=on,
        recorded_at=at,
        district_id=registration.district_id,
        caseload_officer_id=registration.officer_id,
        sort_key=registration.sort_key,
    )
    record(
        "cases.case_opened",
        by=by,
        on=on,
        at=at,
        subjects=subjects(case),
        data={"code": case.code},
        beside=rows.inserting(case),
    )
    return case


@prepared
def _open_cases(person_id: UUID, programme_id: UUID) -> QuerySet[Case]:
    return Case.objects.not_closed().filter(person_id=person_id, programme_id=programme_id)


def start_service(*, by: Actor, on: dt.date, at: dt.datetime, case_id: UUID) -> Case:
    """The person is being served (trained, credited, placed): the plan is under way."""
    return _move(by, on, at, case_id, CaseAct.START_SERVICE)


def start_follow_up(*, by: Actor, on: dt.date, at: dt.datetime, case_id: UUID) -> Case:
    """The services are done; from now on the person is visited."""
    return _move(by, on, at, case_id, CaseAct.START_FOLLOW_UP)


def decide_pathway(
    *, by: Actor, on: dt.date, at: dt.datetime, case_id: UUID, pathway: str, reason: str
) -> Case:
    """Decide what suits the person, with the reason; a later decision replaces it.

    Refusing credit to somebody who cannot carry it is a right outcome, if another way follows.
    """
    case = case_for(by, case_id)
    not_in_future(on, at, field="on")
    if pathway not in Case.Pathway.values:
        raise Refused(N_("Choose one of the pathways."), field="pathway")
    if not reason:
        raise Refused(N_("Write the reason of the decision."), field="reason")
    before = case.pathway
    case.pathway, case.pathway_reason, case.pathway_on = pathway, reason, on
    case.save(update_fields=["pathway", "pathway_reason", "pathway_on"])
    record(
        "cases.pathway_decided",
        by=by,
        on=on,
        at=at,
        subjects=subjects(case),
        data={"pathway": pathway, "before": before},
    )
    return case


def close_case(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    case_id: UUID,
    exit_reason: str,
    note: str = "",
) -> Case:
    """Close the case with the reason of the exit.

    :raises Refused: while a need has no outcome or a referral waits for one
    """
    case = case_for(by, case_id, "cases.close")
    not_in_future(on, at, field="on")
    if exit_reason not in Case.ExitReason.values:
        raise Refused(N_("Say why the case is closed."), field="exit_reason")
    if case.needs.filter(status__in=["identified", "planned", "in_progress"]).exists():
        raise Refused(N_("Say of each need what became of it, then close the case."))
    if case.referrals.filter(status__in=["sent", "accepted", "served"]).exists():
        raise Refused(N_("A referral is still waiting. Record what became of it first."))
    case.status = next_status(CASE, case.status, CaseAct.CLOSE)
    case.exit_reason, case.exit_note, case.closed_on = exit_reason, note, on
    case.save(update_fields=["status", "exit_reason", "exit_note", "closed_on"])
    record(
        "cases.case_closed",
        by=by,
        on=on,
        at=at,
        subjects=subjects(case),
        data={"reason": exit_reason},
    )
    return case


def reopen_case(*, by: Actor, on: dt.date, at: dt.datetime, case_id: UUID, reason: str) -> Case:
    """Go on with a closed case."""
    case = any_case_for(by, case_id, "cases.close")
    if not reason:
        raise Refused(N_("Write why the case is reopened."), field="reason")
    case.status = next_status(CASE, case.status, CaseAct.REOPEN)
    case.exit_reason, case.closed_on, case.exit_note = "", None, reason
    case.save(update_fields=["status", "exit_reason", "closed_on", "exit_note"])
    record("cases.case_reopened", by=by, on=on, at=at, subjects=subjects(case))
    return case


def hand_over_case(
    *, by: Actor, on: dt.date, at: dt.datetime, case_id: UUID, officer_id: UUID
) -> Case:
    """Give the person and the case to another officer: the caseload follows.

    :raises Refused: if the other holds no role in the programme on that day
    """
    case, registration = case_with_registration_for(by, case_id, "cases.close")
    holds_role = Assignment.objects.in_force(on).filter(
        user_id=officer_id,
        programme_id=by.programme_id,
        role__in=["field_officer", "social_worker", "project_manager"],
    )
    if not holds_role.exists():
        raise Refused(N_("Choose somebody who works with persons in this programme."))
    registration.officer_id = officer_id
    registration.save(update_fields=["officer"])  # the database hands on `caseload_officer`
    case.officer_id = case.caseload_officer_id = officer_id
    case.save(update_fields=["officer"])
    record(
        "cases.case_handed_over",
        by=by,
        on=on,
        at=at,
        subjects=[*subjects(case), ("user", officer_id)],
    )
    return case


def _move(by: Actor, on: dt.date, at: dt.datetime, case_id: UUID, act: CaseAct) -> Case:
    case = case_for(by, case_id)
    not_in_future(on, at, field="on")
    case.status = next_status(CASE, case.status, act)
    case.save(update_fields=["status"])
    record(
        "cases.case_moved",
        by=by,
        on=on,
        at=at,
        subjects=subjects(case),
        data={"status": case.status},
    )
    return case


def _phase(by: Actor, on: dt.date, phase_id: UUID | None) -> Phase | None:
    if phase_id is not None:
        named = rows.get(Phase, phase_id)
        return named if named and named.programme_id == by.programme_id else None
    phases = Phase.objects.filter(programme_id=by.programme_id)
    return phases.filter(starts_on__lte=on, ends_on__gte=on).order_by("-starts_on").first()
