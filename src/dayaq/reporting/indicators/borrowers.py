"""Active borrowers: different persons who owe principal on the as-of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, relation, whole

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    positions = relation("positions")
    found = positions.filter(positions.outstanding_minor > 0)
    persons = found.select("person_id", *PERSON).distinct()
    return persons.mutate(numerator=whole(1), denominator=whole(1))


INDICATOR = Indicator(
    key="borrowers",
    name=_("Active borrowers"),
    unit=Unit.COUNT,
    definition=_("Different persons who owe principal on the as-of day."),
    numerator=_("Persons with principal outstanding."),
    denominator=_("The same persons."),
    source=_("Replayed loan positions (credit)."),
    rows=rows,
    dimensions=PERSON,
)
