"""People as a Django app."""

from dayaq.kernel.rooms import RoomConfig


class PeopleConfig(RoomConfig):
    default = True
    name = "dayaq.people"
    label = "people"
