"""Materials distributed: copies of campaign materials handed out in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import Indicator, asked, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    distributions = relation("distributions")
    found = distributions.filter(distributions.on.between(asked("frm"), asked("to")))
    return found.mutate(numerator=found.quantity, denominator=found.quantity)


INDICATOR = Indicator(
    key="materials_distributed",
    name=_("Materials distributed"),
    unit=Unit.COUNT,
    definition=_("Copies of campaign materials handed out in the period."),
    numerator=_("Copies."),
    denominator=_("The same copies."),
    source=_("Distributions (network). Domain reference 7(c) 47."),
    rows=rows,
    dimensions=("district",),
)
