"""Official receipt blanks, the receipts written on them, and the cash that came with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models.loans import Loan
from dayaq.kernel.models import Row

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class BookQuerySet(models.QuerySet["ReceiptBook"]):
    def visible_to(self, actor: Actor) -> BookQuerySet:
        """Books of the actor's programme; an officer sees the own ones."""
        scope = actor.scope("credit.view").q(district=None, officer="issued_to")
        return self.filter(scope, programme_id=actor.programme_id)


class ReceiptBook(Row):
    """A book of numbered blanks in one officer's hands. A trigger keeps books from overlapping."""

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    series = models.CharField(max_length=10)
    first_number = models.BigIntegerField()
    last_number = models.BigIntegerField()
    issued_to = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField()
    issued_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    objects = BookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_number__gt=0, last_number__gte=F("first_number")),
                name="receipt_book_numbers_are_in_order",
            )
        ]
        indexes = [models.Index(fields=["series", "first_number"], name="books_by_number")]


class SpoiledBlank(Row):
    """A blank that will never be a receipt, and why: no number goes missing in silence."""

    book = models.ForeignKey(ReceiptBook, on_delete=models.PROTECT, related_name="spoiled")
    series = models.CharField(max_length=10)
    number = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    spoiled_on = models.DateField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    objects: models.Manager[SpoiledBlank] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="a_blank_is_spoiled_once")
        ]


class BatchQuerySet(models.QuerySet["CollectionBatch"]):
    def visible_to(self, actor: Actor) -> BatchQuerySet:
        """Batches of the actor's programme inside the actor's scope."""
        return self.filter(actor.scope("credit.view").q(), programme_id=actor.programme_id)


class GaveBy(models.TextChoices):
    """How the officer has signed for the cash that was handed over."""

    NOBODY = "", _("Not signed yet")
    ACCOUNT = "account", _("Under the own account")
    PAPER = "paper", _("On a paper slip")
    HAND_OVER = "hand_over", _("On a hand-over of several batches")


class CollectionBatch(Row):
    """One evening's receipts of one officer, and the cash handed over with them.

    Cash moves into the office box when both sides have signed. Where the officer is away, the
    cashier receives it alone (`is_alone`) and a second person countersigns.
    """

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    officer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(
        "access.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    key = models.CharField(max_length=80, unique=True)
    content = models.CharField(max_length=64)
    collected_on = models.DateField()
    currency = models.CharField(max_length=3)
    receipts_minor = models.BigIntegerField()
    cash_minor = models.BigIntegerField()
    handed_over_minor = models.BigIntegerField()
    difference_note = models.CharField(max_length=300, default="")
    findings = models.JSONField(default=list)
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    received_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    received_on = models.DateField(null=True)
    received_minor = models.BigIntegerField(null=True)
    is_counted = models.BooleanField(default=False, db_default=False)
    """Typed by the cashier who counted the cash: only the officer's signature is missing."""
    is_alone = models.BooleanField(default=False, db_default=False)
    gave_by = models.CharField(max_length=10, choices=GaveBy, default="", db_default="", blank=True)
    gave_signed_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    paper_number = models.CharField(max_length=40, default="", db_default="", blank=True)
    paper_on = models.DateField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(receipts_minor__gte=0, cash_minor__gte=0, handed_over_minor__gte=0),
                name="batch_amounts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(received_by__isnull=True) | ~Q(received_by=F("officer")),
                name="cash_is_received_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(received_by__isnull=True) | ~Q(gave_by="") | Q(is_alone=True),
                name="cash_moves_when_both_sides_have_signed",
            ),
            models.CheckConstraint(
                condition=~Q(gave_by="paper") | (~Q(paper_number="") & Q(paper_on__isnull=False)),
                name="a_signed_slip_has_its_number_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(gave_by="account") | Q(gave_signed_by=F("officer")),
                name="nobody_signs_for_the_officer",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "-collected_on", "-recorded_at"], name="batches_newest_first"
            ),
            models.Index(
                fields=["programme"], condition=Q(is_alone=True), name="batches_received_alone"
            ),
        ]

    @property
    def difference_minor(self) -> int:
        """Cash handed over minus cash written on the receipts."""
        return self.handed_over_minor - self.cash_minor


class PaymentMethod(models.TextChoices):
    CASH = "cash", _("Cash")
    BANK = "bank", _("Bank or post office")


class PaidBy(models.TextChoices):
    BORROWER = "borrower", _("The borrower")
    FAMILY = "family", _("Somebody of the family")
    GUARANTOR = "guarantor", _("The guarantor")
    OTHER = "other", _("Somebody else")


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, actor: Actor) -> ReceiptQuerySet:
        """Receipts for the loans the actor may see."""
        scope = actor.scope("credit.view").q(
            district="loan__district", organisation="loan__organisation", officer="loan__officer"
        )
        return self.filter(scope, loan__programme_id=actor.programme_id)


class Receipt(Row):
    """What stands on the official blank. It never changes; a mistaken one is reversed."""

    series = models.CharField(max_length=10)
    number = models.BigIntegerField()
    book = models.ForeignKey(
        ReceiptBook, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    batch = models.ForeignKey(
        CollectionBatch, on_delete=models.PROTECT, null=True, related_name="receipts"
    )
    loan = models.ForeignKey(
        Loan, on_delete=models.PROTECT, related_name="receipts", db_index=False
    )
    paid_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=10, choices=PaymentMethod)
    slip_number = models.CharField(max_length=40, default="")
    paid_by = models.CharField(max_length=10, choices=PaidBy)
    collected_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"], name="receipt_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="receipt_amount_is_positive"
            ),
        ]
        indexes = [
            models.Index(fields=["loan", "paid_on"], name="receipts_of_a_loan"),
            models.Index(fields=["book", "number"], name="receipts_of_a_book"),
        ]

    @property
    def label(self) -> str:
        """The number as it stands on the blank."""
        return f"{self.series} {self.number:06d}".strip()
