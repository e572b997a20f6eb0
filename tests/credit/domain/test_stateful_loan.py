"""A loan that lives through anything, in any order of days: the books balance after each act."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dayaq.credit.domain import (
    Arrears,
    Component,
    ConvertedToGrant,
    Disbursed,
    Event,
    EventError,
    Excess,
    FeeCharged,
    Forgiven,
    HandedOver,
    Interest,
    LoanTerms,
    NewInstalment,
    Paid,
    Paused,
    Penalty,
    Recovered,
    Refunded,
    Rescheduled,
    Reversed,
    TermsError,
    Waived,
    WrittenOff,
    accept,
    order_named,
    position_at,
    replay,
)
from dayaq.credit.domain.allocation import ORDERS
from tests.credit.domain.loans import START, any_terms
from tests.credit.domain.test_properties_of_replay import check_books

DAYS = st.integers(0, 500)
AMOUNTS = st.integers(1, 60_000)


class Loan(RuleBasedStateMachine):
    """Every act is offered to `accept`; what it refuses did not happen."""

    made: LoanTerms
    events: list[Event]
    refused: int

    @initialize(
        made=any_terms(),
        order=st.sampled_from(sorted(ORDERS)),
        excess=st.sampled_from(list(Excess)),
        penalty=st.sampled_from(
            [None, None, Penalty(wait_days=5, percent=Decimal(2), repeat_days=30)]
        ),
        parts=st.booleans(),
        lowers=st.booleans(),
    )
    def lend(
        self,
        made: LoanTerms,
        order: str,
        excess: Excess,
        penalty: Penalty | None,
        parts: bool,
        lowers: bool,
    ) -> None:
        found = {name: getattr(made, name) for name in made.__dataclass_fields__}
        found |= {"allocation": order_named(order), "excess": excess, "penalty": penalty}
        if lowers and made.interest is Interest.DECLINING:
            found |= {"excess": Excess.PRINCIPAL, "early_principal": "less_interest"}
        self.made = LoanTerms(**found)
        first = made.principal_minor * 3 // 4 if parts else made.principal_minor
        out = Disbursed(id="out", value_on=START, amount_minor=first)
        self.events = [out]
        self.refused = 0
        try:
            replay(self.made, self.events)
        except TermsError:
            # Three quarters divide less well than the whole.
            self.events = [Disbursed(id="out", value_on=START, amount_minor=made.principal_minor)]

    def offer(self, kind: type[Event], after: int, **facts: Any) -> None:
        number = len(self.events) + self.refused
        day = START + timedelta(days=after)
        event = kind(id=f"e{number}", value_on=day, sequence=number, **facts)
        try:
            accept(self.made, self.events, event)
        except EventError:
            self.refused += 1
        else:
            self.events.append(event)

    @rule(after=DAYS, amount=AMOUNTS, payoff=st.booleans())
    def pay(self, after: int, amount: int, payoff: bool) -> None:
        before = len(self.events)
        self.offer(Paid, after, amount_minor=amount, payoff=payoff)
        assert len(self.events) == before + 1, "cash is never refused"

    @rule(after=DAYS, amount=AMOUNTS)
    def pay_once_more(self, after: int, amount: int) -> None:
        self.offer(Paid, after, amount_minor=amount)

    @rule(data=st.data(), after=DAYS)
    def reverse(self, data: st.DataObject, after: int) -> None:
        # Without its first disbursement there is no loan: a test of its own.
        target = data.draw(st.sampled_from(self.events))
        if target.id == "out":
            return
        self.offer(Reversed, after, of=target.id)

    @rule(after=DAYS, amount=AMOUNTS)
    def disburse_more(self, after: int, amount: int) -> None:
        self.offer(Disbursed, after, amount_minor=amount)

    @rule(
        after=DAYS,
        count=st.none() | st.integers(1, 8),
        wait=st.none() | st.integers(1, 60),
        arrears=st.sampled_from(list(Arrears)),
    )
    def reschedule(self, after: int, count: int | None, wait: int | None, arrears: Arrears) -> None:
        first = None if wait is None else START + timedelta(days=after + wait)
        self.offer(Rescheduled, after, instalments=count, first_due=first, arrears=arrears)

    @rule(after=DAYS, length=st.integers(0, 90), interest=st.booleans())
    def pause(self, after: int, length: int, interest: bool) -> None:
        day = START + timedelta(days=after)
        self.offer(
            Paused,
            after,
            from_on=day,
            to_on=day + timedelta(days=length),
            with_interest=interest,
        )

    @rule(after=DAYS, amount=st.none() | AMOUNTS)
    def write_off(self, after: int, amount: int | None) -> None:
        self.offer(WrittenOff, after, amount_minor=amount)

    @rule(after=DAYS, amount=AMOUNTS)
    def recover(self, after: int, amount: int) -> None:
        self.offer(Recovered, after, amount_minor=amount)

    @rule(after=DAYS, amount=st.none() | AMOUNTS, number=st.none() | st.integers(1, 10))
    def forgive(self, after: int, amount: int | None, number: int | None) -> None:
        self.offer(Forgiven, after, amount_minor=amount, instalment=number)

    @rule(after=DAYS, amount=st.none() | AMOUNTS)
    def convert(self, after: int, amount: int | None) -> None:
        self.offer(ConvertedToGrant, after, amount_minor=amount)

    @rule(
        after=DAYS,
        amount=AMOUNTS,
        later=st.integers(0, 90),
        part=st.sampled_from([Component.FEE, Component.PENALTY]),
    )
    def charge(self, after: int, amount: int, later: int, part: Component) -> None:
        due = START + timedelta(days=after + later)
        self.offer(FeeCharged, after, amount_minor=amount, component=part, due_on=due)

    @rule(
        after=DAYS,
        amount=st.none() | AMOUNTS,
        part=st.sampled_from([Component.INTEREST, Component.FEE, Component.PENALTY]),
    )
    def waive(self, after: int, amount: int | None, part: Component) -> None:
        self.offer(Waived, after, amount_minor=amount, component=part)

    @rule(after=DAYS)
    def hand_over(self, after: int) -> None:
        self.offer(HandedOver, after)

    @rule(after=DAYS, first=AMOUNTS, wait=st.integers(1, 60))
    def reschedule_by_hand(self, after: int, first: int, wait: int) -> None:
        day = START + timedelta(days=after)
        owed = position_at(self.made, self.events, day).outstanding.principal
        amounts = [min(first, owed), owed - min(first, owed)]
        rows = tuple(
            NewInstalment(due_on=day + timedelta(days=wait * number), principal_minor=amount)
            for number, amount in enumerate(amounts, start=1)
        )
        self.offer(Rescheduled, after, rows=rows)

    @rule(after=DAYS, amount=AMOUNTS)
    def refund(self, after: int, amount: int) -> None:
        self.offer(Refunded, after, amount_minor=amount)

    @rule(after=DAYS)
    def look(self, after: int) -> None:
        on = START + timedelta(days=after)
        try:
            now = position_at(self.made, self.events, on)
        except EventError:
            # What is known now may reverse what a refund of that day stood on.
            return
        assert 0 <= now.overdue_minor <= now.due_minor <= now.outstanding_minor
        assert now.payoff_minor <= now.outstanding_minor

    @invariant()
    def the_books_balance(self) -> None:
        if hasattr(self, "events"):
            state = replay(self.made, self.events)
            if state.instalments:
                check_books(state)
            assert replay(self.made, reversed(self.events)) == state


Loan.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestLoan = Loan.TestCase
