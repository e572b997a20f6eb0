"""What can be done with cases. Each call is one act with one event."""

from dayaq.cases.services.complaining import move_complaint, record_complaint
from dayaq.cases.services.opening import (
    close_case,
    decide_pathway,
    hand_over_case,
    open_case,
    reopen_case,
    start_follow_up,
    start_service,
)
from dayaq.cases.services.planning import (
    ActivityData,
    finish_activity,
    move_need,
    record_need,
    record_plan,
)
from dayaq.cases.services.referring import (
    answer_referral,
    complete_referral,
    draft_referral,
    send_referral,
)
from dayaq.cases.services.serving import (
    SessionData,
    end_job,
    place_in_job,
    record_assistance,
    record_session,
)

__all__ = [
    "ActivityData",
    "SessionData",
    "answer_referral",
    "close_case",
    "complete_referral",
    "decide_pathway",
    "draft_referral",
    "end_job",
    "finish_activity",
    "hand_over_case",
    "move_complaint",
    "move_need",
    "open_case",
    "place_in_job",
    "record_assistance",
    "record_complaint",
    "record_need",
    "record_plan",
    "record_session",
    "reopen_case",
    "send_referral",
    "start_follow_up",
    "start_service",
]
