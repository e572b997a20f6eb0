"""Phases of the programme and the agreements between the organisations that carry it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.languages import in_language
from dayaq.kernel.models import Row

from .querysets import ProgrammeQuerySet


class Phase(Row):
    """A part of the programme with dates of its own; a grant's dates may differ from them.

    `aliases` keeps the other names under which a phase is written about: two sources
    call different years "the third phase".
    """

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="phases")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    name_az = models.CharField(max_length=200, blank=True, default="")
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    report_currency = models.CharField(max_length=3, default="EUR")
    total_cost_minor = models.BigIntegerField(null=True, blank=True)
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[ProgrammeQuerySet["Phase"]] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key"], name="phase_key_is_unique_in_programme"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="phase_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(total_cost_minor__isnull=True) | Q(total_cost_minor__gt=0),
                name="phase_total_cost_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_az)


class Agreement(Row):
    """A signed paper between organisations."""

    class Kind(models.TextChoices):
        FOUR_PARTY = "four_party", _("Four-party agreement")
        GRANT = "grant", _("Grant agreement")
        MOU = "mou", _("Memorandum of understanding")
        SUB_GRANT = "sub_grant", _("Sub-grant agreement")
        HANDOVER = "handover", _("Handover agreement")

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="agreements")
    phase = models.ForeignKey(
        Phase, models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=300)
    parties = models.ManyToManyField("access.Organisation", related_name="+")
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    registered_number = models.CharField(max_length=60, blank=True, default="")
    registered_on = models.DateField(null=True, blank=True)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    share_bps = models.PositiveIntegerField(null=True, blank=True)
    conditions = models.TextField(blank=True, default="")

    objects: ClassVar[ProgrammeQuerySet["Agreement"]] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="agreement_number_is_unique_in_programme"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | (Q(amount_minor__gt=0) & ~Q(currency="")),
                name="agreement_amount_is_positive_and_has_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(share_bps__isnull=True) | Q(share_bps__lte=10_000),
                name="agreement_share_is_at_most_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("signed_on")),
                name="agreement_is_valid_after_it_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Amendment(Row):
    """A signed change of an agreement, as the state register knows it."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="amendments")
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    registered_number = models.CharField(max_length=60, blank=True, default="")
    registered_on = models.DateField(null=True, blank=True)
    what_changed = models.TextField()
    new_valid_until = models.DateField(null=True, blank=True)
    new_amount_minor = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="amendment_number_is_unique_in_agreement"
            ),
            models.CheckConstraint(
                condition=Q(new_amount_minor__isnull=True) | Q(new_amount_minor__gt=0),
                name="amendment_amount_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.number
