"""Access as a Django app: it holds the user model from its first migration."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "dayaq.kernel.access"
    label = "access"

    def ready(self) -> None:
        from dayaq.kernel.access import events, rules

        assert events  # noqa: S101 - declared by being imported
        assert rules  # noqa: S101
