"""Collecting: receipts of official blanks, one by one or an evening's twenty in one grid.

Cash that was taken is never refused: what is odd about it (a gap, a difference, a day out of
order) is recorded beside it and shown. A blank is entered once; the same again is the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from dayaq.credit.models import (
    CollectionBatch,
    EventKind,
    GaveBy,
    Loan,
    LoanEvent,
    LoanStatus,
    PaymentMethod,
    Receipt,
    ReceiptBook,
)
from dayaq.credit.queries.blanks import gaps_among
from dayaq.credit.services.locks import held_loan_and
from dayaq.credit.services.payoff import refuse_short_payoff
from dayaq.credit.services.replaying import Fact, append
from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Conflict, Refused
from dayaq.kernel.events import record
from dayaq.kernel.money import format_minor

BATCH_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One receipt as it stands on its blank; `row` is its row in the grid, from 1."""

    loan_code: str
    series: str
    number: int
    paid_on: dt.date
    amount_minor: int
    method: str = PaymentMethod.CASH
    paid_by: str = "borrower"
    slip_number: str = ""
    row: int = 1
    in_full: bool = False
    """It repays the loan in full: what is not earned yet of the interest is taken off."""


def record_collection(
    *, by: Actor, loan_id: UUID, slip: Slip, on: dt.date, at: dt.datetime
) -> Receipt:
    """Enter one receipt. On a written-off loan it is a recovery; too much becomes a credit.

    :raises Refused: the blank is in no book, or the loan was not paid out by then
    :raises Conflict: the blank was entered with other content
    """
    series = slip.series.strip().upper()
    loan, (books, known) = held_loan_and(
        by,
        "credit.record_batch",
        loan_id,
        rows.finding(ReceiptBook, programme_id=by.programme_id, series=series),
        rows.finding(Receipt, series=series, number=slip.number),
    )
    book = _book_of(rows.read_all(ReceiptBook, books), slip)
    if slip.in_full:
        refuse_short_payoff(loan, slip.amount_minor, slip.paid_on)
    entered = next(iter(rows.read_all(Receipt, known)), None)
    return _enter(by, loan, slip, book, entered, None, on, at)


def record_collections(
    *,
    by: Actor,
    officer_id: UUID,
    district_id: UUID | None,
    slips: Sequence[Slip],
    handed_over_minor: int,
    key: str,
    on: dt.date,
    at: dt.datetime,
    difference_note: str = "",
) -> CollectionBatch:
    """Enter a grid of receipts and the cash handed over with them, all or nothing.

    Numbers missing between the receipts, and a difference between the receipts and the cash,
    are named in `findings` and never refused. No cash moves yet: an officer who types has
    signed, and the cashier receives it (`receive_cash`); where the cashier has typed and
    counted it, the officer's signature is missing (`signing.confirm`, or on paper).

    :param key: makes it one batch: the same key with the same content is the first batch
    :raises Refused: a row that cannot be (with `field="row-N-…"`, N from 0), or a blank twice
    :raises Conflict: the key, or a blank, was used with other content
    """
    by.require("credit.record_batch")
    if not 0 < len(slips) <= BATCH_MAX:
        raise Refused(N_("Enter between 1 and %(limit)s receipts."), params={"limit": BATCH_MAX})
    content = _digest(slips, handed_over_minor, officer_id)
    before = rows.where(CollectionBatch, programme_id=by.programme_id, key=key)
    if before:
        if before[0].content != content:
            raise Conflict(N_("This batch has been entered already, with other content."))
        return before[0]
    _refuse_duplicates(slips)
    books = _books(by, slips)
    loans = _loans(by, slips)
    batch = _open_batch(
        by, officer_id, district_id, slips, loans, handed_over_minor, key, content, on, at
    )
    batch.difference_note = difference_note
    batch.findings = _findings(by, batch, slips)
    rows.insert(batch)
    known, stored = _known(slips), _events_of(loans.values())
    for slip in slips:
        book, loan = _book_of(books, slip), loans[slip.loan_code]
        entered = known.get((book.series, slip.number))
        _enter(by, loan, slip, book, entered, batch, on, at, stored=stored[loan.pk])
    record(
        "credit.batch_recorded",
        by=by,
        on=on,
        at=at,
        subjects=[("user", officer_id)],
        data={"count": len(slips), "batch": str(batch.pk)},
    )
    return batch


def _enter(
    by: Actor,
    loan: Loan,
    slip: Slip,
    book: ReceiptBook,
    known: Receipt | None,
    batch: CollectionBatch | None,
    on: dt.date,
    at: dt.datetime,
    stored: list[LoanEvent] | None = None,
) -> Receipt:
    """Store one receipt and let the loan replay with it.

    :param known: what was entered from the same blank, read while the loan was held
    :param stored: the loan's events, read while it was held; takes the new one
    """
    if known is not None:
        return _same(known, loan, slip)
    if loan.disbursed_on is None or slip.paid_on < loan.disbursed_on:
        raise Refused(
            N_("Loan %(loan)s had not been paid out on that day."),
            field=f"row-{slip.row - 1}-paid_on",
            params={"loan": loan.code},
        )
    receipt = Receipt(
        series=book.series,
        number=slip.number,
        book=book,
        batch=batch,
        loan=loan,
        paid_on=slip.paid_on,
        amount_minor=slip.amount_minor,
        currency=loan.currency,
        method=slip.method,
        slip_number=slip.slip_number,
        paid_by=slip.paid_by,
        collected_by_id=book.issued_to_id,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    is_recovery = loan.status == LoanStatus.WRITTEN_OFF
    event_id = record(
        "credit.recovery_recorded" if is_recovery else "credit.collection_recorded",
        by=by,
        on=slip.paid_on,
        at=at,
        subjects=[("loan", loan.pk), ("person", loan.person_id)],
        data={"loan": loan.code, "receipt": receipt.label, "amount_minor": slip.amount_minor},
        beside=rows.inserting(receipt),
    )
    appended = append(
        loan,
        Fact(
            kind=EventKind.RECOVERED if is_recovery else EventKind.PAID,
            value_on=slip.paid_on,
            key=f"receipt:{book.series}:{slip.number}",
            amount_minor=slip.amount_minor,
            data={"payoff": True} if slip.in_full else {},
            receipt_id=receipt.pk,
        ),
        by=by,
        on=on,
        at=at,
        event_id=event_id,
        money="bank" if slip.method == PaymentMethod.BANK else f"transit:{book.issued_to_id}",
        stored=stored,
    )
    if stored is not None:
        stored.append(appended.event)
    return receipt


def _same(known: Receipt, loan: Loan, slip: Slip) -> Receipt:
    """What was entered before, if it is the same.

    :raises Conflict: it was entered with other content
    """
    if (
        known.loan_id == loan.pk
        and known.amount_minor == slip.amount_minor
        and known.paid_on == slip.paid_on
        and known.method == slip.method
    ):
        return known
    raise Conflict(
        N_("Receipt %(receipt)s is entered already, with other content."),
        field=f"row-{slip.row - 1}-number",
        code="receipt_used",
        params={"receipt": known.label},
    )


def _books(by: Actor, slips: Sequence[Slip]) -> list[ReceiptBook]:
    series = {slip.series.strip().upper() for slip in slips}
    return [
        book
        for one in sorted(series)
        for book in rows.where(ReceiptBook, programme_id=by.programme_id, series=one)
    ]


def _book_of(books: Sequence[ReceiptBook], slip: Slip) -> ReceiptBook:
    series = slip.series.strip().upper()
    for book in books:
        if book.series == series and book.first_number <= slip.number <= book.last_number:
            return book
    raise Refused(
        N_("Blank %(series)s %(number)s is in no book that was handed out."),
        field=f"row-{slip.row - 1}-number",
        code="unknown_blank",
        params={"series": series, "number": slip.number},
    )


def _loans(by: Actor, slips: Sequence[Slip]) -> dict[str, Loan]:
    """The loans of the grid, locked in one order so that two grids never wait on each other."""
    codes = {slip.loan_code for slip in slips}
    found = {
        loan.code: loan
        for loan in Loan.objects.select_for_update(of=("self",))
        .filter(code__in=codes, programme_id=by.programme_id)
        .order_by("id")
    }
    for slip in slips:
        loan = found.get(slip.loan_code)
        if loan is None or not by.scope("credit.record_batch").covers(
            district_id=loan.district_id,
            organisation_id=loan.organisation_id,
            officer_id=loan.officer_id,
        ):
            raise Refused(
                N_("There is no loan %(loan)s among those you may see."),
                field=f"row-{slip.row - 1}-loan_code",
                code="unknown_loan",
                params={"loan": slip.loan_code},
            )
    return found


def _known(slips: Sequence[Slip]) -> dict[tuple[str, int], Receipt]:
    """What was entered from the blanks of the grid, to be asked while its loans are held."""
    numbers: dict[str, list[int]] = {}
    for slip in slips:
        numbers.setdefault(slip.series.strip().upper(), []).append(slip.number)
    return {
        (receipt.series, receipt.number): receipt
        for series, of_series in sorted(numbers.items())
        for receipt in Receipt.objects.filter(series=series, number__in=of_series)
    }


def _events_of(loans: Collection[Loan]) -> dict[UUID, list[LoanEvent]]:
    """The events of loans that are held, in one question."""
    events: dict[UUID, list[LoanEvent]] = {loan.pk: [] for loan in loans}
    for event in LoanEvent.objects.filter(loan_id__in=list(events)).order_by("seq"):
        events[event.loan_id].append(event)
    return events


def _refuse_duplicates(slips: Sequence[Slip]) -> None:
    seen: set[tuple[str, int]] = set()
    for slip in slips:
        blank = (slip.series.strip().upper(), slip.number)
        if blank in seen:
            raise Refused(
                N_("Blank %(series)s %(number)s stands here twice."),
                field=f"row-{slip.row - 1}-number",
                code="duplicate",
                params={"series": blank[0], "number": blank[1]},
            )
        seen.add(blank)


def _open_batch(
    by: Actor,
    officer_id: UUID,
    district_id: UUID | None,
    slips: Sequence[Slip],
    loans: Mapping[str, Loan],
    handed_over_minor: int,
    key: str,
    content: str,
    on: dt.date,
    at: dt.datetime,
) -> CollectionBatch:
    one = next(iter(loans.values()))
    return CollectionBatch(
        programme_id=by.programme_id,
        organisation_id=one.organisation_id,
        officer_id=officer_id,
        district_id=district_id,
        key=key,
        content=content,
        collected_on=on,
        currency=one.currency,
        receipts_minor=sum(slip.amount_minor for slip in slips),
        cash_minor=sum(slip.amount_minor for slip in slips if slip.method == PaymentMethod.CASH),
        handed_over_minor=handed_over_minor,
        recorded_by_id=by.user_id,
        recorded_at=at,
        is_counted=by.can("credit.receive_cash") and by.user_id != officer_id,
        gave_by=GaveBy.ACCOUNT if by.user_id == officer_id else GaveBy.NOBODY,
        gave_signed_by_id=officer_id if by.user_id == officer_id else None,
    )


def _findings(
    by: Actor, batch: CollectionBatch, slips: Sequence[Slip]
) -> list[dict[str, str | int]]:
    found: list[dict[str, str | int]] = [
        {"kind": "gap", "series": gap.series, "first": gap.first, "last": gap.last}
        for gap in gaps_among(
            by.programme_id, [(slip.series.strip().upper(), slip.number) for slip in slips]
        )
    ]
    if batch.difference_minor:
        found.append(
            {
                "kind": "difference",
                "amount_minor": batch.difference_minor,
                "text": format_minor(batch.difference_minor, batch.currency),
            }
        )
    return found


def _digest(slips: Sequence[Slip], handed_over_minor: int, officer_id: UUID) -> str:
    lines = [f"{officer_id} {handed_over_minor}"]
    lines += [repr(sorted(asdict(slip).items())) for slip in slips]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
