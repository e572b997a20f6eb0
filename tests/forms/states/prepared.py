"""What is prepared: the pages that are in their state now, and what is typed there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from dayaq.kernel.models import Installation
from dayaq.site.demo.stage import Stage
from tests.forms.reading import shape

DAY = dt.timedelta(days=1)


@dataclass
class Prepared:
    """The stage of the demonstration on its last day, and what was made ready on it."""

    stage: Stage = field(default_factory=Stage.open)
    pages: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    before: dict[str, Callable[[], Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        on = Installation.objects.get().demonstration_on
        assert on is not None
        self.today = self.stage.on = on

    def form(self, who: str, name: str, /, *args: Any, **answers: Any) -> None:
        """`who` opens the form of this address, and types `answers` where others would guess."""
        url = reverse(name, args=args)
        self.pages.append((who, url))
        self.type(name, *args, **answers)

    def type(self, name: str, /, *args: Any, **answers: Any) -> None:
        """What is typed into the forms that are sent to this address."""
        self.answers[shape(reverse(name, args=args))] = answers

    def first(self, name: str, *args: Any, do: Callable[[], Any]) -> None:
        """`do` happens only while the form of this address is looked at."""
        self.before[shape(reverse(name, args=args))] = do

    @contextmanager
    def days_ago(self, days: int) -> Iterator[None]:
        """What is done inside happens so many days before."""
        before = self.stage.on
        self.stage.on = self.today - days * DAY
        try:
            yield
        finally:
            self.stage.on = before

    def as_(self, who: str) -> dict[str, Any]:
        """`by`, `on` and `at` for a service."""
        return self.stage.as_(who)

    def user(self, who: str) -> UUID:
        return self.stage.keys[f"user:{who}"]
