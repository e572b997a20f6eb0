"""Limits, hand-overs, counts and their differences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from dayaq.cash.domain.denominations import total
from dayaq.cash.models import CashCount, CashDifference, CashLimit, HandOver, Outcome, Signed
from dayaq.cash.queries.moves import account_of
from dayaq.credit.services.handing_over import mark_received
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Assignment
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.money import format_minor
from dayaq.ledger import queries as books
from dayaq.ledger import services as ledger


def set_cash_limit(
    *,
    by: Actor,
    officer_id: UUID,
    limit_minor: int,
    days: int,
    on: dt.date,
    at: dt.datetime,
) -> CashLimit:
    """Say how much cash an officer may carry and for how many days. It warns, never refuses."""
    by.require("cash.set_limit")
    _require_colleague(by, officer_id)
    if officer_id == by.user_id:
        raise Refused(N_("Somebody else sets your cash limit."), field="officer_id")
    row = CashLimit.objects.create(
        programme_id=by.programme_id, officer_id=officer_id, limit_minor=limit_minor, days=days,
        set_by_id=by.user_id, set_on=on, recorded_at=at,
    )  # fmt: skip
    record(
        "cash.limit_set", by=by, on=on, at=at, subjects=[("user", officer_id)],
        data={"limit_minor": limit_minor, "days": days},
    )  # fmt: skip
    return row


def declare_hand_over(
    *,
    by: Actor,
    amount_minor: int,
    on: dt.date,
    at: dt.datetime,
    officer_id: UUID | None = None,
    signed: str = Signed.ACCOUNT,
    paper_number: str = "",
) -> HandOver:
    """The first signature: who carries the cash says how much is handed over.

    An officer signs under the own account. For one who signed on paper (by hand, thumb or
    mark) the cashier enters the paper with its number.

    :raises Refused: somebody else's hand-over without a signed paper
    """
    officer = officer_id or by.user_id
    if officer == by.user_id:
        by.require("cash.hand_over")
    else:
        by.require("cash.receive")
        _require_colleague(by, officer)
        if signed == Signed.ACCOUNT or not paper_number.strip():
            raise Refused(
                N_("The officer signs under the own account, or on a paper with a number."),
                field="paper_number",
            )
    if amount_minor <= 0:
        raise Refused(N_("Enter an amount above zero."), field="amount_minor")
    row = HandOver.objects.create(
        programme_id=by.programme_id, officer_id=officer, declared_minor=amount_minor,
        declared_on=on, declared_by_id=by.user_id, officer_signed=signed,
        paper_number=paper_number.strip(), recorded_at=at,
    )  # fmt: skip
    record(
        "cash.hand_over_declared", by=by, on=on, at=at, subjects=[("user", officer)],
        data={"hand_over": str(row.pk), "amount_minor": amount_minor},
    )  # fmt: skip
    return row


def receive_hand_over(
    *,
    by: Actor,
    hand_over_id: UUID,
    counted_minor: int,
    on: dt.date,
    at: dt.datetime,
    signed: str = Signed.ACCOUNT,
) -> HandOver:
    """The second signature: the cashier counts and receives. Only this moves money.

    What was counted is what is received; anything missing stays with the officer.

    :raises Refused: it was received already, or by who hands it over
    """
    by.require("cash.receive")
    row = (
        HandOver.objects.select_for_update(of=("self",))
        .filter(pk=hand_over_id, programme_id=by.programme_id)
        .first()
    )
    if row is None:
        raise NotFound(N_("There is no such hand-over."))
    if row.received_by_id is not None:
        raise Refused(N_("This hand-over has been received already."))
    if row.officer_id == by.user_id:
        raise Refused(N_("Cash is received by somebody other than the officer who hands it over."))
    if on < row.declared_on:
        raise Refused(N_("Cash is not received before it is handed over."), field="received_on")
    if counted_minor <= 0:
        raise Refused(N_("Enter an amount above zero."), field="counted_minor")
    row.received_by_id, row.received_on = by.user_id, on
    row.received_minor, row.receiver_signed = counted_minor, signed
    row.save()
    event_id = record(
        "cash.hand_over_received", by=by, on=on, at=at, subjects=[("user", row.officer_id)],
        data={"hand_over": str(row.pk), "amount_minor": counted_minor},
    )  # fmt: skip
    ledger.post(
        key=f"hand-over:{row.pk}", on=on, at=at, by=by, memo="handover", event_id=event_id,
        transfers=[ledger.Leg("cash", account_of(row.officer_id), counted_minor)],
    )  # fmt: skip
    mark_received(by=by, officer_id=row.officer_id, amount_minor=counted_minor, on=on)
    return row


def count_cash(
    *,
    by: Actor,
    pieces: Mapping[int, int],
    on: dt.date,
    at: dt.datetime,
    officer_id: UUID | None = None,
) -> CashCount:
    """Write down a count by notes and coins; only now is the expected sum looked up.

    :param pieces: how many of each denomination, in qəpik
    :param officer_id: whose bag was counted; None is the office box
    :raises Refused: one's own bag
    """
    by.require("cash.count")
    if officer_id is not None:
        _require_colleague(by, officer_id)
        if officer_id == by.user_id:
            raise Refused(N_("The cash you carry is counted by somebody else."))
    account = account_of(officer_id)
    ledger.hold(by.programme_id, account)
    row = CashCount.objects.create(
        programme_id=by.programme_id, officer_id=officer_id, counted_on=on,
        counted_by_id=by.user_id, pieces={str(worth): n for worth, n in pieces.items() if n},
        counted_minor=total(pieces), expected_minor=books.balance(by.programme_id, account),
        recorded_at=at,
    )  # fmt: skip
    record(
        "cash.counted", by=by, on=on, at=at,
        subjects=[("user", officer_id or by.user_id)],
        data={"count": str(row.pk), "difference_minor": row.difference_minor},
    )  # fmt: skip
    return row


def settle_difference(
    *, by: Actor, count_id: UUID, outcome: str, reason: str, on: dt.date, at: dt.datetime
) -> CashDifference:
    """Post a count's difference: a supervisor's decision, by another person than who counted.

    :raises Refused: nothing differs, no reason, or an outcome that does not fit the difference
    """
    by.require("cash.settle")
    count = CashCount.objects.filter(pk=count_id, programme_id=by.programme_id).first()
    if count is None:
        raise NotFound(N_("There is no such count."))
    difference = count.difference_minor
    if not difference:
        raise Refused(N_("This count agrees with the books."))
    if count.counted_by_id == by.user_id:
        raise Refused(
            N_("The difference is settled by somebody other than the person who counted.")
        )
    if not reason.strip():
        raise Refused(N_("Give the reason."), field="reason")
    if (outcome == Outcome.GAIN) != (difference > 0):
        raise Refused(
            N_("Too much cash is income; missing cash is a loss or is owed."), field="outcome"
        )
    row = CashDifference.objects.create(
        programme_id=by.programme_id, count=count, counted_by_id=count.counted_by_id,
        amount_minor=difference, outcome=outcome, reason=reason.strip(),
        settled_by_id=by.user_id, settled_on=on,
    )  # fmt: skip
    keeper = count.officer_id or count.counted_by_id
    event_id = record(
        "cash.difference_settled", by=by, on=on, at=at, subjects=[("user", keeper)],
        data={"count": str(count.pk), "amount_minor": difference, "outcome": outcome},
    )  # fmt: skip
    ledger.post(
        key=f"cash-difference:{row.pk}", on=on, at=at, by=by, memo="cash difference",
        event_id=event_id,
        transfers=[_leg(account_of(count.officer_id), difference, outcome, keeper)],
    )  # fmt: skip
    return row


def receive_owed(
    *, by: Actor, officer_id: UUID, amount_minor: int, on: dt.date, at: dt.datetime
) -> UUID:
    """Somebody who owes money since a shortage pays it, or a part, into the office box.

    :raises Refused: more than is owed, or by the one who owes it
    """
    by.require("cash.receive")
    _require_colleague(by, officer_id)
    if officer_id == by.user_id:
        raise Refused(N_("What you owe is received by somebody else."))
    account = f"receivable:{officer_id}"
    ledger.hold(by.programme_id, account)
    owed = books.balance(by.programme_id, account)
    if not 0 < amount_minor <= owed:
        raise Refused(
            N_("Enter an amount above zero, up to the %(owed)s that are owed."),
            field="amount_minor", params={"owed": format_minor(owed)},
        )  # fmt: skip
    event_id = record(
        "cash.shortage_repaid", by=by, on=on, at=at, subjects=[("user", officer_id)],
        data={"amount_minor": amount_minor},
    )  # fmt: skip
    ledger.post(
        key=f"shortage-repaid:{event_id}", on=on, at=at, by=by, memo="shortage repaid",
        event_id=event_id, transfers=[ledger.Leg("cash", account, amount_minor)],
    )  # fmt: skip
    return event_id


def _leg(account: str, difference: int, outcome: str, keeper: UUID) -> ledger.Leg:
    match outcome:
        case Outcome.GAIN:
            return ledger.Leg(account, "income.cash_over", difference)
        case Outcome.OWED:
            return ledger.Leg(f"receivable:{keeper}", account, -difference)
        case _:
            return ledger.Leg("expense.cash_short", account, -difference)


def _require_colleague(by: Actor, user_id: UUID) -> None:
    if not Assignment.objects.filter(user_id=user_id, programme_id=by.programme_id).exists():
        raise NotFound(N_("There is no such colleague in this programme."))
