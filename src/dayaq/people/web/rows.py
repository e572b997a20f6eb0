"""How statuses look."""

from __future__ import annotations

from dayaq.kernel.web.parts import State

STATUS_STATES: dict[str, State] = {
    "draft": "warn",
    "submitted": "info",
    "verified": "good",
    "not_eligible": "bad",
    "duplicate": "neutral",
    "waiting": "neutral",
}
