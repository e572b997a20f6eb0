"""The revolving fund: a statement per donor window, and what the fund has done with its money."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.reporting.domain.report import Section
from dayaq.reporting.reports.base import Asking, Report, currency_of, ratio_table
from dayaq.reporting.reports.funds import position_chart, statement

FUND_RATIOS = ("fund_preservation", "times_revolved", "utilisation")


def build(asking: Asking) -> Sequence[Section]:
    """The statement of the period and the ratios on the as-of day."""
    currency = currency_of(asking.asked.programme_id)
    return [
        statement(asking, currency),
        position_chart(asking, currency),
        ratio_table(
            asking, FUND_RATIOS, key="ratios", title=_("What the fund has done"), currency=currency
        ),
    ]


REPORT = Report(
    key="fund",
    title=gettext_lazy("Revolving fund"),
    purpose=gettext_lazy("Statement per donor window, and how often the money revolved."),
    build=build,
)
