"""Micro-credits disbursed.

Loans paid out in the period. A second loan to the same person counts again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, asked, relation, whole

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    loans = relation("loans")
    found = loans.filter(loans.disbursed_on.between(asked("frm"), asked("to")))
    return found.mutate(numerator=whole(1), denominator=whole(1))


INDICATOR = Indicator(
    key="micro_credits",
    name=_("Micro-credits disbursed"),
    unit=Unit.COUNT,
    definition=_("Loans paid out in the period. A second loan to the same person counts again."),
    numerator=_("Loans disbursed."),
    denominator=_("The same loans."),
    source=_("Loan events (credit)."),
    rows=rows,
    dimensions=(*PERSON, "loan_district", "officer", "sector", "window"),
)
