"""Replay: a loan is its terms plus its events.

Events are put in value-date order (those of one day in the order of recording), reversed ones
are left out as if they had never happened, and each of the others acts on the book. The result
does not depend on the order in which events were entered, so a backdated payment is ordinary.
"""

from collections.abc import Callable, Iterable
from datetime import date

from dayaq.credit.domain import errors, rescheduling
from dayaq.credit.domain import events as e
from dayaq.credit.domain.allocation import Component
from dayaq.credit.domain.book import (
    CLOSED,
    INDEX,
    INTEREST,
    NO_INSTALMENT,
    NOTHING_LEFT,
    PENALTY,
    PRINCIPAL,
    TOO_LATE,
    Book,
    Row,
)
from dayaq.credit.domain.early import unearned_of
from dayaq.credit.domain.events import Event
from dayaq.credit.domain.state import Allocation, LoanState, Remark, Rule, Status
from dayaq.credit.domain.terms import LoanTerms


def replay(terms: LoanTerms, events: Iterable[Event], until: date | None = None) -> LoanState:
    """The loan after `events`; with `until`, after the days up to then have passed as well.

    Raises an EventError when an event cannot be (nothing disbursed yet, refund without credit,
    reversal of nothing). An event that asks for more than there is acts on what there is and
    leaves a remark: cash that was taken is never refused because of what came before it.
    `accept` refuses a *new* event that would leave one.
    """
    ordered = effective(events)
    book = Book(terms)
    for event in ordered:
        _act(book, event)
    if until is not None:
        book.advance(until)
        _close(book)
    return _state(book, ordered, until)


def accept(terms: LoanTerms, events: Iterable[Event], new: Event) -> LoanState:
    """The loan with `new` among its events, or an EventError that says why not."""
    return _fitting(replay(terms, [*events, new]), new)


def before_and_after(
    terms: LoanTerms, events: Iterable[Event], new: Event
) -> tuple[LoanState | None, LoanState]:
    """The loan without `new`, None if it has no events yet, and with it as `accept` tells.

    Mostly the new event is the last one, and one replay passes by both.
    """
    past = tuple(events)
    ordered = effective((*past, new))
    if not past or not ordered or ordered[-1] is not new:
        return replay(terms, past) if past else None, accept(terms, past, new)
    book = Book(terms)
    for event in ordered[:-1]:
        _act(book, event)
    before = _state(book, ordered[:-1], None)
    _act(book, new)
    return before, _fitting(_state(book, ordered, None), new)


def _fitting(state: LoanState, new: Event) -> LoanState:
    for remark in state.remarks:
        if remark.event_id == new.id:
            raise _refusal(remark, new)
    return state


def _refusal(remark: Remark, new: Event) -> errors.EventError:
    if remark.what == NOTHING_LEFT:
        return errors.NothingToReschedule(on=new.value_on)
    if remark.what == TOO_LATE:
        return errors.DisbursedTooLate(on=new.value_on)
    if remark.what == CLOSED:
        return errors.LoanIsClosed(on=new.value_on, status=Status.WRITTEN_OFF)
    if remark.what == NO_INSTALMENT:
        return errors.UnknownInstalment(number=remark.asked_minor)
    return errors.ExceedsOutstanding(
        amount=remark.asked_minor,
        outstanding=remark.asked_minor - remark.short_minor,
        what=remark.what,
    )


def effective(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that count, in the order in which they count.

    Raises DuplicateEvent, NothingToReverse, ReversedTwice or ReversalOfReversal.
    """
    by_id: dict[str, Event] = {}
    reversals: list[e.Reversed] = []
    for event in events:
        if event.id in by_id:
            raise errors.DuplicateEvent(id=event.id)
        by_id[event.id] = event
        if isinstance(event, e.Reversed):
            reversals.append(event)
    gone: set[str] = set()
    for reversal in reversals:
        target = by_id.get(reversal.of)
        if target is None:
            raise errors.NothingToReverse(of=reversal.of)
        if isinstance(target, e.Reversed):
            raise errors.ReversalOfReversal(of=target.of)
        if reversal.of in gone:
            raise errors.ReversedTwice(of=reversal.of)
        gone.add(reversal.of)
        gone.add(reversal.id)
    live = [event for event in by_id.values() if event.id not in gone]
    live.sort(key=_place)
    return tuple(live)


def _place(event: Event) -> tuple[date, int, bool, str]:
    """Value date, then the order of recording; money goes out before anything else happens."""
    return (event.value_on, event.sequence, not isinstance(event, e.Disbursed), event.id)


def _act(book: Book, event: Event) -> None:
    if book.disbursed_on is None and not isinstance(event, e.Disbursed):
        raise errors.NotDisbursed(on=event.value_on)
    book.advance(event.value_on)
    _ACTS[type(event)](book, event)
    if book.credits:
        book.use_credit()
    _close(book)


def _close(book: Book) -> None:
    if book.is_open():
        book.closed_on = None
    elif book.closed_on is None:
        book.closed_on = book.today


def _disbursed(book: Book, event: e.Disbursed) -> None:
    book.disbursed += event.amount_minor
    if book.disbursed > book.terms.principal_minor:
        raise errors.DisbursedTooMuch(
            amount=event.amount_minor, principal=book.terms.principal_minor
        )
    if book.disbursed_on is None:
        rescheduling.first_tranche(book, event)
    else:
        rescheduling.later_tranche(book, event)


def _paid(book: Book, event: e.Paid) -> None:
    book.paid += event.amount_minor
    if book.written_off:
        _recover(book, event.id, event.amount_minor)
        return
    if event.payoff:
        for row in book.rows:
            for index, amount in unearned_of(
                book.terms, row.from_on, row.due_on, row.due, row.left, book.today
            ):
                book.take(row, index, amount, row.waived, event.id, Rule.PAYOFF)
        # What closes the loan is named less the money that is kept: it goes with it, due or not.
        left = [
            (one, _pay_everything(book, one, kept, Rule.CREDIT_USED)) for one, kept in book.credits
        ]
        book.credits = [(one, kept) for one, kept in left if kept]
    rest = book.allocate(event.id, event.amount_minor, in_full=event.payoff)
    if rest and event.payoff:
        rest = _pay_everything(book, event.id, rest, Rule.PAYMENT)
    if rest:
        book.credits.append((event.id, rest))


def _pay_everything(book: Book, payment_id: str, amount: int, rule: Rule) -> int:
    """A payoff settles the coming instalments whatever the excess rule says."""
    for row in book.rows:
        for index in range(4):
            amount -= book.pay(row, index, amount, payment_id, rule)
    return amount


def _recover(book: Book, event_id: str, amount: int) -> None:
    book.recovered += amount
    book.allocations.append(Allocation(event_id, None, "recovery", amount, book.today))


def _recovered(book: Book, event: e.Recovered) -> None:
    book.paid += event.amount_minor
    if book.written_off:
        _recover(book, event.id, event.amount_minor)
        return
    book.remark(event.id, "claims written off", event.amount_minor, event.amount_minor)
    rest = book.allocate(event.id, event.amount_minor)
    if rest:
        book.credits.append((event.id, rest))


def _refunded(book: Book, event: e.Refunded) -> None:
    credit = book.credit()
    if event.amount_minor > credit:
        raise errors.RefundWithoutCredit(
            amount=event.amount_minor, on=event.value_on, credit=credit
        )
    left = event.amount_minor
    kept: list[tuple[str, int]] = []
    for payment_id, amount in book.credits:
        part = min(amount, left)
        left -= part
        if part:
            book.allocations.append(Allocation(payment_id, None, "refund", part, book.today))
        if amount - part:
            kept.append((payment_id, amount - part))
    book.credits = kept
    book.refunded += event.amount_minor


def _fee_charged(book: Book, event: e.FeeCharged) -> None:
    if book.written_off:
        book.remark(event.id, CLOSED, event.amount_minor, event.amount_minor)
        return
    due_on = event.due_on or event.value_on
    row = book.row_for(due_on)
    row.charges.append((due_on, INDEX[event.component], event.amount_minor))
    book.charge(row, INDEX[event.component], event.amount_minor, event.id, Rule.FEE)


def _reduce(
    book: Book,
    event: e.Waived | e.Forgiven | e.ConvertedToGrant | e.WrittenOff,
    rows: list[Row],
    parts: Iterable[int],
    rule: Rule,
) -> int:
    """Take the asked amount (or all) off the given parts; a shortfall leaves a remark."""
    asked = event.amount_minor
    left = asked if asked is not None else sum(row.owed for row in rows)
    taken = 0
    for row in rows:
        into = row.lost if rule is Rule.WRITE_OFF else row.waived
        for index in parts:
            taken += book.take(row, index, left - taken, into, event.id, rule)
    if asked is not None and taken < asked:
        book.remark(event.id, rule.value, asked, asked - taken)
    return taken


def _rows_of(book: Book, event: e.Waived | e.Forgiven) -> list[Row]:
    if event.instalment is None:
        return book.rows
    rows = [row for row in book.rows if row.number == event.instalment]
    if not rows:
        book.remark(event.id, NO_INSTALMENT, event.instalment, event.instalment)
    return rows


def _waived(book: Book, event: e.Waived) -> None:
    rows = _rows_of(book, event)
    _reduce(book, event, rows, [INDEX[event.component]], Rule.WAIVER)


def _forgiven(book: Book, event: e.Forgiven) -> None:
    rows = _rows_of(book, event)
    book.forgiven += _reduce(book, event, rows, [PRINCIPAL], Rule.FORGIVENESS)


def _converted(book: Book, event: e.ConvertedToGrant) -> None:
    book.granted += _reduce(book, event, book.rows, [PRINCIPAL], Rule.GRANT)
    if event.amount_minor is None:
        for row in book.rows:
            for index in (INTEREST, INDEX[Component.FEE], PENALTY):
                book.take(row, index, row.left[index], row.waived, event.id, Rule.GRANT)


def _handed_over(book: Book, event: e.HandedOver) -> None:
    """What is owed is owed to somebody else: nothing of it stays here."""
    if not book.is_open():
        book.remark(event.id, Rule.HANDOVER.value, 0, 0)
    for row in book.rows:
        for index in range(4):
            taken = book.take(row, index, row.left[index], row.waived, event.id, Rule.HANDOVER)
            book.handed_over += taken if index == PRINCIPAL else 0
    book.is_handed_over = True


def _written_off(book: Book, event: e.WrittenOff) -> None:
    if event.amount_minor is None:
        _reduce(book, event, book.rows, range(4), Rule.WRITE_OFF)
        book.written_off = True
    else:
        _reduce(book, event, book.rows, [PRINCIPAL], Rule.WRITE_OFF)


_ACTS: dict[type[Event], Callable[..., None]] = {
    e.Disbursed: _disbursed,
    e.Paid: _paid,
    e.Recovered: _recovered,
    e.Refunded: _refunded,
    e.FeeCharged: _fee_charged,
    e.Waived: _waived,
    e.Forgiven: _forgiven,
    e.ConvertedToGrant: _converted,
    e.HandedOver: _handed_over,
    e.WrittenOff: _written_off,
    e.Rescheduled: rescheduling.reschedule,
    e.Paused: rescheduling.pause,
}


def _status(book: Book) -> Status:
    if book.disbursed_on is None:
        return Status.NOT_DISBURSED
    if book.is_open():
        return Status.ACTIVE
    if book.is_handed_over:
        return Status.HANDED_OVER
    if book.written_off or any(any(row.lost) for row in book.rows):
        return Status.WRITTEN_OFF
    if book.credits:
        return Status.OVERPAID
    if book.granted:
        return Status.CONVERTED
    return Status.FORGIVEN if book.forgiven else Status.REPAID


def _state(book: Book, ordered: tuple[Event, ...], until: date | None) -> LoanState:
    kept = [Allocation(one, None, "credit", amount, book.today) for one, amount in book.credits]
    return LoanState(
        terms=book.terms,
        events=ordered,
        until=until or (ordered[-1].value_on if ordered else None),
        status=_status(book),
        disbursed_on=book.disbursed_on,
        disbursed_minor=book.disbursed,
        fee_deducted_minor=book.deducted,
        fee_at_disbursement_minor=book.fee_at_start,
        capitalised_minor=book.capitalised,
        paid_minor=book.paid,
        refunded_minor=book.refunded,
        recovered_minor=book.recovered,
        forgiven_minor=book.forgiven,
        granted_minor=book.granted,
        handed_over_minor=book.handed_over,
        credit_minor=book.credit(),
        closed_on=book.closed_on if book.disbursed_on else None,
        restructured_count=book.restructured,
        instalments=tuple(row.state() for row in book.rows),
        versions=tuple(book.versions),
        allocations=(*book.allocations, *kept),
        changes=tuple(book.changes),
        remarks=tuple(book.remarks),
    )
