"""Cash and bank as a Django app."""

from dayaq.kernel.rooms import RoomConfig


class CashConfig(RoomConfig):
    name = "dayaq.cash"
    label = "cash"
    default = True
