"""The frame of a page: its head, header, menu and footer.

Drawing it takes longer than many a page's own content, and it is the same on every page of one
reader at one place of the navigation. So it is drawn once for these and kept by the process;
what differs from one request to the next is filled in. Nothing about a person is ever kept.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.web.panels import Text, navigation

UNHEADED_MAX = 8
"""A navigation of so few entries needs no headings."""

KEPT_MAX = 128
FILLED_IN = {name: mark_safe(f"\0{name}\0") for name in ("token", "path", "text")}  # noqa: S308 - our own marks
"""What stands in the kept frame for the anti-forgery token, the page's own address and what was
searched for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything by which the frames of two pages differ, but for what is filled in."""

    language: str
    actor: Actor | None
    has_password: bool
    programme: str
    demonstration: bool
    today: dt.date | None
    here: str


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation that the reader may open, with its address."""

    label: Text
    url: str
    section: str
    group: Text

    def fit(self, path: str) -> int:
        """How well `path` lies within this place; 0 is not at all."""
        if path == self.url:
            return len(path) + 1
        return max(
            (
                len(start)
                for start in (self.url, self.section)
                if len(start) > 1 and path.startswith(start)
            ),
            default=0,
        )


def start(request: HttpRequest | None, text: str) -> SafeString:
    """Everything from the style sheet to the menu; `text` is what was searched for."""
    user = getattr(request, "user", None)
    actor = getattr(request, "actor", None)
    installation = getattr(request, "installation", None)
    clock = getattr(request, "clock", None)
    signed_in = bool(user is not None and user.is_authenticated)
    shown = Shown(
        language=get_language() or "",
        actor=actor if signed_in else None,
        has_password=bool(signed_in and user and user.has_usable_password()),
        programme=str(getattr(request, "programme", None) or ""),
        demonstration=bool(installation and installation.is_demonstration),
        today=clock.today if clock else None,
        here=_here(actor, request.path) if signed_in and actor and request else "",
    )
    values = {
        "token": token_of(request) if request else "",
        "path": escape(request.get_full_path() if request else "/"),
        "text": escape(str(text or "")),
    }
    pieces = list(_start(shown))
    pieces[1::2] = [values[name] for name in pieces[1::2]]
    return mark_safe("".join(pieces))  # noqa: S308 - escaped above and by the template


@lru_cache(maxsize=KEPT_MAX)
def _start(shown: Shown) -> tuple[str, ...]:
    """The frame in pieces; every second one is the name of what is filled in."""
    context = {
        "shown": shown,
        "roles": [role.label for role in sorted(shown.actor.roles)] if shown.actor else [],
        "navigation": _menu(shown.actor, shown.here) if shown.actor else [],
        **FILLED_IN,
    }
    return tuple(re.split("\0(.*?)\0", render_to_string("web/_frame.html", context)))


def end() -> SafeString:
    """The footer."""
    return _end(get_language() or "")


@lru_cache
def _end(_language: str) -> SafeString:
    return render_to_string("web/_footer.html")


def token_of(request: HttpRequest) -> str:
    """The anti-forgery token, masked once for the whole page."""
    kept: str | None = request.META.get("dayaq.token")
    if kept is None:
        kept = request.META["dayaq.token"] = get_token(request)
    return kept


@lru_cache(maxsize=KEPT_MAX)
def _places(actor: Actor) -> tuple[Place, ...]:
    found = []
    for item in navigation(actor):
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:  # a room that is not installed has no page to lead to
            continue
        section = f"/{item.section.strip('/')}/" if item.section else ""
        found.append(Place(item.label, url, section, item.group))
    return tuple(found)


def _here(actor: Actor, path: str) -> str:
    """The address of the entry that fits the path best; the first of several."""
    best = max(_places(actor), key=lambda place: place.fit(path), default=None)
    return best.url if best and best.fit(path) else ""


def _menu(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The entries of the navigation with their headings."""
    places = _places(actor)
    headed = len(places) > UNHEADED_MAX
    before = ["", *(place.group for place in places)]
    marked = next((place for place in places if here and place.url == here), None)
    return [
        {
            "label": place.label,
            "url": place.url,
            "here": place is marked,
            "heading": place.group if headed and place.group != last else "",
        }
        for place, last in zip(places, before, strict=False)
    ]
