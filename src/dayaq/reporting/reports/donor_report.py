"""The report to a donor for a period: words, results, money by line and donor, fund, portfolio.

Aggregates only: no name, phone, code or small cell leaves the programme. Headings follow the
progress report of the Austrian Development Agency (reporting.md 6, domain.md 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.kernel.exchange import Rate, rate_text
from dayaq.kernel.money import format_minor
from dayaq.kernel.percent import percent_text
from dayaq.programme.domain.budget import elapsed_days
from dayaq.programme.domain.shares import WHOLE_BPS, agreed
from dayaq.programme.models import Expense, GrantTransfer, Phase
from dayaq.programme.queries import LineUse, budget_use, grant_positions, phases
from dayaq.reporting.domain.report import CellValue, Column, Section, Table, Text, share
from dayaq.reporting.domain.values import Unit
from dayaq.reporting.indicators import INDICATORS
from dayaq.reporting.reports.base import (
    ONE_WAY,
    Asking,
    Report,
    currency_of,
    measured_targets,
    one_way,
    ratio_table,
)
from dayaq.reporting.reports.funds import statement
from dayaq.reporting.reports.lending import RATIOS

HEADINGS = {
    "summary": gettext_lazy("Summary of progress"),
    "context": gettext_lazy("Context and assumptions that changed"),
    "target_group": gettext_lazy("Target group, beneficiaries and local partners"),
    "deviations": gettext_lazy("Deviations from the plan and their reasons"),
    "gender_disability": gettext_lazy("Gender, disability and environment"),
    "risks": gettext_lazy("Risks and what was done about them"),
    "coordination": gettext_lazy("Coordination and visibility"),
    "sustainability": gettext_lazy("Sustainability and handover"),
    "lessons": gettext_lazy("Lessons learnt"),
    "next": gettext_lazy("Plan for the next period"),
}


def build(asking: Asking) -> Sequence[Section]:
    """All sections; the narrative bodies are written when the report is submitted."""
    currency = currency_of(asking.asked.programme_id)
    chosen = [
        phase
        for phase in phases(asking.asked.programme_id)
        if (asking.asked.phase == phase.key)
        or (
            asking.asked.phase is None
            and phase.starts_on <= asking.asked.to
            and phase.ends_on >= asking.asked.frm
        )
    ]
    money: list[Section] = []
    for phase in chosen:
        money += [
            results_status(asking, phase),
            *finance_tables(asking, phase),
            pace_table(asking, phase),
            shares_table(asking, phase),
            transfers_table(asking, phase),
            rates_table(asking, phase),
        ]
    return [
        *(Text(key, str(title)) for key, title in HEADINGS.items()),
        *money,
        *(
            one_way(asking, key, dimension, hide_small=True)
            for key in ("trained", "borrowers_in_period")
            for dimension in ONE_WAY
        ),
        statement(asking, currency),
        ratio_table(
            asking, RATIOS, key="ratios", title=_("Portfolio: named ratios"), currency=currency
        ),
    ]


def results_status(asking: Asking, phase: Phase) -> Table:
    """Baseline, target, this period, cumulative, for every indicator with a target."""
    asked = asking.asked
    to = max(phase.starts_on, min(asked.to, phase.ends_on))
    rows: list[tuple[CellValue, ...]] = []
    targets = measured_targets(phase)
    keys = [target.indicator for _node, target in targets]
    current = asking.figures(keys, frm=max(asked.frm, phase.starts_on), to=to)
    cumulative = asking.figures(keys, frm=phase.starts_on, to=to)
    for node, target in targets:
        indicator = INDICATORS[target.indicator]
        now, so_far = current[target.indicator], cumulative[target.indicator]
        if indicator.unit is Unit.RATIO:
            values = (now.percent_text, so_far.percent_text)
            low, high = (
                percent_text(Decimal(n) / WHOLE_BPS)
                for n in (target.target_low, target.target_high)
            )
            done = None
        else:
            values = (str(now.numerator), str(so_far.numerator))
            low, high = str(target.target_low), str(target.target_high)
            done = share(so_far.numerator, target.target_low)
        rows.append(
            (
                str(node),
                str(indicator.name),
                "" if target.baseline is None else str(target.baseline),
                low if low == high else f"{low}–{high}",
                *values,
                done,
            )
        )
    return Table(
        key=f"results_{phase.key}",
        title=_("Results against the plan: %(phase)s") % {"phase": phase},
        columns=(
            Column(_("Result")),
            Column(_("Indicator")),
            Column(_("Baseline")),
            Column(_("Target")),
            Column(_("This period")),
            Column(_("So far")),
            Column(_("Of the lower bound"), "percent"),
        ),
        rows=tuple(rows),
    )


def finance_tables(asking: Asking, phase: Phase) -> list[Table]:
    """Budget lines: what was planned, spent and is left; then who bears each line, to the cent."""
    lines = budget_use(phase, frm=asking.asked.frm, to=asking.asked.to)
    return [_lines_table(lines, phase), _bearers_table(lines, phase, asking)]


def _lines_table(lines: Sequence[LineUse], phase: Phase) -> Table:
    rows = tuple(
        (
            str(line.line),
            line.line.approved_minor,
            line.revised_minor,
            line.use.before,
            line.use.period,
            line.use.cumulative,
            line.use.balance,
            share(line.use.cumulative, line.revised_minor),
            _("Explain the deviation") if line.use.variance_needs_a_note else "",
        )
        for line in lines
    )
    sums = [sum(int(str(row[index])) for row in rows) for index in range(1, 7)]
    money = phase.report_currency
    return Table(
        key=f"finance_{phase.key}",
        title=_("Expenditure by budget line: %(phase)s") % {"phase": phase},
        columns=(
            Column(_("Budget line")),
            Column(_("Approved"), "money", money),
            Column(_("Revised"), "money", money),
            Column(_("Spent before"), "money", money),
            Column(_("This period"), "money", money),
            Column(_("So far"), "money", money),
            Column(_("Balance"), "money", money),
            Column(_("Used"), "percent"),
            Column(_("Note")),
        ),
        rows=rows,
        totals=(_("Total"), *sums, share(sums[4], sums[1]), ""),
        notes=(_("Lending capital is spent once; money lent again is not new spending."),),
    )


def _bearers_table(lines: Sequence[LineUse], phase: Phase, asking: Asking) -> Table:
    grants = [position.grant for position in grant_positions(phase, to=asking.asked.to)]
    rows: tuple[tuple[CellValue, ...], ...] = tuple(
        (
            str(line.line),
            *(line.by_grant.get(grant.id, 0) for grant in grants),
            sum(line.by_grant.values()),
        )
        for line in lines
    )
    sums = [sum(line.by_grant.get(grant.id, 0) for line in lines) for grant in grants]
    return Table(
        key=f"bearers_{phase.key}",
        title=_("Who bears the spending so far: %(phase)s") % {"phase": phase},
        columns=(
            Column(_("Budget line")),
            *(Column(str(grant.donor), "money", phase.report_currency) for grant in grants),
            Column(_("Together"), "money", phase.report_currency),
        ),
        rows=rows,
        totals=(_("Total"), *sums, sum(sums)),
        notes=(_("Each expense is shared to the cent when it is approved."),),
    )


def pace_table(asking: Asking, phase: Phase) -> Table:
    """Money spent beside time gone: the burn rate (domain.md 7(c) 49)."""
    lines = budget_use(phase, frm=asking.asked.frm, to=asking.asked.to)
    gone, days = elapsed_days(phase.starts_on, phase.ends_on, asking.asked.to)
    budget = sum(line.revised_minor for line in lines)
    spent = sum(line.use.cumulative for line in lines)
    return Table(
        key=f"pace_{phase.key}",
        title=_("Money spent and time gone: %(phase)s") % {"phase": phase},
        columns=(
            Column(_("Revised budget"), "money", phase.report_currency),
            Column(_("Spent so far"), "money", phase.report_currency),
            Column(_("Burn rate"), "percent"),
            Column(_("Days gone"), "number"),
            Column(_("Days in all"), "number"),
            Column(_("Time gone"), "percent"),
        ),
        rows=((budget, spent, share(spent, budget), gone, days, share(gone, days)),),
    )


def shares_table(asking: Asking, phase: Phase) -> Table:
    """Share agreed against share borne: the co-financing check."""
    positions = grant_positions(phase, to=asking.asked.to)
    borne = sum(position.borne_minor for position in positions)
    return Table(
        key=f"shares_{phase.key}",
        title=_("Co-financing check: %(phase)s") % {"phase": phase},
        columns=(
            Column(_("Donor")),
            Column(_("Contract")),
            Column(_("Share agreed")),
            Column(_("Borne so far"), "money", phase.report_currency),
            Column(_("Share borne"), "percent"),
        ),
        rows=tuple(
            (
                str(p.grant.donor),
                p.grant.contract_number,
                agreed(p.grant.share_bps),
                p.borne_minor,
                share(p.borne_minor, borne),
            )
            for p in positions
        ),
        totals=(_("Total"), "", "", borne, share(borne, borne)),
    )


def transfers_table(asking: Asking, phase: Phase) -> Table:
    """Instalments received up to the end of the period, each at its rate."""
    found = GrantTransfer.objects.filter(
        grant__phase=phase, received_on__lte=asking.asked.to
    ).select_related("grant__donor")
    return Table(
        key=f"transfers_{phase.key}",
        title=_("Funds received: %(phase)s") % {"phase": phase},
        columns=(
            Column(_("Day"), "day"),
            Column(_("Donor")),
            Column(_("Reference")),
            Column(_("Received")),
            Column(_("Credited")),
            Column(_("Rate")),
        ),
        rows=tuple(
            (
                t.received_on,
                str(t.grant.donor),
                t.reference,
                _money(t.amount_minor, t.currency),
                _money(t.credited_minor, t.credited_currency),
                "" if t.rate is None else f"1 {t.rate_base} = {rate_text(t.rate)}, {t.rate_source}",
            )
            for t in found.order_by("received_on", "reference")
        ),
    )


def rates_table(asking: Asking, phase: Phase) -> Table:
    """Every exchange rate that the charged expenses of the period used."""
    money = phase.report_currency
    found = (
        Expense.objects.filter(
            phase=phase,
            on__gte=asking.asked.frm,
            on__lte=asking.asked.to,
            rate__isnull=False,
        )
        .exclude(status=Expense.Status.DRAFT)
        .values_list("rate_on", "rate_base", "currency", "rate", "rate_source")
        .distinct()
        .order_by("rate_on", "rate_source", "rate")
    )
    return Table(
        key=f"rates_{phase.key}",
        title=_("Exchange rates used: %(phase)s") % {"phase": phase},
        columns=(Column(_("Day"), "day"), Column(_("Rate")), Column(_("Source"))),
        rows=tuple(
            (
                on,
                str(Rate(base, currency if base == phase.report_currency else money, rate)),
                source,
            )
            for on, base, currency, rate, source in found
            if rate is not None
        ),
    )


def _money(minor: int, currency: str) -> str:
    return f"{format_minor(minor, currency)} {currency}"


REPORT = Report(
    key="donor-report",
    title=gettext_lazy("Donor report"),
    purpose=gettext_lazy("Narrative, results and finance of a period; frozen when submitted."),
    build=build,
    is_for_donors=True,
    headings=HEADINGS,
)
