"""Arrears rate.

Overdue principal over all outstanding principal. It understates risk and is not PAR.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    positions = relation("positions")
    return positions.mutate(
        numerator=positions.overdue_minor, denominator=positions.outstanding_minor
    )


INDICATOR = Indicator(
    key="arrears_rate",
    name=_("Arrears rate"),
    unit=Unit.RATIO,
    definition=_(
        "Overdue principal over all outstanding principal. It understates risk and is not PAR."
    ),
    numerator=_("Principal of instalments overdue."),
    denominator=_("Gross loan portfolio."),
    source=_("Replayed loan positions (credit). Domain reference 7(c) 9."),
    rows=rows,
    dimensions=(*PERSON, "loan_district", "officer", "sector", "window"),
    lower_is_better=True,
)
