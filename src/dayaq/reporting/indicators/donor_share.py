"""Donor share: the part of the eligible costs of the period that each donor bears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import Indicator, asked, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    shares = relation("shares")
    found = shares.filter(shares.on.between(asked("frm"), asked("to")))
    return found.mutate(numerator=found.amount_minor, denominator=found.amount_minor)


INDICATOR = Indicator(
    key="donor_share",
    name=_("Donor share"),
    unit=Unit.RATIO,
    definition=_("The part of the eligible costs of the period that each donor bears."),
    numerator=_("Cost borne by the donor."),
    denominator=_("Eligible cost of the period, all donors."),
    source=_("Expense splits (programme). Domain reference 7(c) 50."),
    rows=rows,
    dimensions=("donor",),
)
