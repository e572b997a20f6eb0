"""What one person did alone and waits for a second one: voids, and cash received alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from dayaq.cash.models import SecondKind, SecondSignature, SpoiledOrder
from dayaq.credit.models import CollectionBatch, EventKind, LoanEvent, SpoiledBlank
from dayaq.kernel.money import format_minor

WITHIN = dt.timedelta(days=7)
"""Within so many days the second signature is due."""


@dataclass(frozen=True, slots=True)
class Void:
    """A void, or another act, that one person has done alone."""

    kind: str
    subject_id: UUID
    label: str
    reason: str
    on: dt.date
    first_person_id: UUID
    first_person: str

    @property
    def due_on(self) -> dt.date:
        return self.on + WITHIN


def waiting_for_second(programme_id: UUID) -> list[Void]:
    """Spoilt blanks and reversed receipts without a second signature, the oldest first."""
    return sorted(_voids(programme_id), key=lambda void: (void.on, void.label))


def _unsigned(kind: str) -> Combinable:
    return ~Exists(SecondSignature.objects.filter(kind=kind, subject_id=OuterRef("pk")))


def _voids(programme_id: UUID) -> Iterator[Void]:
    blanks = SpoiledBlank.objects.filter(
        _unsigned(SecondKind.SPOILED_RECEIPT), book__programme_id=programme_id
    )
    for blank in blanks.select_related("recorded_by"):
        yield Void(
            SecondKind.SPOILED_RECEIPT, blank.pk, f"{blank.series} {blank.number:06d}".strip(),
            blank.reason, blank.spoiled_on, blank.recorded_by_id, blank.recorded_by.full_name,
        )  # fmt: skip
    orders = SpoiledOrder.objects.filter(
        _unsigned(SecondKind.SPOILED_ORDER), book__programme_id=programme_id
    )
    for order in orders.select_related("recorded_by", "book"):
        yield Void(
            SecondKind.SPOILED_ORDER, order.pk,
            f"{order.book.series} {order.number:06d}".strip(), order.reason, order.spoiled_on,
            order.recorded_by_id, order.recorded_by.full_name,
        )  # fmt: skip
    reversals = LoanEvent.objects.filter(
        _unsigned(SecondKind.REVERSAL),
        loan__programme_id=programme_id,
        kind=EventKind.REVERSED,
        reverses__receipt__isnull=False,
    )
    for event in reversals.select_related("recorded_by", "reverses__receipt"):
        receipt = event.reverses.receipt if event.reverses else None
        yield Void(
            SecondKind.REVERSAL, event.pk, receipt.label if receipt else "",
            str(event.data.get("reason", "")), event.value_on, event.recorded_by_id,
            event.recorded_by.full_name,
        )  # fmt: skip
    alone = CollectionBatch.objects.filter(
        _unsigned(SecondKind.ALONE), programme_id=programme_id, is_alone=True
    )
    for batch in alone.select_related("received_by", "officer"):
        if batch.received_by is not None and batch.received_on is not None:
            label = f"{batch.collected_on:%d.%m.%Y}, {batch.officer.full_name}, "
            label += format_minor(batch.received_minor or 0, batch.currency)
            yield Void(
                SecondKind.ALONE, batch.pk, label, str(_("The officer was away")),
                batch.received_on, batch.received_by.pk, batch.received_by.full_name,
            )  # fmt: skip
