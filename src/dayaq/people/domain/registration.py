"""The life of a registration, and what it needs before the authority can verify it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dayaq.kernel.errors import N_, Refused


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    NOT_ELIGIBLE = "not_eligible"
    DUPLICATE = "duplicate"
    WAITING = "waiting"


class Act(StrEnum):
    SUBMIT = "submit"
    VERIFY = "verify"
    FIND_NOT_ELIGIBLE = "find_not_eligible"
    PUT_ON_WAITING_LIST = "put_on_waiting_list"
    MARK_DUPLICATE = "mark_duplicate"
    RESUBMIT = "resubmit"


TRANSITIONS: Mapping[tuple[Status, Act], Status] = {
    (Status.DRAFT, Act.SUBMIT): Status.SUBMITTED,
    (Status.DRAFT, Act.MARK_DUPLICATE): Status.DUPLICATE,
    (Status.SUBMITTED, Act.VERIFY): Status.VERIFIED,
    (Status.SUBMITTED, Act.FIND_NOT_ELIGIBLE): Status.NOT_ELIGIBLE,
    (Status.SUBMITTED, Act.PUT_ON_WAITING_LIST): Status.WAITING,
    (Status.SUBMITTED, Act.MARK_DUPLICATE): Status.DUPLICATE,
    (Status.WAITING, Act.VERIFY): Status.VERIFIED,
    (Status.WAITING, Act.FIND_NOT_ELIGIBLE): Status.NOT_ELIGIBLE,
    (Status.WAITING, Act.MARK_DUPLICATE): Status.DUPLICATE,
    (Status.NOT_ELIGIBLE, Act.RESUBMIT): Status.SUBMITTED,
    (Status.VERIFIED, Act.MARK_DUPLICATE): Status.DUPLICATE,
}


def next_status(status: str, act: Act) -> Status:
    """The status after `act`.

    >>> next_status("submitted", Act.VERIFY)
    <Status.VERIFIED: 'verified'>

    :raises Refused: if a registration of this status cannot be acted upon so
    """
    after = TRANSITIONS.get((Status(status), act))
    if after is None:
        raise Refused(N_("The registration has moved on: this cannot be done to it any more."))
    return after


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a registration that is to be verified."""

    has_victim_status: bool
    is_indirect: bool
    names_the_direct_victim: bool
    has_incident: bool
    may_be_shared: bool


def missing_for_verification(known: Known) -> tuple[str, ...]:
    """What the authority would still ask for, as sentences; empty if nothing.

    >>> missing_for_verification(Known(True, False, False, True, True))
    ()
    """
    if not known.has_victim_status:
        return (N_("Record whether the person is a direct or an indirect victim."),)
    missing: list[str] = []
    if known.is_indirect and not known.names_the_direct_victim:
        missing.append(N_("Name the direct victim this person belongs to."))
    if not known.is_indirect and not known.has_incident:
        missing.append(N_("Record the incident in which the person was hurt."))
    if not known.may_be_shared:
        missing.append(N_("Ask for the consent to be verified by the mine action authority."))
    return tuple(missing)
