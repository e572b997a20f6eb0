"""Paying out a loan in parts: what is paid first, and the further parts after a visit.

A further part is paid by somebody who neither appraised nor decided, after somebody else has
visited and found the money well used; the database refuses anything else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Max, Sum

from dayaq.credit.models import (
    EventKind,
    Loan,
    LoanEvent,
    LoanStatus,
    MonitoringVisit,
)
from dayaq.credit.services.funding import shares_of
from dayaq.credit.services.locks import held_loan_and
from dayaq.credit.services.replaying import Fact, append
from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record
from dayaq.kernel.money import format_minor, split
from dayaq.ledger.queries import money_to_lend
from dayaq.ledger.services import hold


def first_part(loan: Loan) -> int:
    """What is paid out at first (minor units): all but the later parts of its terms."""
    later = loan.terms.get("tranches") or []
    return loan.principal_minor - sum(int(part["amount_minor"]) for part in later)


def disburse_part(
    *,
    by: Actor,
    loan_id: UUID,
    amount_minor: int,
    method: str,
    voucher: str,
    on: dt.date,
    at: dt.datetime,
) -> LoanEvent:
    """Pay out a further part of a loan, from the window that lends it.

    :raises Refused: more than was agreed, no visit since the last payout, too little money, or
        the same person appraised or decided
    """
    loan, (votes,) = held_loan_and(by, "credit.disburse", loan_id, votes_of(by, loan_id))
    if loan.status != LoanStatus.ACTIVE:
        raise Refused(N_("A further part is paid out while the loan is being repaid."))
    if method not in ("cash", "bank"):
        raise Refused(N_("Choose cash or bank."), field="method")
    refuse_second_hat(by, loan, votes)
    paid = LoanEvent.objects.filter(
        loan=loan, kind=EventKind.DISBURSED, reversal__isnull=True
    ).aggregate(amount=Sum("amount_minor"), since=Max("value_on"))
    left = loan.principal_minor - paid["amount"]
    if not 0 < amount_minor <= left:
        raise Refused(
            N_("Of the agreed loan %(left)s %(currency)s are left to be paid out."),
            field="amount_minor",
            params={"left": format_minor(left, loan.currency), "currency": loan.currency},
        )
    _refuse_unvisited(by, loan, paid["since"], on)
    hold(loan.programme_id, "bank", "cash")  # windows share them: one payout counts at a time
    free, held = money_to_lend(loan.programme_id, method)
    shares = shares_of(loan)
    parts = split(amount_minor, list(shares.values()))
    if held < amount_minor or any(
        free.get(code, 0) < minor for code, minor in zip(shares, parts, strict=True)
    ):
        raise Refused(
            N_("There is not enough money there to pay this part out."),
            field="method",
            code="no_money",
        )
    event_id = record(
        "credit.part_disbursed",
        by=by,
        on=on,
        at=at,
        subjects=[("loan", loan.pk), ("person", loan.person_id)],
        data={"loan": loan.code, "window": loan.window, "method": method},
    )
    fact = Fact(
        kind=EventKind.DISBURSED,
        value_on=on,
        key=f"part:{voucher}",
        amount_minor=amount_minor,
        data={"voucher": voucher, "method": method},
    )
    return append(loan, fact, by=by, on=on, at=at, event_id=event_id, money=method).event


VOTED = """
SELECT 1 FROM credit_loan l JOIN credit_vote v ON v.application_id = l.application_id
WHERE l.id = %s AND v.member_id = %s LIMIT 1
"""


def votes_of(by: Actor, loan_id: UUID) -> rows.Question:
    """The question whether the actor voted on the loan, for `refuse_second_hat`."""
    return VOTED, [loan_id, by.user_id]


def refuse_second_hat(by: Actor, loan: Loan, votes: Sequence[tuple[Any, ...]]) -> None:
    """The database refuses it too; here it gets its sentence before anything is written.

    :param votes: the answer to `votes_of`
    :raises Refused: the payer appraised, approved or recorded the approval
    """
    hats = {loan.appraised_by_id, loan.approved_by_id, loan.decision_recorded_by_id}
    if by.user_id in hats or votes:
        raise Refused(
            N_("Appraising, approving and paying out one loan takes three different people."),
            code="three_people",
        )


def _refuse_unvisited(by: Actor, loan: Loan, since: dt.date, on: dt.date) -> None:
    visited = MonitoringVisit.objects.filter(
        loan=loan, used_as_planned=True, visited_on__range=(since, on)
    ).exclude(visited_by_id=by.user_id)
    if not visited.exists():
        raise Refused(
            N_(
                "A further part is paid out after somebody else has visited and found the money"
                " well used."
            ),
            code="no_visit",
        )
