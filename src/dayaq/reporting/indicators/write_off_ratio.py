"""Write-off ratio.

Principal written off, forgiven or turned into a grant in the period over the average portfolio,
(opening + closing) / 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    flows = relation("portfolio_flows")
    return flows.mutate(
        numerator=flows.written_off_minor * 2,
        denominator=flows.opening_minor + flows.closing_minor,
    )


INDICATOR = Indicator(
    key="write_off_ratio",
    name=_("Write-off ratio"),
    unit=Unit.RATIO,
    definition=_(
        "Principal written off, forgiven or turned into a grant in the period over the average "
        "portfolio, (opening + closing) / 2."
    ),
    numerator=_("Principal written off, forgiven or turned into a grant, twice."),
    denominator=_("Opening plus closing gross loan portfolio."),
    source=_("Loan events and positions (credit). Domain reference 7(c) 10."),
    rows=rows,
    dimensions=(*PERSON, "loan_district", "officer", "sector", "window"),
    lower_is_better=True,
)
