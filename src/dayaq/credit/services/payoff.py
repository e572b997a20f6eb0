"""Repaying in full before the end: the money it takes on a day."""

from __future__ import annotations

import datetime as dt

from dayaq.credit.domain.position import position_at
from dayaq.credit.facts import as_domain
from dayaq.credit.models import Loan, LoanEvent, LoanStatus
from dayaq.credit.terms_json import read_terms
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.money import format_minor


def refuse_short_payoff(loan: Loan, amount_minor: int, on: dt.date) -> None:
    """Interest is taken off only when the whole rest is paid.

    :raises Refused: the amount does not repay the loan on that day
    """
    if loan.status != LoanStatus.ACTIVE:
        raise Refused(N_("This loan is not being repaid now."), field="in_full")
    events = [as_domain(row) for row in LoanEvent.objects.filter(loan=loan).order_by("seq")]
    needed = position_at(read_terms(loan.terms), events, on).payoff_minor
    if amount_minor < needed:
        raise Refused(
            N_("Repaying in full on that day takes %(needed)s %(currency)s."),
            field="in_full",
            params={"needed": format_minor(needed, loan.currency), "currency": loan.currency},
        )
