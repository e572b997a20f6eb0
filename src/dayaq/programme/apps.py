"""The programme as a Django app."""

from dayaq.kernel.rooms import RoomConfig


class ProgrammeConfig(RoomConfig):
    default = True
    name = "dayaq.programme"
    label = "programme"
    declares = ("access", "events", "constraints", "web.panels")
