"""The loan portfolio on a day: ageing, risk by district and officer, named ratios, months."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.reporting.domain.report import Section
from dayaq.reporting.reports.base import Asking, Report, currency_of, ratio_table
from dayaq.reporting.reports.lending import (
    RATIOS,
    ageing_table,
    both,
    months,
    par_by,
    status_by_district,
)


def build(asking: Asking) -> Sequence[Section]:
    """The sections for the as-of day and the period."""
    currency = currency_of(asking.asked.programme_id)
    return [
        ageing_table(asking, currency),
        ratio_table(asking, RATIOS, key="ratios", title=_("Named ratios"), currency=currency),
        *both(status_by_district(asking)),
        par_by(asking, "loan_district", currency),
        par_by(asking, "officer", currency),
        *both(months(asking, currency)),
    ]


REPORT = Report(
    key="portfolio",
    title=gettext_lazy("Loan portfolio"),
    purpose=gettext_lazy("Ageing, portfolio at risk by district and officer, named ratios."),
    build=build,
)
