"""Workshop participants: people who took part in regional workshops held in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import Indicator, asked, relation, whole

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    participants = relation("participants")
    found = participants.filter(participants.held_on.between(asked("frm"), asked("to")))
    return found.mutate(numerator=whole(1), denominator=whole(1))


INDICATOR = Indicator(
    key="workshop_participants",
    name=_("Workshop participants"),
    unit=Unit.COUNT,
    definition=_("People who took part in regional workshops held in the period."),
    numerator=_("Participants."),
    denominator=_("The same people."),
    source=_("Workshops (network). Domain reference 7(c) 46."),
    rows=rows,
    dimensions=("country", "sex"),
)
