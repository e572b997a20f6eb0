"""Memoranda in force: memoranda of understanding in force on the as-of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import Indicator, asked, relation, whole

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    memoranda = relation("memoranda")
    found = memoranda.filter(
        memoranda.signed_on <= asked("as_of"),
        memoranda.ends_on.isnull() | (memoranda.ends_on >= asked("as_of")),
    )
    return found.mutate(numerator=whole(1), denominator=whole(1))


INDICATOR = Indicator(
    key="mous_active",
    name=_("Memoranda in force"),
    unit=Unit.COUNT,
    definition=_("Memoranda of understanding in force on the as-of day."),
    numerator=_("Memoranda signed and not ended."),
    denominator=_("The same memoranda."),
    source=_("Memoranda (network). Domain reference 7(c) 45."),
    rows=rows,
)
