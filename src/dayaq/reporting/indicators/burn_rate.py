"""Burn rate.

Eligible spending since the beginning of the phases that run in the period, over their revised
budget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import Indicator, asked, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    budget = relation("budget")
    expenses = relation("expenses")
    lines = budget.filter(budget.starts_on <= asked("to"), budget.ends_on >= asked("frm"))
    counted = expenses.filter(expenses.eligible, expenses.on <= asked("to"))
    spent = counted.group_by("line_id").aggregate(
        spent_minor=counted.reported_minor.sum().cast("int64")
    )
    joined = lines.left_join(spent, "line_id")
    return joined.select(numerator=joined.spent_minor.coalesce(0), denominator=joined.revised_minor)


INDICATOR = Indicator(
    key="burn_rate",
    name=_("Burn rate"),
    unit=Unit.RATIO,
    definition=_(
        "Eligible spending since the beginning of the phases that run in the period, "
        "over their revised budget."
    ),
    numerator=_("Spent to the last day of the period."),
    denominator=_("Revised budget."),
    source=_("Expenses and budget lines (programme). Domain reference 7(c) 49."),
    rows=rows,
)
