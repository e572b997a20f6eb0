"""Training as a Django app."""

from dayaq.kernel.rooms import RoomConfig


class TrainingConfig(RoomConfig):
    default = True
    name = "dayaq.training"
    label = "training"
