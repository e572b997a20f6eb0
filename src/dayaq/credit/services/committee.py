"""The credit committee: quorum, recusal, votes, decisions with their reasons.

Members may cast their own votes; for those who never sign in the secretary records the votes
from the signed minutes. Whoever appraised has no vote, and nobody decides on a relative: the
database refuses both, by whatever path they come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from dayaq.credit.models import (
    DECIDABLE,
    ApplicationStatus,
    CommitteeMeeting,
    Decision,
    LoanApplication,
    MeetingMember,
    Outcome,
    Recusal,
    Relative,
    Vote,
    VoteChoice,
)
from dayaq.credit.services.committee_rules import (
    Ruling,
    Sitting,
    carried,
    lent_terms,
    ready_of,
    refuse_unready,
    refuse_votes,
)
from dayaq.credit.services.locks import held_application, held_application_and
from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code

__all__ = [
    "Ruling",
    "cast_vote",
    "decide",
    "declare_relative",
    "open_meeting",
    "recuse",
]

SITTING = """
SELECT m.user_id, m.is_chair, v.choice,
       EXISTS (SELECT 1 FROM credit_recusal r
               WHERE r.application_id = a.id AND r.member_id = m.user_id)
       OR EXISTS (SELECT 1 FROM credit_relative f
                  WHERE f.person_id = a.person_id AND f.user_id = m.user_id),
       c.quorum
FROM credit_committeemeeting c
JOIN credit_loanapplication a ON a.id = %s
JOIN credit_meetingmember m ON m.meeting_id = c.id
LEFT JOIN credit_vote v ON v.meeting_id = c.id AND v.member_id = m.user_id
                       AND v.application_id = a.id
WHERE c.id = %s AND c.programme_id = %s
"""

QUORUM = 3
"""Members whose vote counts on one application, unless the meeting says otherwise."""


def open_meeting(
    *,
    by: Actor,
    member_ids: Sequence[UUID],
    chair_id: UUID,
    minutes_number: str,
    minutes_on: dt.date,
    on: dt.date,
    at: dt.datetime,
    quorum: int = QUORUM,
) -> CommitteeMeeting:
    """Record a meeting and who sat on it, from its signed minutes.

    :raises Refused: fewer members than the quorum, or the chair is not among them
    """
    by.require("credit.record_votes")
    members = list(dict.fromkeys(member_ids))
    if len(members) < quorum:
        raise Refused(
            N_("The committee needs %(quorum)s members; %(present)s were there."),
            field="member_ids",
            params={"quorum": quorum, "present": len(members)},
        )
    if chair_id not in members:
        raise Refused(N_("The chair must be one of the members present."), field="chair_id")
    meeting = CommitteeMeeting.objects.create(
        programme_id=by.programme_id,
        code=next_code("committee_meeting", "CM"),
        held_on=on,
        minutes_number=minutes_number,
        minutes_on=minutes_on,
        quorum=quorum,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    MeetingMember.objects.bulk_create(
        MeetingMember(meeting=meeting, user_id=user, is_chair=user == chair_id) for user in members
    )
    record(
        "credit.meeting_opened",
        by=by,
        on=on,
        at=at,
        subjects=[("meeting", meeting.pk)],
        data={"meeting": meeting.code},
    )
    return meeting


def declare_relative(
    *, by: Actor, user_id: UUID, person_id: UUID, on: dt.date, at: dt.datetime
) -> Relative:
    """Say that a person is a relative of a colleague; from then on they have no vote on them.

    :raises NotAllowed: declared for somebody else by other than the secretary
    """
    by.require("credit.declare_relative")
    if user_id != by.user_id:
        by.require("credit.record_votes")
    relative, made = Relative.objects.get_or_create(
        user_id=user_id,
        person_id=person_id,
        defaults={"declared_on": on, "recorded_by_id": by.user_id},
    )
    if made:
        record(
            "credit.relative_declared",
            by=by,
            on=on,
            at=at,
            subjects=[("user", user_id)],
            data={},
        )
    return relative


def recuse(
    *,
    by: Actor,
    application_id: UUID,
    member_id: UUID,
    reason: str,
    on: dt.date,
    at: dt.datetime,
) -> Recusal:
    """A member steps aside from one application.

    :raises Refused: the member has voted already
    """
    if member_id == by.user_id:
        application = held_application(by, "credit.vote", application_id)
    else:
        application = held_application(by, "credit.record_votes", application_id)
    if Vote.objects.filter(application=application, member_id=member_id).exists():
        raise Refused(N_("This member has voted already and cannot step aside any more."))
    recusal = Recusal.objects.create(
        application=application, member_id=member_id, reason=reason, recorded_on=on
    )
    _log("credit.member_recused", application, by, on, at)
    return recusal


def cast_vote(
    *,
    by: Actor,
    meeting_id: UUID,
    application_id: UUID,
    choice: str,
    on: dt.date,
    at: dt.datetime,
) -> Vote:
    """A member's own vote.

    :raises Refused: not a member of the meeting, stepped aside, or the appraiser
    """
    application, (members,) = held_application_and(
        by, "credit.vote", application_id, _sitting_of(by, meeting_id, application_id)
    )
    sitting = _sitting(meeting_id, members)
    refuse_votes(application, sitting, {by.user_id: VoteChoice(choice)})
    vote = Vote.objects.create(
        meeting_id=sitting.meeting_id,
        application=application,
        member_id=by.user_id,
        choice=choice,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    _log("credit.vote_cast", application, by, on, at)
    return vote


def decide(
    *,
    by: Actor,
    meeting_id: UUID,
    application_id: UUID,
    votes: Mapping[UUID, str],
    ruling: Ruling,
    on: dt.date,
    at: dt.datetime,
) -> Decision:
    """Record the committee's votes and its decision on one application.

    :param votes: member to "for", "against" or "abstain", as the minutes say
    :raises Refused: no quorum, a vote that may not be, the outcome against the votes, a missing
        reason, or an applicant who does not meet the conditions for a loan
    """
    application, (members, ready) = held_application_and(
        by,
        "credit.record_votes",
        application_id,
        _sitting_of(by, meeting_id, application_id),
        ready_of(application_id),
        related=("product_version", "plan"),
    )
    sitting = _sitting(meeting_id, members)
    if application.status not in DECIDABLE:
        raise Refused(N_("The committee decides on appraised applications only."))
    if by.user_id == application.appraised_by_id:
        raise Refused(N_("Whoever appraised the application cannot record its decision."))
    counted, fresh = _votes(by, application, sitting, votes, at)
    approved = ruling.outcome in (Outcome.APPROVE, Outcome.MODIFY)
    approver = carried(sitting, counted, approved=approved)
    amount, instalments = lent_terms(application, ruling, on) if approved else (None, None)
    if approved:
        refuse_unready(application, ready)
    elif not ruling.reason.strip():
        raise Refused(N_("Give the reason; the applicant will be told."), field="reason")
    decision = Decision(
        meeting_id=sitting.meeting_id,
        application=application,
        outcome=ruling.outcome,
        amount_minor=amount,
        instalments=instalments,
        conditions=ruling.conditions,
        reason=ruling.reason,
        decided_on=on,
        approved_by_id=approver if approved else None,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    application.status = {
        Outcome.APPROVE: ApplicationStatus.APPROVED,
        Outcome.MODIFY: ApplicationStatus.APPROVED,
        Outcome.DEFER: ApplicationStatus.DEFERRED,
        Outcome.REJECT: ApplicationStatus.REJECTED,
    }[Outcome(ruling.outcome)]
    application.closing_reason = ruling.reason if ruling.outcome == Outcome.REJECT else ""
    application.pathway_note = ruling.pathway_note
    decided = [
        *rows.inserting(*fresh),
        *rows.inserting(decision),
        rows.changing(application, "status", "closing_reason", "pathway_note"),
    ]
    _log("credit.application_decided", application, by, on, at, decided, outcome=ruling.outcome)
    return decision


def _sitting_of(by: Actor, meeting_id: UUID, application_id: UUID) -> rows.Question:
    """The question for a meeting, its members, their own votes and who stays aside."""
    return SITTING, [application_id, meeting_id, by.programme_id]


def _sitting(meeting_id: UUID, members: Sequence[tuple[Any, ...]]) -> Sitting:
    """The meeting as it was answered.

    :raises NotFound: there is none in the actor's programme
    """
    if not members:
        raise NotFound(N_("There is no such meeting."))
    return Sitting(
        meeting_id=meeting_id,
        quorum=members[0][4],
        member_ids=frozenset(user for user, *_rest in members),
        chair_id=next(user for user, is_chair, *_rest in members if is_chair),
        cast={user: VoteChoice(choice) for user, _chair, choice, *_rest in members if choice},
        aside=frozenset(user for user, _chair, _choice, aside, _quorum in members if aside),
    )


def _votes(
    by: Actor,
    application: LoanApplication,
    sitting: Sitting,
    votes: Mapping[UUID, str],
    at: dt.datetime,
) -> tuple[dict[UUID, VoteChoice], list[Vote]]:
    """The votes that count, cast by members themselves or from the minutes; the latter as rows
    that are not stored yet."""
    cast = sitting.cast
    recorded = {member: VoteChoice(choice) for member, choice in votes.items()}
    for member, choice in recorded.items():
        if cast.get(member, choice) != choice:
            raise Refused(
                N_("The minutes say something else than a member's own vote. Ask the member."),
                field="votes",
            )
    fresh = {member: choice for member, choice in recorded.items() if member not in cast}
    refuse_votes(application, sitting, fresh)
    from_minutes = [
        Vote(
            meeting_id=sitting.meeting_id,
            application_id=application.pk,
            member_id=member,
            choice=choice,
            recorded_by_id=by.user_id,
            recorded_at=at,
        )
        for member, choice in fresh.items()
    ]
    return {**cast, **fresh}, from_minutes


def _log(
    verb: str,
    application: LoanApplication,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    beside: Sequence[rows.Question] = (),
    **data: str,
) -> UUID:
    return record(
        verb,
        beside=beside,
        by=by,
        on=on,
        at=at,
        subjects=[("application", application.pk), ("person", application.person_id)],
        data={"application": application.code, **data},
    )
