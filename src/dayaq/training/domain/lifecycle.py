"""What may happen to a course, an enrolment and a business plan, as three tables.

A loan follows from an accepted plan, and a plan from a completed course: these tables are the
first two gates of the programme.

>>> next_plan_status(PlanStatus.SUBMITTED, PlanAct.ACCEPT)
<PlanStatus.ACCEPTED: 'accepted'>
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from dayaq.kernel.errors import N_, Refused


class CourseStatus(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class CourseAct(StrEnum):
    START = "start"
    COMPLETE = "complete"
    CANCEL = "cancel"


COURSE_TRANSITIONS: dict[tuple[CourseStatus, CourseAct], CourseStatus] = {
    (CourseStatus.PLANNED, CourseAct.START): CourseStatus.RUNNING,
    (CourseStatus.PLANNED, CourseAct.CANCEL): CourseStatus.CANCELLED,
    (CourseStatus.RUNNING, CourseAct.COMPLETE): CourseStatus.COMPLETED,
    (CourseStatus.RUNNING, CourseAct.CANCEL): CourseStatus.CANCELLED,
}


class EnrolmentStatus(StrEnum):
    INVITED = "invited"
    CONFIRMED = "confirmed"
    ATTENDING = "attending"
    COMPLETED = "completed"
    DROPPED = "dropped"


class EnrolmentAct(StrEnum):
    CONFIRM = "confirm"
    ATTEND = "attend"
    COMPLETE = "complete"
    DROP = "drop"


ENROLMENT_TRANSITIONS: dict[tuple[EnrolmentStatus, EnrolmentAct], EnrolmentStatus] = {
    (EnrolmentStatus.INVITED, EnrolmentAct.CONFIRM): EnrolmentStatus.CONFIRMED,
    # Somebody who was only invited and simply comes is attending: nobody is sent home.
    (EnrolmentStatus.INVITED, EnrolmentAct.ATTEND): EnrolmentStatus.ATTENDING,
    (EnrolmentStatus.CONFIRMED, EnrolmentAct.ATTEND): EnrolmentStatus.ATTENDING,
    (EnrolmentStatus.ATTENDING, EnrolmentAct.COMPLETE): EnrolmentStatus.COMPLETED,
    (EnrolmentStatus.INVITED, EnrolmentAct.DROP): EnrolmentStatus.DROPPED,
    (EnrolmentStatus.CONFIRMED, EnrolmentAct.DROP): EnrolmentStatus.DROPPED,
    (EnrolmentStatus.ATTENDING, EnrolmentAct.DROP): EnrolmentStatus.DROPPED,
}


class PlanStatus(StrEnum):
    DRAFT = "draft"
    COACHED = "coached"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    NOT_VIABLE = "not_viable"


class PlanAct(StrEnum):
    COACH = "coach"
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    REJECT = "reject"


PLAN_TRANSITIONS: dict[tuple[PlanStatus, PlanAct], PlanStatus] = {
    (PlanStatus.DRAFT, PlanAct.COACH): PlanStatus.COACHED,
    (PlanStatus.COACHED, PlanAct.COACH): PlanStatus.COACHED,
    (PlanStatus.COACHED, PlanAct.SUBMIT): PlanStatus.SUBMITTED,
    (PlanStatus.SUBMITTED, PlanAct.ACCEPT): PlanStatus.ACCEPTED,
    # A returned plan is not edited: its next version starts as a draft of its own.
    (PlanStatus.SUBMITTED, PlanAct.RETURN): PlanStatus.RETURNED,
    (PlanStatus.SUBMITTED, PlanAct.REJECT): PlanStatus.NOT_VIABLE,
}

EDITABLE_PLANS = frozenset({PlanStatus.DRAFT, PlanStatus.COACHED})

_REFUSALS: dict[StrEnum, str] = {
    CourseAct.START: N_("Only a planned course can start."),
    CourseAct.COMPLETE: N_("Only a running course can be completed."),
    CourseAct.CANCEL: N_("A course that has ended cannot be cancelled."),
    EnrolmentAct.CONFIRM: N_("Only an invited person can be confirmed."),
    EnrolmentAct.ATTEND: N_("This person has left or completed the course already."),
    EnrolmentAct.COMPLETE: N_("Only somebody who attends can complete the course."),
    EnrolmentAct.DROP: N_("This person has left or completed the course already."),
    PlanAct.COACH: N_("A plan is coached before it is submitted."),
    PlanAct.SUBMIT: N_("A plan is submitted after at least one coaching session."),
    PlanAct.ACCEPT: N_("Only a submitted plan can be accepted."),
    PlanAct.RETURN: N_("Only a submitted plan can be returned."),
    PlanAct.REJECT: N_("Only a submitted plan can be found not viable."),
}

Status = TypeVar("Status", bound=StrEnum)
Act = TypeVar("Act", bound=StrEnum)


def next_course_status(status: CourseStatus, act: CourseAct) -> CourseStatus:
    """The course's status after the act.

    :raises Refused: when the act is not possible in this status
    """
    return _next(COURSE_TRANSITIONS, status, act)


def next_enrolment_status(status: EnrolmentStatus, act: EnrolmentAct) -> EnrolmentStatus:
    """The enrolment's status after the act.

    :raises Refused: when the act is not possible in this status
    """
    return _next(ENROLMENT_TRANSITIONS, status, act)


def next_plan_status(status: PlanStatus, act: PlanAct) -> PlanStatus:
    """The plan's status after the act.

    :raises Refused: when the act is not possible in this status
    """
    return _next(PLAN_TRANSITIONS, status, act)


def _next(table: Mapping[tuple[Status, Act], Status], status: Status, act: Act) -> Status:
    if (status, act) not in table:
        raise Refused(_REFUSALS[act], code="lifecycle")
    return table[(status, act)]
