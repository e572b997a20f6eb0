"""Where a loan stands on a day: what is owed, due, late, and what would pay it off.

Computed from the events whenever it is asked for; nothing waits for a nightly job.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dayaq.credit.domain.early import unearned_of
from dayaq.credit.domain.events import Event, Reversed
from dayaq.credit.domain.replay import replay
from dayaq.credit.domain.state import INTEREST, InstalmentState, LoanState, Parts, Status, add_up
from dayaq.credit.domain.terms import LoanTerms

#: Upper bounds of the ageing buckets in days past due and their names (CGAP, Sa-Dhan).
BUCKETS: tuple[tuple[int, str], ...] = (
    (0, "current"),
    (30, "1-30"),
    (60, "31-60"),
    (90, "61-90"),
    (180, "91-180"),
    (365, "181-365"),
)
LAST_BUCKET = ">365"


def bucket(days_past_due: int) -> str:
    """The ageing bucket; exactly 30 days past due is still `1-30`."""
    return next((name for limit, name in BUCKETS if days_past_due <= limit), LAST_BUCKET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A loan on a day. Amounts are integers of minor units.

    `due_minor` is everything that fell due up to and including the day and is unpaid;
    `overdue_minor` what fell due before it, once the grace on arrears has passed.
    `days_past_due` counts from the oldest unpaid due date, less that grace.
    """

    on: date
    status: Status
    outstanding: Parts
    due: Parts
    overdue: Parts
    scheduled_to_date: Parts
    oldest_unpaid_due_on: date | None
    days_past_due: int
    bucket: str
    restructured: bool
    next_due_on: date | None
    next_due_minor: int
    accrued_interest_minor: int
    payoff_minor: int
    credit_minor: int

    @property
    def outstanding_minor(self) -> int:
        return self.outstanding.total_minor

    @property
    def due_minor(self) -> int:
        return self.due.total_minor

    @property
    def overdue_minor(self) -> int:
        return self.overdue.total_minor


def position_at(
    terms: LoanTerms, events: Iterable[Event], on: date, known: date | int | None = None
) -> Position:
    """The position on `on`, counting what was known on `known`.

    `known` is a date (events recorded later are left out), a sequence number, or None for all
    that is known now.
    """
    return position(replay(terms, known_events(events, on, known), until=on), on)


def known_events(events: Iterable[Event], on: date, known: date | int | None = None) -> list[Event]:
    """The events up to `on` that were recorded by `known`; a reversal goes with its event."""
    found = [
        event
        for event in events
        if known is None
        or (event.sequence <= known if isinstance(known, int) else event.known_on <= known)
    ]
    gone = {event.of for event in found if isinstance(event, Reversed)}
    gone |= {event.id for event in found if isinstance(event, Reversed)}
    return [event for event in found if event.id not in gone and event.value_on <= on]


def at(state: LoanState, on: date) -> LoanState:
    """The state on `on`: replayed again when it was made for another day."""
    if state.until == on:
        return state
    return replay(state.terms, [event for event in state.events if event.value_on <= on], on)


def position(state: LoanState, on: date) -> Position:
    """The position of a replayed loan on `on`; replays again when the state is not of that day."""
    state = at(state, on)
    open_rows = [row for row in state.instalments if row.outstanding.total_minor]
    due_rows = [row for row in open_rows if row.due_on <= on]
    oldest = due_rows[0].due_on if due_rows else None
    days = max((on - oldest).days - state.terms.arrears_grace_days, 0) if oldest else 0
    late_rows = [row for row in due_rows if row.due_on < on] if days else []
    coming = next((row for row in open_rows if row.due_on > on), None)
    accrued, payoff = _interest_and_payoff(state, open_rows, on)
    return Position(
        on=on,
        status=state.status,
        outstanding=_outstanding(open_rows),
        due=_outstanding(due_rows),
        overdue=_outstanding(late_rows),
        scheduled_to_date=add_up([row.due for row in state.instalments if row.due_on <= on]),
        oldest_unpaid_due_on=oldest,
        days_past_due=days,
        bucket=bucket(days),
        restructured=state.restructured,
        next_due_on=coming.due_on if coming else None,
        next_due_minor=coming.outstanding.total_minor if coming else 0,
        accrued_interest_minor=accrued,
        payoff_minor=payoff,
        credit_minor=state.credit_minor,
    )


def _outstanding(rows: Sequence[InstalmentState]) -> Parts:
    return add_up([row.outstanding for row in rows])


def _interest_and_payoff(
    state: LoanState, rows: Sequence[InstalmentState], on: date
) -> tuple[int, int]:
    """Interest earned and unpaid up to `on`, and the money that would close the loan then."""
    interest = 0
    payoff = 0
    for row in rows:
        outstanding = row.outstanding
        off = dict(unearned_of(state.terms, row.from_on, row.due_on, row.due, outstanding, on))
        payoff += outstanding.total_minor - sum(off.values())
        interest += outstanding.interest - off.get(INTEREST, 0)
    return interest, max(payoff - state.credit_minor, 0)
