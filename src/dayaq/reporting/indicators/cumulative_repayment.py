"""Cumulative repayment rate.

Of all principal fallen due by the original schedules up to the last day of the period, the part
repaid. It hides old losses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, relation, smaller

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    recovery = relation("recovery")
    return recovery.mutate(
        numerator=smaller(recovery.repaid_to_minor, recovery.due_to_minor),
        denominator=recovery.due_to_minor,
    )


INDICATOR = Indicator(
    key="cumulative_repayment",
    name=_("Cumulative repayment rate"),
    unit=Unit.RATIO,
    definition=_(
        "Of all principal fallen due by the original schedules up to the last day of "
        "the period, the part repaid. It hides old losses."
    ),
    numerator=_("Principal repaid, up to what had fallen due."),
    denominator=_("Principal fallen due to date."),
    source=_("Original schedules and repayments (credit). Domain reference 7(c) 16."),
    rows=rows,
    dimensions=(*PERSON, "loan_district", "officer", "sector", "window"),
)
