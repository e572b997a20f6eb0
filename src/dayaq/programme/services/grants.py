"""Grants by donor, what is passed on of them, and the instalments that arrive."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import Conflict, Refused
from dayaq.kernel.events import record
from dayaq.kernel.money import Money
from dayaq.ledger import queries as ledger_queries
from dayaq.ledger import services as ledger
from dayaq.ledger.domain.fund import Donated
from dayaq.programme.domain.fx import Exchange, convert
from dayaq.programme.domain.shares import WHOLE_BPS
from dayaq.programme.domain.terms import UNREGISTERED, Period, Registration
from dayaq.programme.models import Grant, GrantTransfer, SubGrant

from ._rows import agreement_of, grant_of, phase_of


def add_grant(
    *,
    by: Actor,
    on: date,
    at: datetime,
    phase_id: UUID,
    donor_id: UUID,
    contract_number: str,
    amount: Money,
    share_bps: int,
    period: Period,
    takes_remainder: bool = False,
    through_id: UUID | None = None,
    agreement_id: UUID | None = None,
) -> Grant:
    """Enter what a donor gives to a phase; 70.5 % is `share_bps=7050`.

    :raises Refused: the shares of the phase would pass the whole, two grants would take the
        remainder of a cent, or the contract number is taken
    """
    by.require("programme.manage")
    phase = phase_of(by, phase_id)
    if amount.minor <= 0:
        raise Refused(_("Enter an amount above zero."), field="amount_minor")
    taken = phase.grants.aggregate(sum=Sum("share_bps"))["sum"] or 0
    if taken + share_bps > WHOLE_BPS:
        raise Refused(
            _("With this grant the donors' shares of the phase would pass 100 %."),
            field="share_bps",
        )
    if takes_remainder and phase.grants.filter(takes_remainder=True).exists():
        raise Refused(
            _("Another grant of this phase takes the remainder of a cent."), field="takes_remainder"
        )
    if phase.grants.filter(contract_number=contract_number).exists():
        raise Refused(_("This phase has a grant with this number."), field="contract_number")
    grant = phase.grants.create(
        donor_id=donor_id,
        through_id=through_id,
        agreement=agreement_of(by, agreement_id) if agreement_id else None,
        contract_number=contract_number,
        currency=amount.currency,
        amount_minor=amount.minor,
        share_bps=share_bps,
        takes_remainder=takes_remainder,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
    )
    record(
        "programme.grant_added",
        by=by,
        on=on,
        at=at,
        subjects=[("grant", grant.id), ("phase", phase.id)],
        data={"number": contract_number},
    )
    return grant


def pass_on_grant(
    *,
    by: Actor,
    on: date,
    at: datetime,
    grant_id: UUID,
    recipient_id: UUID,
    number: str,
    signed_on: date,
    amount: Money,
    period: Period,
    registration: Registration = UNREGISTERED,
) -> SubGrant:
    """Register a sub-grant with its registration number and date.

    :raises Refused: more is passed on than the grant has, or the number is taken
    """
    by.require("programme.manage")
    grant = grant_of(by, grant_id)
    if grant.sub_grants.filter(number=number).exists():
        raise Refused(_("This grant has a sub-grant with this number."), field="number")
    passed = grant.sub_grants.filter(currency=grant.currency).aggregate(sum=Sum("amount_minor"))
    together = (passed["sum"] or 0) + amount.minor
    if amount.currency == grant.currency and together > grant.amount_minor:
        raise Refused(_("More would be passed on than the grant has."), field="amount_minor")
    sub_grant = grant.sub_grants.create(
        recipient_id=recipient_id,
        number=number,
        signed_on=signed_on,
        registered_number=registration.number,
        registered_on=registration.on,
        currency=amount.currency,
        amount_minor=amount.minor,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
    )
    record(
        "programme.grant_passed_on",
        by=by,
        on=on,
        at=at,
        subjects=[("grant", grant.id)],
        data={"number": number},
    )
    return sub_grant


def receive_transfer(
    *,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    grant_id: UUID,
    reference: str,
    amount_minor: int,
    credited_currency: str,
    exchange: Exchange | None = None,
    window_code: str = "",
) -> GrantTransfer:
    """Record an instalment of a grant that arrived on `on`, at the bank's own rate.

    What the bank credited follows from the amount and the rate. Money for lending names the
    donor's window in the revolving fund and is booked there. The same `key` again is the same
    transfer.

    :raises Refused: more arrives than is left of the grant, the rate does not fit, or there is
        no such window
    :raises Conflict: the key was used for another amount or day
    """
    by.require("programme.enter_expense")
    grant = grant_of(by, grant_id)
    earlier = GrantTransfer.objects.filter(key=key).first()
    if earlier is not None:
        return _same_or_refuse(earlier, grant.id, amount_minor, on)
    if amount_minor <= 0:
        raise Refused(_("Enter an amount above zero."), field="amount_minor")
    received = grant.transfers.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    if received + amount_minor > grant.amount_minor:
        raise Refused(_("More would arrive than the grant has left."), field="amount_minor")
    rate = exchange.between(grant.currency, credited_currency) if exchange else None
    transfer = grant.transfers.create(
        key=key,
        reference=reference,
        received_on=on,
        currency=grant.currency,
        amount_minor=amount_minor,
        credited_currency=credited_currency,
        credited_minor=convert(amount_minor, grant.currency, credited_currency, rate),
        rate=exchange.rate if exchange else None,
        rate_base=exchange.base if exchange else "",
        rate_on=exchange.on if exchange else None,
        rate_source=exchange.source if exchange else "",
        window_code=window_code,
    )
    record(
        "programme.transfer_received",
        by=by,
        on=on,
        at=at,
        subjects=[("grant", grant.id)],
        data={"number": reference},
    )
    if window_code:
        _lend_on(by=by, on=on, at=at, transfer=transfer)
    return transfer


def _same_or_refuse(
    earlier: GrantTransfer, grant_id: UUID, amount_minor: int, on: date
) -> GrantTransfer:
    content = (earlier.grant_id, earlier.amount_minor, earlier.received_on)
    if content != (grant_id, amount_minor, on):
        raise Conflict(_("This transfer was already recorded with other content."))
    return earlier


def _lend_on(*, by: Actor, on: date, at: datetime, transfer: GrantTransfer) -> None:
    """Book the credited amount as capital of the donor's window in the revolving fund.

    :raises Refused: there is no such window
    """
    found = {window.code: window for window in ledger_queries.windows(by.programme_id)}
    if transfer.window_code not in found:
        raise Refused(_("There is no such window in the revolving fund."), field="window_code")
    ledger.receive_contribution(
        by=by,
        window=found[transfer.window_code],
        amount_minor=transfer.credited_minor,
        key=transfer.key,
        on=on,
        at=at,
        donated=_donated(transfer),
    )


def _donated(transfer: GrantTransfer) -> Donated:
    rate = transfer.rate
    return Donated(
        transfer.currency,
        transfer.amount_minor,
        None
        if rate is None or transfer.rate_on is None
        else Exchange(transfer.rate_base, rate, transfer.rate_on, transfer.rate_source),
    )
