"""Opening an account in another currency, exchanging money, and valuing it at a day's rate.

No transfer crosses currencies. Each movement of foreign money has two transfers in one entry:
the bank account against the currency's `trading` account, and, in the fund's own currency,
`position` (what the money stands at) against where it came from or went.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Programme
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.kernel.exchange import Exchange
from dayaq.kernel.money import Money
from dayaq.ledger.domain.exchange import Position, revalued
from dayaq.ledger.exchange.queries import currencies, held_minor, positions
from dayaq.ledger.models import Account, Entry, Revaluation
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
) -> Entry:
    """The bank changes foreign money into the fund's own; the number of its paper is the key.

    What comes in beyond, or below, what the money stood at is an exchange difference.

    :raises Refused: the window has less of this currency
    """
    by.require("ledger.exchange")
    part = _held(by, currency, window, on).part_minor(foreign_minor)
    code = currency.lower()
    legs = [Leg(f"trading:{code}", f"foreign:{code}", foreign_minor, window)]
    kept = min(part, own_minor)
    legs += _leg("bank", f"position:{code}", kept, window)
    legs += _leg("bank", "income.exchange", own_minor - kept, window)
    legs += _leg("expense.exchange", f"position:{code}", part - kept, window)
    return _posted(by, "ledger.currency_sold", f"exchange:{reference}", legs, on, at)


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
) -> Entry:
    """The bank changes money of the fund into another currency, such as to return it.

    :raises Refused: the window has less free money, or there is no account in this currency
    """
    by.require("ledger.exchange")
    _held(by, currency, window, on)
    hold(by.programme_id, "bank", "cash")
    if not 0 < own_minor <= free_windows(by.programme_id).get(window, 0):
        raise Refused(N_("The window does not have as much free money."), field="own_minor")
    legs = [
        *received(currency, foreign_minor, window),
        Leg(f"position:{currency.lower()}", "bank", own_minor, window),
    ]
    return _posted(by, "ledger.currency_bought", f"exchange:{reference}", legs, on, at)


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

    :param stated_minor: what the bank states for the account at the end of that day
    :raises Refused: bank and books differ, or the rate is of a later day
    """
    by.require("ledger.exchange")
    code = currency.lower()
    hold(by.programme_id, f"foreign:{code}", f"position:{code}")
    of = positions(by.programme_id, on).get(currency, {})
    held = held_minor(of)
    if held != stated_minor:
        raise Refused(
            N_("By the books the account held %(held)s on that day. Find the difference first."),
            field="stated_minor", params={"held": str(Money(held, currency))},
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


def _held(by: Actor, currency: str, window: str, on: dt.date) -> Position:
    """The window's money in a currency, held until the transaction ends."""
    if currency not in currencies(by.programme_id):
        raise Refused(N_("There is no account in this currency."), field="currency")
    code = currency.lower()
    hold(by.programme_id, f"foreign:{code}", f"position:{code}")
    now = positions(by.programme_id).get(currency, {}).get(window, Position(0, 0))
    then = positions(by.programme_id, on).get(currency, {}).get(window, Position(0, 0))
    # A day of the past has what was there then, and leaves what is there now above zero.
    return now if now.held_minor <= then.held_minor else then


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
