"""A result as PDF: a report of several sections, or the one monthly page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dayaq.kernel import documents
from dayaq.kernel.access.models import Organisation, Programme
from dayaq.kernel.documents.tables import cell_text, table_of
from dayaq.reporting.domain.report import Chart, Result, Table, Text
from dayaq.reporting.render.charts import draw
from dayaq.reporting.render.files import covers, sheet_column, sheet_of


def as_pdf(result: Result, *, template: str, language: str) -> bytes:
    """The PDF in `language` (the cells are as they were when the report was run)."""
    if template == "monthly_report":
        return documents.render("monthly-report", _monthly(result), language=language)
    return documents.render("donor-report", _sections(result), language=language)


def letterhead(result: Result) -> dict[str, Any]:
    """The top of every page: the programme and the donors' marks."""
    from dayaq.programme.models import Grant

    programme = Programme.objects.get(id=result.parameters.programme_id)
    donors = {
        grant.donor_id: grant.donor
        for grant in Grant.objects.filter(phase__programme=programme).select_related("donor")
    }
    return {
        "programme": str(programme),
        "organisation": "",
        "marks": [
            {"short": donor.short_name or donor.name, "name": donor.name}
            for donor in donors.values()
        ],
        "complaint_phone": programme.complaint_phone or None,
    }


def _sections(result: Result) -> dict[str, Any]:
    sections: list[dict[str, Any]] = []
    for section in result.sections:
        match section:
            case Text():
                body = section.body or _("(to be written)")
                sections.append({"title": section.title, "text": body, "columns": [], "rows": []})
            case Chart():
                # A chart stands with the table of its figures, which follows it.
                continue
            case Table():
                text = " ".join([*_currencies(section), *section.notes]) or None
                printed = table_of(sheet_of(section, say_currency=False))
                sections.append({**printed, "text": text})
    _with_charts(result, sections)
    return {
        "letterhead": letterhead(result),
        "title": result.title,
        "as_of": result.parameters.as_of,
        "parameters": [{"label": k, "value": v} for k, v in covers(result.parameters)],
        "sections": sections,
        "definitions": [{"label": d.term, "value": d.text} for d in result.definitions],
        "signatories": [],
    }


def _currencies(table: Table) -> list[str]:
    """The currency of the amounts, said once: narrow columns have no room for it."""
    found = sorted({column.currency for column in table.columns if column.kind == "money"})
    return [_("Amounts in %(currency)s.") % {"currency": ", ".join(found)}] if found else []


def _with_charts(result: Result, sections: list[dict[str, Any]]) -> None:
    pictures = {s.title: s for s in result.sections if isinstance(s, Chart)}
    for section in sections:
        chart = pictures.get(section["title"])
        if chart is not None and chart.labels:
            section["chart_svg"] = str(draw(chart))
            section["chart_alt"] = chart.title


def _monthly(result: Result) -> dict[str, Any]:
    figures = result.table("figures")
    problems, decisions = result.table("problem_cases"), result.table("decisions_asked")
    due = _lines(result.table("due_and_collected"))
    return {
        "letterhead": letterhead(result),
        "month": result.parameters.to.strftime("%m.%Y"),
        "implementer": _implementer(result),
        "figures": [
            {
                "label": str(label),
                "month": str(month),
                "to_date": str(so_far),
                "target": str(target or ""),
            }
            for label, month, so_far, target in figures.rows
        ]
        + [{"label": label, "month": value, "to_date": "", "target": ""} for label, value in due],
        "problem_cases": [
            {"label": str(row[0]), "value": "; ".join(cells[1:])}
            for row, cells in _printed(problems)
        ]
        + [{"label": "…", "value": note} for note in problems.notes],
        "decisions_asked": [
            *(", ".join(cells) for _row, cells in _printed(decisions)),
            *decisions.notes,
        ],
        "balances": [
            {
                "label": str(label),
                "opening_minor": opening,
                "received_minor": received,
                "paid_minor": paid,
                "closing_minor": closing,
            }
            for label, opening, received, paid, closing in result.table("balances").rows
        ],
        "adjustments": [
            ", ".join(cell for cell in cells if cell)
            for section in result.sections
            if isinstance(section, Table) and section.key == "adjustments"
            for _row, cells in _printed(section)
        ],
        "next_month": [": ".join(cells) for _row, cells in _printed(result.table("next_month"))],
        "signatories": [
            {"role": _("Project manager"), "name": ""},
            {"role": _("Accountant"), "name": ""},
        ],
    }


def _implementer(result: Result) -> str:
    """The organisation that implements: the NGO of the latest agreement, as it signs."""
    from dayaq.programme.models import Agreement

    asked = result.parameters
    latest = (
        Agreement.objects.filter(
            programme_id=asked.programme_id,
            parties__kind=Organisation.Kind.NGO,
            signed_on__lte=asked.to,
        )
        .order_by("-signed_on")
        .first()
    )
    if latest is None:
        return ""
    return str(latest.parties.filter(kind=Organisation.Kind.NGO).order_by("name")[0])


def _lines(table: Table) -> list[tuple[str, str]]:
    columns = [sheet_column(column) for column in table.columns]
    return [
        (str(column.title), cell_text(value, column))
        for row in table.rows
        for column, value in zip(columns, row, strict=True)
    ]


def _printed(table: Table) -> list[tuple[tuple[Any, ...], list[str]]]:
    columns = [sheet_column(column) for column in table.columns]
    return [
        (row, [cell_text(value, column) for value, column in zip(row, columns, strict=True)])
        for row in table.rows
    ]
