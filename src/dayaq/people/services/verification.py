"""The authority's answer on victim status: on its page, by letter or by list, one rule for all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.files.models import StoredFile
from dayaq.kernel.prepared import prepared
from dayaq.people.domain.registration import Act, next_status
from dayaq.people.models import Registration, VictimStatus
from dayaq.people.models.choices import Verification, VerificationChannel
from dayaq.people.services.common import keep_scan, not_in_future, registration_for
from dayaq.people.services.data import ScanData


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the authority says; `verification` is "confirmed" or "refused"."""

    verification: str
    authority_victim_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The paper an answer came on."""

    number: str
    dated_on: dt.date
    scan: ScanData | None = None


def verify_status(
    *, by: Actor, on: dt.date, at: dt.datetime, person_id: UUID, answer: Answer
) -> Registration:
    """The authority answers on its own page about somebody submitted to it."""
    by.require("people.verify")
    registration = _submitted(by, person_id)
    apply_answer(by, registration, answer, on, VerificationChannel.PAGE)
    record(
        "people.status_verified",
        by=by,
        on=on,
        at=at,
        subjects=[("person", person_id)],
        data={"answer": answer.verification},
    )
    return registration


def record_verification_letter(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    person_id: UUID,
    answer: Answer,
    letter: Letter,
) -> Registration:
    """Record the authority's answer that came by letter, with its number, date and scan."""
    registration = registration_for(by, person_id, "people.record_answers")
    not_in_future(on, at, field="on")
    not_in_future(letter.dated_on, at, field="letter_on")
    if not letter.number:
        raise Refused(N_("Enter the number and date of the letter."), field="letter_no")
    scan = keep_scan(by, person_id, letter.scan, at)
    apply_answer(by, registration, answer, on, VerificationChannel.LETTER, letter, scan)
    record(
        "people.verification_letter_recorded",
        by=by,
        on=on,
        at=at,
        subjects=[("person", person_id)],
        data={"answer": answer.verification, "letter_no": letter.number},
    )
    return registration


def apply_answer(
    by: Actor,
    registration: Registration,
    answer: Answer,
    on: dt.date,
    channel: VerificationChannel,
    letter: Letter | None = None,
    scan: StoredFile | None = None,
) -> None:
    """Write the answer on status and registration.

    :raises Refused: a refusal without reason, or a registration that does not wait for one
    """
    confirmed = answer.verification == Verification.CONFIRMED
    if not confirmed and answer.verification != Verification.REFUSED:
        raise Refused(N_("Choose whether the status is confirmed."), field="answer")
    if not confirmed and not answer.reason:
        raise Refused(N_("Write why the status is not confirmed."), field="reason")
    act = Act.VERIFY if confirmed else Act.FIND_NOT_ELIGIBLE
    registration.status = next_status(registration.status, act)
    rows.update(registration, "status")
    status = rows.lock(VictimStatus, registration.person_id, by="person_id")
    assert status is not None  # noqa: S101 - without one nothing is submitted
    status.verification = answer.verification
    status.channel = channel
    status.verified_on = on
    status.verified_by_id = by.user_id
    status.refusal_reason = "" if confirmed else answer.reason
    status.authority_victim_id = answer.authority_victim_id or status.authority_victim_id
    if letter is not None:
        status.letter_no, status.letter_on = letter.number, letter.dated_on
        status.letter_scan = scan or status.letter_scan
    status.version += 1
    rows.update(
        status, "verification", "channel", "verified_on", "verified_by", "refusal_reason",
        "authority_victim_id", "letter_no", "letter_on", "letter_scan", "version",
    )  # fmt: skip


def _submitted(by: Actor, person_id: UUID) -> Registration:
    found = _submitted_held(by, person_id)
    if not found:
        raise NotFound(N_("There is no such person among those submitted for verification."))
    return found[0]


@prepared
def _submitted_held(by: Actor, person_id: UUID) -> QuerySet[Registration]:
    found = Registration.objects.before_the_authority(by).filter(person_id=person_id)
    return found.select_for_update(of=("self",))
