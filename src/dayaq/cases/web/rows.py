"""How statuses look."""

from __future__ import annotations

from dayaq.kernel.web.parts import State

CASE_STATES: dict[str, State] = {"closed": "neutral", "in_service": "good", "follow_up": "good"}
NEED_STATES: dict[str, State] = {
    "met": "good",
    "partly_met": "warn",
    "unmet": "bad",
    "no_longer_relevant": "neutral",
}
REFERRAL_STATES: dict[str, State] = {
    "sent": "info",
    "accepted": "info",
    "served": "good",
    "completed": "good",
    "declined": "bad",
    "expired": "warn",
}
COMPLAINT_STATES: dict[str, State] = {
    "submitted": "warn",
    "under_review": "info",
    "escalated": "bad",
    "resolved": "good",
}
