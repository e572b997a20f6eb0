"""Fund utilisation: money lent out on the as-of day over all money of the fund, lent and free."""

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
        numerator=fund.loans_minor, denominator=fund.loans_minor + fund.cash_minor
    )


INDICATOR = Indicator(
    key="utilisation",
    name=_("Fund utilisation"),
    unit=Unit.RATIO,
    definition=_("Money lent out on the as-of day over all money of the fund, lent and free."),
    numerator=_("Gross loan portfolio."),
    denominator=_("Gross loan portfolio plus free cash."),
    source=_("Transfers of the revolving fund (ledger). Domain reference 7(c) 28."),
    rows=rows,
    dimensions=("window",),
)
