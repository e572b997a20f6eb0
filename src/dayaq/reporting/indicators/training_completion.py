"""Training completion.

Persons who completed a course among those who started one that ended in the period.
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
    started = enrolments.filter(
        enrolments.started, enrolments.course_ends_on.between(asked("frm"), asked("to"))
    )
    return started.mutate(
        numerator=started.completed_on.notnull().ifelse(1, 0), denominator=whole(1)
    )


INDICATOR = Indicator(
    key="training_completion",
    name=_("Training completion"),
    unit=Unit.RATIO,
    definition=_(
        "Persons who completed a course among those who started one that ended in the period."
    ),
    numerator=_("Enrolments completed."),
    denominator=_("Enrolments started: attended at least once."),
    source=_("Enrolments and attendance (training). Domain reference 7(c) 4."),
    rows=rows,
    dimensions=PERSON,
)
