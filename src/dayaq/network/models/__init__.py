"""Rows of the network."""

from dayaq.network.models.campaigns import (
    Campaign,
    Channel,
    Distribution,
    Material,
    MediaItem,
    Reach,
)
from dayaq.network.models.lessons import Lesson
from dayaq.network.models.partners import (
    CapacityEvent,
    Institution,
    Mou,
    ServiceKind,
    ServiceListing,
)
from dayaq.network.models.workshops import ActionItem, Participant, Recommendation, Sex, Workshop

__all__ = [
    "ActionItem",
    "Campaign",
    "CapacityEvent",
    "Channel",
    "Distribution",
    "Institution",
    "Lesson",
    "Material",
    "MediaItem",
    "Mou",
    "Participant",
    "Reach",
    "Recommendation",
    "ServiceKind",
    "ServiceListing",
    "Sex",
    "Workshop",
]
