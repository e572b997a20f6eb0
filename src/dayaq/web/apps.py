"""The web room in the house."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dayaq.web"
    label = "web"

    def ready(self) -> None:
        from dayaq.web import panels  # noqa: F401 - registers Today and the dashboard
