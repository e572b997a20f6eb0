"""The verification list: it goes out as a workbook and comes back with the answers in it.

All answers of a list are recorded or none is: every problem is named by row and column first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.kernel.models import Event, EventSubject
from dayaq.kernel.spreadsheets import Column, Sheet, read_rows, write_table
from dayaq.people.models import Registration
from dayaq.people.models.choices import Verification, VerificationChannel
from dayaq.people.services.common import not_in_future
from dayaq.people.services.verification import Answer, Letter, apply_answer

# Fixed in both languages: the list is read again by these headings, whoever filled it.
CODE = "Kod / Code"
ANSWER = "Cavab: bəli, xeyr / Answer: yes, no"
AUTHORITY_ID = "Qurumun nömrəsi / Number of the authority"
REASON = "Xeyr olduqda səbəb / Reason if no"
HEADINGS = (
    CODE,
    "Soyad / Surname",
    "Ad / Given name",
    "Ata adı / Father's name",
    "Doğum tarixi / Date of birth",
    "Rayon / District",
    "Zərərçəkən / Victim",
    "Qohumluq / Relation",
    "Birbaşa zərərçəkən / Direct victim",
    "Hadisənin tarixi / Incident on",
    "Hadisənin yeri / Place of incident",
    ANSWER,
    AUTHORITY_ID,
    REASON,
)
LIST_GIVEN = "people.verification_list_exported"
YES = {"yes", "y", "bəli", "hə", "да", "1"}
REASON_LETTERS_MAX = 300
NUMBER_LETTERS_MAX = 40
NO = {"no", "n", "xeyr", "yox", "нет", "0"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell; `row` as the spreadsheet counts it."""

    row: int
    column: str
    sentence: str
    value: str = ""


class ListRefused(Refused):
    """The list holds problems; nothing of it was recorded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            N_(
                "The list holds %(count)s problems. Nothing was recorded; "
                "mend it and send it again."
            ),
            field="file",
            code="list_problems",
            params={"count": len(problems)},
        )
        self.problems = tuple(problems)


def export_verification_list(*, by: Actor, on: dt.date, at: dt.datetime, key: str = "") -> bytes:
    """The workbook of all who wait for the authority's answer within the actor's reach.

    Only persons who agreed to be verified by the authority are ever submitted to it.

    :param key: asked for again under it, the list holds nobody more and nothing more is recorded
    :raises Refused: if nobody waits
    """
    by.require("people.record_answers")
    waiting = list(
        Registration.objects.visible_to(by, "people.record_answers")
        .filter(status__in=[Registration.Status.SUBMITTED, Registration.Status.WAITING])
        .select_related("person__victim_status__direct_victim", "district")
        .prefetch_related("person__casualties__incident")
        .order_by("person__sort_key")
    )
    before = _given_out(by, key) if key else None
    if before is not None:
        waiting = [row for row in waiting if row.person_id in before]
    if not waiting:
        raise Refused(N_("Nobody waits for verification."))
    if before is None:
        record(
            LIST_GIVEN,
            by=by,
            on=on,
            at=at,
            subjects=[("person", row.person_id) for row in waiting],
            data={"count": len(waiting), "key": key},
        )
    columns = [Column(heading) for heading in HEADINGS]
    sheet = Sheet("Verification", columns, [_cells(row) for row in waiting])
    return write_table([sheet])


def _given_out(by: Actor, key: str) -> set[UUID] | None:
    """Who stood on the list this person asked for under this key; a second request waits here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('list ' || %s, 0))", [key])
    given = Event.objects.filter(verb=LIST_GIVEN, actor_id=by.user_id, data__key=key).first()
    if given is None:
        return None
    return set(EventSubject.objects.filter(event_id=given.pk).values_list("subject_id", flat=True))


def import_verification_answers(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    content: bytes,
    letter: Letter | None = None,
) -> int:
    """Record the answers of a list that came back; rows without an answer are left waiting.

    :return: how many answers were recorded
    :raises ListRefused: with every problem by row and column; nothing was recorded
    """
    by.require("people.record_answers")
    not_in_future(on, at, field="on")
    rows = read_rows(content)
    if rows and not {CODE, ANSWER} <= set(rows[0]):
        raise ListRefused([Problem(1, CODE, _("The columns of the list are not those sent out."))])
    waiting = _waiting(by, rows)
    problems: list[Problem] = []
    answers: dict[str, Answer] = {}
    for row in rows:
        problem = _read(row, waiting, answers)
        if problem is not None:
            problems.append(problem)
    if not problems and not answers:
        problems = [Problem(2, ANSWER, _("There is no answer in the list."))]
    if problems:
        raise ListRefused(problems)
    for code, answer in answers.items():
        apply_answer(by, waiting[code], answer, on, VerificationChannel.LIST, letter)
    record(
        "people.verification_answers_imported",
        by=by,
        on=on,
        at=at,
        subjects=[("person", waiting[code].person_id) for code in answers],
        data={"count": len(answers)},
    )
    return len(answers)


def _waiting(by: Actor, rows: Sequence[Mapping[str, Any]]) -> dict[str, Registration]:
    codes = {_text(row.get(CODE)).upper() for row in rows}
    found = (
        Registration.objects.visible_to(by, "people.record_answers")
        .filter(person__code__in=codes)
        .select_related("person")
        .select_for_update(of=("self",))
    )
    return {row.person.code: row for row in found}


def _read(
    row: Mapping[str, Any],
    waiting: Mapping[str, Registration],
    answers: dict[str, Answer],
) -> Problem | None:
    """Read one row into `answers`, or say what is wrong with it; no answer is no problem."""
    code = _text(row.get(CODE)).upper()
    said = _text(row.get(ANSWER)).casefold()
    if not said:
        return None
    answer = Answer(
        verification=Verification.CONFIRMED if said in YES else Verification.REFUSED,
        authority_victim_id=_text(row.get(AUTHORITY_ID)),
        reason=_text(row.get(REASON)),
    )
    found = _wrong_person(code, waiting, answers) or _wrong_answer(said, answer, answers)
    if found is None:
        answers[code] = answer
        return None
    column, sentence, value = found
    return Problem(int(row["row"]), column, sentence, value)


def _wrong_person(
    code: str, waiting: Mapping[str, Registration], answers: Mapping[str, Answer]
) -> tuple[str, str, str] | None:
    """Column, sentence and value, if the row is not about somebody who waits."""
    registration = waiting.get(code)
    if registration is None:
        return CODE, _("Nobody with this code is known here."), code
    if code in answers:
        return CODE, _("This code stands in the list twice."), code
    if registration.status not in {Registration.Status.SUBMITTED, Registration.Status.WAITING}:
        return CODE, _("This person does not wait for an answer."), code
    return None


def _wrong_answer(
    said: str, answer: Answer, answers: Mapping[str, Answer]
) -> tuple[str, str, str] | None:
    """Column, sentence and value, if the answer cannot be recorded."""
    number = answer.authority_victim_id
    if said not in YES | NO:
        return ANSWER, _("Write yes or no."), said
    if said in NO and not answer.reason:
        return REASON, _("Write why the status is not confirmed."), ""
    if len(answer.reason) > REASON_LETTERS_MAX:
        return REASON, _("This text is too long."), answer.reason[:40]
    if len(number) > NUMBER_LETTERS_MAX:
        return AUTHORITY_ID, _("This text is too long."), number[:40]
    if number and any(number == other.authority_victim_id for other in answers.values()):
        return AUTHORITY_ID, _("This number stands in the list twice."), number
    return None


def _cells(row: Registration) -> list[object]:
    person, status = row.person, row.person.victim_status
    incidents = [casualty.incident for casualty in person.casualties.all()]
    born = person.born_on
    direct = status.direct_victim.full_name if status.direct_victim else status.direct_victim_name
    return [
        person.code,
        person.surname,
        person.given_name,
        f"{person.patronymic} {person.patronymic_suffix}".strip(),
        (born if person.born_precision == "day" else born.year) if born else "",
        row.district.name_az,
        str(status.get_kind_display()),
        str(status.get_relation_display()) if status.relation else "",
        direct,
        incidents[0].happened_on if incidents else "",
        incidents[0].place if incidents else "",
        "",
        status.authority_victim_id,
        "",
    ]


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
