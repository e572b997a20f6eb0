"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "dayaq.ledger"
    label = "ledger"

    def ready(self) -> None:
        from dayaq.ledger import access, events

        assert access  # noqa: S101 - declared by being imported
        assert events  # noqa: S101
