"""Districts reached.

Different districts in which a course was completed or a loan paid out in the period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import Indicator, asked, relation, whole

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    places = relation("places_of_work")
    found = places.filter(places.on.between(asked("frm"), asked("to")))
    districts = found.select("district").distinct()
    return districts.mutate(numerator=whole(1), denominator=whole(1))


INDICATOR = Indicator(
    key="districts_reached",
    name=_("Districts reached"),
    unit=Unit.COUNT,
    definition=_(
        "Different districts in which a course was completed or a loan paid out in the period."
    ),
    numerator=_("Districts."),
    denominator=_("The same districts."),
    source=_("Courses (training) and loans (credit)."),
    rows=rows,
    dimensions=("district",),
)
