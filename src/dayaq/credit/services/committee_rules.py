"""What must hold before the committee's decision counts: votes, quorum, readiness.

Used by `committee` only. The database refuses the first of these by itself as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dayaq.credit.models import (
    LIVE,
    LoanApplication,
    Outcome,
    VoteChoice,
)
from dayaq.credit.services.applications import expected_instalment
from dayaq.kernel import rows
from dayaq.kernel.errors import N_, Refused
from dayaq.people.models import Registration
from dayaq.training.models import BusinessPlan, Enrolment

READY = """
SELECT EXISTS (SELECT 1 FROM people_registration r WHERE r.person_id = a.person_id
               AND r.programme_id = a.programme_id AND r.status = %s),
       EXISTS (SELECT 1 FROM training_enrolment e WHERE e.person_id = a.person_id
               AND e.status = %s),
       EXISTS (SELECT 1 FROM credit_loan l WHERE l.person_id = a.person_id
               AND l.status = ANY(%s))
FROM credit_loanapplication a WHERE a.id = %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the committee decided: amounts and instalments only where it changes them."""

    outcome: str
    amount_minor: int | None = None
    instalments: int | None = None
    conditions: str = ""
    reason: str = ""
    pathway_note: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting and who sat on it; for one application: own votes, and who stays aside."""

    meeting_id: UUID
    quorum: int
    member_ids: frozenset[UUID]
    chair_id: UUID
    cast: Mapping[UUID, VoteChoice]
    aside: frozenset[UUID]


def refuse_votes(
    application: LoanApplication, sitting: Sitting, votes: Mapping[UUID, VoteChoice]
) -> None:
    """Only members who were there, did not appraise and have not stepped aside have a vote."""
    if not votes.keys() <= sitting.member_ids:
        raise Refused(
            N_("Somebody who was not at the meeting has no vote."), field="votes", code="absent"
        )
    if application.appraised_by_id in votes:
        raise Refused(
            N_("Whoever appraised the application has no vote on it."),
            field="votes",
            code="appraiser",
        )
    if not sitting.aside.isdisjoint(votes):
        raise Refused(
            N_("A member who has stepped aside or is a relative of the applicant does not vote."),
            field="votes",
            code="recusal",
        )


def carried(sitting: Sitting, votes: Mapping[UUID, VoteChoice], *, approved: bool) -> UUID | None:
    """Who stands for an approval: the chair if the chair voted for it, else the first who did.

    :raises Refused: fewer votes than the quorum, or the outcome is not what they say
    """
    if len(votes) < sitting.quorum:
        raise Refused(
            N_("The committee needs %(quorum)s votes; there are %(votes)s."),
            field="votes",
            code="quorum",
            params={"quorum": sitting.quorum, "votes": len(votes)},
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
    return sitting.chair_id if sitting.chair_id in in_favour else min(in_favour)


def lent_terms(application: LoanApplication, ruling: Ruling, on: dt.date) -> tuple[int, int]:
    """Amount and instalments as approved.

    :raises Refused: a change without a reason, or outside the product
    """
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


def ready_of(application_id: UUID) -> rows.Question:
    """The question whose answer `refuse_unready` looks at."""
    live = [status.value for status in LIVE]
    verified, completed = Registration.Status.VERIFIED, Enrolment.Status.COMPLETED
    return READY, [verified.value, completed.value, live, application_id]


def refuse_unready(application: LoanApplication, ready: Sequence[tuple[Any, ...]]) -> None:
    """What must hold before anybody is lent money (domain reference 7(b)).

    :param ready: the answer to `ready_of`, asked while the application is held
    """
    ((is_verified, is_trained, is_indebted),) = ready
    plan = application.plan
    if not is_verified:
        raise Refused(
            N_("The mine action authority has not verified the victim status yet."),
            code="not_verified",
        )
    if not is_trained:
        raise Refused(N_("The applicant has not completed the training."), code="not_trained")
    if plan is None or plan.status != BusinessPlan.Status.ACCEPTED:
        raise Refused(N_("The business plan is not accepted yet."), code="no_plan")
    if plan.hazard_answer not in ("clear", "suspected"):
        raise Refused(
            N_("The place of business lies inside a hazardous area or has not been checked."),
            code="hazard",
        )
    if is_indebted:
        raise Refused(
            N_("This person has a loan that is not repaid. One loan at a time."), code="indebted"
        )
