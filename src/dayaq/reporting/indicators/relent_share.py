"""Re-lent share.

Money that was lent again, over all money lent. It is output of the fund, never new spending of
the donor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import Indicator, asked, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    fund = relation("fund_turns")
    return fund.filter(fund.on <= asked("as_of")).mutate(
        numerator=fund.lent_minor - fund.fresh_minor, denominator=fund.lent_minor
    )


INDICATOR = Indicator(
    key="relent_share",
    name=_("Re-lent share"),
    unit=Unit.RATIO,
    definition=_(
        "Money that was lent again, over all money lent. It is output of the fund, never new "
        "spending of the donor."
    ),
    numerator=_("Lent out of repayments and of what the fund earned, oldest money first."),
    denominator=_("All money lent since the beginning."),
    source=_("Transfers of the revolving fund (ledger). Domain reference 7(c) 27."),
    rows=rows,
    dimensions=("window",),
)
