"""Official blanks: cash orders written and spoilt, books returned, voids signed a second time."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import connection

from dayaq.cash.models import (
    BookReturn,
    CashOrder,
    OrderBook,
    OrderKind,
    SecondSignature,
    SpoiledOrder,
)
from dayaq.cash.queries.papers import movement_without_order, next_number
from dayaq.cash.queries.second import waiting_for_second
from dayaq.credit.models import Receipt, ReceiptBook, SpoiledBlank
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Assignment, Programme
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record

BOOK_MAX = 1_000


def issue_order_book(
    *,
    by: Actor,
    kind: str,
    series: str,
    first_number: int,
    last_number: int,
    issued_to_id: UUID,
    on: dt.date,
    at: dt.datetime,
) -> OrderBook:
    """Hand a book of cash order blanks to a cashier.

    :raises Refused: the numbers are out of order, too many, or partly in another book
    """
    by.require("cash.keep_blanks")
    if not 0 < first_number <= last_number:
        raise Refused(N_("The last number must not be below the first."), field="last_number")
    if last_number - first_number >= BOOK_MAX:
        raise Refused(
            N_("A book has at most %(limit)s blanks."), field="last_number",
            params={"limit": BOOK_MAX},
        )  # fmt: skip
    if not Assignment.objects.filter(user_id=issued_to_id, programme_id=by.programme_id).exists():
        raise Refused(
            N_("A book is handed to a colleague of an organisation."), field="issued_to_id"
        )
    series = series.strip().upper()
    row = OrderBook.objects.create(
        programme_id=by.programme_id, kind=kind, series=series, first_number=first_number,
        last_number=last_number, issued_to_id=issued_to_id, issued_on=on, issued_by_id=by.user_id,
    )  # fmt: skip
    record(
        "cash.order_book_issued", by=by, on=on, at=at,
        subjects=[("book", row.pk), ("user", issued_to_id)],
        data={"book": f"{series} {first_number}-{last_number}"},
    )  # fmt: skip
    return row


def write_order(
    *,
    by: Actor,
    transfer_id: int,
    book_id: UUID,
    number: int,
    party: str,
    purpose: str,
    at: dt.datetime,
) -> CashOrder:
    """Write the cash order of one movement of the office cash, on the next blank of a book.

    :raises Refused: the movement has its order, or the blank is used, spoilt or in no open book
    """
    by.require("cash.write_order")
    programme = Programme.objects.get(pk=by.programme_id)
    move = movement_without_order(programme, transfer_id)
    if move is None:
        raise Refused(N_("This movement has its cash order already."))
    kind = OrderKind.IN if move.amount_minor > 0 else OrderKind.OUT
    book = _open_book(by, book_id, number)
    if book.kind != kind:
        raise Refused(N_("Take a blank of the other kind for this movement."), field="book_id")
    row = CashOrder.objects.create(
        programme=programme, book=book, kind=kind, series=book.series, number=number,
        transfer_id=move.id, on=move.on, amount_minor=abs(move.amount_minor),
        currency=programme.currency, party=party, purpose=purpose, written_by_id=by.user_id,
        recorded_at=at,
    )  # fmt: skip
    record(
        "cash.order_written", by=by, on=move.on, at=at, subjects=[("book", book.pk)],
        data={"order": row.label},
    )  # fmt: skip
    return row


def spoil_order(
    *, by: Actor, book_id: UUID, number: int, reason: str, on: dt.date, at: dt.datetime
) -> SpoiledOrder:
    """Say why a cash order blank will never be an order; a second person signs it.

    :raises Refused: an order was written on it, or it is in no open book
    """
    by.require("cash.keep_blanks")
    book = _open_book(by, book_id, number)
    if not reason.strip():
        raise Refused(N_("Give the reason."), field="reason")
    row = SpoiledOrder.objects.create(
        book=book, number=number, reason=reason.strip(), spoiled_on=on, recorded_by_id=by.user_id
    )
    record(
        "cash.order_spoiled", by=by, on=on, at=at, subjects=[("book", book.pk)],
        data={"order": f"{book.series} {number:06d}"},
    )  # fmt: skip
    return row


def take_back_book(*, by: Actor, book_id: UUID, on: dt.date, at: dt.datetime) -> BookReturn:
    """A book comes back: its blanks from the first unused one on are no longer in circulation.

    :raises Refused: it came back already, or from the person it was handed to
    """
    by.require("cash.keep_blanks")
    receipt_book = ReceiptBook.objects.filter(pk=book_id, programme_id=by.programme_id).first()
    order_book = OrderBook.objects.filter(pk=book_id, programme_id=by.programme_id).first()
    book = receipt_book or order_book
    if book is None:
        raise NotFound(N_("There is no such book."))
    if book.issued_to_id == by.user_id:
        raise Refused(N_("A book is taken back by somebody other than the one who had it."))
    if receipt_book is not None:
        used = max(
            (
                *Receipt.objects.filter(book=receipt_book).values_list("number", flat=True),
                *SpoiledBlank.objects.filter(book=receipt_book).values_list("number", flat=True),
            ),
            default=receipt_book.first_number - 1,
        )
    else:
        assert order_book is not None  # noqa: S101 - one of the two was found
        used = next_number(order_book) - 1
    row = BookReturn.objects.create(
        receipt_book=receipt_book, order_book=order_book,
        first_unused=used + 1 if used < book.last_number else None,
        returned_on=on, taken_by_id=by.user_id,
    )  # fmt: skip
    record(
        "cash.book_returned", by=by, on=on, at=at,
        subjects=[("book", book.pk), ("user", book.issued_to_id)],
        data={"book": f"{book.series} {book.first_number}-{book.last_number}"},
    )  # fmt: skip
    return row


def sign_second(
    *, by: Actor, kind: str, subject_id: UUID, note: str, on: dt.date, at: dt.datetime
) -> SecondSignature:
    """A second person has looked at a void and signs it. A dated stand-in may be that person.

    :raises Refused: the first person, or it has been signed
    """
    by.require("cash.second_sign")
    void = next(
        (
            one
            for one in waiting_for_second(by.programme_id)
            if (one.kind, one.subject_id) == (kind, subject_id)
        ),
        None,
    )
    if void is None:
        raise Refused(N_("This has its second signature already."))
    if void.first_person_id == by.user_id:
        raise Refused(N_("The second signature is another person's."))
    row = SecondSignature.objects.create(
        programme_id=by.programme_id, kind=kind, subject_id=subject_id,
        first_person_id=void.first_person_id, signed_by_id=by.user_id, signed_on=on,
        note=note.strip(), recorded_at=at,
    )  # fmt: skip
    record(
        "cash.second_signed", by=by, on=on, at=at, subjects=[("user", void.first_person_id)],
        data={"kind": kind, "subject": str(subject_id)},
    )  # fmt: skip
    return row


def _open_book(by: Actor, book_id: UUID, number: int) -> OrderBook:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"order-book {book_id}"])
    book = OrderBook.objects.filter(pk=book_id, programme_id=by.programme_id).first()
    if book is None or not book.first_number <= number <= book.last_number:
        raise Refused(N_("This number is in no book that was handed out."), field="number")
    if BookReturn.objects.filter(order_book=book).exists():
        raise Refused(N_("This book has been returned."), field="book_id")
    if (
        CashOrder.objects.filter(book=book, number=number).exists()
        or SpoiledOrder.objects.filter(book=book, number=number).exists()
    ):
        raise Refused(N_("This blank has been used already."), field="number")
    return book
