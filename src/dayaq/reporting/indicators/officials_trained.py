"""Officials trained.

Places taken by staff of partner institutions in capacity-building events of the period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import Indicator, asked, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    officials = relation("officials")
    found = officials.filter(officials.on.between(asked("frm"), asked("to")))
    return found.mutate(numerator=found.count_, denominator=found.count_)


INDICATOR = Indicator(
    key="officials_trained",
    name=_("Officials trained"),
    unit=Unit.COUNT,
    definition=_(
        "Places taken by staff of partner institutions in capacity-building events of the period."
    ),
    numerator=_("Women and men who took part."),
    denominator=_("The same."),
    source=_("Capacity events (network). Domain reference 7(c) 45."),
    rows=rows,
    dimensions=("sex",),
)
