"""Fund preservation.

Cash and portfolio less provisions of the revolving fund over the contributions received, in
nominal money.
"""

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
        numerator=fund.cash_minor + fund.loans_minor + fund.allowance_minor,
        denominator=fund.capital_minor,
    )


INDICATOR = Indicator(
    key="fund_preservation",
    name=_("Fund preservation"),
    unit=Unit.RATIO,
    definition=_(
        "Cash and portfolio less provisions of the revolving fund over the contributions "
        "received, in nominal money."
    ),
    numerator=_("Cash plus gross loan portfolio less provisions."),
    denominator=_("Contributions less what was handed over."),
    source=_("Transfers of the revolving fund (ledger). Domain reference 7(c) 25."),
    rows=rows,
    dimensions=("window",),
)
