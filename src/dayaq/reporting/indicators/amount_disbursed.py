"""Amount disbursed.

Principal paid out in the period, in minor units of the programme's currency.
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
    return found.mutate(numerator=found.principal_minor, denominator=whole(1))


INDICATOR = Indicator(
    key="amount_disbursed",
    name=_("Amount disbursed"),
    unit=Unit.MONEY,
    definition=_("Principal paid out in the period, in minor units of the programme's currency."),
    numerator=_("Sum of principal disbursed."),
    denominator=_("Number of loans."),
    source=_("Loan events (credit)."),
    rows=rows,
    dimensions=(*PERSON, "loan_district", "officer", "sector", "window"),
)
