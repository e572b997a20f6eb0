"""On-time repayment rate.

Of the principal that fell due in the period by the original schedules, the part paid on or before
its due date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, asked, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    dues = relation("dues")
    found = dues.filter(dues.due_on.between(asked("frm"), asked("to")))
    return found.mutate(numerator=found.paid_on_time_minor, denominator=found.principal_minor)


INDICATOR = Indicator(
    key="on_time_repayment",
    name=_("On-time repayment rate"),
    unit=Unit.RATIO,
    definition=_(
        "Of the principal that fell due in the period by the original schedules, the "
        "part paid on or before its due date."
    ),
    numerator=_("Principal paid on or before the due date."),
    denominator=_("Principal fallen due for the first time in the period."),
    source=_("Original schedules and repayments (credit). Domain reference 7(c) 14."),
    rows=rows,
    dimensions=(*PERSON, "loan_district", "officer", "sector", "window"),
)
