"""Costs of the fund per manat lent.

Costs charged to the revolving fund over the money lent, in the period.
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
    return fund.filter(fund.on.between(asked("frm"), asked("to"))).mutate(
        numerator=fund.cost_minor, denominator=fund.disbursed_minor
    )


INDICATOR = Indicator(
    key="cost_per_lent",
    name=_("Costs of the fund per manat lent"),
    unit=Unit.RATIO,
    definition=_("Costs charged to the revolving fund over the money lent, in the period."),
    numerator=_("Bank charges and other costs charged to the fund."),
    denominator=_("Money lent in the period."),
    source=_("Transfers of the revolving fund (ledger). Domain reference 7(c) 22."),
    rows=rows,
    dimensions=("window",),
)
