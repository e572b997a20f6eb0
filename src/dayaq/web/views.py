"""The pages the shell composes: Today, a person, search, the dashboard, and the error pages."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import get_template
from django.urls import Resolver404, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dayaq.kernel import events
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.web import panels
from dayaq.kernel.web.parts import Tile
from dayaq.kernel.web.views import Request, needs, page, sentence
from dayaq.web.forms import AdvanceForm
from dayaq.web.services import choose_language, require_language

SEARCH_LENGTH_MIN = 2
SEARCH_LENGTH_MAX = 100


def today(request: Request) -> HttpResponse:
    """What asks for attention; on an empty installation, the way to the set-up page."""
    if request.installation is None or not request.installation.set_up:
        return page(request, "web/not_set_up.html")
    return _today(request)


@needs(None)
def _today(request: Request) -> HttpResponse:
    groups = panels.task_groups(request.actor, request.clock)
    tiles = [
        Tile(
            group.count,
            group.title,
            group.url,
            "bad" if any(row.overdue for row in group.rows) else "neutral",
        )
        for group in groups
    ]
    return page(request, "web/today.html", {"groups": groups, "tiles": tiles})


@needs(None)
@require_safe
def person(request: Request, person_id: UUID) -> HttpResponse:
    """Everything the reader may know of one person, composed of what the rooms add."""
    draw = panels.hook("person_header")
    header = draw(request.actor, person_id, request.clock) if draw else None
    if header is None:
        raise NotFound(N_("There is no such record among those you may see."))
    steps = panels.person_steps(request.actor, person_id, request.clock)
    context = {
        "header": header,
        "steps": steps,
        "next_step": next((s for s in steps if s.state == "current" and s.url), None),
        "panels": panels.person_panels(request.actor, person_id, request.clock),
        "timeline": events.timeline("person", person_id),
        "person_id": person_id,
    }
    return page(request, "web/person.html", context)


@needs(None)
@require_safe
def search(request: Request) -> HttpResponse:
    """One box for names in any script, codes and telephone numbers."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:SEARCH_LENGTH_MAX]
    groups = panels.hits(request.actor, text) if len(text) >= SEARCH_LENGTH_MIN else {}
    return page(
        request,
        "web/search.html",
        {"search_text": text, "groups": groups, "is_short": len(text) < SEARCH_LENGTH_MIN},
    )


@needs(None)
@require_safe
def dashboard(request: Request) -> HttpResponse:
    """The charts and tables the reader's role may see."""
    drawn = panels.dashboard_panels(request.actor, request.clock)
    return page(request, "web/dashboard.html", {"panels": drawn})


@require_POST
def language(request: Request) -> HttpResponse:
    """Read the pages in another language; a signed-in user keeps it."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_safe_next(request))
    try:
        require_language(chosen)
        if request.user.is_authenticated:
            choose_language(user_id=request.actor.user_id, language=chosen)
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def demonstration(request: Request) -> HttpResponse:
    """What the demonstration assumes, what day it is there, and how to move on."""
    if request.installation is None or not request.installation.is_demonstration:
        raise Http404(_("There is no demonstration here."))
    form = AdvanceForm(request.POST or None, clock=request.clock)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if form.is_valid() and _advance(request, form):
            return redirect("demonstration")
    assumptions = panels.hook("demo_assumptions")
    context = {
        "form": form if request.user.is_authenticated else None,
        "assumptions": assumptions() if assumptions else [],
        "today": request.clock.today,
    }
    return page(request, "web/demonstration.html", context, status=422 if form.is_bound else 200)


def _advance(request: Request, form: AdvanceForm) -> bool:
    advance = panels.hook("demo_advance")
    if advance is None:
        form.add_error(None, _("This installation cannot play the calendar on."))
        return False
    # The calendar commits day by day by itself; playing to the same day again does nothing.
    try:
        told = advance(form.cleaned_data["until"])
    except Refused as refusal:
        form.add_error("until", sentence(refusal))
        return False
    messages.success(request, str(told))
    return True


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent what no page of ours sends."""
    return page(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the sentence of the refusal."""
    return page(request, "403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the sentence if there is one. Out of sight and missing look the same."""
    said = exception.args[0] if exception.args else ""
    reason = "" if isinstance(exception, Resolver404) else str(said)
    return page(request, "404.html", {"reason": reason}, status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """500: a page that needs nothing, because anything may be broken."""
    reference = str(getattr(request, "request_id", ""))
    return HttpResponse(get_template("500.html").render({"reference": reference}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old: nothing was recorded, and how to go on."""
    return page(request, "403_csrf.html", status=403)


def _safe_next(request: Request) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return reverse("today")
