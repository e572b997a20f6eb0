"""A chart of a result as SVG."""

from __future__ import annotations

from django.utils.safestring import SafeString

from dayaq.kernel import charts
from dayaq.reporting.domain.report import Chart

SHAPES = {
    "bar": charts.bar_chart,
    "column": charts.column_chart,
    "line": charts.line_chart,
    "stacked": charts.stacked_bars,
}


def draw(chart: Chart) -> SafeString:
    """The SVG, with title and description."""
    return SHAPES[chart.shape](
        title=chart.title,
        labels=chart.labels,
        series=[charts.Series(name, values) for name, values in chart.series],
        unit=chart.unit,
        currency=chart.currency,
    )
