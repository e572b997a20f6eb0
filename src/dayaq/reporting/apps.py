"""Registers the room with Django and loads what it declares at start-up."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "dayaq.reporting"
    label = "reporting"

    def ready(self) -> None:
        for module in ("access", "events", "guards", "web.panels"):
            if find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
