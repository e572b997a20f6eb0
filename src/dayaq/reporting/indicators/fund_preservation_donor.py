"""Fund preservation in donor currency.

Cash and portfolio less provisions, over what the contributions would come to today at the
exchange rate of the as-of day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import Indicator, asked, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    fund = relation("fund_worth")
    return fund.filter(fund.on <= asked("as_of")).mutate(
        numerator=fund.worth_minor, denominator=fund.given_today_minor
    )


INDICATOR = Indicator(
    key="fund_preservation_donor",
    name=_("Fund preservation in donor currency"),
    unit=Unit.RATIO,
    definition=_(
        "Cash and portfolio less provisions, over what the contributions would come to today at "
        "the exchange rate of the as-of day."
    ),
    numerator=_("Cash plus gross loan portfolio less provisions."),
    denominator=_(
        "Contributions in the currency of their donor, at the last rate known on the as-of day, "
        "less what was returned."
    ),
    source=_(
        "Transfers and contributions of the revolving fund (ledger), exchange rates of the "
        "programme. Domain reference 1.4 and 7(c) 25."
    ),
    rows=rows,
    dimensions=("window",),
)
