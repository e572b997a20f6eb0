"""Is the house in order? For a watchdog, without a word about anybody."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from dayaq.kernel import seal


def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the number of events that wait to be sealed, or 503 without a database."""
    try:
        waiting = seal.EVENTS.lag()
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse({"database": "reachable", "events_waiting_for_the_sealer": waiting})
