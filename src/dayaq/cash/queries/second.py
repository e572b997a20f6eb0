"""What one person did alone and waits for a second one: voids, and cash received alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from dayaq.cash.models import SecondKind, SecondSignature, SpoiledOrder
from dayaq.credit.models import CollectionBatch, EventKind, LoanEvent, SpoiledBlank
from dayaq.kernel.money import format_minor
from dayaq.kernel.prepared import prepared

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


def _voids(programme_id: UUID) -> Iterator[Void]:
    for blank in _blanks(programme_id):
        yield Void(
            SecondKind.SPOILED_RECEIPT, blank.pk, f"{blank.series} {blank.number:06d}".strip(),
            blank.reason, blank.spoiled_on, blank.recorded_by_id, blank.recorded_by.full_name,
        )  # fmt: skip
    for order in _orders(programme_id):
        yield Void(
            SecondKind.SPOILED_ORDER, order.pk,
            f"{order.book.series} {order.number:06d}".strip(), order.reason, order.spoiled_on,
            order.recorded_by_id, order.recorded_by.full_name,
        )  # fmt: skip
    for event in _reversals(programme_id):
        receipt = event.reverses.receipt if event.reverses else None
        yield Void(
            SecondKind.REVERSAL, event.pk, receipt.label if receipt else "",
            str(event.data.get("reason", "")), event.value_on, event.recorded_by_id,
            event.recorded_by.full_name,
        )  # fmt: skip
    for batch in _alone(programme_id):
        if batch.received_by is not None and batch.received_on is not None:
            label = f"{batch.collected_on:%d.%m.%Y}, {batch.officer.full_name}, "
            label += format_minor(batch.received_minor or 0, batch.currency)
            yield Void(
                SecondKind.ALONE, batch.pk, label, str(_("The officer was away")),
                batch.received_on, batch.received_by.pk, batch.received_by.full_name,
            )  # fmt: skip


def _unsigned(kind: SecondKind) -> Combinable:
    """Those of which no second person has signed."""
    return ~Exists(SecondSignature.objects.filter(kind=kind, subject_id=OuterRef("pk")))


@prepared
def _blanks(programme_id: UUID) -> QuerySet[SpoiledBlank]:
    rows = SpoiledBlank.objects.filter(book__programme_id=programme_id)
    return rows.filter(_unsigned(SecondKind.SPOILED_RECEIPT)).select_related("recorded_by")


@prepared
def _orders(programme_id: UUID) -> QuerySet[SpoiledOrder]:
    rows = SpoiledOrder.objects.filter(book__programme_id=programme_id)
    return rows.filter(_unsigned(SecondKind.SPOILED_ORDER)).select_related("recorded_by", "book")


@prepared
def _reversals(programme_id: UUID) -> QuerySet[LoanEvent]:
    rows = LoanEvent.objects.filter(
        loan__programme_id=programme_id, kind=EventKind.REVERSED, reverses__receipt__isnull=False
    )
    unsigned = rows.filter(_unsigned(SecondKind.REVERSAL))
    return unsigned.select_related("recorded_by", "reverses__receipt")


@prepared
def _alone(programme_id: UUID) -> QuerySet[CollectionBatch]:
    rows = CollectionBatch.objects.filter(programme_id=programme_id, is_alone=True)
    return rows.filter(_unsigned(SecondKind.ALONE)).select_related("received_by", "officer")
