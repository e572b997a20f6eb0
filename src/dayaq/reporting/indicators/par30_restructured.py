"""PAR30 with restructured loans (PAR30+R).

Outstanding principal of loans more than 30 days past due or restructured, over all outstanding
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
    risky = (positions.dpd > 30) | positions.restructured
    return positions.mutate(
        numerator=risky.ifelse(positions.outstanding_minor, 0),
        denominator=positions.outstanding_minor,
    )


INDICATOR = Indicator(
    key="par30_restructured",
    name=_("PAR30 with restructured loans (PAR30+R)"),
    unit=Unit.RATIO,
    definition=_(
        "Outstanding principal of loans more than 30 days past due or restructured, "
        "over all outstanding principal."
    ),
    numerator=_(
        "Outstanding principal of loans over 30 days past due, and of every restructured loan."
    ),
    denominator=_("Gross loan portfolio."),
    source=_("Replayed loan positions and rescheduling events (credit). Domain reference 7(c) 8."),
    rows=rows,
    dimensions=(*PERSON, "loan_district", "officer", "sector", "window"),
    lower_is_better=True,
)
