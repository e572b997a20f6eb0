"""Official blanks and the cash book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dayaq.cash.domain.blanks import missing
from dayaq.cash.models import BookReturn, CashOrder, OrderBook, SpoiledOrder
from dayaq.cash.queries.moves import Move, moves
from dayaq.credit.models import Receipt, ReceiptBook, SpoiledBlank
from dayaq.credit.queries.blanks import gaps
from dayaq.kernel.access.models import Programme
from dayaq.kernel.prepared import prepared
from dayaq.ledger import queries as books


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the cash book."""

    on: dt.date
    opening_minor: int
    moves: Sequence[Move]

    @property
    def in_minor(self) -> int:
        return sum(move.amount_minor for move in self.moves if move.amount_minor > 0)

    @property
    def out_minor(self) -> int:
        return -sum(move.amount_minor for move in self.moves if move.amount_minor < 0)

    @property
    def closing_minor(self) -> int:
        return self.opening_minor + self.in_minor - self.out_minor


def cash_book(programme: Programme, frm: dt.date, to: dt.date) -> list[Day]:
    """The days on which office cash moved, each opening where the one before closed."""
    standing = books.balance(programme.pk, "cash", on=frm - dt.timedelta(days=1))
    days = []
    for on, moved in groupby(moves(programme.pk, "cash", frm, to), key=lambda move: move.on):
        day = Day(on, standing, list(moved))
        standing = day.closing_minor
        days.append(day)
    return days


def orders_of(programme_id: UUID, ids: Sequence[int]) -> dict[int, CashOrder]:
    """The cash orders of these movements."""
    rows = CashOrder.objects.filter(programme_id=programme_id, transfer_id__in=ids)
    return {row.transfer_id: row for row in rows}


def movement_without_order(programme: Programme, transfer_id: int) -> Move | None:
    """The movement of the office cash, unless it has its order."""
    if CashOrder.objects.filter(transfer_id=transfer_id).exists():
        return None
    everything = moves(programme.pk, "cash", dt.date.min, dt.date.max)
    return next((move for move in everything if move.id == transfer_id), None)


def without_order(programme: Programme, to: dt.date) -> list[Move]:
    """Movements since the first order book was handed out that no cash order covers."""
    first = OrderBook.objects.filter(programme=programme).order_by("issued_on").first()
    if first is None:
        return []
    found = moves(programme.pk, "cash", first.issued_on, to)
    ordered = orders_of(programme.pk, [move.id for move in found])
    return [move for move in found if move.id not in ordered]


def next_number(book: OrderBook) -> int:
    """The blank after the last one used or spoilt."""
    used = CashOrder.objects.filter(book=book).aggregate(last=Max("number"))["last"]
    spoilt = SpoiledOrder.objects.filter(book=book).aggregate(last=Max("number"))["last"]
    return max(used or 0, spoilt or 0, book.first_number - 1) + 1


@dataclass(frozen=True, slots=True)
class Blanks:
    """One book in the register of official blanks."""

    id: UUID
    kind: str
    series: str
    first: int
    last: int
    holder: str
    issued_on: dt.date
    used: int
    spoilt: int
    missing: Sequence[tuple[int, int]]
    returned_on: dt.date | None
    next_number: int

    @property
    def unused(self) -> int:
        lost = sum(last - first + 1 for first, last in self.missing)
        return self.last - self.first + 1 - self.used - self.spoilt - lost


RECEIPT = "receipt"


def register(programme_id: UUID) -> list[Blanks]:
    """Every book of official blanks: whose, how far used, what is missing."""
    return [*_receipt_books(programme_id), *_order_books(programme_id)]


def _receipt_books(programme_id: UUID) -> list[Blanks]:
    lost = gaps(programme_id)
    found = []
    for row in _books_of_receipts(programme_id):
        inside = [
            (gap.first, gap.last)
            for gap in lost
            if gap.series == row.series and row.first_number <= gap.first <= row.last_number
        ]
        newest = max(row.used_last or 0, row.spoilt_last or 0, row.first_number - 1)
        found.append(
            Blanks(
                row.pk, RECEIPT, row.series, row.first_number, row.last_number,
                row.issued_to.full_name, row.issued_on, row.used, row.spoilt, inside,
                row.back_on, newest + 1,
            )
        )  # fmt: skip
    return found


@prepared
def _books_of_receipts(programme_id: UUID) -> QuerySet[Any]:
    """With how many numbers of each are used and spoilt, the newest of both, and its return."""
    used, spoilt = (model.objects.filter(book=OuterRef("pk")) for model in (Receipt, SpoiledBlank))
    returned = BookReturn.objects.filter(receipt_book=OuterRef("pk"))
    rows = ReceiptBook.objects.filter(programme_id=programme_id).select_related("issued_to")
    return rows.annotate(
        used=_counted(used), used_last=_last(used),
        spoilt=_counted(spoilt), spoilt_last=_last(spoilt),
        back_on=Subquery(returned.values("returned_on")[:1]),
    ).order_by("series", "first_number")  # fmt: skip


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many, of one book: counted in the index of its numbers."""
    number = rows.order_by().values("book").annotate(count=Count("*")).values("count")
    return Coalesce(Subquery(number), 0)


def _last(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by("-number").values("number")[:1])


def _order_books(programme_id: UUID) -> list[Blanks]:
    rows = (
        OrderBook.objects.filter(programme_id=programme_id)
        .select_related("issued_to", "returned")
        .prefetch_related("orders", "spoiled")
        .order_by("kind", "series", "first_number")
    )
    found = []
    for row in rows:
        used = [order.number for order in row.orders.all()]
        spoilt = [blank.number for blank in row.spoiled.all()]
        back = getattr(row, "returned", None)
        found.append(
            Blanks(
                row.pk, row.kind, row.series, row.first_number, row.last_number,
                row.issued_to.full_name, row.issued_on, len(used), len(spoilt),
                missing(row.first_number, [*used, *spoilt]),
                back.returned_on if back else None,
                max([*used, *spoilt, row.first_number - 1]) + 1,
            )
        )  # fmt: skip
    return found
