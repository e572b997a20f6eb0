"""Opening an account in another currency, exchanging money, and valuing it at a day's rate.

No transfer crosses currencies. Each movement of foreign money has two transfers in one entry:
the bank account against the currency's `trading` account, and, in the fund's own currency,
`position` (what the money stands at) against where it came from or went.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Programme
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.kernel.exchange import Exchange
from dayaq.kernel.money import Money
from dayaq.ledger.domain.exchange import Position, charged, dealt, revalued
from dayaq.ledger.exchange.queries import (
    currencies,
    held_minor,
    positions,
    suspense_code,
    unclaimed,
)
from dayaq.ledger.fund.services import require_due
from dayaq.ledger.models import Account, Deal, Entry, Revaluation
from dayaq.ledger.queries import free_windows
from dayaq.ledger.services import Leg, hold, post


def open_currency(*, by: Actor, currency: str, on: dt.date, at: dt.datetime) -> None:
    """Open the bank account in another currency, with the two accounts that go with it.

    :raises Refused: it is the programme's own currency, or there is such an account
    """
    by.require("ledger.exchange")
    own = _own(by)
    if currency == own:
        raise Refused(N_("This is the programme's own currency."), field="currency")
    if currency in currencies(by.programme_id):
        raise Refused(N_("There is an account in this currency already."), field="currency")
    kinds = (
        ("foreign", Account.Kind.ASSET, currency), ("trading", Account.Kind.FUND, currency),
        ("position", Account.Kind.ASSET, own),
    )  # fmt: skip
    Account.objects.bulk_create(
        Account(
            programme_id=by.programme_id, code=f"{prefix}:{currency.lower()}", kind=kind,
            currency=unit, opened_on=on,
        )
        for prefix, kind, unit in kinds
    )  # fmt: skip
    record(
        "ledger.currency_opened", by=by, on=on, at=at,
        subjects=[("programme", by.programme_id)], data={"currency": currency},
    )  # fmt: skip


def received(currency: str, foreign_minor: int, window: str) -> list[Leg]:
    """The transfer by which foreign money comes to its bank account."""
    code = currency.lower()
    return [Leg(f"foreign:{code}", f"trading:{code}", foreign_minor, window)]


def sell_currency(
    *,
    by: Actor,
    currency: str,
    window: str,
    foreign_minor: int,
    own_minor: int,
    reference: str,
    on: dt.date,
    at: dt.datetime,
    rate: Decimal | None = None,
) -> Entry:
    """The bank changes foreign money into the fund's own; the number of its paper is the key.

    What comes in beyond, or below, what the money stood at is an exchange difference.

    :param rate: 1 of the currency in the fund's own, if the paper prints it
    :raises Refused: the window has less of this currency, or the amounts are not of that rate
    """
    by.require("ledger.exchange")
    agreed = dealt(foreign_minor, currency, own_minor, _own(by), rate)
    legs = _given_away(by, currency, window, foreign_minor, own_minor, "bank", on)
    made = _posted(by, "ledger.currency_sold", f"exchange:{reference}", legs, on, at)
    _deal(by, made, currency, foreign_minor, own_minor, agreed, reference)
    return made


def buy_currency(
    *,
    by: Actor,
    currency: str,
    window: str,
    foreign_minor: int,
    own_minor: int,
    reference: str,
    on: dt.date,
    at: dt.datetime,
    rate: Decimal | None = None,
) -> Entry:
    """The bank changes money of the fund into another currency, such as to return it.

    :param rate: 1 of the currency in the fund's own, if the paper prints it
    :raises Refused: the window has less free money, there is no account in this currency, or the
        amounts are not of that rate
    """
    by.require("ledger.exchange")
    agreed = dealt(foreign_minor, currency, own_minor, _own(by), rate)
    _held(by, currency, window, on)
    hold(by.programme_id, "bank", "cash")
    if not 0 < own_minor <= free_windows(by.programme_id).get(window, 0):
        raise Refused(N_("The window does not have as much free money."), field="own_minor")
    legs = [
        *received(currency, foreign_minor, window),
        Leg(f"position:{currency.lower()}", "bank", own_minor, window),
    ]
    made = _posted(by, "ledger.currency_bought", f"exchange:{reference}", legs, on, at)
    _deal(by, made, currency, foreign_minor, own_minor, agreed, reference)
    return made


def return_currency(
    *,
    by: Actor,
    window: str,
    foreign_minor: int,
    own_minor: int,
    reference: str,
    on: dt.date,
    at: dt.datetime,
    rate: Decimal | None = None,
) -> Entry:
    """Pay a donor back from the account in the donor's own currency.

    What was set aside is owed in the fund's currency; the foreign money leaves at what it stood
    at, and the rest is an exchange difference. The number of the bank transfer is the key.

    :param own_minor: how much of what was set aside this settles
    :param rate: 1 of the currency in the fund's own, if it was agreed; both amounts must be of it
    :raises Refused: less is owed or held, or the same person decided the return
    """
    chosen = require_due(by, window, own_minor, "own_minor")
    agreed = dealt(foreign_minor, chosen.currency, own_minor, _own(by), rate)
    to = f"due_to_donor:{window}"
    legs = _given_away(by, chosen.currency, window, foreign_minor, own_minor, to, on)
    event_id = record(
        "ledger.donor_paid", by=by, on=on, at=at, subjects=[("programme", by.programme_id)],
        data={"window": window, "amount_minor": own_minor, "reference": reference},
    )  # fmt: skip
    made = post(
        key=f"pay-donor:{reference}", on=on, at=at, by=by, memo="returned", event_id=event_id,
        transfers=legs,
    )  # fmt: skip
    _deal(by, made, chosen.currency, foreign_minor, own_minor, agreed, reference)
    return made


def charge_currency(
    *,
    by: Actor,
    currency: str,
    window: str,
    foreign_minor: int,
    reference: str,
    on: dt.date,
    at: dt.datetime,
) -> Entry:
    """What the bank took from the account in another currency, at what it stood at.

    :raises Refused: the window has less of this currency
    """
    by.require("ledger.exchange")
    part = _held(by, currency, window, on).part_minor(foreign_minor)
    code = currency.lower()
    legs = [Leg(f"trading:{code}", f"foreign:{code}", foreign_minor, window)]
    legs += _leg("expense.bank", f"position:{code}", part, window)
    key = f"bank-charge:{code}:{reference}"
    return _posted(by, "ledger.bank_charged", key, legs, on, at, reference=reference)


def bear_charge(*, by: Actor, currency: str, foreign_minor: int, on: dt.date) -> list[Leg]:
    """The transfers of a charge that a bank statement shows: borne by what each window has there.

    :raises Refused: the windows have less on the account
    """
    code = currency.lower()
    hold(by.programme_id, f"foreign:{code}", f"position:{code}")
    legs: list[Leg] = []
    for window, taken in charged(_standing(by, currency, on), foreign_minor).items():
        legs += _leg(f"trading:{code}", f"foreign:{code}", taken.foreign_minor, window)
        legs += _leg("expense.bank", f"position:{code}", taken.stood_minor, window)
    return legs


def open_suspense(*, by: Actor, currency: str, on: dt.date) -> str:
    """The account on which unknown money in a currency waits, opened at its first use."""
    code = suspense_code(currency)
    Account.objects.get_or_create(
        programme_id=by.programme_id, code=code, currency=currency,
        defaults={"kind": Account.Kind.LIABILITY, "opened_on": on},
    )  # fmt: skip
    return code


def revalue(
    *,
    by: Actor,
    currency: str,
    stated_minor: int,
    exchange: Exchange,
    on: dt.date,
    at: dt.datetime,
) -> Revaluation:
    """Value the money of a currency at the rate of a day; the difference is posted, if any.

    What waits in suspense is at the bank too, but owed in the same currency: no rate changes it.

    :param stated_minor: what the bank states for the account at the end of that day
    :raises Refused: bank and books differ, or the rate is of a later day
    """
    by.require("ledger.exchange")
    code = currency.lower()
    hold(by.programme_id, f"foreign:{code}", f"position:{code}")
    of = positions(by.programme_id, on).get(currency, {})
    held = held_minor(of)
    at_bank = held + unclaimed(by.programme_id, on).get(currency, 0)
    if at_bank != stated_minor:
        raise Refused(
            N_("By the books the account held %(held)s on that day. Find the difference first."),
            field="stated_minor", params={"held": str(Money(at_bank, currency))},
        )  # fmt: skip
    if exchange.on > on:
        raise Refused(N_("This rate is of a later day."), field="rate")
    changes = revalued(of, currency, _own(by), exchange)
    legs: list[Leg] = []
    for window, change in changes.items():
        legs += _leg(f"position:{code}", "income.exchange", max(0, change), window)
        legs += _leg("expense.exchange", f"position:{code}", max(0, -change), window)
    event_id = _told(by, "ledger.currency_valued", on, at, currency=currency)
    entry = (
        post(
            key=f"revaluation:{event_id}", on=on, at=at, by=by, memo="revaluation",
            event_id=event_id, transfers=legs,
        )
        if legs
        else None
    )  # fmt: skip
    carried = sum(one.carried_minor for one in of.values())
    return Revaluation.objects.create(
        programme_id=by.programme_id, currency=currency, on=on, rate_base=exchange.base,
        rate=exchange.rate, rate_on=exchange.on, rate_source=exchange.source, held_minor=held,
        carried_minor=carried, value_minor=carried + sum(changes.values()), entry=entry,
        recorded_by_id=by.user_id, recorded_at=at,
    )  # fmt: skip


def _given_away(
    by: Actor, currency: str, window: str, foreign_minor: int, own_minor: int, to: str, on: dt.date
) -> list[Leg]:  # fmt: skip
    """Foreign money leaves at what it stood at, for `own_minor` on `to`; the rest is gain or loss.

    :param to: the account that takes what is got for it, in the fund's own currency
    """
    part = _held(by, currency, window, on).part_minor(foreign_minor)
    code = currency.lower()
    kept = min(part, own_minor)
    return [
        Leg(f"trading:{code}", f"foreign:{code}", foreign_minor, window),
        *_leg(to, f"position:{code}", kept, window),
        *_leg(to, "income.exchange", own_minor - kept, window),
        *_leg("expense.exchange", f"position:{code}", part - kept, window),
    ]


def _deal(
    by: Actor, entry: Entry, currency: str, foreign_minor: int, own_minor: int, rate: Decimal,
    paper: str,
) -> None:  # fmt: skip
    """Keep the rate of an exchange with its day and the paper that says so; once for each entry."""
    if not Deal.objects.filter(entry=entry).exists():
        Deal.objects.create(
            programme_id=by.programme_id, entry=entry, on=entry.on, currency=currency,
            foreign_minor=foreign_minor, own_minor=own_minor, rate=rate, paper=paper,
        )  # fmt: skip


def _held(by: Actor, currency: str, window: str, on: dt.date) -> Position:
    """The window's money in a currency, held until the transaction ends."""
    if currency not in currencies(by.programme_id):
        raise Refused(N_("There is no account in this currency."), field="currency")
    code = currency.lower()
    hold(by.programme_id, f"foreign:{code}", f"position:{code}")
    return _standing(by, currency, on).get(window, Position(0, 0))


def _standing(by: Actor, currency: str, on: dt.date) -> dict[str, Position]:
    """By window: a day of the past has what was there then, and leaves what is there now."""
    now = positions(by.programme_id).get(currency, {})
    then = positions(by.programme_id, on).get(currency, {})
    nothing = Position(0, 0)
    return {
        window: one if one.held_minor <= then.get(window, nothing).held_minor
        else then.get(window, nothing)
        for window, one in now.items()
    }  # fmt: skip


def _posted(
    by: Actor, verb: str, key: str, legs: list[Leg], on: dt.date, at: dt.datetime, **data: str
) -> Entry:
    event_id = _told(by, verb, on, at, key=key, **data)
    memo = "bank_charge" if key.startswith("bank-charge:") else "exchange"
    return post(key=key, on=on, at=at, by=by, memo=memo, event_id=event_id, transfers=legs)


def _told(by: Actor, verb: str, on: dt.date, at: dt.datetime, **data: str) -> UUID:
    return record(verb, by=by, on=on, at=at, subjects=[("programme", by.programme_id)], data=data)


def _leg(debit: str, credit: str, minor: int, window: str) -> list[Leg]:
    """One transfer; none for nothing."""
    return [Leg(debit, credit, minor, window)] if minor else []


def _own(by: Actor) -> str:
    own: str = Programme.objects.values_list("currency", flat=True).get(pk=by.programme_id)
    return own
