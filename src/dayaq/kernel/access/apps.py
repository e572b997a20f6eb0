"""Access as a Django app: it holds the user model from its first migration."""

from dayaq.kernel.rooms import RoomConfig


class AccessConfig(RoomConfig):
    name = "dayaq.kernel.access"
    label = "access"
    default = True
    declares = ("rules", "events", "web.panels")
