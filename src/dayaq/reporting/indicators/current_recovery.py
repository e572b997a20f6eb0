"""Current recovery rate (CRR).

Principal collected in the period that was due, over principal falling due for the first time in
the period by the original terms; money paid ahead is left out of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, larger, relation, smaller

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    recovery = relation("recovery")
    before = smaller(recovery.repaid_before_minor, recovery.due_to_minor)
    ahead = larger(recovery.due_before_minor, before)
    return recovery.mutate(
        numerator=smaller(recovery.repaid_to_minor, recovery.due_to_minor) - before,
        denominator=recovery.due_to_minor - ahead,
    )


INDICATOR = Indicator(
    key="current_recovery",
    name=_("Current recovery rate (CRR)"),
    unit=Unit.RATIO,
    definition=_(
        "Principal collected in the period that was due, over principal falling due for "
        "the first time in the period by the original terms; money paid ahead is left "
        "out of both."
    ),
    numerator=_("Principal collected in the period, without what was paid ahead."),
    denominator=_("Principal falling due for the first time, without what had been paid ahead."),
    source=_(
        "Original schedules and repayments (credit). Rosenberg 2009; domain reference 7(c) 15."
    ),
    rows=rows,
    dimensions=(*PERSON, "loan_district", "officer", "sector", "window"),
)
