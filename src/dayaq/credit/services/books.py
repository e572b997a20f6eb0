"""Books of official receipt blanks: handed out, used up, spoiled with a reason."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import connection

from dayaq.credit.models import Receipt, ReceiptBook, SpoiledBlank
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import User
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record

BOOK_MAX = 1_000


def issue_receipt_book(
    *,
    by: Actor,
    series: str,
    first_number: int,
    last_number: int,
    issued_to_id: UUID,
    on: dt.date,
    at: dt.datetime,
) -> ReceiptBook:
    """Hand a book of blanks to an officer.

    :raises Refused: the numbers are out of order, too many, or partly in another book
    """
    by.require("credit.issue_receipt_book")
    if not 0 < first_number <= last_number:
        raise Refused(N_("The last number must not be below the first."), field="last_number")
    if last_number - first_number >= BOOK_MAX:
        raise Refused(
            N_("A book has at most %(limit)s blanks."),
            field="last_number",
            params={"limit": BOOK_MAX},
        )
    series = series.strip().upper()
    holder = User.objects.filter(pk=issued_to_id).first()
    if holder is None or holder.organisation_id is None:
        raise Refused(
            N_("A book is handed to a colleague of an organisation."), field="issued_to_id"
        )
    # Two people handing out the same series wait for one another.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"receipt-book {series}"])
    if ReceiptBook.objects.filter(
        series=series, first_number__lte=last_number, last_number__gte=first_number
    ).exists():
        raise Refused(N_("Some of these numbers are in another book."), field="first_number")
    book = ReceiptBook.objects.create(
        programme_id=by.programme_id,
        organisation_id=holder.organisation_id,
        series=series,
        first_number=first_number,
        last_number=last_number,
        issued_to_id=issued_to_id,
        issued_on=on,
        issued_by_id=by.user_id,
    )
    record(
        "credit.receipt_book_issued",
        by=by,
        on=on,
        at=at,
        subjects=[("book", book.pk), ("user", issued_to_id)],
        data={"book": f"{series} {first_number}-{last_number}"},
    )
    return book


def spoil_blank(
    *, by: Actor, series: str, number: int, reason: str, on: dt.date, at: dt.datetime
) -> SpoiledBlank:
    """Say why a blank will never be a receipt.

    :raises Refused: it is in no book, or a receipt was written on it
    """
    by.require("credit.record_batch")
    series = series.strip().upper()
    book = ReceiptBook.objects.filter(
        programme_id=by.programme_id,
        series=series,
        first_number__lte=number,
        last_number__gte=number,
    ).first()
    if book is None:
        raise Refused(N_("This number is in no book that was handed out."), field="number")
    if Receipt.objects.filter(series=series, number=number).exists():
        raise Refused(
            N_("A receipt was written on this blank. Reverse the receipt instead."),
            field="number",
        )
    blank = SpoiledBlank.objects.create(
        book=book,
        series=series,
        number=number,
        reason=reason,
        spoiled_on=on,
        recorded_by_id=by.user_id,
    )
    record(
        "credit.blank_spoiled",
        by=by,
        on=on,
        at=at,
        subjects=[("book", book.pk)],
        data={"receipt": f"{series} {number}"},
    )
    return blank
