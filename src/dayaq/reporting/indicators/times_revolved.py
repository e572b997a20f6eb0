"""Times revolved: all money lent since the beginning over the contributions received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import Indicator, asked, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    fund = relation("fund")
    return fund.filter(fund.on <= asked("as_of")).mutate(
        numerator=fund.disbursed_minor, denominator=fund.capital_minor
    )


INDICATOR = Indicator(
    key="times_revolved",
    name=_("Times revolved"),
    unit=Unit.RATIO,
    definition=_("All money lent since the beginning over the contributions received."),
    numerator=_("Cumulative disbursements."),
    denominator=_("Contributions."),
    source=_("Transfers of the revolving fund (ledger). Domain reference 7(c) 26."),
    rows=rows,
    dimensions=("window",),
)
