"""Money promised and received: grants, sub-grants, transfers and the rates they came at."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dayaq.kernel.exchange import rate_text
from dayaq.kernel.models import Row

from .agreements import Agreement, Phase
from .querysets import PhaseChildQuerySet, ProgrammeQuerySet


class Grant(Row):
    """What one donor gives to one phase.

    `share_bps` is the donor's share of the phase's total cost in hundredths of a percent
    (70.5 % = 7050). Exactly one grant of a phase may take the remainder of a cent.
    `starts_on` and `ends_on` are the grant's own period, which is not the phase's.
    """

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="grants")
    donor = models.ForeignKey("access.Organisation", models.PROTECT, related_name="grants")
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="grants"
    )
    through = models.ForeignKey(
        "access.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    contract_number = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    share_bps = models.PositiveIntegerField()
    takes_remainder = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    note = models.TextField(blank=True, default="")

    objects: ClassVar[PhaseChildQuerySet["Grant"]] = PhaseChildQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "contract_number"], name="grant_contract_is_unique_in_phase"
            ),
            models.UniqueConstraint(
                fields=["phase"],
                condition=Q(takes_remainder=True),
                name="one_grant_of_a_phase_takes_the_remainder",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="grant_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(share_bps__gt=0, share_bps__lte=10_000),
                name="grant_share_is_between_nothing_and_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="grant_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.contract_number


class SubGrant(Row):
    """Part of a grant passed on to an implementing organisation, with its registration."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="sub_grants")
    recipient = models.ForeignKey("access.Organisation", models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    registered_number = models.CharField(max_length=60, blank=True, default="")
    registered_on = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "number"], name="sub_grant_number_is_unique_in_grant"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="sub_grant_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="sub_grant_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class GrantTransfer(Row):
    """An instalment of a grant that arrived: the donor's currency, and what the bank credited."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="transfers")
    key = models.CharField(max_length=120, unique=True)
    reference = models.CharField(max_length=60)
    received_on = models.DateField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    credited_currency = models.CharField(max_length=3)
    credited_minor = models.BigIntegerField()
    rate = models.DecimalField(max_digits=18, decimal_places=8, null=True, blank=True)
    rate_base = models.CharField(max_length=3, blank=True, default="")
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=60, blank=True, default="")
    window_code = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "reference"], name="transfer_reference_is_unique_in_grant"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, credited_minor__gt=0),
                name="transfer_amounts_are_positive",
            ),
            models.CheckConstraint(
                condition=Q(currency=F("credited_currency"))
                | (
                    Q(rate__gt=0) & ~Q(rate_base="") & ~Q(rate_source="") & Q(rate_on__isnull=False)
                ),
                name="exchanged_transfer_names_its_rate",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ExchangeRate(Row):
    """1 `base` = `rate` `quote` on a day, and who said so (1 USD = 0.8033 AZN, central bank)."""

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="exchange_rates")
    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    on = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=60)

    objects: ClassVar[ProgrammeQuerySet["ExchangeRate"]] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "base", "quote", "on", "source"],
                name="exchange_rate_is_given_once_a_day_by_a_source",
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_is_positive"),
            models.CheckConstraint(
                condition=~Q(base=F("quote")), name="exchange_rate_joins_two_currencies"
            ),
        ]

    def __str__(self) -> str:
        return f"1 {self.base} = {rate_text(self.rate)} {self.quote}"
