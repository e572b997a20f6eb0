"""The stage of the demonstration: who acts, what day it is, which rows the earlier acts made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor, actor_for
from dayaq.kernel.access.models import Programme, User
from dayaq.kernel.clock import Clock
from dayaq.kernel.models import DemonstrationKey

BEGIN = dt.date(2007, 11, 1)
"""The first day of the pilot."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens on a day: `do` calls services as the page would."""

    on: dt.date
    order: int
    key: str
    do: Callable[[Stage], Any]


@dataclass(slots=True)
class Stage:
    """What an act needs: `on` and `at` of its day, actors by name, rows by key."""

    on: dt.date = BEGIN
    keys: dict[str, UUID] = field(default_factory=dict)
    new: dict[str, UUID] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)
    _rows: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls) -> Stage:
        """The stage as the earlier acts left it."""
        return cls(keys=dict(DemonstrationKey.objects.values_list("key", "row_id")))

    @property
    def at(self) -> dt.datetime:
        return Clock.on(self.on, dt.time(16)).now

    @property
    def when(self) -> dict[str, Any]:
        """`on` and `at` for a service."""
        return {"on": self.on, "at": self.at}

    def actor(self, username: str) -> Actor:
        """A member of the cast, with the roles held all along."""
        if username not in self._actors:
            user = User.objects.select_related("organisation").get(username=username)
            self._actors[username] = actor_for(user, self.programme.pk, self.on)
        return self._actors[username]

    def as_(self, username: str) -> dict[str, Any]:
        """`by`, `on` and `at` for a service."""
        return {"by": self.actor(username), **self.when}

    @property
    def programme(self) -> Programme:
        if "programme" not in self._rows:
            self._rows["programme"] = Programme.objects.get(code="seirp")
        return self._rows["programme"]  # type: ignore[no-any-return]

    def keep(self, key: str, row: Model) -> Any:
        """Remember a row under `key`."""
        self.keys[key] = self.new[key] = row.pk
        return row

    def has(self, key: str) -> bool:
        return key in self.keys

    def row(self, model: type[Model], key: str) -> Any:
        """The row an earlier act made."""
        return rows.get(model, self.keys[key]) or model._default_manager.get(pk=self.keys[key])

    def fixed(self, model: type[Model], key: str) -> Any:
        """As `row`, of one that never changes: a place, somebody of the cast, a curriculum."""
        return self.cached(f"{model.__name__} {key}", lambda: self.row(model, key))

    def cached(self, key: str, find: Callable[[], Any]) -> Any:
        """A row that does not change, looked up once."""
        if key not in self._rows:
            self._rows[key] = find()
        return self._rows[key]

    def save_keys(self) -> None:
        """Write down what is new, in the transaction of the acts that made it."""
        rows.insert_all(
            DemonstrationKey(key=key, row_id=row_id) for key, row_id in self.new.items()
        )
        self.new.clear()
