"""Results by phase against what was promised, with who paid for it.

The published totals come out here: pilot 85 trained, 52 credits, 6 districts, ADA 70.5 % of EUR
102,127.66; phase II 105 trained, 88 credits, 88,000 AZN; together 190 and 140 (domain.md 1.1).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.programme.domain.shares import WHOLE_BPS, agreed, whole_from_share
from dayaq.programme.models import Phase
from dayaq.programme.queries import GrantPosition, grant_positions, phases
from dayaq.reporting.domain.report import CellValue, Chart, Column, Section, Table, share
from dayaq.reporting.domain.values import Unit
from dayaq.reporting.indicators import INDICATORS
from dayaq.reporting.reports.base import (
    ONE_WAY,
    Asking,
    Report,
    average_minor,
    cell_of,
    currency_of,
    measured_targets,
    one_way,
)


def build(asking: Asking) -> Sequence[Section]:
    """The sections, for one phase if it was asked for, else for all of them."""
    asked = asking.asked
    every = phases(asked.programme_id)
    chosen = [phase for phase in every if asked.phase in (None, phase.key)]
    currency = currency_of(asked.programme_id)
    return [
        results_table(asking, chosen, currency),
        targets_chart(asking, chosen),
        *target_tables(asking, chosen),
        *(funding_table(phase, asking) for phase in chosen),
        *(
            one_way(asking, key, dimension, hide_small=False)
            for key in ("trained", "borrowers_in_period")
            for dimension in ONE_WAY
        ),
    ]


def results_table(asking: Asking, chosen: Sequence[Phase], currency: str) -> Table:
    """One row for each phase, and the whole: people and loans are never summed from phases."""
    rows = [(str(phase), *_results(asking.at(**_within(asking, phase)))) for phase in chosen]
    return Table(
        key="results",
        title=_("Results by phase"),
        columns=(
            Column(_("Phase")),
            Column(_("Trained"), "number"),
            Column(_("Micro-credits"), "number"),
            Column(_("Borrowers among the trained"), "number"),
            Column(_("Credit uptake"), "percent"),
            Column(_("Amount disbursed"), "money", currency),
            Column(_("Average loan"), "money", currency),
            Column(_("Districts"), "number"),
        ),
        rows=tuple(rows),
        totals=(_("Total"), *_results(asking)),
        notes=(_("The total counts every person once, also somebody served in two phases."),),
    )


def _results(asking: Asking) -> tuple[CellValue, ...]:
    found = asking.figures(
        ("trained", "micro_credits", "credit_uptake", "amount_disbursed", "districts_reached")
    )
    uptake, amount = found["credit_uptake"], found["amount_disbursed"]
    return (
        found["trained"].numerator,
        found["micro_credits"].numerator,
        uptake.numerator,
        cell_of(uptake),
        amount.numerator,
        average_minor(amount),
        found["districts_reached"].numerator,
    )


def _within(asking: Asking, phase: Phase) -> dict[str, object]:
    """The phase's dates, no further than the day as of which the report stands."""
    return {
        "frm": phase.starts_on,
        "to": max(phase.starts_on, min(phase.ends_on, asking.asked.as_of)),
    }


def target_tables(asking: Asking, chosen: Sequence[Phase]) -> list[Table]:
    """Targets against actuals, one table for each unit so that numbers stay numbers."""
    rows: dict[Unit, list[tuple[CellValue, ...]]] = {unit: [] for unit in Unit}
    for phase in chosen:
        within = asking.at(**_within(asking, phase))
        targets = measured_targets(phase)
        values = within.figures([target.indicator for _node, target in targets])
        for node, target in targets:
            value = values[target.indicator]
            rows[value.unit].append(
                (
                    str(phase),
                    f"{node.code} {INDICATORS[target.indicator].name}",
                    *(
                        share(number, WHOLE_BPS) if value.unit is Unit.RATIO else number
                        for number in (target.target_low, target.target_high)
                    ),
                    cell_of(value),
                    value.against(target.target_low),
                    value.against(target.target_high),
                )
            )
    kinds = {Unit.COUNT: "number", Unit.MONEY: "money", Unit.RATIO: "percent"}
    titles = {
        Unit.COUNT: _("Targets and what was reached"),
        Unit.MONEY: _("Targets and what was reached, in money"),
        Unit.RATIO: _("Targets and what was reached, in percent"),
    }
    return [
        Table(
            key=f"targets_{unit}",
            title=titles[unit],
            columns=(
                Column(_("Phase")),
                Column(_("Indicator")),
                Column(_("Target, lower bound"), kinds[unit]),  # type: ignore[arg-type]
                Column(_("Target, upper bound"), kinds[unit]),  # type: ignore[arg-type]
                Column(_("Reached"), kinds[unit]),  # type: ignore[arg-type]
                Column(_("Of the lower bound"), "percent"),
                Column(_("Of the upper bound"), "percent"),
            ),
            rows=tuple(found),
        )
        for unit, found in rows.items()
        if found
    ]


def targets_chart(asking: Asking, chosen: Sequence[Phase]) -> Chart:
    """Trained and credits beside the lower bound of their targets, by phase."""
    labels: list[str] = []
    reached: list[int | None] = []
    promised: list[int | None] = []
    for phase in chosen:
        within = asking.at(**_within(asking, phase))
        targets = {target.indicator: target.target_low for target in phase.targets.all()}
        for key, value in within.figures(("trained", "micro_credits")).items():
            labels.append(f"{phase}: {INDICATORS[key].name}")
            reached.append(value.numerator)
            promised.append(targets.get(key))
    return Chart(
        key="targets_chart",
        title=_("Reached against target"),
        shape="bar",
        labels=tuple(labels),
        series=((_("Reached"), tuple(reached)), (_("Target, lower bound"), tuple(promised))),
    )


def funding_table(phase: Phase, asking: Asking) -> Table:
    """Who pays for the phase, in what share, and what each has borne so far."""
    positions = grant_positions(phase, to=asking.asked.as_of)
    borne = sum(position.borne_minor for position in positions)
    total = _total_cost(phase, positions)
    return Table(
        key=f"funding_{phase.key}",
        title=_("Who pays for the phase %(phase)s") % {"phase": phase},
        columns=(
            Column(_("Donor")),
            Column(_("Contract")),
            Column(_("From"), "day"),
            Column(_("To"), "day"),
            Column(_("Amount"), "money", phase.report_currency),
            Column(_("Share agreed")),
            Column(_("Received"), "money", phase.report_currency),
            Column(_("Borne so far"), "money", phase.report_currency),
            Column(_("Share borne"), "percent"),
        ),
        rows=tuple(
            (
                str(position.grant.donor),
                position.grant.contract_number,
                position.grant.starts_on,
                position.grant.ends_on,
                position.grant.amount_minor,
                agreed(position.grant.share_bps),
                position.received_minor,
                position.borne_minor,
                share(position.borne_minor, borne),
            )
            for position in positions
        ),
        totals=(
            _("Total"),
            "",
            None,
            None,
            total,
            agreed(sum(position.grant.share_bps for position in positions)),
            sum(position.received_minor for position in positions),
            borne,
            share(borne, borne),
        ),
        notes=(_("The period of a grant is not the period of the phase."),),
    )


def _total_cost(phase: Phase, positions: Sequence[GrantPosition]) -> int | None:
    """The agreed total cost, or what the leading grant's share makes of it."""
    if phase.total_cost_minor is not None:
        return phase.total_cost_minor
    leading = positions[0].grant if positions else None
    return whole_from_share(leading.amount_minor, leading.share_bps) if leading else None


REPORT = Report(
    key="programme-results",
    title=gettext_lazy("Programme results"),
    purpose=gettext_lazy("Trained, credits and funding by phase, against the targets."),
    build=build,
)
