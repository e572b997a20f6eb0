"""The ledger as a Django app."""

from dayaq.kernel.rooms import RoomConfig


class LedgerConfig(RoomConfig):
    name = "dayaq.ledger"
    label = "ledger"
    default = True
