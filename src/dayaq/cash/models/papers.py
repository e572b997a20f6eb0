"""Official blanks of the cash desk: books of cash orders, the orders, second signatures."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.models import Row


class OrderKind(models.TextChoices):
    IN = "in", _("Cash order in")
    OUT = "out", _("Cash order out")


class OrderBook(Row):
    """A book of numbered cash order blanks. A trigger keeps books from overlapping."""

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=3, choices=OrderKind)
    series = models.CharField(max_length=10)
    first_number = models.BigIntegerField()
    last_number = models.BigIntegerField()
    issued_to = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    issued_on = models.DateField()
    issued_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")

    objects: models.Manager[OrderBook] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_number__gt=0, last_number__gte=F("first_number")),
                name="cash_order_numbers_are_in_order",
            )
        ]


class CashOrder(Row):
    """A cash order for one movement of the office cash. Append-only."""

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    book = models.ForeignKey(OrderBook, models.PROTECT, related_name="orders")
    kind = models.CharField(max_length=3, choices=OrderKind)
    series = models.CharField(max_length=10)
    number = models.BigIntegerField()
    transfer = models.OneToOneField("ledger.Transfer", models.PROTECT, related_name="+")
    on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    party = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    written_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: models.Manager[CashOrder] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "series", "number"],
                name="a_cash_order_number_is_used_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="a_cash_order_is_above_zero"
            ),
        ]

    @property
    def label(self) -> str:
        """The number as it stands on the blank."""
        return f"{self.series} {self.number:06d}".strip()


class SpoiledOrder(Row):
    """A cash order blank that will never be an order, and why. Append-only."""

    book = models.ForeignKey(OrderBook, models.PROTECT, related_name="spoiled")
    number = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    spoiled_on = models.DateField()
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")

    objects: models.Manager[SpoiledOrder] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"], name="a_cash_order_blank_is_spoiled_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_spoiled_order_has_a_reason"),
        ]


class BookReturn(Row):
    """A book that came back to the office, its unused blanks with it. Append-only."""

    receipt_book = models.OneToOneField(
        "credit.ReceiptBook", models.PROTECT, null=True, related_name="+"
    )
    order_book = models.OneToOneField(OrderBook, models.PROTECT, null=True, related_name="returned")
    first_unused = models.BigIntegerField(null=True)
    returned_on = models.DateField()
    taken_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")

    objects: models.Manager[BookReturn] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(receipt_book__isnull=True, order_book__isnull=False)
                | Q(receipt_book__isnull=False, order_book__isnull=True),
                name="one_book_is_returned_at_a_time",
            )
        ]


class SecondKind(models.TextChoices):
    SPOILED_RECEIPT = "blank", _("Spoilt receipt blank")
    SPOILED_ORDER = "order", _("Spoilt cash order blank")
    REVERSAL = "reversal", _("Reversed receipt")
    ALONE = "alone", _("Cash received without the officer")


class SecondSignature(Row):
    """A second person has looked at a void and signs it. Append-only."""

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=SecondKind)
    subject_id = models.UUIDField()
    first_person = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    signed_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    signed_on = models.DateField()
    note = models.CharField(max_length=300, default="")
    recorded_at = models.DateTimeField()

    objects: models.Manager[SecondSignature] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(signed_by=F("first_person")),
                name="the_second_signature_is_another_person",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_id"], name="a_void_is_signed_a_second_time_once"
            ),
        ]
