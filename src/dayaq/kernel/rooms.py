"""What every room has in common as a Django app."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import ClassVar

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """A room declares by being imported: who may, what may be logged, where it shows.

    A subclass says `default = True`, or Django would see two candidates in its module.
    """

    declares: ClassVar[tuple[str, ...]] = ("access", "events", "web.panels")

    def ready(self) -> None:
        for part in self.declares:
            name = f"{self.name}.{part}"
            if find_spec(name.rpartition(".")[0]) and find_spec(name):
                import_module(name)
