"""Grants by donor, what is passed on of them, and the instalments that arrive."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import Conflict, Refused
from dayaq.kernel.events import record

from ..domain.fx import Rate, convert
from ..domain.shares import WHOLE_BPS
from ..models import Grant, GrantTransfer, SubGrant
from ._rows import agreement_of, grant_of, phase_of


def add_grant(
    *,
    by: Actor,
    on: date,
    at: datetime,
    phase_id: UUID,
    donor_id: UUID,
    contract_number: str,
    currency: str,
    amount_minor: int,
    share_bps: int,
    starts_on: date,
    ends_on: date,
    takes_remainder: bool = False,
    through_id: UUID | None = None,
    agreement_id: UUID | None = None,
    note: str = "",
) -> Grant:
    """Enter what a donor gives to a phase; 70.5 % is `share_bps=7050`.

    :raises Refused: the shares of the phase would pass the whole, two grants would take the
        remainder of a cent, or the dates or the contract number do not fit
    """
    by.require("programme.manage")
    phase = phase_of(by, phase_id)
    if ends_on < starts_on:
        raise Refused(_("The grant ends before it starts."), field="ends_on")
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
        currency=currency,
        amount_minor=amount_minor,
        share_bps=share_bps,
        takes_remainder=takes_remainder,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note,
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
    currency: str,
    amount_minor: int,
    starts_on: date,
    ends_on: date,
    registered_number: str = "",
    registered_on: date | None = None,
) -> SubGrant:
    """Register a sub-grant with its registration number and date.

    :raises Refused: more is passed on than the grant has, or the number is taken
    """
    by.require("programme.manage")
    grant = grant_of(by, grant_id)
    if grant.sub_grants.filter(number=number).exists():
        raise Refused(_("This grant has a sub-grant with this number."), field="number")
    passed = grant.sub_grants.filter(currency=grant.currency).aggregate(sum=Sum("amount_minor"))
    if currency == grant.currency and (passed["sum"] or 0) + amount_minor > grant.amount_minor:
        raise Refused(_("More would be passed on than the grant has."), field="amount_minor")
    sub_grant = grant.sub_grants.create(
        recipient_id=recipient_id,
        number=number,
        signed_on=signed_on,
        registered_number=registered_number,
        registered_on=registered_on,
        currency=currency,
        amount_minor=amount_minor,
        starts_on=starts_on,
        ends_on=ends_on,
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
    rate: Decimal | None = None,
    rate_base: str = "",
    rate_on: date | None = None,
    rate_source: str = "",
    to_revolving_fund: bool = False,
) -> GrantTransfer:
    """Record an instalment of a grant that arrived on `on`, at the bank's own rate.

    What the bank credited follows from the amount and the rate. The same `key` again is the
    same transfer.

    :raises Refused: more arrives than is left of the grant, or the rate does not fit
    :raises Conflict: the key was used for another amount or day
    """
    by.require("programme.enter_expense")
    grant = grant_of(by, grant_id)
    earlier = GrantTransfer.objects.filter(key=key).first()
    if earlier is not None:
        if (earlier.grant_id, earlier.amount_minor, earlier.received_on) != (
            grant.id,
            amount_minor,
            on,
        ):
            raise Conflict(_("This transfer was already recorded with other content."))
        return earlier
    if amount_minor <= 0:
        raise Refused(_("Enter an amount above zero."), field="amount_minor")
    received = grant.transfers.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    if received + amount_minor > grant.amount_minor:
        raise Refused(_("More would arrive than the grant has left."), field="amount_minor")
    transfer = grant.transfers.create(
        key=key,
        reference=reference,
        received_on=on,
        currency=grant.currency,
        amount_minor=amount_minor,
        credited_currency=credited_currency,
        credited_minor=convert(
            amount_minor,
            grant.currency,
            credited_currency,
            quoted(rate, rate_base, grant.currency, credited_currency),
        ),
        rate=rate,
        rate_base=rate_base,
        rate_on=rate_on or (on if rate else None),
        rate_source=rate_source,
        to_revolving_fund=to_revolving_fund,
    )
    record(
        "programme.transfer_received",
        by=by,
        on=on,
        at=at,
        subjects=[("grant", grant.id)],
        data={"number": reference},
    )
    return transfer


def quoted(rate: Decimal | None, base: str, one: str, other: str) -> Rate | None:
    """The rate between two currencies as its source quotes it: 1 `base` = `rate` of the other."""
    if rate is None:
        return None
    return Rate(base=base, quote=other if base == one else one, value=rate)
