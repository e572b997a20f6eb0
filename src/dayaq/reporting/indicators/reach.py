"""Estimated reach.

The largest estimate of people reached through one channel of each campaign; channels are never
added, the same people see both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import Indicator, asked, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    reach = relation("reach")
    found = reach.filter(reach.on.between(asked("frm"), asked("to")))
    best = found.group_by("campaign_id").aggregate(best=found.estimate.max())
    return best.mutate(numerator=best.best, denominator=best.best)


INDICATOR = Indicator(
    key="reach",
    name=_("Estimated reach"),
    unit=Unit.COUNT,
    definition=_(
        "The largest estimate of people reached through one channel of each campaign; "
        "channels are never added, the same people see both."
    ),
    numerator=_("People, as estimated by the method named."),
    denominator=_("The same."),
    source=_("Reach estimates (network). Domain reference 7(c) 47."),
    rows=rows,
)
