"""Registers the room with Django and loads what it declares at start-up."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "dayaq.programme"
    label = "programme"

    def ready(self) -> None:
        for module in ("access", "events", "constraints", "web.panels"):
            if find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
