"""The reports there are, and how one is run and written.

parameters = parameters_for(programme_id, today=clock.today, phase="pilot")
result = run("programme-results", parameters, actor)
content = render(result, "xlsx")
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import NotFound, Refused
from dayaq.programme.queries import phase_by_key, phases
from dayaq.reporting.domain.report import Parameters, Result
from dayaq.reporting.render import files, paper
from dayaq.reporting.reports import (
    donor_report,
    fund,
    monthly,
    portfolio,
    programme_results,
)
from dayaq.reporting.reports.base import Asking, Report

REPORTS: dict[str, Report] = {
    module.REPORT.key: module.REPORT
    for module in (programme_results, donor_report, portfolio, fund, monthly)
}

Format = Literal["table", "json", "csv", "xlsx", "pdf"]
FORMATS: dict[Format, str] = {
    "table": "text/plain; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
"""Each format and its content type."""


def list_reports() -> list[Report]:
    """Every report, in the order people need them."""
    return list(REPORTS.values())


def report(key: str) -> Report:
    """The report `key`. :raises NotFound: there is none."""
    found = REPORTS.get(key)
    if found is None:
        raise NotFound(_("There is no report with this name."))
    return found


def parameters_for(
    programme_id: UUID,
    *,
    today: date,
    phase: str | None = None,
    frm: date | None = None,
    to: date | None = None,
    as_of: date | None = None,
) -> Parameters:
    """The parameters with what was left out filled in: dates of the phase, or of all phases.

    :raises NotFound: there is no such phase
    :raises Refused: the period is upside down
    """
    every = phases(programme_id)
    if phase is not None:
        chosen = phase_by_key(programme_id, phase)
        if chosen is None:
            raise NotFound(
                _("There is no phase called %(phase)s."), field="phase", params={"phase": phase}
            )
        every = [chosen]
    first = min((p.starts_on for p in every), default=today.replace(month=1, day=1))
    last = max((p.ends_on for p in every), default=today)
    begin = frm or min(first, today)
    end = to or max(begin, min(last, as_of or today))
    if end < begin:
        raise Refused(_("The last day must not be before the first day."), field="to")
    return Parameters(programme_id=programme_id, frm=begin, to=end, as_of=as_of or end, phase=phase)


def run(key: str, parameters: Parameters, actor: Actor, *, language: str | None = None) -> Result:
    """Run a report as it stands now.

    :raises NotFound: there is no such report
    :raises NotAllowed: the actor may not run it
    """
    wanted = report(key)
    actor.require(wanted.capability)
    with translation.override(language or actor.language):
        asking = Asking(actor, parameters)
        sections = tuple(wanted.build(asking))
        return Result(
            key=key,
            title=str(wanted.title),
            parameters=parameters,
            sections=sections,
            definitions=tuple(asking.used[name] for name in sorted(asking.used)),
        )


def render(result: Result, output: Format, *, language: str = "en") -> bytes:
    """The result as text, JSON, CSV, XLSX or PDF; every format shows the same figures."""
    with translation.override(language):
        match output:
            case "table":
                return files.as_text(result)
            case "json":
                return files.as_json(result)
            case "csv":
                return files.as_csv(result)
            case "xlsx":
                return files.as_xlsx(result)
            case "pdf":
                return paper.as_pdf(result, template=report(result.key).template, language=language)
