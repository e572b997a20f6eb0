"""Referral completion: referrals sent in the period that were completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dayaq.reporting.domain.values import Unit
from dayaq.reporting.engine import PERSON, Indicator, asked, relation, whole

if TYPE_CHECKING:
    import ibis.expr.types as ir


def rows() -> ir.Table:
    referrals = relation("referrals")
    found = referrals.filter(referrals.sent_on.between(asked("frm"), asked("to")))
    return found.mutate(numerator=found.completed.ifelse(1, 0), denominator=whole(1))


INDICATOR = Indicator(
    key="referral_completion",
    name=_("Referral completion"),
    unit=Unit.RATIO,
    definition=_("Referrals sent in the period that were completed."),
    numerator=_("Referrals completed."),
    denominator=_("Referrals sent."),
    source=_("Referrals (cases). Domain reference 7(c) 39."),
    rows=rows,
    dimensions=PERSON,
)
