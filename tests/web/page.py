"""Reading a drawn page: what the content security policy would refuse, which ids stand twice."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory

from dayaq.kernel.access.models import User
from dayaq.kernel.clock import Clock
from dayaq.web.styleguide import samples

CLOCK = Clock.on(dt.date(2011, 3, 15))


class Reader(HTMLParser):
    """Collects what a strict policy refuses, ids, labels and references."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.ids: list[str] = []
        self.references: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str]] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._script = tag == "script"
        for name in given:
            if name == "style" or name.startswith("on"):
                self.refused.append(f"<{tag} {name}>")
        if tag == "style" or (tag == "script" and "src" not in given):
            self.refused.append(f"<{tag}>")
        if given.get("href", "").startswith(("javascript:", "http")):
            self.refused.append(given["href"])
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("aria-describedby", "aria-labelledby"):
            self.references += given.get(name, "").split()
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        if tag in {"input", "select", "textarea"} and given.get("type") != "hidden":
            self.inputs.append(given)

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.refused.append(f"<script>{data[:20]}")
        self._script = False


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


class Everything:
    """An actor who may do everything, for drawing pages without a database."""

    name = "Aytən Quliyeva"
    roles: frozenset[str] = frozenset()

    def can(self, capability: str) -> bool:
        return bool(capability)


def request(path: str = "/styleguide/", **more: Any) -> HttpRequest:
    """A request as the middleware leaves it."""
    asked = RequestFactory().get(path)
    asked.user = User(full_name=Everything.name)
    values = {
        "actor": Everything(),
        "clock": CLOCK,
        "installation": SimpleNamespace(is_demonstration=True, set_up=True),
        "programme": "Reinteqrasiya proqramı",
        "_messages": [],
        **more,
    }
    for name, value in values.items():
        setattr(asked, name, value)
    return asked


def styleguide() -> str:
    from dayaq.kernel.web.views import page

    return page(request(), "web/styleguide.html", samples(CLOCK)).content.decode()
