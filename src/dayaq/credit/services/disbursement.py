"""Paying a loan out: the third person, the schedule, and the money leaving its window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from dayaq.credit.models import EventKind, Loan, LoanStatus
from dayaq.credit.services.funding import choose
from dayaq.credit.services.locks import held_loan_and
from dayaq.credit.services.parts import first_part, refuse_second_hat, votes_of
from dayaq.credit.services.replaying import Fact, append
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.ledger.queries import money_to_lend
from dayaq.ledger.services import hold


def disburse(
    *,
    by: Actor,
    loan_id: UUID,
    method: str,
    voucher: str,
    on: dt.date,
    at: dt.datetime,
    window: str = "",
    shares: Mapping[str, int] | None = None,
) -> Loan:
    """Pay the loan or its first part out, in cash or by bank, against a voucher or transfer.

    Sent twice it pays once: a loan is paid out when it waits for it, and then no more.

    :param method: "cash" or "bank", the account the money leaves
    :param window: the fund window that lends; "" takes the oldest that has the money,
        `funding.PRO_RATA` all in proportion to their free money
    :param shares: amounts by window, where several lend as assigned
    :raises Refused: not signed, paid out already, too little money, or the same person
        appraised, approved or recorded the approval
    """
    loan, (votes,) = held_loan_and(by, "credit.disburse", loan_id, votes_of(by, loan_id))
    if loan.status != LoanStatus.AGREED:
        raise Refused(N_("This loan has been paid out or cancelled already."), code="paid_out")
    if method not in ("cash", "bank"):
        raise Refused(N_("Choose cash or bank."), field="method")
    refuse_second_hat(by, loan, votes)
    if on < loan.agreed_on:
        raise Refused(N_("Money is paid out after the agreement is signed."), field="paid_on")
    hold(loan.programme_id, "bank", "cash")  # windows share them: one payout counts at a time
    free, held = money_to_lend(loan.programme_id, method)
    amount_minor = first_part(loan)
    choose(loan, free, amount_minor=amount_minor, window=window, shares=shares)
    if held < amount_minor:
        raise Refused(
            N_("There is not enough money there to pay this loan out."),
            field="method",
            code="no_money",
        )
    loan.disbursed_by_id = by.user_id
    event_id = record(
        "credit.loan_disbursed",
        by=by,
        on=on,
        at=at,
        subjects=[
            ("loan", loan.pk),
            ("person", loan.person_id),
            ("application", loan.application_id),
        ],
        data={"loan": loan.code, "window": loan.window, "method": method},
    )
    append(
        loan,
        Fact(
            kind=EventKind.DISBURSED,
            value_on=on,
            key="disburse",
            amount_minor=amount_minor,
            data={"voucher": voucher, "method": method},
        ),
        by=by,
        on=on,
        at=at,
        event_id=event_id,
        money=method,
    )
    return loan
