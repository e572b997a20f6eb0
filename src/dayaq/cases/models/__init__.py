"""Rows of cases. Whoever may see a person within the reach of a capability sees the case."""

from dayaq.cases.models.case import Case, Need, Plan, PlanActivity
from dayaq.cases.models.complaint import Complaint
from dayaq.cases.models.referral import Referral, ReferralStep
from dayaq.cases.models.service import Assistance, JobPlacement, Session

__all__ = [
    "Assistance",
    "Case",
    "Complaint",
    "JobPlacement",
    "Need",
    "Plan",
    "PlanActivity",
    "Referral",
    "ReferralStep",
    "Session",
]
