"""A deposit that the bank received before anybody knew whose it was: from suspense to a loan."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import connection

from dayaq.credit.models import EventKind, LoanStatus, PaidBy, PaymentMethod, Receipt
from dayaq.credit.services.locks import held_loan
from dayaq.credit.services.replaying import Fact, append
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record

SERIES = "BANK"
"""Deposits found on a statement have no blank; they are numbered in a series of their own."""


def apply_deposit(
    *,
    by: Actor,
    loan_id: UUID,
    amount_minor: int,
    paid_on: dt.date,
    reference: str,
    on: dt.date,
    at: dt.datetime,
) -> Receipt:
    """Count a bank deposit on the loan, as of the day the bank received it.

    :raises Refused: the loan was not paid out by then
    """
    loan = held_loan(by, "credit.apply_deposit", loan_id)
    if loan.disbursed_on is None or paid_on < loan.disbursed_on:
        raise Refused(
            N_("Loan %(loan)s had not been paid out on that day."),
            field="loan_code",
            params={"loan": loan.code},
        )
    receipt = Receipt.objects.create(
        series=SERIES,
        number=_next_number(),
        loan=loan,
        paid_on=paid_on,
        amount_minor=amount_minor,
        currency=loan.currency,
        method=PaymentMethod.BANK,
        slip_number=reference[:40],
        paid_by=PaidBy.BORROWER,
        collected_by_id=by.user_id,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    is_recovery = loan.status == LoanStatus.WRITTEN_OFF
    event_id = record(
        "credit.recovery_recorded" if is_recovery else "credit.collection_recorded",
        by=by,
        on=paid_on,
        at=at,
        subjects=[("loan", loan.pk), ("person", loan.person_id)],
        data={"loan": loan.code, "receipt": receipt.label, "amount_minor": amount_minor},
    )
    append(
        loan,
        Fact(
            kind=EventKind.RECOVERED if is_recovery else EventKind.PAID,
            value_on=paid_on,
            key=f"receipt:{SERIES}:{receipt.number}",
            amount_minor=amount_minor,
            receipt_id=receipt.pk,
        ),
        by=by,
        on=on,
        at=at,
        event_id=event_id,
        money="suspense",
    )
    return receipt


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_counter (kind, prefix, value) VALUES ('receipt', %s, 1) "
            "ON CONFLICT (kind, prefix) DO UPDATE SET value = kernel_counter.value + 1 "
            "RETURNING value",
            [SERIES],
        )
        return int(cursor.fetchone()[0])
