"""The cash box and the bags: limits, hand-overs signed by both sides, counts, differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.models import Row

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class Signed(models.TextChoices):
    ACCOUNT = "account", _("Under the own account")
    HAND = "hand", _("By hand on paper")
    THUMB = "thumb", _("Thumb print on paper")
    MARK = "mark", _("Mark on paper")


class CashLimit(Row):
    """How much cash an officer may carry, and for how long. The last one set counts.

    It warns and shows: cash that was taken is never refused.
    """

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    officer = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    limit_minor = models.BigIntegerField()
    days = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    set_on = models.DateField()
    recorded_at = models.DateTimeField()

    objects: models.Manager[CashLimit] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(limit_minor__gte=0, days__gte=1), name="a_cash_limit_is_a_limit"
            ),
            models.CheckConstraint(
                condition=~Q(set_by=F("officer")), name="nobody_sets_the_own_cash_limit"
            ),
        ]


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def visible_to(self, actor: Actor) -> HandOverQuerySet:
        """Those of the programme for who keeps cash; an officer's own for the officer."""
        mine = self.filter(programme_id=actor.programme_id)
        return mine if actor.can("cash.view") else mine.filter(officer_id=actor.user_id)


class HandOver(Row):
    """Cash from an officer's hands into the office box: one gives and signs, the other counts,
    receives and signs. Only the second signature moves money."""

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    officer = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    declared_minor = models.BigIntegerField()
    declared_on = models.DateField()
    declared_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    officer_signed = models.CharField(max_length=10, choices=Signed)
    paper_number = models.CharField(max_length=40, default="")
    received_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    received_on = models.DateField(null=True)
    received_minor = models.BigIntegerField(null=True)
    receiver_signed = models.CharField(max_length=10, choices=Signed, default="")
    recorded_at = models.DateTimeField()

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(declared_minor__gt=0), name="a_hand_over_is_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(received_by__isnull=True, received_on=None, received_minor=None)
                | Q(received_by__isnull=False, received_on__isnull=False, received_minor__gt=0),
                name="a_hand_over_is_received_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(received_by__isnull=True) | ~Q(received_by=F("officer")),
                name="nobody_receives_the_own_cash",
            ),
            models.CheckConstraint(
                condition=Q(officer_signed="account", declared_by=F("officer"))
                | (~Q(officer_signed="account") & ~Q(paper_number="")),
                name="who_gives_cash_signs_for_it",
            ),
        ]
        indexes = [models.Index(fields=["programme", "officer"], name="hand_overs_by_officer")]

    @property
    def difference_minor(self) -> int:
        """Counted less declared; nothing before it is counted."""
        return (self.received_minor or self.declared_minor) - self.declared_minor


class CashCount(Row):
    """Notes and coins as counted, before the expected sum was shown. Append-only.

    Without an officer it is the office box.
    """

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    officer = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    counted_on = models.DateField()
    counted_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    pieces = models.JSONField()
    counted_minor = models.BigIntegerField()
    expected_minor = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    objects: models.Manager[CashCount] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(counted_minor__gte=0), name="a_count_is_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(officer__isnull=True) | ~Q(officer=F("counted_by")),
                name="nobody_counts_the_own_bag",
            ),
            models.UniqueConstraint(fields=["id", "counted_by"], name="a_count_with_its_counter"),
        ]
        indexes = [models.Index(fields=["programme", "counted_on"], name="counts_by_day")]

    @property
    def difference_minor(self) -> int:
        """Counted less expected: above zero there is too much."""
        return self.counted_minor - self.expected_minor


class Outcome(models.TextChoices):
    LOSS = "loss", _("A loss of the programme")
    OWED = "owed", _("Owed by the person who kept the cash")
    GAIN = "gain", _("Income of the programme")


class CashDifference(Row):
    """What became of a count's difference: a supervisor's decision, with a reason. Append-only."""

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    count = models.OneToOneField(CashCount, models.PROTECT, related_name="settled")
    counted_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=300)
    settled_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    settled_on = models.DateField()

    objects: models.Manager[CashDifference] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(settled_by=F("counted_by")),
                name="who_counted_does_not_settle_the_difference",
            ),
            models.CheckConstraint(
                condition=~Q(amount_minor=0) & ~Q(reason=""),
                name="a_difference_is_settled_with_a_reason",
            ),
        ]
