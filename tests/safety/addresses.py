"""The URL conf of the house, walked: every address with its name, its guard and its ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import User
from dayaq.kernel.models import Installation
from tests import build

UNGUARDED = object()
WORDS: dict[str, str] = {
    "username": "aytan", "key": "pilot", "figure": "outstanding", "output": "json",
    "uidb36": "1", "submission_id": str(uuid4()), "transfer_id": "1", "kind": "blank",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One entry of the URL conf; `capability` is what `needs` was given, or UNGUARDED."""

    name: str
    route: str
    capability: Any
    parts: tuple[str, ...]

    @property
    def is_guarded(self) -> bool:
        return self.capability is not UNGUARDED

    def to(self, ids: dict[str, str] | None = None) -> str:
        """The address with these ids, and with ids of nobody where none is given."""
        given = ids or {}
        values = {part: given.get(part) or WORDS.get(part) or str(uuid4()) for part in self.parts}
        return reverse(self.name, kwargs=values)


def addresses() -> list[Address]:
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield Address(
                f"{namespace}{entry.name}",
                str(entry.pattern),
                getattr(entry.callback, "capability", UNGUARDED),
                tuple(re.findall(r"<(?:\w+:)?(\w+)>", str(entry.pattern))),
            )
        else:
            deeper = f"{entry.namespace}:" if entry.namespace else ""
            yield from _walk(entry, namespace + deeper)


def browser(who: Actor) -> Client:
    """A browser in which `who` is signed in."""
    client = Client()
    client.force_login(
        User.objects.get(pk=who.user_id),
        backend="dayaq.site.accounts.Backend",
    )
    return client


def in_march_2011() -> None:
    """The installation stands on the programme date of the tests, set up and with books."""
    build.programme()
    Installation.objects.get_or_create(
        defaults={"mode": "demonstration", "demonstration_on": build.TODAY, "set_up": True}
    )
