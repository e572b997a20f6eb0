"""The hazard check of a place of business: asked once, answered on the page, by letter or list.

Whichever way the answer comes, it has the authority's number and date, and one event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.errors import N_, Refused, not_before
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code
from dayaq.kernel.prepared import prepared
from dayaq.training.domain.hazard import Answer, HazardAnswer
from dayaq.training.models import BusinessPlan, HazardCheck
from dayaq.training.services.content import district_of

if TYPE_CHECKING:
    from dayaq.kernel.files.models import StoredFile

NOT_BEFORE_REQUEST = N_("The answer must not be older than the question.")


def request_hazard_check(
    *, by: Actor, on: dt.date, at: dt.datetime, plan: BusinessPlan
) -> HazardCheck:
    """Ask the authority about the place of a plan.

    :raises Refused: when it was asked already and has not answered, or has answered for this
        place; for a day before the plan was written
    """
    by.require("training.write_plan")
    row = next(iter(_plan_held(plan.pk, by)), None)
    if row is None:
        raise Refused(N_("There is no such record among those you may see."), code="not_found")
    if row.status in {BusinessPlan.Status.ACCEPTED, BusinessPlan.Status.NOT_VIABLE}:
        raise Refused(N_("This plan has been decided."))
    if row.hazard_check is not None:
        raise Refused(N_("The authority has been asked about this place already."))
    not_before(on, row.written_on, N_("The plan was not written yet on that day."))
    check = HazardCheck(
        programme_id=row.programme_id,
        code=next_code("hazard", "HC"),
        plan_code=row.code,
        place=row.place,
        district=district_of(row.place),
        place_text=row.place_text,
        requested_by_id=by.user_id,
        requested_on=on,
    )
    row.hazard_check = check
    record(
        "training.hazard_check_requested",
        by=by,
        on=on,
        at=at,
        subjects=[("plan", row.pk), ("person", row.person_id)],
        data={"code": check.code},
        beside=[*rows.inserting(check), rows.changing(row, "hazard_check")],
    )
    return check


@prepared
def _plan_held(plan_id: UUID, by: Actor) -> QuerySet[BusinessPlan]:
    found = BusinessPlan.objects.visible_to(by).filter(pk=plan_id)
    return found.select_for_update(of=("self",)).select_related("place__parent", "hazard_check")


def answer_hazard_check(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    check: HazardCheck,
    answer: str,
    number: str,
    note: str = "",
) -> HazardCheck:
    """The authority answers on its own page.

    :raises Refused: when it is answered already, or without the authority's number
    """
    by.require("training.answer_hazard_check")
    given = HazardAnswer(check.code, answer, number, on, note)
    return _answer(by, at, HazardCheck.Channel.PAGE, given, check_id=check.pk)


def record_hazard_letter(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    check: HazardCheck,
    answer: str,
    number: str,
    note: str = "",
    scan: StoredFile | None = None,
) -> HazardCheck:
    """Type in an answer that came by letter; `on` is the letter's date, `number` its number.

    :raises Refused: when it is answered already, or without number
    """
    by.require("training.record_hazard_letter")
    return _answer(
        by,
        at,
        HazardCheck.Channel.LETTER,
        HazardAnswer(check.code, answer, number, on, note),
        check_id=check.pk,
        scan=scan,
    )


def read_hazard_list(
    *, by: Actor, at: dt.datetime, answers: Sequence[HazardAnswer]
) -> list[HazardCheck]:
    """Read a list that went out to the authority and came back; all of it or nothing.

    Each answer is recorded as one event of its own, so that each person's timeline has it.

    :raises Refused: naming the first line that cannot be read
    """
    if not by.can("training.answer_hazard_check"):
        by.require("training.record_hazard_letter")
    if not answers:
        raise Refused(N_("There is no answer in this list."))
    if len({answer.code for answer in answers}) != len(answers):
        raise Refused(N_("A code stands in the list twice."))
    return [_answer(by, at, HazardCheck.Channel.LIST, answer) for answer in answers]


@prepared
def _questions_held(by: Actor, check_id: UUID) -> QuerySet[HazardCheck]:
    found = HazardCheck.objects.visible_to(by).filter(pk=check_id)
    return found.select_for_update(of=("self",))


def _held_by_id(by: Actor, check_id: UUID) -> HazardCheck | None:
    return next(iter(_questions_held(by, check_id)), None)


def _held(by: Actor, code: str) -> HazardCheck | None:
    found = HazardCheck.objects.visible_to(by).select_for_update(of=("self",))
    return found.filter(code=code).first()


def _answer(
    by: Actor,
    at: dt.datetime,
    channel: HazardCheck.Channel,
    given: HazardAnswer,
    *,
    check_id: UUID | None = None,
    scan: StoredFile | None = None,
) -> HazardCheck:
    row = _held(by, given.code) if check_id is None else _held_by_id(by, check_id)
    params = {"code": given.code}
    if row is None:
        raise Refused(N_("There is no question with the code %(code)s."), params=params)
    if row.answer:
        raise Refused(N_("The question %(code)s has been answered already."), params=params)
    if given.answer not in set(Answer):
        raise Refused(N_("Choose one of the answers for %(code)s."), field="answer", params=params)
    if not given.number.strip():
        raise Refused(
            N_("Write the number of the authority's paper for %(code)s."),
            field="number",
            params=params,
        )
    if given.on < row.requested_on:
        raise Refused(NOT_BEFORE_REQUEST, field="on")
    if given.on > Clock.at(at).today:
        raise Refused(N_("This day has not come yet."), field="on")
    row.answer, row.answer_number, row.note = given.answer, given.number, given.note
    row.answered_on, row.channel, row.recorded_by_id = given.on, channel, by.user_id
    row.scan = scan
    rows.update(
        row, "answer", "answer_number", "note", "answered_on", "channel", "recorded_by", "scan"
    )
    plans = rows.where(BusinessPlan, hazard_check_id=row.pk)
    record(
        "training.hazard_check_answered",
        by=by,
        on=given.on,
        at=at,
        subjects=[
            *(("plan", plan.pk) for plan in plans),
            *(("person", plan.person_id) for plan in plans),
        ],
        data={"code": row.code, "number": row.answer_number, "answer": row.answer},
    )
    return row
