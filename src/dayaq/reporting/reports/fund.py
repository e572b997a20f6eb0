"""The revolving fund: a statement per donor window, and what the fund has done with its money."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.reporting.domain.report import CellValue, Column, Section, Table
from dayaq.reporting.domain.values import percent_of
from dayaq.reporting.indicators import INDICATORS
from dayaq.reporting.reports.adjustments import adjustments
from dayaq.reporting.reports.base import Asking, Report, currency_of
from dayaq.reporting.reports.funds import (
    checks,
    contributions,
    position_chart,
    statement,
    turns,
)

FUND_RATIOS = (
    "fund_preservation",
    "fund_preservation_donor",
    "utilisation",
    "times_revolved",
    "relent_share",
    "cost_per_lent",
)


def build(asking: Asking) -> Sequence[Section]:
    """The statement of the period and the ratios on the as-of day."""
    currency = currency_of(asking.asked.programme_id)
    return [
        statement(asking, currency),
        position_chart(asking, currency),
        turns(asking, currency),
        contributions(asking, currency),
        ratios(asking, currency),
        adjustments(asking, currency, REPORT.key),
        checks(asking, currency),
    ]


def ratios(asking: Asking, currency: str) -> Table:
    """Preservation and utilisation in percent; how often the money was lent, in times."""
    rows: list[tuple[CellValue, ...]] = []
    for key, value in asking.figures(FUND_RATIOS).items():
        said = value.percent_text
        if key == "times_revolved" and value.denominator:
            times = percent_of(value.numerator, value.denominator, 3)
            said = _("%(times)s times") % {"times": f"{(times or 0) / 100:.3f}".replace(".", ",")}
        rows.append((str(INDICATORS[key].name), value.numerator, value.denominator, said))
    return Table(
        key="ratios",
        title=_("What the fund has done"),
        columns=(
            Column(_("Ratio")),
            Column(_("Numerator"), "money", currency),
            Column(_("Denominator"), "money", currency),
            Column(_("Value")),
        ),
        rows=tuple(rows),
    )


REPORT = Report(
    key="fund",
    title=gettext_lazy("Revolving fund"),
    purpose=gettext_lazy("Statement per donor window, and how often the money revolved."),
    build=build,
)
