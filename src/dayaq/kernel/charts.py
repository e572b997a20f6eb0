"""Charts as SVG drawn on the server: figures a person can also read in the table beside them.

Only CSS classes, no inline style, so that the strict content security policy holds. Every
chart has a title and a description, and the caller shows `as_table` of the same series
under it (components/chart.html), because a picture alone tells nothing to a screen reader.

    months = ["2011-01", "2011-02"]
    due = Series(_("Due"), (120_000, 130_000))
    column_chart(title=_("Collections"), labels=months, series=[due], unit="money")
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from math import ceil
from typing import Any, Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dayaq.kernel.money import NBSP, minor_digits
from dayaq.kernel.percent import short_percent
from dayaq.kernel.web.parts import Column, Table

Unit = Literal["number", "money", "percent"]
Text = Any

WIDTH = 460
COLOURS = 6
"""How many series the style sheet tells apart; a seventh takes the first colour again."""
DIGIT_WIDTH = 8.3
"""Pixels of a digit at the size of labels, in the widest of our fonts."""
UNDER_LENGTH = 12
"""Letters of a label under a column; where they would run together, only some are written."""
LABEL_LENGTH = 24
"""Letters of a label that fit beside a bar; the table has all of them."""


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of values: counts, minor units, or shares of one. None is not known."""

    name: Text
    values: Sequence[int | float | Decimal | None]


def bar_chart(
    *,
    title: Text,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Unit = "number",
    currency: str = "AZN",
    description: Text = "",
) -> SafeString:
    """Bars lying side by side for each label: districts, statuses, donors."""
    left, bar, gap = _label_room(labels), 18, 12
    group = bar * len(series) + gap
    top = 34 if len(series) > 1 else 8
    scale = Scale.of(_known(series), WIDTH - left - 60, unit, currency)
    parts = [_legend(series, left)] if len(series) > 1 else []
    for index, label in enumerate(labels):
        y = top + index * group
        parts.append(_text(left - 8, y + (group - gap) / 2 + 4, _short(label, LABEL_LENGTH), "end"))
        for number, one in enumerate(series):
            value = one.values[index]
            length = scale.length(value)
            at = y + number * bar
            parts.append(_rect(left, at + 1, length, bar - 2, number))
            parts.append(_text(left + length + 5, at + bar / 2 + 4, scale.say(value), "tick"))
    height = top + len(labels) * group
    parts.append(_line(left, top - 2, left, height - gap + 2, "axis"))
    return _svg(title, description or _describe(labels, series, scale), height, parts)


def stacked_bars(
    *,
    title: Text,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Unit = "number",
    currency: str = "AZN",
    description: Text = "",
) -> SafeString:
    """One bar for each label, its parts one after another, with the sum at its end."""
    left, top, bar, step = _label_room(labels), 34, 22, 34
    sums = [sum(Decimal(one.values[i] or 0) for one in series) for i in range(len(labels))]
    scale = Scale.of(sums, WIDTH - left - 60, unit, currency)
    parts = [_legend(series, left)]
    for index, label in enumerate(labels):
        y = top + index * step
        parts.append(_text(left - 8, y + bar / 2 + 4, _short(label, LABEL_LENGTH), "end"))
        x = float(left)
        for number, one in enumerate(series):
            length = scale.length(one.values[index])
            parts.append(_rect(x, y, length, bar, number))
            x += length
        parts.append(_text(x + 5, y + bar / 2 + 4, scale.say(sums[index]), "tick"))
    height = top + len(labels) * step
    parts.append(_line(left, top - 2, left, height - 8, "axis"))
    return _svg(title, description or _describe(labels, series, scale), height, parts)


def column_chart(
    *,
    title: Text,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Unit = "number",
    currency: str = "AZN",
    description: Text = "",
) -> SafeString:
    """Columns standing side by side for each label: months, quarters."""
    plane = Plane.of(labels, series, unit, currency)
    width = min(26.0, plane.step * 0.8 / max(1, len(series)))
    parts = [_legend(series, plane.left), *plane.frame()]
    for index in range(len(labels)):
        start = plane.centre(index) - width * len(series) / 2
        for number, one in enumerate(series):
            high = plane.scale.length(one.values[index])
            parts.append(
                _rect(start + number * width, plane.bottom - high, width - 1, high, number)
            )
    return _svg(title, description or _describe(labels, series, plane.scale), 300, parts)


def line_chart(
    *,
    title: Text,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Unit = "number",
    currency: str = "AZN",
    description: Text = "",
) -> SafeString:
    """Lines over time. Every other line is dashed and carries dots: colour is not alone."""
    plane = Plane.of(labels, series, unit, currency)
    parts = [_legend(series, plane.left), *plane.frame()]
    for number, one in enumerate(series):
        dash = " dash" if number % 2 else ""
        for run in _runs(one.values):
            points = [(plane.centre(i), plane.bottom - plane.scale.length(v)) for i, v in run]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            parts.append(
                format_html(
                    '<polyline class="line s{}{}" points="{}"/>', _colour(number), dash, path
                )
            )
            parts += [
                format_html('<circle class="s{}" cx="{}" cy="{}" r="3"/>', _colour(number), *point)
                for point in ((f"{x:.1f}", f"{y:.1f}") for x, y in points)
            ]
    return _svg(title, description or _describe(labels, series, plane.scale), 300, parts)


def as_table(
    *,
    title: Text,
    head: Text,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Unit = "number",
    currency: str = "AZN",
) -> Table:
    """The same figures as a table; `head` names what the labels are ("District")."""
    shown = currency if unit == "money" else ""
    return Table(
        caption=title,
        columns=[Column(head), *(Column(one.name, unit, shown) for one in series)],
        rows=[
            [label, *(one.values[index] for one in series)] for index, label in enumerate(labels)
        ],
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to lengths, with round steps."""

    most: Decimal
    step: Decimal
    pixels: float
    unit: Unit
    divisor: int

    @classmethod
    def of(
        cls, values: Sequence[int | float | Decimal], pixels: float, unit: Unit, currency: str
    ) -> Scale:
        """A scale from zero to a round number at or above the largest value."""
        most = max((Decimal(value) for value in values), default=Decimal(0))
        step = _round_step(most / 4) if most > 0 else Decimal(1)
        steps = (most / step).to_integral_value(ROUND_CEILING) if most > 0 else Decimal(1)
        divisor = 10 ** minor_digits(currency) if unit == "money" else 1
        return cls(step * steps, step, pixels, unit, divisor)

    def length(self, value: float | Decimal | None) -> float:
        """The length in pixels; what is not known or negative has none."""
        if value is None or value <= 0:
            return 0.0
        return float(Decimal(value) / self.most) * self.pixels

    def ticks(self) -> list[Decimal]:
        return [self.step * index for index in range(int(self.most / self.step) + 1)]

    def say(self, value: float | Decimal | None) -> str:
        """A value in few figures: whole manat, whole counts, percent to two places at most."""
        if value is None:
            return "–"
        exact = Decimal(value)
        if self.unit == "percent":
            return short_percent(exact)
        whole = (exact / self.divisor).quantize(Decimal(1))
        return f"{whole:,}".replace(",", NBSP)


@dataclass(frozen=True, slots=True)
class Plane:
    """Where columns and lines stand: the left and lower edge, the step between labels."""

    labels: Sequence[Text]
    scale: Scale
    left: float = 64
    top: float = 40
    bottom: float = 258

    @classmethod
    def of(
        cls, labels: Sequence[Text], series: Sequence[Series], unit: Unit, currency: str
    ) -> Plane:
        return cls(labels, Scale.of(_known(series), 218, unit, currency))

    @property
    def step(self) -> float:
        return (WIDTH - 10 - self.left) / max(1, len(self.labels))

    def centre(self, index: int) -> float:
        return self.left + self.step * (index + 0.5)

    def frame(self) -> list[SafeString]:
        """Rules with their figures, the axis, and as many labels as fit."""
        parts = []
        for tick in self.scale.ticks():
            y = self.bottom - self.scale.length(tick)
            parts.append(_line(self.left, y, WIDTH - 10, y, "rule" if tick else "axis"))
            parts.append(_text(self.left - 6, y + 4, self.scale.say(tick), "tick end"))
        wanted = min(UNDER_LENGTH, max((len(str(label)) for label in self.labels), default=0))
        every = ceil((wanted + 1) * DIGIT_WIDTH / self.step)
        for index, label in list(enumerate(self.labels))[::every]:
            text = _short(label, UNDER_LENGTH)
            inside = min(self.centre(index), WIDTH - len(text) * DIGIT_WIDTH / 2)
            parts.append(_text(inside, self.bottom + 20, text, "tick mid"))
        return parts


def _round_step(rough: Decimal) -> Decimal:
    """The 1, 2 or 5 times a power of ten at or above `rough`."""
    power = Decimal(10) ** rough.adjusted()
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough).normalize()


def _known(series: Sequence[Series]) -> list[int | float | Decimal]:
    return [value for one in series for value in one.values if value is not None]


def _runs(
    values: Sequence[int | float | Decimal | None],
) -> list[list[tuple[int, int | float | Decimal]]]:
    """The stretches of known values: a line never bridges what is not known."""
    runs: list[list[tuple[int, int | float | Decimal]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((index, value))
    return [run for run in runs if run]


def _describe(labels: Sequence[Text], series: Sequence[Series], scale: Scale) -> str:
    rows = (
        f"{one.name}: "
        + ", ".join(
            f"{label} {scale.say(value)}" for label, value in zip(labels, one.values, strict=True)
        )
        for one in series
    )
    return ". ".join(rows)


def _svg(title: Text, description: Text, height: float, parts: Sequence[SafeString]) -> SafeString:
    key = f"chart-{zlib.crc32(f'{title}{description}'.encode()):08x}"
    return format_html(
        '<svg role="img" viewBox="0 0 {} {}" aria-labelledby="{}-title" aria-describedby='
        '"{}-desc"><title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>',
        WIDTH, f"{height:.0f}", key, key, key, title, key, description,
        mark_safe("".join(parts)),  # noqa: S308 - every part was made by format_html
    )  # fmt: skip


def _legend(series: Sequence[Series], left: float) -> SafeString:
    """Swatches and names in one row, each as wide as its name needs."""
    room = int((WIDTH - left) / max(1, len(series)) / 7.5) - 3
    x, rows = left, []
    for number, one in enumerate(series):
        name = _short(one.name, room)
        rows.append((_colour(number), f"{x:.1f}", f"{x + 17:.1f}", name))
        x += 17 + 7.5 * len(name) + 18
    return format_html_join(
        "",
        '<rect class="s{}" x="{}" y="6" width="12" height="12"/><text x="{}" y="17">{}</text>',
        rows,
    )


def _rect(x: float, y: float, width: float, height: float, number: int) -> SafeString:
    return format_html(
        '<rect class="s{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
        _colour(number), f"{x:.1f}", f"{y:.1f}", f"{max(width, 0):.1f}", f"{height:.1f}",
    )  # fmt: skip


def _line(x1: float, y1: float, x2: float, y2: float, css: str) -> SafeString:
    return format_html(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        css, f"{x1:.1f}", f"{y1:.1f}", f"{x2:.1f}", f"{y2:.1f}",
    )  # fmt: skip


def _text(x: float, y: float, text: Text, css: str) -> SafeString:
    return format_html(
        '<text class="{}" x="{}" y="{}">{}</text>', css, f"{x:.1f}", f"{y:.1f}", text
    )


def _label_room(labels: Sequence[Text]) -> float:
    """The pixels that the labels beside bars need."""
    longest = max((len(str(label)) for label in labels), default=0)
    return 14 + 7 * min(longest, LABEL_LENGTH)


def _short(text: Text, limit: int) -> str:
    whole = str(text)
    return whole if len(whole) <= limit else whole[: max(1, limit - 1)] + "…"


def _colour(number: int) -> int:
    return number % COLOURS + 1
