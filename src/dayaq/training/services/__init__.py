"""What people do in training, one function per act."""

from dayaq.training.domain.hazard import HazardAnswer
from dayaq.training.services.attendance import (
    complete_course,
    correct_attendance,
    issue_certificates,
    record_scores,
    take_attendance,
)
from dayaq.training.services.content import InvestmentEntry, PlanContent
from dayaq.training.services.courses import (
    CourseDetails,
    SessionEntry,
    add_module,
    cancel_course,
    change_course,
    confirm_enrolments,
    drop_enrolment,
    enrol_people,
    plan_course,
    plan_sessions,
    start_course,
    write_curriculum,
)
from dayaq.training.services.hazards import (
    answer_hazard_check,
    read_hazard_list,
    record_hazard_letter,
    request_hazard_check,
)
from dayaq.training.services.plans import (
    accept_plan,
    change_plan,
    coach_plan,
    reject_plan,
    return_plan,
    revise_plan,
    submit_plan,
    write_plan,
)

__all__ = [
    "CourseDetails",
    "HazardAnswer",
    "InvestmentEntry",
    "PlanContent",
    "SessionEntry",
    "accept_plan",
    "add_module",
    "answer_hazard_check",
    "cancel_course",
    "change_course",
    "change_plan",
    "coach_plan",
    "complete_course",
    "confirm_enrolments",
    "correct_attendance",
    "drop_enrolment",
    "enrol_people",
    "issue_certificates",
    "plan_course",
    "plan_sessions",
    "read_hazard_list",
    "record_hazard_letter",
    "record_scores",
    "reject_plan",
    "request_hazard_check",
    "return_plan",
    "revise_plan",
    "start_course",
    "submit_plan",
    "take_attendance",
    "write_curriculum",
    "write_plan",
]
