"""Average loan: principal disbursed in the period over the number of loans.

Of a loan paid out in parts, only the parts that were paid count.
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
    found = paid.filter(paid.first_on.between(asked("frm"), asked("to")) & (paid.on <= asked("to")))
    return found.mutate(numerator=found.amount_minor, denominator=found.loans)


INDICATOR = Indicator(
    key="average_loan",
    name=_("Average loan"),
    unit=Unit.MONEY,
    definition=_("Principal disbursed in the period over the number of loans."),
    numerator=_("Sum of principal disbursed."),
    denominator=_("Number of loans disbursed."),
    source=_("Loan events (credit). Domain reference 7(c) 24."),
    rows=rows,
    dimensions=(*PERSON, "loan_district", "officer", "sector", "window"),
)
