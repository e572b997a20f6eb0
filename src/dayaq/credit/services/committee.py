"""The credit committee: quorum, recusal, votes, decisions with their reasons.

Members may cast their own votes; for those who never sign in the secretary records the votes
from the signed minutes. Whoever appraised has no vote, and nobody decides on a relative: the
database refuses both, by whatever path they come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from dayaq.credit.models import (
    DECIDABLE,
    LIVE,
    ApplicationStatus,
    CommitteeMeeting,
    Decision,
    Loan,
    LoanApplication,
    MeetingMember,
    Outcome,
    Recusal,
    Relative,
    Vote,
    VoteChoice,
)
from dayaq.credit.services.applications import expected_instalment
from dayaq.credit.services.locks import held_application
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code
from dayaq.people.models import Registration
from dayaq.training.models import BusinessPlan, Enrolment

QUORUM = 3
"""Members whose vote counts on one application, unless the meeting says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the committee decided: amounts and instalments only where it changes them."""

    outcome: str
    amount_minor: int | None = None
    instalments: int | None = None
    conditions: str = ""
    reason: str = ""
    pathway_note: str = ""


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
    application = held_application(by, "credit.vote", application_id)
    meeting = _meeting(by, meeting_id)
    _refuse_votes(application, meeting, {by.user_id: VoteChoice(choice)})
    vote = Vote.objects.create(
        meeting=meeting,
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
    application = held_application(by, "credit.record_votes", application_id)
    meeting = _meeting(by, meeting_id)
    if application.status not in DECIDABLE:
        raise Refused(N_("The committee decides on appraised applications only."))
    if by.user_id == application.appraised_by_id:
        raise Refused(N_("Whoever appraised the application cannot record its decision."))
    counted = _votes(by, application, meeting, votes, at)
    approved = ruling.outcome in (Outcome.APPROVE, Outcome.MODIFY)
    approver = _carried(meeting, counted, approved=approved)
    amount, instalments = _terms(application, ruling, on) if approved else (None, None)
    if approved:
        _refuse_unready(application)
    elif not ruling.reason.strip():
        raise Refused(N_("Give the reason; the applicant will be told."), field="reason")
    decision = Decision.objects.create(
        meeting=meeting,
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
    application.save(update_fields=["status", "closing_reason", "pathway_note"])
    _log("credit.application_decided", application, by, on, at, outcome=ruling.outcome)
    return decision


def _meeting(by: Actor, meeting_id: UUID) -> CommitteeMeeting:
    meeting = (
        CommitteeMeeting.objects.prefetch_related("members")
        .filter(pk=meeting_id, programme_id=by.programme_id)
        .first()
    )
    if meeting is None:
        raise NotFound(N_("There is no such meeting."))
    return meeting


def _votes(
    by: Actor,
    application: LoanApplication,
    meeting: CommitteeMeeting,
    votes: Mapping[UUID, str],
    at: dt.datetime,
) -> dict[UUID, VoteChoice]:
    """The votes that count: those cast by members themselves and those from the minutes."""
    cast = {
        vote.member_id: VoteChoice(vote.choice)
        for vote in Vote.objects.filter(meeting=meeting, application=application)
    }
    recorded = {member: VoteChoice(choice) for member, choice in votes.items()}
    for member, choice in recorded.items():
        if cast.get(member, choice) != choice:
            raise Refused(
                N_("The minutes say something else than a member's own vote. Ask the member."),
                field="votes",
            )
    fresh = {member: choice for member, choice in recorded.items() if member not in cast}
    _refuse_votes(application, meeting, fresh)
    Vote.objects.bulk_create(
        Vote(
            meeting=meeting,
            application=application,
            member_id=member,
            choice=choice,
            recorded_by_id=by.user_id,
            recorded_at=at,
        )
        for member, choice in fresh.items()
    )
    return {**cast, **fresh}


def _refuse_votes(
    application: LoanApplication, meeting: CommitteeMeeting, votes: Mapping[UUID, VoteChoice]
) -> None:
    present = {member.user_id for member in meeting.members.all()}
    if not votes.keys() <= present:
        raise Refused(
            N_("Somebody who was not at the meeting has no vote."), field="votes", code="absent"
        )
    if application.appraised_by_id in votes:
        raise Refused(
            N_("Whoever appraised the application has no vote on it."),
            field="votes",
            code="appraiser",
        )
    aside = Relative.objects.filter(
        user_id__in=votes, person_id=application.person_id
    ).values_list("user_id").union(
        Recusal.objects.filter(application=application, member_id__in=votes).values_list(
            "member_id"
        )
    )
    if list(aside):
        raise Refused(
            N_("A member who has stepped aside or is a relative of the applicant does not vote."),
            field="votes",
            code="recusal",
        )


def _carried(
    meeting: CommitteeMeeting, votes: Mapping[UUID, VoteChoice], *, approved: bool
) -> UUID | None:
    """Who stands for an approval: the chair if the chair voted for it, else the first who did.

    :raises Refused: fewer votes than the quorum, or the outcome is not what they say
    """
    if len(votes) < meeting.quorum:
        raise Refused(
            N_("The committee needs %(quorum)s votes; there are %(votes)s."),
            field="votes",
            code="quorum",
            params={"quorum": meeting.quorum, "votes": len(votes)},
        )
    in_favour = [member for member, choice in votes.items() if choice == VoteChoice.FOR]
    against = sum(choice == VoteChoice.AGAINST for choice in votes.values())
    if not approved:
        return None
    if len(in_favour) <= against:
        raise Refused(
            N_("The votes do not carry an approval. Check them against the minutes."),
            field="votes",
            code="majority",
        )
    chair = next(member.user_id for member in meeting.members.all() if member.is_chair)
    return chair if chair in in_favour else min(in_favour)


def _terms(application: LoanApplication, ruling: Ruling, on: dt.date) -> tuple[int, int]:
    if ruling.outcome == Outcome.APPROVE:
        return application.amount_minor, application.instalments
    if not ruling.reason.strip():
        raise Refused(N_("Say why the committee changed the request."), field="reason")
    amount = ruling.amount_minor or application.amount_minor
    instalments = ruling.instalments or application.instalments
    if not 0 < amount <= application.product_version.max_minor:
        raise Refused(N_("The amount lies outside the product."), field="amount_minor")
    expected_instalment(application.product_version, amount, instalments, on)
    return amount, instalments


def _refuse_unready(application: LoanApplication) -> None:
    """What must hold before anybody is lent money (domain reference 7(b))."""
    person = application.person_id
    found = (
        LoanApplication.objects.filter(pk=application.pk)
        .annotate(
            verified=Exists(
                Registration.objects.filter(
                    person_id=OuterRef("person_id"),
                    programme_id=OuterRef("programme_id"),
                    status=Registration.Status.VERIFIED,
                )
            ),
            trained=Exists(
                Enrolment.objects.filter(
                    person_id=OuterRef("person_id"), status=Enrolment.Status.COMPLETED
                )
            ),
            indebted=Exists(Loan.objects.filter(person_id=person, status__in=list(LIVE))),
        )
        .values("verified", "trained", "indebted")
        .get()
    )
    plan = application.plan
    if not found["verified"]:
        raise Refused(
            N_("The mine action authority has not verified the victim status yet."),
            code="not_verified",
        )
    if not found["trained"]:
        raise Refused(N_("The applicant has not completed the training."), code="not_trained")
    if plan is None or plan.status != BusinessPlan.Status.ACCEPTED:
        raise Refused(N_("The business plan is not accepted yet."), code="no_plan")
    if plan.hazard_answer not in ("clear", "suspected"):
        raise Refused(
            N_("The place of business lies inside a hazardous area or has not been checked."),
            code="hazard",
        )
    if found["indebted"]:
        raise Refused(
            N_("This person has a loan that is not repaid. One loan at a time."), code="indebted"
        )


def _log(
    verb: str,
    application: LoanApplication,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    **data: str,
) -> UUID:
    return record(
        verb,
        by=by,
        on=on,
        at=at,
        subjects=[("application", application.pk), ("person", application.person_id)],
        data={"application": application.code, **data},
    )
