"""Rows of training."""

from dayaq.training.models.courses import (
    Attendance,
    Certificate,
    Course,
    Curriculum,
    Enrolment,
    Module,
    Session,
)
from dayaq.training.models.plans import (
    BusinessPlan,
    CashFlowMonth,
    CoachingSession,
    HazardCheck,
    Investment,
)

__all__ = [
    "Attendance",
    "BusinessPlan",
    "CashFlowMonth",
    "Certificate",
    "CoachingSession",
    "Course",
    "Curriculum",
    "Enrolment",
    "HazardCheck",
    "Investment",
    "Module",
    "Session",
]
