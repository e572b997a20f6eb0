"""The kernel as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "dayaq.kernel"
    label = "kernel"

    def ready(self) -> None:
        from dayaq.kernel import guards

        post_migrate.connect(guards.install, dispatch_uid="dayaq.guards")
