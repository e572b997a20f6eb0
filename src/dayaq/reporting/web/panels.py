"""Dashboards: loans, collections, risk, trained against target, the fund. Aggregates only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.web.panels import Panel, dashboard, nav
from dayaq.programme.queries import phases
from dayaq.reporting.domain.report import Chart, Column, Parameters, Section, Table, share
from dayaq.reporting.domain.suppression import suppress
from dayaq.reporting.reports.base import Asking, currency_of, ratio_table
from dayaq.reporting.reports.funds import position_chart, statement
from dayaq.reporting.reports.lending import both, months, par_by, status_by_district
from dayaq.reporting.reports.programme_results import results_table, targets_chart
from dayaq.reporting.web.drawing import drawn

nav(80, gettext_lazy("Reports"), "reporting:reports", "reporting.run", "reports")
nav(85, gettext_lazy("Results"), "reporting:framework", "reporting.view_figures", "reports")
nav(
    86,
    gettext_lazy("Submitted reports"),
    "reporting:submitted",
    "reporting.read_submitted",
    "reports",
)

SEES = "reporting.view_figures"


def _asking(actor: Actor, clock: Clock, days: int = 365) -> Asking:
    return Asking(
        actor,
        Parameters(
            programme_id=actor.programme_id,
            frm=clock.today - timedelta(days=days),
            to=clock.today,
            as_of=clock.today,
        ),
    )


def _panel(title: str, sections: Sequence[Section]) -> Panel:
    return Panel(title, "reporting/panel.html", {"sections": drawn(sections)})


def _outside(actor: Actor) -> bool:
    """Whether the reader stands outside the programme's own staff (donor, authority)."""
    return not actor.can("reporting.run")


def loans(actor: Actor, clock: Clock) -> Panel | None:
    """Loans by status and district; for readers outside by status only, small cells hidden."""
    table, chart = status_by_district(_asking(actor, clock))
    if not table.rows:
        return None
    if _outside(actor):
        return _panel(_("Loans by status"), [_status_only(table)])
    return _panel(table.title, both((table, chart)))


def _status_only(table: Table) -> Table:
    names = [column.title for column in table.columns[1:-1]]
    totals = table.totals or ()
    counts = {name: int(str(total)) for name, total in zip(names, totals[1:-1], strict=True)}
    cells = suppress(counts)
    return replace(
        table,
        title=_("Loans by status"),
        columns=(Column(_("Status")), Column(_("Loans"), "number")),
        rows=tuple((name, cells[name].shown) for name in names),
        totals=(_("Total"), totals[-1]),
    )


def collections(actor: Actor, clock: Clock) -> Panel | None:
    """Due and collected, month by month, over a year."""
    table, chart = months(_asking(actor, clock), currency_of(actor.programme_id))
    if not any(row[1] or row[2] for row in table.rows):
        return None
    return _panel(table.title, both((table, chart)))


def risk(actor: Actor, clock: Clock) -> Panel | None:
    """PAR with its numbers; by district for the programme's own staff."""
    asking = _asking(actor, clock)
    currency = currency_of(actor.programme_id)
    title = _("Portfolio at risk")
    ratios = ratio_table(
        asking,
        ("par1", "par30", "par90", "par30_restructured"),
        key="par",
        title=title,
        currency=currency,
    )
    if not ratios.rows[0][2]:
        return None
    if _outside(actor):
        return _panel(title, [ratios])
    return _panel(title, [ratios, par_by(asking, "loan_district", currency)])


def reached(actor: Actor, clock: Clock) -> Panel | None:
    """Trained and credits against the target, by phase."""
    chosen = [p for p in phases(actor.programme_id) if p.starts_on <= clock.today]
    if not chosen:
        return None
    asking = _asking(actor, clock)
    whole = asking.at(frm=chosen[0].starts_on)
    table = results_table(whole, chosen, currency_of(actor.programme_id))
    return _panel(_("Trained and credits against target"), [targets_chart(whole, chosen), table])


def fund(actor: Actor, clock: Clock) -> Panel | None:
    """Each donor's window: lent out and free."""
    asking = _asking(actor, clock)
    currency = currency_of(actor.programme_id)
    table = statement(asking, currency)
    if not table.rows:
        return None
    position = Table(
        key="fund_position",
        title=_("Fund position by donor"),
        columns=(
            Column(_("Window")),
            Column(_("Loans outstanding"), "money", currency),
            Column(_("Free cash"), "money", currency),
            Column(_("Lent out"), "percent"),
        ),
        rows=tuple(
            (row[0], row[9], row[7], share(int(str(row[9])), int(str(row[9])) + int(str(row[7]))))
            for row in table.rows
        ),
    )
    chart: Chart = position_chart(asking, currency)
    return _panel(position.title, [chart, position])


dashboard(10, SEES, loans)
dashboard(20, SEES, collections)
dashboard(30, SEES, risk)
dashboard(40, SEES, reached)
dashboard(50, SEES, fund)
