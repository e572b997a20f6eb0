"""Average loan: principal disbursed in the period over the number of loans."""

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
