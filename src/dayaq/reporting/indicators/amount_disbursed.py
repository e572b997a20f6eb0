"""Amount disbursed.

Principal paid out in the period, in minor units of the programme's currency: of a loan paid out in
parts, each part on its own day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, asked, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    paid = relation("disbursements")
    found = paid.filter(paid.on.between(asked("frm"), asked("to")))
    return found.mutate(numerator=found.amount_minor, denominator=found.loans)


INDICATOR = Indicator(
    key="amount_disbursed",
    name=_("Amount disbursed"),
    unit=Unit.MONEY,
    definition=_("Principal paid out in the period, in minor units of the programme's currency."),
    numerator=_("Sum of principal disbursed."),
    denominator=_("Number of loans whose first part was paid out."),
    source=_("Loan events (credit)."),
    rows=rows,
    dimensions=(*PERSON, "loan_district", "officer", "sector", "window"),
)
