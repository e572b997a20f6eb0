"""Opening a phase and registering what the organisations signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Organisation
from dayaq.kernel.errors import Refused
from dayaq.kernel.events import record
from dayaq.programme.domain.terms import UNREGISTERED, AgreementTerms, Period, Registration
from dayaq.programme.models import Agreement, Amendment, Grant, Phase

from ._rows import agreement_of, phase_of


def open_phase(
    *,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    name: str,
    period: Period,
    name_az: str = "",
    aliases: Sequence[str] = (),
    report_currency: str = "EUR",
    total_cost_minor: int | None = None,
    predecessor_id: UUID | None = None,
) -> Phase:
    """Open a phase of the actor's programme, such as "pilot" or "phase-2".

    :raises Refused: the key is taken
    """
    by.require("programme.manage")
    if Phase.objects.filter(programme_id=by.programme_id, key=key).exists():
        raise Refused(_("There is a phase with this key already."), field="key")
    predecessor = phase_of(by, predecessor_id) if predecessor_id else None
    phase = Phase.objects.create(
        programme_id=by.programme_id,
        key=key,
        name=name,
        name_az=name_az,
        aliases=list(aliases),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        report_currency=report_currency,
        total_cost_minor=total_cost_minor,
        predecessor=predecessor,
    )
    record(
        "programme.phase_opened",
        by=by,
        on=on,
        at=at,
        subjects=[("phase", phase.id)],
        data={"key": key},
    )
    return phase


def sign_agreement(
    *,
    by: Actor,
    on: date,
    at: datetime,
    kind: str,
    party_ids: Sequence[UUID],
    terms: AgreementTerms,
    phase_id: UUID | None = None,
) -> Agreement:
    """Register an agreement that the parties signed.

    :raises Refused: fewer than two parties, or the number is taken
    """
    by.require("programme.manage")
    if len(set(party_ids)) < 2:
        raise Refused(_("An agreement has at least two parties."), field="party_ids")
    if Agreement.objects.filter(programme_id=by.programme_id, number=terms.number).exists():
        raise Refused(_("There is an agreement with this number already."), field="number")
    agreement = Agreement.objects.create(
        programme_id=by.programme_id,
        phase=phase_of(by, phase_id) if phase_id else None,
        kind=kind,
        title=terms.title,
        number=terms.number,
        signed_on=terms.signed_on,
        valid_until=terms.valid_until,
        registered_number=terms.registration.number,
        registered_on=terms.registration.on,
        amount_minor=terms.amount.minor if terms.amount else None,
        currency=terms.amount.currency if terms.amount else "",
        share_bps=terms.share_bps,
        conditions=terms.conditions,
    )
    agreement.parties.set(Organisation.objects.filter(id__in=party_ids))
    record(
        "programme.agreement_signed",
        by=by,
        on=on,
        at=at,
        subjects=[("programme", by.programme_id)],
        data={"number": terms.number},
    )
    return agreement


def amend_agreement(
    *,
    by: Actor,
    on: date,
    at: datetime,
    agreement_id: UUID,
    number: str,
    signed_on: date,
    what_changed: str,
    registration: Registration = UNREGISTERED,
    new_valid_until: date | None = None,
    new_amount_minor: int | None = None,
) -> Amendment:
    """Register an amendment with its registration number and date.

    The agreement stays as it was signed; the grants that rest on it follow its new end and
    amount, and the amendment keeps what changed.

    :raises Refused: the number is taken, it is signed before the agreement, or a grant would
        end before it starts or have less than has arrived of it
    """
    by.require("programme.manage")
    agreement = agreement_of(by, agreement_id)
    if signed_on < agreement.signed_on:
        raise Refused(
            _("The amendment is signed before the agreement it changes."), field="signed_on"
        )
    if agreement.amendments.filter(number=number).exists():
        raise Refused(_("This agreement has an amendment with this number."), field="number")
    amendment = agreement.amendments.create(
        number=number,
        signed_on=signed_on,
        what_changed=what_changed,
        registered_number=registration.number,
        registered_on=registration.on,
        new_valid_until=new_valid_until,
        new_amount_minor=new_amount_minor,
    )
    for grant in agreement.grants.all():
        _follow(grant, amendment)
    record(
        "programme.agreement_amended",
        by=by,
        on=on,
        at=at,
        subjects=[("programme", by.programme_id)],
        data={"number": number},
    )
    return amendment


def _follow(grant: Grant, amendment: Amendment) -> None:
    """:raises Refused: the grant cannot take the new end or amount."""
    if amendment.new_valid_until is not None:
        if amendment.new_valid_until < grant.starts_on:
            raise Refused(_("The grant would end before it starts."), field="new_valid_until")
        grant.ends_on = amendment.new_valid_until
    if amendment.new_amount_minor is not None:
        received = grant.transfers.aggregate(sum=Sum("amount_minor"))["sum"] or 0
        if amendment.new_amount_minor < received:
            raise Refused(
                _("More than this has arrived of the grant already."), field="new_amount_minor"
            )
        grant.amount_minor = amendment.new_amount_minor
    grant.save(update_fields=["ends_on", "amount_minor"])
