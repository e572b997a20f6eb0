"""Portfolio at risk over 90 days (PAR90).

Outstanding principal of loans with an instalment more than 90 days overdue, over all outstanding
principal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    positions = relation("positions")
    late = positions.dpd > 90
    return positions.mutate(
        numerator=late.ifelse(positions.outstanding_minor, 0),
        denominator=positions.outstanding_minor,
    )


INDICATOR = Indicator(
    key="par90",
    name=_("Portfolio at risk over 90 days (PAR90)"),
    unit=Unit.RATIO,
    definition=_(
        "Outstanding principal of loans with an instalment more than 90 days overdue, "
        "over all outstanding principal."
    ),
    numerator=_("Outstanding principal of loans more than 90 days past due."),
    denominator=_("Gross loan portfolio: outstanding principal, not written off."),
    source=_(
        "Replayed loan positions (credit). CGAP consensus guidelines; domain reference 7(c) 8."
    ),
    rows=rows,
    dimensions=(*PERSON, "loan_district", "officer", "sector", "window"),
    lower_is_better=True,
)
