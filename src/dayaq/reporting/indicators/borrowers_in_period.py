"""Persons who got a loan.

Different persons to whom a loan was paid out in the period; two loans to one person count once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, asked, relation, whole

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    loans = relation("loans")
    found = loans.filter(loans.disbursed_on.between(asked("frm"), asked("to")))
    persons = found.select("person_id", *PERSON).distinct()
    return persons.mutate(numerator=whole(1), denominator=whole(1))


INDICATOR = Indicator(
    key="borrowers_in_period",
    name=_("Persons who got a loan"),
    unit=Unit.COUNT,
    definition=_(
        "Different persons to whom a loan was paid out in the period; two loans to one "
        "person count once."
    ),
    numerator=_("Persons with a loan disbursed."),
    denominator=_("The same persons."),
    source=_("Loans (credit)."),
    rows=rows,
    dimensions=PERSON,
)
