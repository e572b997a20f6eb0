"""Who acts, in which programme, on what day: put on every request, in three statements."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import cast
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from dayaq.kernel.access.actor import Actor, actor_for
from dayaq.kernel.access.models import Programme
from dayaq.kernel.clock import programme_clock
from dayaq.kernel.models import Installation
from dayaq.kernel.prepared import prepared
from dayaq.kernel.web.once import reading_a_page
from dayaq.kernel.web.views import Request

GetResponse = Callable[[HttpRequest], HttpResponse]
NOBODY = Actor(user_id=UUID(int=0), name="", programme_id=UUID(int=0))
BY_A_PROXY = (
    "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_TRUE_CLIENT_IP",
    "HTTP_CF_CONNECTING_IP", "HTTP_CLIENT_IP", "HTTP_X_ORIGINAL_HOST", "HTTP_X_SCHEME",
)  # fmt: skip
"""Headers that only a proxy puts on a request; besides every one that begins X-Forwarded-."""


class SettingMiddleware:
    """Puts `installation`, `programme`, `clock` and `actor` on the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast(Request, request)
        asked.request_id = uuid4()  # type: ignore[attr-defined] # shown on the fault page
        if request.path.startswith((settings.STATIC_URL, "/healthz")):
            return self.get_response(request)
        installation = next(iter(_installations()), None)
        asked.installation = installation
        if installation and installation.is_demonstration and _comes_from_outside(request):
            return HttpResponseForbidden(
                gettext("The demonstration answers on this machine only."),
                content_type="text/plain; charset=utf-8",
            )
        asked.clock = programme_clock(installation.demonstration_on if installation else None)
        asked.programme, asked.actor = _who(request, asked)
        keeping = reading_a_page() if request.method == "GET" else nullcontext()
        with translation.override(_language(request)), keeping:
            request.LANGUAGE_CODE = translation.get_language() or "az"
            if _has_a_lent_password(request):
                return HttpResponseRedirect(reverse("account_change_password"))
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        response.headers.setdefault("Vary", "Accept-Language, Cookie")
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


@prepared
def _installations() -> QuerySet[Installation]:
    return Installation.objects.all()


@prepared
def _programmes_of(user_id: UUID) -> QuerySet[Programme]:
    """Those in which the user holds or held a role, the latest first."""
    held = Programme.objects.filter(assignment__user_id=user_id)
    return held.distinct().order_by("-starts_on")[:20]


def _who(request: HttpRequest, asked: Request) -> tuple[Programme | None, Actor]:
    if not request.user.is_authenticated:
        return None, NOBODY
    user = request.user
    chosen = request.session.get("programme")
    programmes = _programmes_of(user.pk)
    programme = next((p for p in programmes if str(p.pk) == chosen), None) or next(
        iter(programmes), None
    )
    if programme is None:
        actor = Actor(
            user_id=user.pk,
            name=user.full_name,
            programme_id=UUID(int=0),
            organisation_id=user.organisation_id,
            language=user.language,
        )
        return None, actor
    # Assignments begin and end on real days, except in the demonstration's own calendar.
    on = asked.clock.today
    return programme, actor_for(user, programme.pk, on)


def _language(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return request.user.language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    known = {code for code, _name in settings.LANGUAGES}
    return chosen if chosen in known else settings.LANGUAGE_CODE


def _has_a_lent_password(request: HttpRequest) -> bool:
    """Whether the person still uses the password the administrator gave, on a page of work."""
    return (
        request.user.is_authenticated
        and request.user.must_change_password
        and not request.path.startswith(("/account/", "/language/"))
    )


def _comes_from_outside(request: HttpRequest) -> bool:
    meta = request.META
    forwarded = any(header in meta for header in BY_A_PROXY) or any(
        header.startswith("HTTP_X_FORWARDED") for header in meta
    )
    return forwarded or not meta.get("REMOTE_ADDR", "127.0.0.1").startswith(("127.", "::1"))
