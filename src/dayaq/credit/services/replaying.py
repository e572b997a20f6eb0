"""Adding a fact to a loan: replay with it, store it, write what changed, post to the books.

The books follow the replay: what an event changes on the loan's accounts is the difference of
the loan before and after it, so a backdated payment that shifts others posts exactly that
shift, and the ledger account of a loan is always its principal outstanding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dayaq.credit.domain.allocation import Excess
from dayaq.credit.domain.errors import CreditError
from dayaq.credit.domain.events import Event
from dayaq.credit.domain.replay import accept, before_and_after, replay
from dayaq.credit.domain.state import LoanState, Status
from dayaq.credit.domain.terms import LoanTerms
from dayaq.credit.facts import as_domain
from dayaq.credit.models import Loan, LoanEvent, LoanStatus
from dayaq.credit.projecting import Projection, project, write
from dayaq.credit.services.funding import over_windows
from dayaq.credit.services.sentences import as_refusal
from dayaq.credit.terms_json import read_terms
from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.errors import N_, Refused
from dayaq.ledger import services as ledger

MONEY = "money"
"""Stands in a change of the books for the account the money comes from or goes to."""

STATUS: Mapping[Status, LoanStatus] = {
    Status.NOT_DISBURSED: LoanStatus.AGREED,
    Status.ACTIVE: LoanStatus.ACTIVE,
    Status.REPAID: LoanStatus.REPAID,
    Status.OVERPAID: LoanStatus.REPAID,
    Status.WRITTEN_OFF: LoanStatus.WRITTEN_OFF,
    Status.CONVERTED: LoanStatus.FORGIVEN,
    Status.FORGIVEN: LoanStatus.FORGIVEN,
    Status.HANDED_OVER: LoanStatus.HANDED_OVER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is to be added to the loan's events."""

    kind: str
    value_on: dt.date
    key: str
    amount_minor: int | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    reverses: LoanEvent | None = None
    receipt_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Appended:
    """The stored event and the loan after it."""

    event: LoanEvent
    state: LoanState


def append(
    loan: Loan,
    fact: Fact,
    *,
    by: Actor,
    on: dt.date,
    at: dt.datetime,
    event_id: UUID,
    money: str = "",
    stored: Sequence[LoanEvent] | None = None,
    unposted: list[ledger.Leg] | None = None,
) -> Appended:
    """Add `fact` to the locked `loan`.

    :param money: the account code the money of the fact moves on ("bank", "transit:…")
    :param stored: its events so far, where the caller has read them behind the lock
    :param unposted: takes the transfers, where the caller posts them with those of other loans
    :raises Refused: the fact does not fit the loan, or a successor collects it
    """
    refuse_handed_over(loan)
    # The loan is locked, so its count of events is right: the first one has none before it.
    if stored is None:
        stored = rows.where(LoanEvent, order="seq", loan_id=loan.pk) if loan.events_seen else []
    terms = read_terms(loan.terms)
    past = [as_domain(row) for row in stored]
    event = _event_of(loan, fact, len(stored) + 1, Clock.at(at).today)
    event.recorded_at = at
    event.recorded_by_id = by.user_id
    before, after = _accepted(terms, past, as_domain(event))
    moved = difference(books(before, loan.window), books(after, loan.window))
    event.data["books"] = {account: amount for account, amount in moved.items() if amount}
    write(loan.pk, project(before), project(after), beside=rows.inserting(event))
    _keep_head(loan, after, seen=event.seq)
    if unposted is not None:
        legs = legs_of(moved, money=money, window=loan.window, subject_id=loan.pk)
        unposted += over_windows(loan, legs, 0) if loan.is_shared else legs
    else:
        _post(loan, fact, moved, after, money=money, by=by, at=at, event_id=event_id)
    return Appended(event, after)


def refuse_handed_over(loan: Loan) -> None:
    """:raises Refused: a successor collects the loan; nothing is written on it here any more"""
    if loan.status == LoanStatus.HANDED_OVER:
        raise Refused(
            N_("This loan is handed over. The borrower pays the successor; the loan says whom."),
            code="handed_over",
        )


def refuse_unfit(
    loan: Loan, fact: Fact, stored: Sequence[LoanEvent], on: dt.date, field: str | None = None
) -> None:
    """Ask the engine whether the loan takes `fact`, and store nothing.

    :raises Refused: it does not, beside the question `field`
    """
    event = _event_of(loan, fact, len(stored) + 1, on)
    try:
        accept(read_terms(loan.terms), [as_domain(row) for row in stored], as_domain(event))
    except CreditError as error:
        raise as_refusal(error, field=field, currency=loan.currency) from error


def _event_of(loan: Loan, fact: Fact, seq: int, recorded_on: dt.date) -> LoanEvent:
    return LoanEvent(
        loan=loan,
        seq=seq,
        kind=fact.kind,
        value_on=fact.value_on,
        amount_minor=fact.amount_minor,
        data=dict(fact.data),
        reverses=fact.reverses,
        receipt_id=fact.receipt_id,
        key=fact.key,
        recorded_on=recorded_on,
    )


def state_of(loan: Loan, events: Sequence[LoanEvent]) -> LoanState:
    """The loan replayed from its stored events."""
    return replay(read_terms(loan.terms), [as_domain(row) for row in events])


def projection_of(loan: Loan, events: Sequence[LoanEvent]) -> Projection:
    """The projection its events come to."""
    return project(state_of(loan, events) if events else None)


def books(state: LoanState | None, window: str) -> dict[str, int]:
    """The loan's part in the books after a replay: debits above zero, credits below.

    Income is booked when the cash comes in (cash basis); interest made into principal counts
    as received. The sum is zero: nothing is lost between the accounts.
    """
    if state is None:
        return {}
    paid = state.paid
    at_start = state.fee_deducted_minor + state.fee_at_disbursement_minor
    found = {
        f"loans:{window}": state.outstanding.principal,
        "income.interest": -(paid.interest + state.capitalised_minor),
        "income.fees": -(paid.fee + at_start),
        "income.penalties": -paid.penalty,
        "client_credits": -state.credit_minor,
        "income.recoveries": -state.recovered_minor,
        "expense.write_off": state.written_off.principal,
        "expense.forgiveness": state.forgiven_minor,
        "expense.granted": state.granted_minor,
        "handed_over": state.handed_over_minor,
    }
    found[MONEY] = state.paid_minor + at_start - state.disbursed_minor - state.refunded_minor
    return found


def difference(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """What changed, account by account; it balances."""
    moved = {
        account: after.get(account, 0) - before.get(account, 0)
        for account in sorted({*before, *after})
    }
    assert not sum(moved.values()), moved  # noqa: S101 - the engine lost money
    return moved


def legs_of(
    moved: Mapping[str, int], *, money: str, window: str, subject_id: UUID
) -> list[ledger.Leg]:
    """Transfers that bring the changes about, pairing debits with credits in order.

    >>> [(leg.debit, leg.credit, leg.amount_minor) for leg in legs_of(
    ...     {"loans:ada": -8_333, "client_credits": -1_667, "money": 10_000},
    ...     money="bank", window="ada", subject_id=UUID(int=1))]
    [('bank', 'loans:ada', 8333), ('bank', 'client_credits', 1667)]
    """
    named = {money if account == MONEY else account: amount for account, amount in moved.items()}
    # The fund first: a reader looks for the loan's own account.
    accounts = sorted(named, key=lambda account: not account.startswith("loans:"))
    left = {account: abs(named[account]) for account in accounts}
    debits = [account for account in accounts if named[account] > 0]
    credits = [account for account in accounts if named[account] < 0]
    legs: list[ledger.Leg] = []
    while debits and credits:
        debit, credit = debits[0], credits[0]
        amount = min(left[debit], left[credit])
        legs.append(ledger.Leg(debit, credit, amount, window, subject_id))
        for account, side in ((debit, debits), (credit, credits)):
            left[account] -= amount
            if not left[account]:
                side.pop(0)
    return legs


def _accepted(
    terms: LoanTerms, past: Sequence[Event], new: Event
) -> tuple[LoanState | None, LoanState]:
    try:
        return before_and_after(terms, past, new)
    except CreditError as error:
        raise as_refusal(error) from error


def _keep_head(loan: Loan, state: LoanState, *, seen: int) -> None:
    was = loan.status
    loan.status = STATUS[state.status]
    if was in (LoanStatus.REPAID, LoanStatus.FORGIVEN) and loan.status == LoanStatus.ACTIVE:
        loan.is_reopened = True
    loan.disbursed_on = state.disbursed_on
    loan.closed_on = state.closed_on
    loan.events_seen = seen
    loan.outstanding_minor = state.outstanding.total_minor
    loan.credit_minor = state.credit_minor
    loan.reschedules_count = state.restructured_count
    terms = state.terms
    loan.moves_with_time = terms.penalty is not None or terms.excess is Excess.CREDIT
    rows.update(
        loan,
        "status",
        "is_reopened",
        "disbursed_on",
        "disbursed_by",
        "window",
        "closed_on",
        "events_seen",
        "outstanding_minor",
        "credit_minor",
        "reschedules_count",
        "moves_with_time",
    )


def _post(
    loan: Loan,
    fact: Fact,
    moved: Mapping[str, int],
    after: LoanState,
    *,
    money: str,
    by: Actor,
    at: dt.datetime,
    event_id: UUID,
) -> None:
    rest = dict(moved)
    key = f"{loan.code}:{fact.key}"
    if fact.reverses is not None and fact.reverses.data.get("books"):
        # The entry itself is reversed; what else a later payment shifted is posted besides.
        ledger.reverse(
            key=key,
            reverses_key=f"{loan.code}:{fact.reverses.key}",
            on=fact.value_on,
            at=at,
            by=by,
            reason=fact.kind,
            event_id=event_id,
        )
        for account, amount in fact.reverses.data["books"].items():
            rest[account] = rest.get(account, 0) + amount
        key = f"{key}:shift"
    legs = legs_of(rest, money=money, window=loan.window, subject_id=loan.pk)
    if loan.is_shared:
        legs = over_windows(loan, legs, after.outstanding.principal)
    if legs:
        ledger.post(
            key=key,
            on=fact.value_on,
            at=at,
            by=by,
            memo=fact.kind,
            transfers=legs,
            event_id=event_id,
        )


def head_of(loan: Loan) -> dict[str, Any]:
    """The loan's projected columns, for comparing after a rebuild."""
    return {
        "status": loan.status,
        "closed_on": loan.closed_on,
        "events_seen": loan.events_seen,
        "outstanding_minor": loan.outstanding_minor,
        "credit_minor": loan.credit_minor,
        "reschedules_count": loan.reschedules_count,
        "visited_on": loan.visited_on,
        "next_visit_on": loan.next_visit_on,
    }
