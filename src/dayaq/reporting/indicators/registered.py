"""Persons registered: different persons registered in the period, duplicates left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, asked, relation, whole

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    people = relation("people")
    found = people.filter(people.registered_on.between(asked("frm"), asked("to")))
    return found.mutate(numerator=whole(1), denominator=whole(1))


INDICATOR = Indicator(
    key="registered",
    name=_("Persons registered"),
    unit=Unit.COUNT,
    definition=_("Different persons registered in the period, duplicates left out."),
    numerator=_("Persons registered from the first to the last day of the period."),
    denominator=_("The same persons."),
    source=_("Registrations (people)."),
    rows=rows,
    dimensions=PERSON,
)
