"""Costs the fund bears, and money that goes back to its donor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Programme
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.money import split
from dayaq.ledger.domain.exchange import Position
from dayaq.ledger.exchange.queries import positions
from dayaq.ledger.fund.queries import left_over
from dayaq.ledger.models import Contribution, Entry, Window
from dayaq.ledger.queries import balance, free_windows, windows
from dayaq.ledger.services import Leg, hold, post


def charge_bank(
    *, by: Actor, amount_minor: int, reference: str, on: dt.date, at: dt.datetime, window: str = ""
) -> Entry:
    """Book what the bank took; the number of its statement line is the key.

    :param window: the window that bears it; "" all of them, in proportion to what was given
    :raises Refused: there is less in the bank, or no window has been given anything
    """
    by.require("ledger.charge_fund")
    hold(by.programme_id, "bank")
    if balance(by.programme_id, "bank") < amount_minor:
        raise Refused(N_("There is not as much money in the bank."), field="amount_minor")
    given = {
        one.code: max(0, -balance(by.programme_id, f"capital:{one.code}"))
        for one in windows(by.programme_id)
        if not window or one.code == window
    }
    if not any(given.values()):
        raise Refused(N_("No fund window has been given money to bear this."), field="window")
    parts = zip(given, split(amount_minor, list(given.values())), strict=True)
    event_id = record(
        "ledger.bank_charged", by=by, on=on, at=at, subjects=[("programme", by.programme_id)],
        data={"reference": reference, "amount_minor": amount_minor},
    )  # fmt: skip
    return post(
        key=f"bank-charge:{reference}", on=on, at=at, by=by, memo="bank_charge", event_id=event_id,
        transfers=[Leg("expense.bank", "bank", part, code) for code, part in parts if part],
    )  # fmt: skip


def owe_to_donor(
    *, by: Actor, window: str, amount_minor: int, reason: str, on: dt.date, at: dt.datetime
) -> Entry:
    """Set money of a window aside to go back to its donor; it is not lent any more.

    That is money free in the fund's currency, and what the donor's own currency stands at.

    :raises Refused: the window has less free money, or no reason is given
    """
    by.require("ledger.return_money")
    chosen = _window(by, window)
    if not reason.strip():
        raise Refused(N_("Give the reason, such as the clause or letter."), field="reason")
    hold(by.programme_id, "bank", "cash", f"position:{chosen.currency.lower()}")
    kept = positions(by.programme_id).get(chosen.currency, {}).get(window, Position(0, 0))
    if not 0 < amount_minor <= free_windows(by.programme_id)[window] + kept.carried_minor:
        raise Refused(N_("The window does not have as much free money."), field="amount_minor")
    event_id = record(
        "ledger.return_decided", by=by, on=on, at=at, subjects=[("programme", by.programme_id)],
        data={"window": chosen.code, "amount_minor": amount_minor},
    )  # fmt: skip
    return post(
        key=f"owe-donor:{event_id}", on=on, at=at, by=by, memo=reason.strip()[:60],
        event_id=event_id,
        transfers=[Leg(f"capital:{window}", f"due_to_donor:{window}", amount_minor, window)],
    )  # fmt: skip


def pay_donor(
    *, by: Actor, window: str, amount_minor: int, reference: str, on: dt.date, at: dt.datetime
) -> Entry:
    """Pay a donor what was set aside, by bank transfer; its number is the key.

    :raises Refused: less is owed to this donor, the bank has less, or the same person decided it
    """
    require_due(by, window, amount_minor, "amount_minor")
    hold(by.programme_id, "bank", "cash")
    # What was set aside of money in another currency is not in the bank in the fund's own.
    elsewhere = min(0, free_windows(by.programme_id)[window])
    due = -balance(by.programme_id, f"due_to_donor:{window}")
    if balance(by.programme_id, "bank") < amount_minor or due + elsewhere < amount_minor:
        raise Refused(N_("There is not as much money in the bank."), field="amount_minor")
    event_id = record(
        "ledger.donor_paid", by=by, on=on, at=at, subjects=[("programme", by.programme_id)],
        data={"window": window, "amount_minor": amount_minor, "reference": reference},
    )  # fmt: skip
    return post(
        key=f"pay-donor:{reference}", on=on, at=at, by=by, memo="returned", event_id=event_id,
        transfers=[Leg(f"due_to_donor:{window}", "bank", amount_minor, window)],
    )  # fmt: skip


def require_due(by: Actor, window: str, amount_minor: int, field: str) -> Window:
    """The window, if as much was set aside for its donor, by somebody other than the actor."""
    by.require("ledger.pay_donor")
    chosen = _window(by, window)
    hold(by.programme_id, f"due_to_donor:{window}")
    owed = -balance(by.programme_id, f"due_to_donor:{window}")
    if not 0 < amount_minor <= owed:
        raise Refused(N_("No more can be paid than was set aside for this donor."), field=field)
    if Entry.objects.filter(
        programme_id=by.programme_id, key__startswith="owe-donor:", recorded_by_id=by.user_id,
        transfers__window__code=window,
    ).exists():  # fmt: skip
        raise Refused(N_("Somebody other than the one who decided the return must pay it."))
    return chosen


def _window(by: Actor, code: str) -> Window:
    found = next((one for one in windows(by.programme_id) if one.code == code), None)
    if found is None:
        raise NotFound(N_("There is no such window in the revolving fund."), field="window")
    return found


def bring_contribution_over(
    *,
    by: Actor,
    window_code: str,
    amount_minor: int,
    key: str,
    on: dt.date,
    at: dt.datetime,
    event_id: UUID,
) -> Entry:
    """Book a contribution that came before the books were kept here, in the fund's currency.

    The money stands on `brought_over` until the cut-over says what bank and cash box hold.
    """
    window = Window.objects.get(programme_id=by.programme_id, code=window_code)
    entry = post(
        key=key, on=on, at=at, by=by, memo="contribution", event_id=event_id,
        transfers=[Leg("brought_over", f"capital:{window.code}", amount_minor, window.code)],
    )  # fmt: skip
    currency = Programme.objects.values_list("currency", flat=True).get(pk=by.programme_id)
    Contribution.objects.create(
        programme_id=by.programme_id, window=window, entry=entry, received_on=on, reference=key,
        currency=currency, amount_minor=amount_minor, credited_currency=currency,
        credited_minor=amount_minor,
    )  # fmt: skip
    return entry


def pass_on(
    *, by: Actor, key: str, loans: Sequence[Leg], on: dt.date, at: dt.datetime, event_id: UUID
) -> list[Entry]:
    """Empty the fund to a successor: for each window one entry over loans, allowance and bank.

    What is in the bank beside the windows' own money (cash counted over belongs to none) goes
    with an entry of its own.

    :param loans: the transfers that take the loans off, each in its window
    :raises Refused: something besides bank, loans and allowance still holds money
    """
    pid = by.programme_id
    hold(pid, "bank", "cash", "allowance")
    if left_over(pid):
        raise Refused(
            N_("Money still stands on accounts that nobody can hand over. Settle them first.")
        )
    free = free_windows(pid)
    rest = balance(pid, "bank") - sum(free.values())
    entries = []
    for window in windows(pid):
        allowance = -balance(pid, "allowance", window=window.code)
        legs = [leg for leg in loans if leg.window == window.code]
        legs += _between("allowance", "handed_over", allowance, window.code)
        legs += _between("handed_over", "bank", free[window.code], window.code)
        if legs:
            entries.append(
                post(
                    key=f"{key}:{window.code}", on=on, at=at, by=by, memo="successor",
                    event_id=event_id, transfers=legs,
                )
            )  # fmt: skip
    if legs := _between("handed_over", "bank", rest, None):
        entries.append(
            post(
                key=f"{key}:-", on=on, at=at, by=by, memo="successor", event_id=event_id,
                transfers=legs,
            )
        )  # fmt: skip
    return entries


def _between(debit: str, credit: str, minor: int, window: str | None) -> list[Leg]:
    """One transfer, turned round for an amount below zero; none for nothing."""
    if not minor:
        return []
    accounts = (debit, credit) if minor > 0 else (credit, debit)
    return [Leg(*accounts, abs(minor), window)]
