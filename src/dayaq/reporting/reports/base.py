"""What every report is made with: its declaration, its figures, and common tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dayaq.kernel.access.actor import Actor
from dayaq.programme.models import IndicatorTarget, Phase, ResultNode
from dayaq.programme.queries import framework
from dayaq.reporting import labels
from dayaq.reporting.domain.report import (
    CellValue,
    Column,
    Definition,
    Parameters,
    Section,
    Table,
    share,
)
from dayaq.reporting.domain.suppression import suppress
from dayaq.reporting.domain.values import IndicatorValue, Unit
from dayaq.reporting.engine import fetch, parameters, run
from dayaq.reporting.indicators import INDICATORS

ONE_WAY = ("sex", "age_group", "district", "directness")
"""By what a table of people is cut in reports: one attribute at a time, never two."""

Sought = tuple[str, str | None, date, date, date]
"""A figure of one run: its key, its dimension, the first and the last day, the as-of day."""


@dataclass(slots=True)
class Asking:
    """One run of a report: who asks for what, which figures were used, and what they were."""

    actor: Actor
    asked: Parameters
    used: dict[str, Definition] = field(default_factory=dict)
    found: dict[Sought, IndicatorValue] = field(default_factory=dict)

    def figure(
        self,
        key: str,
        *,
        by: str | None = None,
        frm: date | None = None,
        to: date | None = None,
    ) -> IndicatorValue:
        """The indicator `key` for the period asked, or for another one."""
        return self.figures([key], by=by, frm=frm, to=to)[key]

    def figures(
        self,
        keys: Sequence[str],
        *,
        by: str | None = None,
        frm: date | None = None,
        to: date | None = None,
    ) -> dict[str, IndicatorValue]:
        """Several indicators by their keys: one statement for all that was not asked before."""
        period = (frm or self.asked.frm, to or self.asked.to, self.asked.as_of)
        new = [key for key in dict.fromkeys(keys) if (key, by, *period) not in self.found]
        if new:
            values = run(
                [INDICATORS[key] for key in new],
                actor=self.actor,
                programme_id=self.asked.programme_id,
                frm=period[0],
                to=period[1],
                as_of=period[2],
                by=by,
            )
            self.found |= {(value.key, by, *period): value for value in values}
        for key in keys:
            indicator = INDICATORS[key]
            self.used[key] = Definition(str(indicator.name), str(indicator.definition))
        return {key: self.found[key, by, *period] for key in keys}

    def rows(self, sql: str, *relations: str) -> list[tuple[Any, ...]]:
        """Rows of a question over named relations, within the same reach."""
        given = parameters(
            actor=self.actor,
            programme_id=self.asked.programme_id,
            frm=self.asked.frm,
            to=self.asked.to,
            as_of=self.asked.as_of,
        )
        return fetch(sql, frozenset(relations), given)

    def at(self, **changes: Any) -> Asking:
        """The same run for other dates; what it uses is still noted here."""
        return Asking(self.actor, replace(self.asked, **changes), self.used, self.found)


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its name, what it is for, who may run it, and how it is built."""

    key: str
    title: Any
    purpose: Any
    build: Callable[[Asking], Sequence[Section]]
    capability: str = "reporting.run"
    template: str = "table_report"
    is_for_donors: bool = False
    headings: Mapping[str, Any] = field(default_factory=dict)
    """Headings of the narrative, for reports that have one."""


def measured_targets(phase: Phase) -> list[tuple[ResultNode, IndicatorTarget]]:
    """Each target of the phase that an indicator of ours measures, beside its result."""
    return [
        (node, target)
        for node, targets in framework(phase)
        for target in targets
        if target.indicator in INDICATORS
    ]


def cell_of(value: IndicatorValue) -> CellValue:
    """The figure as a cell: a count, minor units, or a share of one."""
    return (
        share(value.numerator, value.denominator) if value.unit is Unit.RATIO else value.numerator
    )


def average_minor(value: IndicatorValue) -> int | None:
    """Numerator over denominator in whole minor units, rounded half up."""
    if not value.denominator:
        return None
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def one_way(asking: Asking, key: str, dimension: str, *, hide_small: bool) -> Table:
    """People of an indicator by one attribute, in a table whose total is the programme's.

    :param hide_small: cells under five, and those that would give them away, are not shown
    """
    value = asking.figure(key, by=dimension)
    counts = {name: count for name, (count, _rows) in value.breakdown.items()}
    shown: dict[str, int | None] = dict(counts)
    notes: tuple[str, ...] = ()
    if hide_small:
        shown = {name: cell.shown for name, cell in suppress(counts).items()}
        if None in shown.values():
            notes = (_("Figures under 5, and those that would reveal them, are not shown."),)
    names = labels.labels_of(dimension, counts, programme_id=asking.asked.programme_id)
    order = labels.in_order(dimension, counts)
    if dimension == "district":
        order = sorted(order, key=lambda name: names[name])
    return Table(
        key=f"{key}_by_{dimension}",
        title=_("%(figure)s by %(dimension)s")
        % {
            "figure": INDICATORS[key].name,
            "dimension": str(labels.DIMENSIONS[dimension]).lower(),
        },
        columns=(Column(str(labels.DIMENSIONS[dimension])), Column(_("Persons"), "number")),
        rows=tuple((names[name], shown[name]) for name in order),
        totals=(_("Total"), value.numerator),
        notes=notes,
    )


def ratio_table(
    asking: Asking, keys: Sequence[str], *, key: str, title: str, currency: str
) -> Table:
    """Named ratios with numerator and denominator: never a bare "repayment rate"."""
    rows = [
        (
            str(INDICATORS[name].name),
            value.numerator,
            value.denominator,
            share(value.numerator, value.denominator),
        )
        for name, value in asking.figures(keys).items()
    ]
    return Table(
        key=key,
        title=title,
        columns=(
            Column(_("Ratio")),
            Column(_("Numerator"), "money", currency),
            Column(_("Denominator"), "money", currency),
            Column(_("Value"), "percent"),
        ),
        rows=tuple(rows),
        notes=(
            _("A ratio without a portfolio is left empty: no portfolio is not 0 %."),
            *(
                [_("Write-off ratio: both amounts are doubled so that they stay whole.")]
                if "write_off_ratio" in keys
                else []
            ),
        ),
    )


def currency_of(programme_id: UUID) -> str:
    """The currency the programme lends in."""
    from dayaq.kernel.access.models import Programme

    return Programme.objects.values_list("currency", flat=True).get(id=programme_id)
