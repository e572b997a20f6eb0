"""Referrals: drafted, sent under a consent, answered by anybody in any way, completed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dayaq.cases.domain.lifecycle import REFERRAL, ReferralAct, next_status
from dayaq.cases.models import Case, Referral, ReferralStep
from dayaq.cases.services.common import case_for, not_in_future, subjects
from dayaq.kernel import documents
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.files.models import StoredFile
from dayaq.kernel.ids import next_code
from dayaq.network.models import Institution
from dayaq.people.models import Consent
from dayaq.people.queries.papers import letterhead
from dayaq.programme.queries import donor_marks

ANSWER_DAYS = 30
"""How long an institution has before Today asks for a reminder."""


def draft_referral(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    case_id: UUID,
    service: str,
    reason: str,
    institution_id: UUID | None = None,
    receiver: str = "",
    need_id: UUID | None = None,
    urgency: str = "routine",
) -> Referral:
    """Prepare a referral to an institution of the directory, or to another named in `receiver`.

    :raises Refused: without the person's consent to be referred to other institutions
    """
    case = case_for(by, case_id, "cases.refer")
    not_in_future(on, at, field="on")
    institution = _institution(by, institution_id)
    if institution is None and not receiver:
        raise Refused(N_("Choose the institution, or write its name."), field="institution")
    if need_id is not None and not case.needs.filter(pk=need_id).exists():
        raise NotFound(N_("There is no such need among those you may see."))
    row = Referral.objects.create(
        code=next_code("referral", "R"),
        case=case,
        need_id=need_id,
        institution=institution,
        receiver=receiver,
        service=service,
        reason=reason,
        urgency=urgency,
        consent=_consent(case, on),
        status_on=on,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    _step(row, by, on, at)
    record(
        "cases.referral_drafted",
        by=by,
        on=on,
        at=at,
        subjects=[*subjects(case), ("referral", row.pk)],
        data={"code": row.code},
    )
    return row


def send_referral(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    referral_id: UUID,
    answer_due_on: dt.date | None = None,
) -> Referral:
    """Send the referral; its letter is issued and kept.

    :raises Refused: if the consent was withdrawn meanwhile
    """
    referral = _referral(by, referral_id)
    case = case_for(by, referral.case_id, "cases.refer")
    not_in_future(on, at, field="on")
    if on < referral.status_on:
        raise Refused(N_("The referral cannot be sent before it was prepared."), field="on")
    referral.status = next_status(REFERRAL, referral.status, ReferralAct.SEND)
    referral.consent = _consent(case, on)
    referral.sent_on = referral.status_on = on
    referral.answer_due_on = answer_due_on or on + dt.timedelta(days=ANSWER_DAYS)
    if referral.answer_due_on < on:
        raise Refused(N_("The answer cannot be due before the sending."), field="answer_due_on")
    referral.letter = _letter(referral, by, at)
    referral.save()
    _step(referral, by, on, at)
    record(
        "cases.referral_sent",
        by=by,
        on=on,
        at=at,
        subjects=_concerns(referral),
        data={"code": referral.code},
    )
    return referral


def answer_referral(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    referral_id: UUID,
    act: ReferralAct,
    channel: str = "letter",
    letter_no: str = "",
    note: str = "",
) -> Referral:
    """Record what became of a sent referral.

    The institution's own focal point answers with `channel` "page"; the officer records an
    answer that came by letter, by telephone or from the person.

    :raises Refused: a step that does not follow, or an end without an outcome
    """
    if act in {ReferralAct.SEND, ReferralAct.COMPLETE}:
        raise Refused(N_("Choose what the institution answered."), field="act")
    referral = _answerable(by, referral_id, act)
    _check_day(referral, on, at)
    referral.status = next_status(REFERRAL, referral.status, act)
    referral.status_on = on
    if act == ReferralAct.DECLINE and not note:
        raise Refused(N_("Write why the referral was declined."), field="note")
    if act in {ReferralAct.DECLINE, ReferralAct.CANCEL}:
        referral.outcome = note
    referral.save()
    _step(referral, by, on, at, channel=channel, letter_no=letter_no, note=note)
    _record_move(referral, by, on, at)
    return referral


def complete_referral(
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    referral_id: UUID,
    outcome: str,
    feedback: str = "",
) -> Referral:
    """Close the loop: what the person got ("got a prosthesis") and what they say of it."""
    referral = _referral(by, referral_id)
    case_for(by, referral.case_id, "cases.refer")
    _check_day(referral, on, at)
    if not outcome:
        raise Refused(N_("Write what came of the referral."), field="outcome")
    referral.status = next_status(REFERRAL, referral.status, ReferralAct.COMPLETE)
    referral.status_on, referral.outcome, referral.feedback = on, outcome, feedback
    referral.save()
    _step(referral, by, on, at, channel="person", note=outcome)
    _record_move(referral, by, on, at)
    return referral


def _referral(by: Actor, referral_id: UUID) -> Referral:
    by.require("cases.refer")
    found = (
        Referral.objects.visible_to(by, "cases.refer")
        .filter(pk=referral_id)
        .select_related("case__person", "institution")
        .select_for_update(of=("self",))
        .first()
    )
    if found is None:
        raise NotFound(N_("There is no such referral among those you may see."))
    return found


def _answerable(by: Actor, referral_id: UUID, act: ReferralAct) -> Referral:
    """The referral, for the institution's own staff or for whoever may refer."""
    if by.can("cases.answer_referral") and act != ReferralAct.CANCEL:
        found = (
            Referral.objects.addressed_to(by)
            .filter(pk=referral_id)
            .select_related("case__person", "institution")
            .select_for_update(of=("self",))
            .first()
        )
        if found is not None:
            return found
    return _referral(by, referral_id)


def _check_day(referral: Referral, on: dt.date, at: dt.datetime) -> None:
    not_in_future(on, at, field="on")
    if on < referral.status_on:
        raise Refused(N_("This day is before the last step of the referral."), field="on")


def _institution(by: Actor, institution_id: UUID | None) -> Institution | None:
    if institution_id is None:
        return None
    found = Institution.objects.filter(pk=institution_id, programme_id=by.programme_id).first()
    if found is None:
        raise NotFound(N_("There is no such institution."), field="institution")
    return found


def _consent(case: Case, on: dt.date) -> Consent:
    """The consent under which the person's data may go to another institution."""
    found = (
        Consent.objects.in_force(on)
        .for_purpose("share_partners")
        .filter(person_id=case.person_id, programme_id=case.programme_id)
        .order_by("-given_on")
        .first()
    )
    if found is None:
        raise Refused(
            N_("The person has not agreed to be referred to other institutions. Ask first."),
            code="no_consent",
        )
    return found


def _step(
    referral: Referral,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    *,
    channel: str = "page",
    letter_no: str = "",
    note: str = "",
) -> None:
    ReferralStep.objects.create(
        referral=referral,
        status=referral.status,
        on=on,
        channel=channel,
        letter_no=letter_no,
        note=note,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )


def _record_move(referral: Referral, by: Actor, on: dt.date, at: dt.datetime) -> None:
    record(
        "cases.referral_moved",
        by=by,
        on=on,
        at=at,
        subjects=_concerns(referral),
        data={"code": referral.code, "status": referral.status},
    )


def _concerns(referral: Referral) -> list[tuple[str, UUID]]:
    concerned = [*subjects(referral.case), ("referral", referral.pk)]
    if referral.institution_id is not None:
        concerned.append(("institution", referral.institution_id))
    return concerned


def _letter(referral: Referral, by: Actor, at: dt.datetime) -> StoredFile:
    """The letter: the least the receiver needs (who, how to reach them, what is asked).

    Nothing of the injury is said in it.
    """
    person = referral.case.person
    programme_id = referral.case.programme_id

    def data() -> Mapping[str, Any]:
        known_to_the_day = person.born_precision == "day"
        return {
            "letterhead": letterhead(
                programme_id,
                by.organisation_id,
                marks=donor_marks(programme_id, referral.sent_on or at.date()),
            ),
            "number": referral.code,
            "dated_on": referral.sent_on,
            "institution": referral.receiver_name,
            "attention": referral.institution.focal_person if referral.institution else None,
            "person": person.formal_name,
            "person_code": person.code,
            "born_on": person.born_on if known_to_the_day else None,
            "district": str(person.district),
            "phone": person.phone or None,
            "service": referral.service,
            "request": referral.reason,
            "answer_by": referral.answer_due_on,
            "consent_on": referral.consent.given_on,
            "contact": by.name,
            "signatories": [{"role": "", "name": by.name, "manner": "hand", "witnesses": []}],
        }

    return documents.issue(
        "referral",
        data,
        key=f"referral:{referral.pk}",
        subject=referral.code,
        by=by,
        at=at,
        person_id=person.pk,
    )
