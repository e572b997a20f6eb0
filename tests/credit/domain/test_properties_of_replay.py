"""What holds for every loan, whatever happened to it."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dayaq.credit.domain import (
    Component,
    Event,
    Excess,
    Interest,
    LoanState,
    LoanTerms,
    Paid,
    Recovered,
    Refunded,
    Reversed,
    Rule,
    Status,
    build_schedule,
    event_from_data,
    event_to_data,
    order_named,
    position,
    position_at,
    replay,
)
from dayaq.credit.domain.allocation import ORDERS
from dayaq.credit.domain.errors import EventError
from dayaq.credit.domain.replay import accept, before_and_after
from tests.credit.domain.loans import START, any_events, any_terms, on_time, out, paid

CASES = settings(max_examples=150, deadline=None)


@st.composite
def any_loan(draw: st.DrawFn) -> tuple[LoanTerms, list[Event]]:
    made = replace(draw(any_terms()), excess=draw(st.sampled_from(Excess)))
    if made.interest is Interest.DECLINING and draw(st.booleans()):
        made = replace(made, excess=Excess.PRINCIPAL, early_principal="less_interest")
    return made, draw(any_events(made))


def facts(state: LoanState) -> dict[str, Any]:
    """Everything of a state but its events and the order of recording."""
    return {
        name: getattr(state, name)
        for name in LoanState.__dataclass_fields__
        if name not in ("events", "until", "terms")
    }


def check_books(state: LoanState) -> None:
    """What must balance in every state."""
    left, due = state.outstanding, sum(row.due.principal for row in state.instalments)
    assert all(min(row.outstanding) >= 0 for row in state.instalments)
    assert state.credit_minor >= 0
    assert due == state.disbursed_minor + state.capitalised_minor
    assert due == (
        left.principal + state.paid.principal + state.waived.principal + state.written_off.principal
    )
    for component in Component:
        changes = sum(c.amount_minor for c in state.changes if c.component is component)
        assert changes == getattr(left, component.value)
    ids = {event.id for event in state.events}
    for change in state.changes:
        assert isinstance(change.rule, Rule)
        assert change.event_id in ids or change.rule is Rule.PENALTY_RULE
    check_money(state)
    settled = [row for row in state.instalments if row.settled_on]
    assert all(row.outstanding.total_minor == 0 and row.due.total_minor for row in settled)


def check_money(state: LoanState) -> None:
    """Every payment is accounted for to the last minor unit, on a day, by its own name."""
    received = 0
    for event in state.events:
        if isinstance(event, (Paid, Recovered)):
            received += event.amount_minor
            parts = state.allocations_of(event.id)
            assert sum(part.amount_minor for part in parts) == event.amount_minor
            assert all(part.amount_minor > 0 and part.on >= event.value_on for part in parts)
    assert received == state.paid_minor == sum(a.amount_minor for a in state.allocations)
    kinds = {"refund": state.refunded_minor, "recovery": state.recovered_minor}
    kinds["credit"] = state.credit_minor
    for kind, total in kinds.items():
        assert total == sum(a.amount_minor for a in state.allocations if a.component == kind)
    given = [e.amount_minor for e in state.events if isinstance(e, Refunded)]
    assert state.refunded_minor == sum(given)


@CASES
@given(any_loan())
def test_the_books_of_every_loan_balance(loan: tuple[LoanTerms, list[Event]]) -> None:
    check_books(replay(*loan))


@CASES
@given(any_loan(), st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(
    loan: tuple[LoanTerms, list[Event]], shuffler: random.Random
) -> None:
    made, events = loan
    shuffled = events.copy()
    shuffler.shuffle(shuffled)
    assert replay(made, shuffled) == replay(made, events)


def outcome(do: Callable[[], Any]) -> Any:
    """What comes of it: an answer, or the kind of refusal."""
    try:
        return do()
    except EventError as refusal:
        return type(refusal)


@CASES
@given(any_loan(), st.integers(0, 3_000), st.integers(1, 200_000))
def test_one_pass_tells_the_loan_before_and_after_an_event(
    loan: tuple[LoanTerms, list[Event]], after: int, amount: int
) -> None:
    made, events = loan
    money = paid("new", START + timedelta(days=after), amount, 60)
    back = Reversed(id="back", value_on=date(2030, 1, 1), sequence=51, of=events[-1].id)
    for past, new in (
        (events, money), (events, back), *((events[:n], one) for n, one in enumerate(events)),
    ):  # fmt: skip
        told = outcome(lambda past=past, new=new: before_and_after(made, past, new))  # type: ignore[misc]
        if isinstance(told, tuple):
            assert told == (replay(made, past) if past else None, accept(made, past, new))
        else:
            assert told == outcome(lambda past=past, new=new: accept(made, past, new))  # type: ignore[misc]


@CASES
@given(any_loan(), st.integers(0, 40))
def test_a_reversed_payment_was_never_made(loan: tuple[LoanTerms, list[Event]], after: int) -> None:
    made, events = loan
    bounced = paid("bounced", START + timedelta(days=after), 7_777, 50)
    back = Reversed(id="back", value_on=date(2030, 1, 1), sequence=51, of="bounced")
    assert facts(replay(made, [*events, bounced, back])) == facts(replay(made, events))


@CASES
@given(any_loan(), st.integers(0, 900), st.integers(1, 200_000))
def test_cash_is_never_refused_however_late_it_is_entered(
    loan: tuple[LoanTerms, list[Event]], after: int, amount: int
) -> None:
    made, events = loan
    late = paid("late", START + timedelta(days=after), amount, 60)
    check_books(replay(made, [*events, late]))


@CASES
@given(any_loan())
def test_replaying_what_was_replayed_changes_nothing(
    loan: tuple[LoanTerms, list[Event]],
) -> None:
    made, events = loan
    state = replay(made, events)
    assert replay(made, state.events) == state
    again = [event_from_data(event_to_data(event)) for event in events]
    assert replay(made, again) == state


@CASES
@given(any_terms(), st.sampled_from(sorted(ORDERS)), st.sampled_from(list(Excess)))
def test_a_loan_paid_on_its_days_ends_at_exactly_zero(
    made: LoanTerms, order: str, excess: Excess
) -> None:
    changed = {"allocation": order_named(order), "excess": excess}
    made = type(made)(**{name: getattr(made, name) for name in made.__dataclass_fields__} | changed)
    schedule = build_schedule(made, START)
    events = [out(START, made.principal_minor), *on_time(schedule)]
    state = replay(made, events)
    assert state.status is Status.REPAID
    assert state.outstanding.total_minor == state.credit_minor == 0
    assert [row.settled_on for row in state.instalments] == [
        row.due_on if row.total_minor else None for row in schedule.instalments
    ]
    assert position_at(made, events, schedule.last_due_on).outstanding_minor == 0


@CASES
@given(any_loan(), st.integers(0, 800))
def test_the_payoff_amount_closes_the_loan_exactly(
    loan: tuple[LoanTerms, list[Event]], after: int
) -> None:
    made, events = loan
    on = START + timedelta(days=after)
    before = [event for event in events if event.value_on <= on]
    now = position_at(made, before, on)
    assume(now.status is Status.ACTIVE and now.payoff_minor > 0)
    closing = paid("closing", on, now.payoff_minor, 99, payoff=True)
    closed = replay(made, [*before, closing])
    assert closed.outstanding.total_minor == 0
    assert closed.credit_minor == 0
    assert closed.closed_on == on


@CASES
@given(any_loan(), st.integers(0, 900))
def test_the_parts_of_a_position_fit(loan: tuple[LoanTerms, list[Event]], after: int) -> None:
    made, events = loan
    on = START + timedelta(days=after)
    now = position_at(made, events, on)
    assert 0 <= now.overdue_minor <= now.due_minor <= now.outstanding_minor
    assert (now.days_past_due > 0) == (now.overdue_minor > 0)
    assert now.payoff_minor <= now.outstanding_minor
    assert 0 <= now.accrued_interest_minor <= now.outstanding.interest
    assert position(replay(made, events), on) == now


@CASES
@given(any_loan(), st.integers(0, 12), st.integers(0, 900))
def test_what_was_recorded_later_was_not_known_then(
    loan: tuple[LoanTerms, list[Event]], known: int, after: int
) -> None:
    made, events = loan
    on = START + timedelta(days=after)
    then = [event for event in events if event.sequence <= known]
    assert position_at(made, events, on, known=known) == position_at(made, then, on)
