"""Credit as a Django app."""

from dayaq.kernel.rooms import RoomConfig


class CreditConfig(RoomConfig):
    default = True
    name = "dayaq.credit"
    label = "credit"
