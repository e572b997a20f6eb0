"""Papers of training: the attendance sheet, the certificate, the business plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.documents import issue, render
from dayaq.kernel.documents.data import Letterhead
from dayaq.kernel.documents.paper import paper_form
from dayaq.kernel.files.models import StoredFile
from dayaq.kernel.languages import reader_language
from dayaq.people.queries import papers
from dayaq.training.domain.cashflow import cash_flow
from dayaq.training.models import BusinessPlan, Course, Enrolment
from dayaq.training.services.content import months_of

SESSIONS_ON_A_SHEET = 10
LINES_FOR_LATECOMERS = 4


def attendance_sheet(*, by: Actor, course: Course, language: str) -> bytes:
    """The sheet to sign in the room: names as rows, the first ten days as columns."""
    by.require("training.view_courses")
    with override(language):
        names = [
            {"name": e.person.formal_name, "code": e.person.code, "village": e.person.settlement}
            for e in course.enrolments.exclude(status=Enrolment.Status.DROPPED)
            .select_related("person")
            .order_by("person__sort_key")
        ]
        days = sorted(set(course.sessions.values_list("on", flat=True)))
        return render(
            "attendance",
            {
                "letterhead": letterhead(by),
                "course": course.title,
                "number": course.code,
                "place": f"{course.venue}, {course.district}",
                "trainer": course.trainer.full_name,
                "sessions": days[:SESSIONS_ON_A_SHEET],
                "attendees": names,
                "empty_lines": LINES_FOR_LATECOMERS,
            },
            language=language,
        )


def blank_attendance(*, by: Actor, language: str) -> bytes:
    """A sheet without a course: filled in by hand, typed in with the date it happened."""
    by.require("training.view_courses")
    with override(language):
        return render(
            "form",
            paper_form("attendance", letterhead(by), language=language),
            language=language,
        )


def certificate(*, by: Actor, at: dt.datetime, enrolment: Enrolment) -> StoredFile:
    """The training certificate of somebody who completed a course; issued once."""
    by.require("training.view_courses")
    language = "az"  # The certificate is the person's, whoever prints it.
    with override(language):
        return issue(
            "certificate",
            lambda: _certificate(by, enrolment),
            key=f"training.certificate:{enrolment.certificate.pk}",
            subject=enrolment.certificate.number,
            by=by,
            at=at,
            person_id=enrolment.person_id,
            language=language,
            large_print=enrolment.person.needs_large_print,
        )


def business_plan(*, by: Actor, plan: BusinessPlan, language: str) -> bytes:
    """The plan in words and its twelve months."""
    by.require("training.view_plans")
    with override(language):
        return render("business-plan", _plan(by, plan), language=language)


def letterhead(by: Actor) -> Letterhead:
    """The top of a paper: the programme and the organisation that gives it out."""
    head = papers.letterhead(by.programme_id, by.organisation_id, reader_language())
    return {**head, "organisation": head["organisation"] or head["programme"]}


def _certificate(by: Actor, enrolment: Enrolment) -> dict[str, Any]:
    course = enrolment.course
    taught = course.sessions.select_related("module").order_by("on", "module__position")
    topics = list(dict.fromkeys(str(session.module) for session in taught))
    return {
        "letterhead": letterhead(by),
        "number": enrolment.certificate.number,
        "dated_on": enrolment.certificate.issued_on,
        "person": enrolment.person.formal_name,
        "course": course.title,
        "starts_on": course.starts_on,
        "ends_on": course.ends_on,
        "hours": sum(session.minutes for session in taught) // 60,
        "topics": topics,
        "place": str(course.district),
        "signatories": [{"role": _("Trainer"), "name": course.trainer.full_name}],
    }


def _plan(by: Actor, plan: BusinessPlan) -> dict[str, Any]:
    months = months_of(plan)
    investments = list(plan.investments.order_by("position"))
    total = sum(row.amount_minor for row in investments)
    flow = cash_flow(plan.working_capital_minor, months) if months else None
    check = plan.hazard_check
    sections = [
        (_("What, how and for whom"), plan.description),
        (_("Market and competitors"), plan.market),
        (_("Risks"), plan.risks),
    ]
    return {
        "letterhead": letterhead(by),
        "number": f"{plan.code}/{plan.version}",
        "dated_on": plan.written_on,
        "currency": plan.currency,
        "person": plan.person.formal_name,
        "person_code": plan.person.code,
        "title": plan.title,
        "place": f"{plan.place_text}, {plan.place}",
        "sections": [{"label": label, "value": text} for label, text in sections if text],
        "purchases": [
            {"item": row.item, "quantity": "", "cost_minor": row.amount_minor}
            for row in investments
        ],
        "purchases_total_minor": total,
        "own_contribution_minor": plan.own_contribution_minor,
        "requested_minor": wanted_minor(plan, total),
        "months": [
            {
                "month": str(month.number),
                "sales_minor": month.sales_minor,
                "costs_minor": month.direct_minor + month.indirect_minor + month.draw_minor,
                "instalment_minor": month.instalment_minor,
                "left_minor": flow.closing[n],
            }
            for n, month in enumerate(months)
            if flow is not None
        ],
        "hazard": check.get_answer_display() if check and check.answer else _("Not answered yet"),
        "status": plan.get_status_display(),
        "adviser": plan.coach.full_name,
        "signatories": [
            {
                "role": _("Applicant"),
                "name": plan.person.formal_name,
                "manner": plan.person.signature_mode,
            },
            {"role": _("Adviser"), "name": plan.coach.full_name},
        ],
    }


def wanted_minor(plan: BusinessPlan, investments_minor: int) -> int:
    """What is missing: investments and working capital less the own contribution."""
    needed = investments_minor + plan.working_capital_minor
    return max(0, needed - plan.own_contribution_minor)
