"""Reporting as a Django app."""

from dayaq.kernel.rooms import RoomConfig


class ReportingConfig(RoomConfig):
    default = True
    name = "dayaq.reporting"
    label = "reporting"
    declares = ("access", "events", "guards", "web.panels")
