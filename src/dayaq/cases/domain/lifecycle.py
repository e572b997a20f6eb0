"""The lives of a case, a need, a referral and a complaint, as tables.

Each table says which act leads from which status to which; anything else is refused. An
assistance alone never closes a need, and a need does not make an assistance: cause, need and
assistance are three records (IMSMA).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from dayaq.kernel.errors import N_, Refused


class CaseStatus(StrEnum):
    OPEN = "open"
    ASSESSED = "assessed"
    PLAN_AGREED = "plan_agreed"
    IN_SERVICE = "in_service"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class CaseAct(StrEnum):
    ASSESS = "assess"
    AGREE_PLAN = "agree_plan"
    START_SERVICE = "start_service"
    START_FOLLOW_UP = "start_follow_up"
    CLOSE = "close"
    REOPEN = "reopen"


CASE: Mapping[tuple[CaseStatus, CaseAct], CaseStatus] = {
    (CaseStatus.OPEN, CaseAct.ASSESS): CaseStatus.ASSESSED,
    (CaseStatus.ASSESSED, CaseAct.AGREE_PLAN): CaseStatus.PLAN_AGREED,
    (CaseStatus.PLAN_AGREED, CaseAct.START_SERVICE): CaseStatus.IN_SERVICE,
    (CaseStatus.IN_SERVICE, CaseAct.START_FOLLOW_UP): CaseStatus.FOLLOW_UP,
    (CaseStatus.FOLLOW_UP, CaseAct.START_SERVICE): CaseStatus.IN_SERVICE,
    **{
        (status, CaseAct.CLOSE): CaseStatus.CLOSED
        for status in CaseStatus
        if status is not CaseStatus.CLOSED
    },
    (CaseStatus.CLOSED, CaseAct.REOPEN): CaseStatus.OPEN,
}


class NeedStatus(StrEnum):
    IDENTIFIED = "identified"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    MET = "met"
    PARTLY_MET = "partly_met"
    UNMET = "unmet"
    NO_LONGER = "no_longer_relevant"


class NeedAct(StrEnum):
    PLAN = "plan"
    START = "start"
    MEET = "meet"
    MEET_PARTLY = "meet_partly"
    FIND_UNMET = "find_unmet"
    FIND_IRRELEVANT = "find_irrelevant"
    REOPEN = "reopen"


OPEN_NEEDS = (NeedStatus.IDENTIFIED, NeedStatus.PLANNED, NeedStatus.IN_PROGRESS)
_OUTCOMES = {
    NeedAct.MEET: NeedStatus.MET,
    NeedAct.MEET_PARTLY: NeedStatus.PARTLY_MET,
    NeedAct.FIND_UNMET: NeedStatus.UNMET,
    NeedAct.FIND_IRRELEVANT: NeedStatus.NO_LONGER,
}
NEED: Mapping[tuple[NeedStatus, NeedAct], NeedStatus] = {
    (NeedStatus.IDENTIFIED, NeedAct.PLAN): NeedStatus.PLANNED,
    (NeedStatus.IDENTIFIED, NeedAct.START): NeedStatus.IN_PROGRESS,
    (NeedStatus.PLANNED, NeedAct.START): NeedStatus.IN_PROGRESS,
    **{(status, act): after for status in OPEN_NEEDS for act, after in _OUTCOMES.items()},
    **{(after, NeedAct.REOPEN): NeedStatus.IN_PROGRESS for after in _OUTCOMES.values()},
}


class ReferralStatus(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    SERVED = "served"
    COMPLETED = "completed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class ReferralAct(StrEnum):
    SEND = "send"
    ACCEPT = "accept"
    DECLINE = "decline"
    SERVE = "serve"
    COMPLETE = "complete"
    CANCEL = "cancel"
    EXPIRE = "expire"


OPEN_REFERRALS = (ReferralStatus.SENT, ReferralStatus.ACCEPTED, ReferralStatus.SERVED)
REFERRAL: Mapping[tuple[ReferralStatus, ReferralAct], ReferralStatus] = {
    (ReferralStatus.DRAFT, ReferralAct.SEND): ReferralStatus.SENT,
    (ReferralStatus.DRAFT, ReferralAct.CANCEL): ReferralStatus.CANCELLED,
    (ReferralStatus.SENT, ReferralAct.ACCEPT): ReferralStatus.ACCEPTED,
    (ReferralStatus.SENT, ReferralAct.DECLINE): ReferralStatus.DECLINED,
    (ReferralStatus.SENT, ReferralAct.SERVE): ReferralStatus.SERVED,
    (ReferralStatus.SENT, ReferralAct.CANCEL): ReferralStatus.CANCELLED,
    (ReferralStatus.SENT, ReferralAct.EXPIRE): ReferralStatus.EXPIRED,
    (ReferralStatus.ACCEPTED, ReferralAct.SERVE): ReferralStatus.SERVED,
    (ReferralStatus.ACCEPTED, ReferralAct.DECLINE): ReferralStatus.DECLINED,
    (ReferralStatus.ACCEPTED, ReferralAct.CANCEL): ReferralStatus.CANCELLED,
    (ReferralStatus.ACCEPTED, ReferralAct.EXPIRE): ReferralStatus.EXPIRED,
    (ReferralStatus.SERVED, ReferralAct.COMPLETE): ReferralStatus.COMPLETED,
}


class ComplaintStatus(StrEnum):
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class ComplaintAct(StrEnum):
    REVIEW = "review"
    ESCALATE = "escalate"
    RESOLVE = "resolve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    CLOSE = "close"


COMPLAINT: Mapping[tuple[ComplaintStatus, ComplaintAct], ComplaintStatus] = {
    (ComplaintStatus.SUBMITTED, ComplaintAct.REVIEW): ComplaintStatus.UNDER_REVIEW,
    (ComplaintStatus.SUBMITTED, ComplaintAct.WITHDRAW): ComplaintStatus.WITHDRAWN,
    (ComplaintStatus.UNDER_REVIEW, ComplaintAct.ESCALATE): ComplaintStatus.ESCALATED,
    (ComplaintStatus.UNDER_REVIEW, ComplaintAct.RESOLVE): ComplaintStatus.RESOLVED,
    (ComplaintStatus.UNDER_REVIEW, ComplaintAct.REJECT): ComplaintStatus.REJECTED,
    (ComplaintStatus.UNDER_REVIEW, ComplaintAct.WITHDRAW): ComplaintStatus.WITHDRAWN,
    (ComplaintStatus.ESCALATED, ComplaintAct.RESOLVE): ComplaintStatus.RESOLVED,
    (ComplaintStatus.ESCALATED, ComplaintAct.REJECT): ComplaintStatus.REJECTED,
    (ComplaintStatus.RESOLVED, ComplaintAct.CLOSE): ComplaintStatus.CLOSED,
    (ComplaintStatus.REJECTED, ComplaintAct.CLOSE): ComplaintStatus.CLOSED,
    (ComplaintStatus.WITHDRAWN, ComplaintAct.CLOSE): ComplaintStatus.CLOSED,
}

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


def next_status(table: Mapping[tuple[S, A], S], status: str, act: A) -> S:
    """The status after `act`.

    >>> next_status(REFERRAL, "sent", ReferralAct.ACCEPT)
    <ReferralStatus.ACCEPTED: 'accepted'>

    :raises Refused: if the table knows no such step
    """
    for (before, step), after in table.items():
        if before == status and step == act:
            return after
    raise Refused(
        N_("This has moved on: it cannot be done from its present status."), code="moved_on"
    )


def acts_from(table: Mapping[tuple[S, A], S], status: str) -> tuple[A, ...]:
    """What can be done from `status`.

    >>> [str(act) for act in acts_from(REFERRAL, "served")]
    ['complete']
    """
    return tuple(act for before, act in table if before == status)
