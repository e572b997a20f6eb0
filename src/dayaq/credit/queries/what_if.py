"""What a loan would be if something happened: the engine is asked, nothing is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dayaq.credit.domain.calendar import add_months
from dayaq.credit.domain.events import Event, Paid, Paused, Rescheduled
from dayaq.credit.domain.position import Position, position
from dayaq.credit.domain.replay import accept
from dayaq.credit.domain.state import LoanState
from dayaq.credit.facts import as_domain, proposed
from dayaq.credit.models import LoanEvent, RescheduleRequest
from dayaq.credit.queries.loans import Told, bears_charges
from dayaq.credit.terms_json import read_terms

SUPPOSED = "what-if"


@dataclass(frozen=True, slots=True)
class Supposed:
    """The loan with the supposed event, beside the loan as it is (`told`)."""

    told: Told
    event: Event
    on: dt.date
    first_due_on: dt.date | None
    state: LoanState
    position: Position

    @property
    def bears_interest(self) -> bool:
        """Whether either schedule has anything but principal."""
        return self.told.bears_interest or bears_charges(self.state)


def if_paid(told: Told, amount_minor: int, on: dt.date) -> Supposed:
    """`amount_minor` is paid on `on`.

    :raises CreditError: the loan takes no such payment
    """
    event = Paid(id=SUPPOSED, value_on=on, sequence=len(told.events) + 1, amount_minor=amount_minor)
    return _with(told, event, on, None)


def if_paid_off(told: Told, on: dt.date) -> Supposed:
    """All of the rest is paid on `on`, for the money it takes on that day.

    :raises CreditError: the loan takes no such payment
    """
    needed = position(told.state, on).payoff_minor
    event = Paid(
        id=SUPPOSED,
        value_on=on,
        sequence=len(told.events) + 1,
        amount_minor=needed,
        payoff=True,
    )
    return _with(told, event, on, None)


def if_agreed(told: Told, proposal: RescheduleRequest, on: dt.date) -> Supposed:
    """The proposed terms are approved on `on`.

    :raises CreditError: the loan cannot take them
    """
    row = LoanEvent(
        loan=told.loan, seq=len(told.events) + 1, recorded_on=on, **proposed(proposal, on)
    )
    return _with(told, as_domain(row), on, proposal.first_due_on)


def if_paused(told: Told, months: int, on: dt.date) -> Supposed:
    """Nothing falls due from `on` until the next instalment, moved by `months`.

    :raises CreditError: nothing is left to pause
    """
    following = told.position.next_due_on or on
    first_due_on = add_months(following, months)
    event = Paused(
        id=SUPPOSED,
        value_on=on,
        sequence=len(told.events) + 1,
        from_on=on,
        to_on=first_due_on - dt.timedelta(days=1),
    )
    return _with(told, event, on, first_due_on)


def if_spread_anew(told: Told, instalments: int, on: dt.date) -> Supposed:
    """What is owed is spread over `instalments` from the next due date (or a month from `on`).

    :raises CreditError: nothing is left to spread
    """
    first_due_on = told.position.next_due_on or add_months(on, 1)
    event = Rescheduled(
        id=SUPPOSED,
        value_on=on,
        sequence=len(told.events) + 1,
        instalments=instalments,
        first_due=first_due_on,
    )
    return _with(told, event, on, first_due_on)


def _with(told: Told, event: Event, on: dt.date, first_due_on: dt.date | None) -> Supposed:
    past = [as_domain(row) for row in told.events]
    state = accept(read_terms(told.loan.terms), past, event)
    return Supposed(told, event, on, first_due_on, state, position(state, on))
