"""Charts: escaped, described, and true to their figures."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from defusedxml import ElementTree

from dayaq.kernel import charts
from dayaq.kernel.charts import Scale, Series

EVIL = '<script>alert("1")</script>'
ALL = [charts.bar_chart, charts.stacked_bars, charts.column_chart, charts.line_chart]


def widths(svg: str) -> list[float]:
    """The lengths of the bars, without the swatches of the legend."""
    found = re.findall(
        r'<rect class="s\d" x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="[\d.]+" rx', svg
    )
    return [float(width) for width in found]


@pytest.mark.parametrize("draw", ALL)
def test_text_of_people_is_never_markup(draw: object) -> None:
    svg = draw(title=EVIL, labels=[EVIL], series=[Series(EVIL, (1,))])  # type: ignore[operator]

    assert "<script" not in svg
    assert "style=" not in svg
    ElementTree.fromstring(svg)


@pytest.mark.parametrize("draw", ALL)
def test_a_chart_has_a_title_and_says_its_figures(draw: object) -> None:
    svg = draw(title="Loans", labels=["Füzuli"], series=[Series("Open", (1234,))])  # type: ignore[operator]
    tree = ElementTree.fromstring(svg)

    assert tree.get("role") == "img"
    assert tree.find("title").text == "Loans"  # type: ignore[union-attr]
    assert tree.find("desc").text == "Open: Füzuli 1\u00a0234"  # type: ignore[union-attr]
    assert tree.get("aria-labelledby") == tree.find("title").get("id")  # type: ignore[union-attr]


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize("values", [(), (0, 0), (None, None), (0, 5), (10**12, 1)])
def test_no_figures_break_a_chart(draw: object, values: tuple[int | None, ...]) -> None:
    labels = [f"d{index}" for index in range(len(values))]

    svg = draw(title="t", labels=labels, series=[Series("s", values)])  # type: ignore[operator]

    ElementTree.fromstring(svg)
    assert "nan" not in svg


@pytest.mark.parametrize("draw", [charts.column_chart, charts.line_chart])
@pytest.mark.parametrize("count", [1, 8, 13, 24])
def test_months_are_written_whole_apart_and_inside_the_chart(draw: object, count: int) -> None:
    months = [f"2010-{index:02}" for index in range(count)]
    svg = draw(title="t", labels=months, series=[Series("s", (1,) * count)])  # type: ignore[operator]

    written = re.findall(r'<text class="tick mid" x="([\d.]+)" y="[\d.]+">(2010-\d\d)<', svg)
    ends = [float(x) + (len(text) * 0.636 * 13) / 2 for x, text in written]  # DejaVu Sans, 13 px

    assert len(written) >= min(count, 4)
    begins = [float(x) - (len(text) * 0.636 * 13) / 2 for x, text in written]
    assert max(ends) <= charts.WIDTH
    assert all(end < begin for end, begin in zip(ends, begins[1:], strict=False))


def test_bars_are_as_long_as_their_figures() -> None:
    svg = charts.bar_chart(title="t", labels=["a", "b"], series=[Series("s", (20, 10))])

    first, second = widths(svg)
    assert first == pytest.approx(2 * second, abs=0.2)


def test_stacked_parts_make_the_whole() -> None:
    svg = charts.stacked_bars(
        title="t", labels=["a", "b"], series=[Series("x", (3, 10)), Series("y", (7, 0))]
    )

    one, two, whole, nothing = widths(svg)
    assert one + two == pytest.approx(whole, abs=0.2)
    assert nothing == 0


def test_a_line_never_bridges_what_is_not_known() -> None:
    svg = charts.line_chart(
        title="t", labels=list("abcd"), series=[Series("s", (1, 2, None, 3))], unit="number"
    )

    assert svg.count("<polyline") == 2
    assert svg.count("<circle") == 3


def test_the_scale_ends_at_or_above_the_largest_figure() -> None:
    for most in (1, 3, 7, 99, 372_000, 1_000_001):
        scale = Scale.of([most], 100, "number", "AZN")
        assert scale.most >= most
        assert len(scale.ticks()) <= 6
        assert scale.length(most) <= 100


def test_money_and_shares_are_said_in_few_figures() -> None:
    money = Scale.of([372_000], 100, "money", "AZN")
    share = Scale.of([Decimal("0.05")], 100, "percent", "AZN")

    assert money.say(372_000) == "3\u00a0720"
    assert share.say(Decimal("0.0455")) == "4,55\u00a0%"
    assert share.say(None) == "–"


def test_the_table_holds_the_same_figures() -> None:
    table = charts.as_table(
        title="Collections", head="Month", labels=["01", "02"],
        series=[Series("Due", (100, 200)), Series("Collected", (90, None))], unit="money",
    )  # fmt: skip

    assert table.rows == [["01", 100, 90], ["02", 200, None]]
    assert [column.label for column in table.columns] == ["Month", "Due", "Collected"]
