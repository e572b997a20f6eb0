"""A fee or a penalty added while the loan runs; for lenders who may charge at all."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.credit.models import EventKind, LoanEvent
from dayaq.credit.models.products import LENDERS_THAT_CHARGE
from dayaq.credit.services.locks import held_loan
from dayaq.credit.services.proposals import log, refuse_unless_active
from dayaq.credit.services.replaying import Fact, append
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused

COMPONENTS = ("fee", "penalty")


def charge(
    *,
    by: Actor,
    loan_id: UUID,
    component: str,
    amount_minor: int,
    due_on: dt.date,
    reason: str,
    key: str,
    on: dt.date,
    at: dt.datetime,
) -> LoanEvent:
    """Add a fee or a penalty, due on `due_on`.

    :param key: the same key is the same charge
    :raises Refused: the product's lender may not charge, or the loan is not being repaid
    """
    loan = held_loan(by, "credit.charge", loan_id)
    refuse_unless_active(loan)
    if component not in COMPONENTS:
        raise Refused(N_("Charge a fee or a penalty."), field="component")
    version = loan.product_version
    if version.legal_basis not in LENDERS_THAT_CHARGE or not version.legal_lender.strip():
        raise Refused(
            N_("Fees and penalties are for a licensed lender with a legal basis named on"
               " the product."),
            code="unlawful",
        )  # fmt: skip
    if due_on < on:
        raise Refused(N_("A charge falls due today or later."), field="due_on")
    event_id = log("credit.charge_added", loan, by, on, at, component=component)
    fact = Fact(
        kind=EventKind.FEE_CHARGED,
        value_on=on,
        key=f"charge:{key}",
        amount_minor=amount_minor,
        data={"component": component, "due_on": due_on.isoformat(), "reason": reason},
    )
    return append(loan, fact, by=by, on=on, at=at, event_id=event_id).event
