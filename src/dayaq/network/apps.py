"""The network as a Django app."""

from dayaq.kernel.rooms import RoomConfig


class NetworkConfig(RoomConfig):
    default = True
    name = "dayaq.network"
    label = "network"
