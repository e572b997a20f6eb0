"""The results framework: what the programme promised to change, and how far it should get."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.languages import in_language
from dayaq.kernel.models import Row

from .agreements import Phase
from .querysets import PhaseChildQuerySet


class ResultNode(Row):
    """One box of the logframe of a phase."""

    class Level(models.TextChoices):
        IMPACT = "impact", _("Impact")
        OUTCOME = "outcome", _("Outcome")
        OUTPUT = "output", _("Output")

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="result_nodes")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    level = models.CharField(max_length=10, choices=Level.choices)
    code = models.CharField(max_length=12)
    statement = models.CharField(max_length=400)
    statement_az = models.CharField(max_length=400, blank=True, default="")
    means_of_verification = models.CharField(max_length=300, blank=True, default="")
    assumption = models.CharField(max_length=400, blank=True, default="")

    objects: ClassVar[PhaseChildQuerySet["ResultNode"]] = PhaseChildQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "code"], name="result_code_is_unique_in_phase"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {in_language(self.statement, self.statement_az)}"


class IndicatorTarget(Row):
    """What an indicator should reach in a phase.

    Values are whole numbers in the indicator's own unit: people, minor units of money, or
    basis points for a ratio. A range keeps both bounds ("60-80 micro-credits").
    """

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="targets")
    node = models.ForeignKey(ResultNode, models.PROTECT, related_name="targets")
    indicator = models.CharField(max_length=60)
    baseline = models.BigIntegerField(null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target_low = models.BigIntegerField()
    target_high = models.BigIntegerField()
    lower_is_better = models.BooleanField(default=False)

    objects: ClassVar[PhaseChildQuerySet["IndicatorTarget"]] = PhaseChildQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "indicator"], name="indicator_has_one_target_in_a_phase"
            ),
            models.CheckConstraint(
                condition=Q(target_high__gte=F("target_low")), name="target_range_is_in_order"
            ),
        ]
