"""Credit uptake: among persons trained in the period, those who got a loan in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, asked, relation, whole

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    enrolments = relation("enrolments")
    loans = relation("loans")
    found = enrolments.filter(enrolments.completed_on.between(asked("frm"), asked("to")))
    persons = found.select("person_id", *PERSON).distinct()
    lent = loans.filter(loans.disbursed_on.between(asked("frm"), asked("to")))
    return persons.mutate(
        numerator=persons.person_id.isin(lent.person_id).ifelse(1, 0), denominator=whole(1)
    )


INDICATOR = Indicator(
    key="credit_uptake",
    name=_("Credit uptake"),
    unit=Unit.RATIO,
    definition=_("Among persons trained in the period, those who got a loan in the period."),
    numerator=_("Trained persons with a loan disbursed."),
    denominator=_("Persons trained."),
    source=_("Enrolments (training) and loans (credit). Domain reference 7(c) 5."),
    rows=rows,
    dimensions=PERSON,
)
