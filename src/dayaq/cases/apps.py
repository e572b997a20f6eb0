"""Cases as a Django app."""

from dayaq.kernel.rooms import RoomConfig


class CasesConfig(RoomConfig):
    default = True
    name = "dayaq.cases"
    label = "cases"
