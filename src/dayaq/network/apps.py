"""The network as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "dayaq.network"
    label = "network"

    def ready(self) -> None:
        for part in ("access", "events", "web.panels"):
            import_module(f"{self.name}.{part}")
