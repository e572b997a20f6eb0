"""Awareness campaigns: materials, where they went, and how many people they may have reached."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row


class Channel(models.TextChoices):
    TELEVISION = "television", _("Television")
    RADIO = "radio", _("Radio")
    PRINT = "print", _("Newspaper or magazine")
    WEB = "web", _("Web")
    POSTER = "poster", _("Posters and leaflets")
    MEETING = "meeting", _("Meeting or event")
    SCHOOL = "school", _("School")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, actor: Actor) -> Self:
        scope = actor.scope("network.view_events")
        return self.filter(programme_id=actor.programme_id).filter(
            scope.q(district=None, organisation=None, officer=None)
        )


class Campaign(Row):
    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    theme = models.CharField(max_length=200)
    audience = models.CharField(max_length=300)
    countries = ArrayField(models.CharField(max_length=2))
    starts_on = models.DateField()
    ends_on = models.DateField()
    tested_with_survivors_on = models.DateField(null=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["programme", "theme", "starts_on"], name="campaign_is_recorded_once"
            ),
        ]

    def __str__(self) -> str:
        return self.theme


class Material(Row):
    class Format(models.TextChoices):
        POSTER = "poster", _("Poster")
        LEAFLET = "leaflet", _("Leaflet")
        BOOKLET = "booklet", _("Booklet")
        RADIO_SPOT = "radio_spot", _("Radio spot")
        TELEVISION_SPOT = "television_spot", _("Television spot")
        FILM = "film", _("Film")
        WEB_PAGE = "web_page", _("Web page")
        OTHER = "other", _("Other")

    class Accessible(models.TextChoices):
        NONE = "none", _("None")
        LARGE_PRINT = "large_print", _("Large print")
        EASY_TO_READ = "easy_to_read", _("Easy to read")
        AUDIO = "audio", _("Audio")
        SUBTITLES = "subtitles", _("Subtitles")
        SIGN_LANGUAGE = "sign_language", _("Sign language")
        BRAILLE = "braille", _("Braille")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    format = models.CharField(max_length=20, choices=Format)
    accessible_format = models.CharField(max_length=20, choices=Accessible, default=Accessible.NONE)
    printed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "title", "language", "format", "accessible_format"],
                name="material_is_listed_once_in_a_campaign",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Distribution(Row):
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="distributions")
    district = models.ForeignKey("access.Place", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="distribution_hands_out_at_least_one"
            ),
        ]


class Reach(Row):
    """An estimate of people reached, with its method: estimates of channels are never summed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reach")
    channel = models.CharField(max_length=20, choices=Channel)
    estimate = models.PositiveIntegerField()
    method = models.CharField(max_length=400)
    double_count_note = models.CharField(max_length=400)
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(method=""), name="reach_says_how_it_was_estimated"),
        ]


class MediaItem(Row):
    class Tone(models.TextChoices):
        FAVOURABLE = "favourable", _("Favourable")
        NEUTRAL = "neutral", _("Neutral")
        CRITICAL = "critical", _("Critical")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="media")
    outlet = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    on = models.DateField()
    link = models.CharField(max_length=500, default="")
    tone = models.CharField(max_length=20, choices=Tone, default=Tone.NEUTRAL)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "outlet", "title", "on"], name="media_item_is_listed_once"
            ),
        ]


constraint("campaign_ends_after_it_starts", _("The last day must not be before the first day."))
constraint("campaign_is_recorded_once", _("This campaign is recorded already."))
constraint(
    "material_is_listed_once_in_a_campaign",
    _("This material is listed already in the same language and format."),
)
constraint("media_item_is_listed_once", _("This media report is listed already."))
