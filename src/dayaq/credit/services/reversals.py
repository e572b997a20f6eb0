"""Taking back a mistaken receipt, and paying back what was paid too much."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.credit.models import EventKind, Loan, LoanEvent, PaymentMethod, Receipt
from dayaq.credit.services.deposits import SERIES
from dayaq.credit.services.locks import held_loan
from dayaq.credit.services.replaying import Fact, append
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.ledger.queries import balance
from dayaq.ledger.services import hold


def reverse_receipt(
    *, by: Actor, receipt_id: UUID, reason: str, on: dt.date, at: dt.datetime
) -> LoanEvent:
    """The receipt never counted: wrong loan, wrong amount, bounced. The blank stays used.

    :raises Refused: no reason, or it is reversed already
    """
    by.require("credit.reverse")
    receipt = Receipt.objects.filter(pk=receipt_id, loan__programme_id=by.programme_id).first()
    if receipt is None:
        raise NotFound(N_("There is no such receipt."))
    if not reason.strip():
        raise Refused(N_("Give the reason for the reversal."), field="reason")
    loan = held_loan(by, "credit.reverse", receipt.loan_id)
    paid = LoanEvent.objects.get(receipt=receipt)
    if LoanEvent.objects.filter(reverses=paid).exists():
        raise Refused(N_("This receipt has been reversed already."), code="reversed")
    event_id = record(
        "credit.receipt_reversed",
        by=by,
        on=on,
        at=at,
        subjects=[("loan", loan.pk), ("person", loan.person_id)],
        data={"loan": loan.code, "receipt": receipt.label},
    )
    money = "bank" if receipt.method == PaymentMethod.BANK else f"transit:{receipt.collected_by_id}"
    if receipt.series == SERIES:
        money = "suspense"  # it came from there, and is nobody's again
    return append(
        loan,
        Fact(
            kind=EventKind.REVERSED,
            value_on=on,
            key=f"reverse:{paid.key}",
            data={"reason": reason},
            reverses=paid,
        ),
        by=by,
        on=on,
        at=at,
        event_id=event_id,
        money=money,
    ).event


def refund_credit(
    *,
    by: Actor,
    loan_id: UUID,
    amount_minor: int,
    method: str,
    voucher: str,
    on: dt.date,
    at: dt.datetime,
) -> Loan:
    """Pay back money that was paid beyond the loan, against a voucher.

    :param method: "cash" or "bank", the account the money leaves
    :raises Refused: there is no such credit, or too little money there
    """
    loan = held_loan(by, "credit.refund", loan_id)
    if method not in ("cash", "bank"):
        raise Refused(N_("Choose cash or bank."), field="method")
    if not 0 < amount_minor <= loan.credit_minor:
        raise Refused(N_("Not more than the credit can be paid back."), field="amount_minor")
    hold(loan.programme_id, method)
    if balance(loan.programme_id, method) < amount_minor:
        raise Refused(
            N_("There is not enough money there to pay this back."),
            field="method",
            code="no_money",
        )
    event_id = record(
        "credit.credit_refunded",
        by=by,
        on=on,
        at=at,
        subjects=[("loan", loan.pk), ("person", loan.person_id)],
        data={"loan": loan.code, "amount_minor": amount_minor},
    )
    append(
        loan,
        Fact(
            kind=EventKind.REFUNDED,
            value_on=on,
            key=f"refund:{voucher}",
            amount_minor=amount_minor,
            data={"voucher": voucher},
        ),
        by=by,
        on=on,
        at=at,
        event_id=event_id,
        money=method,
    )
    return loan
