"""Persons trained.

Different persons who completed a course in the period; somebody trained twice counts once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, asked, relation, whole

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    enrolments = relation("enrolments")
    found = enrolments.filter(enrolments.completed_on.between(asked("frm"), asked("to")))
    persons = found.select("person_id", *PERSON).distinct()
    return persons.mutate(numerator=whole(1), denominator=whole(1))


INDICATOR = Indicator(
    key="trained",
    name=_("Persons trained"),
    unit=Unit.COUNT,
    definition=_(
        "Different persons who completed a course in the period; somebody trained twice "
        "counts once."
    ),
    numerator=_("Persons with a completed enrolment."),
    denominator=_("The same persons."),
    source=_("Enrolments completed by the attendance rule (training). Domain reference 7(c) 3."),
    rows=rows,
    dimensions=PERSON,
)
