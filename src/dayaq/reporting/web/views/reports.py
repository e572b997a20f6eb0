"""Reports as pages: run, download, submit, and read what was submitted."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.db import run_command
from dayaq.kernel.errors import Refused
from dayaq.kernel.files.services import file_response
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, download, needs, page, paginate, refused
from dayaq.reporting import catalogue, queries, services
from dayaq.reporting.domain.report import Parameters
from dayaq.reporting.render.files import covers
from dayaq.reporting.web import forms
from dayaq.reporting.web.drawing import drawn

SUFFIXES = {"table": "txt", "json": "json", "csv": "csv", "xlsx": "xlsx", "pdf": "pdf"}


@needs("reporting.run")
def reports(request: Request) -> HttpResponse:
    """What can be run."""
    table = Table(
        _("Reports"),
        [Column(_("Report")), Column(_("What it shows"))],
        [
            [Cell(str(one.title), reverse("reporting:run", args=[one.key])), str(one.purpose)]
            for one in catalogue.list_reports()
        ],
    )
    links = [
        Link(_("Submitted reports"), reverse("reporting:submitted")),
        Link(_("Results framework"), reverse("reporting:framework")),
        Link(_("Indicators"), reverse("reporting:indicators")),
    ]
    return page(
        request, "generic/tables.html", {"title": _("Reports"), "tables": [table], "links": links}
    )


def _asked(request: Request) -> tuple[forms.ParametersForm, Parameters]:
    """The parameters of the address; those that cannot be read fall back and say so."""
    form = forms.ParametersForm(
        request.GET or None, clock=request.clock, programme_id=request.actor.programme_id
    )
    given: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        given = {name: value or None for name, value in form.cleaned_data.items()}
    today = request.clock.today
    try:
        asked = catalogue.parameters_for(request.actor.programme_id, today=today, **given)
    except Refused as error:
        form.add_error(error.field, refused(request, error))
        asked = catalogue.parameters_for(request.actor.programme_id, today=today)
    return form, asked


@needs("reporting.run")
def run(request: Request, key: str) -> HttpResponse:
    """The report for the parameters in the address, with its downloads."""
    wanted = catalogue.report(key)
    form, asked = _asked(request)
    result = catalogue.run(key, asked, request.actor)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    downloads = [
        Link(output.upper(), reverse("reporting:download", args=[key, output]) + query)
        for output in ("pdf", "xlsx", "csv", "json")
    ]
    context = {
        "title": result.title,
        "form": form,
        "items": [Item(label, value) for label, value in covers(asked)],
        "downloads": downloads,
        "sections": drawn(result.sections),
        "definitions": result.definitions,
        "back_url": reverse("reporting:reports"),
    }
    if all(map(request.actor.can, services.needed_to_submit(wanted.key))):
        context["submit_url"] = reverse("reporting:submit", args=[wanted.key]) + query
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "reporting/report.html", context, status=status)


@needs("reporting.run")
def download_report(request: Request, key: str, output: str) -> HttpResponse:
    """The report as a file."""
    _form, asked = _asked(request)
    chosen = cast(catalogue.Format, output)
    result = catalogue.run(key, asked, request.actor)
    content = catalogue.render(result, chosen, language=request.actor.language)
    name = f"{key}-{asked.frm:%Y%m%d}-{asked.to:%Y%m%d}.{SUFFIXES[output]}"
    return download(content, name, catalogue.FORMATS[chosen])


@needs("reporting.submit")
def submit_report(request: Request, key: str) -> HttpResponse:
    """Write the words, then freeze the figures."""
    wanted = catalogue.report(key)
    for capability in services.needed_to_submit(key):
        request.actor.require(capability)
    _form, asked = _asked(request)
    earlier = queries.versions_of(request.actor.programme_id, key, asked)
    form = forms.SubmitForm(
        request.POST or None,
        clock=request.clock,
        headings=wanted.headings,
        again=bool(earlier),
    )
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return form_page(
        request,
        form,
        verb=f"reporting.submit.{key}",
        title=_("Submit: %(report)s") % {"report": wanted.title},
        do=lambda: services.submit_report(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            key=key,
            parameters=asked,
            narrative=form.narrative(),
            language=form.cleaned_data["language"],
            reason=form.cleaned_data.get("reason", ""),
        ),
        to=lambda made: reverse("reporting:submission", args=[made.pk]),
        message=_("The report is submitted. Its figures will not change any more."),
        submit_label=_("Submit the report"),
        back_url=reverse("reporting:run", args=[key]) + query,
        context={"items": [Item(label, value) for label, value in covers(asked)]},
    )


@needs("reporting.read_submitted")
def submitted(request: Request) -> HttpResponse:
    """Submitted reports, newest first."""
    pages = paginate(request, queries.submissions(request.actor))
    table = Table(
        _("Submitted reports"),
        [
            Column(_("Report")), Column(_("From"), "day"), Column(_("To"), "day"),
            Column(_("Version"), "number"), Column(_("Submitted on"), "day"),
            Column(_("By")),
        ],
        [
            [
                Cell(
                    str(catalogue.report(row.report_key).title),
                    reverse("reporting:submission", args=[row.pk]),
                    detail=row.reason,
                ),
                row.starts_on, row.ends_on, row.version, row.submitted_on, str(row.submitted_by),
            ]
            for row in pages
        ],
        empty=_("No report is submitted yet."),
    )  # fmt: skip
    return page(
        request,
        "generic/tables.html",
        {"title": _("Submitted reports"), "tables": [table], "pages": pages},
    )


@needs("reporting.read_submitted")
def submission(request: Request, submission_id: UUID) -> HttpResponse:
    """A submitted report as it was, with its version and digest."""
    found = queries.submission(request.actor, submission_id)
    result = found.result
    items = [Item(label, value) for label, value in covers(result.parameters)]
    items += [
        Item(_("Version"), found.version),
        Item(_("Submitted on"), found.submitted_on.strftime("%d.%m.%Y")),
        Item(_("Why it was submitted again"), found.reason or None),
        Item(_("Digest (SHA-256)"), found.digest),
    ]
    downloads = [
        Link(output.upper(), reverse("reporting:submission_file", args=[found.pk, output]))
        for output in ("pdf", "xlsx", "csv", "json")
    ]
    return page(
        request,
        "reporting/report.html",
        {
            "title": result.title, "items": items, "downloads": downloads, "is_frozen": True,
            "sections": drawn(result.sections, empty_words=True),
            "definitions": result.definitions, "back_url": reverse("reporting:submitted"),
        },
    )  # fmt: skip


@needs("reporting.read_submitted")
def submission_file(request: Request, submission_id: UUID, output: str) -> HttpResponse:
    """A submitted report as a file: the very bytes that were issued."""
    found = queries.submission(request.actor, submission_id)
    chosen = cast(catalogue.Format, output)
    if chosen in services.ISSUED:
        by, at = request.actor, request.clock.now
        return file_response(run_command(lambda: services.issued_file(found, chosen, by=by, at=at)))
    content = catalogue.render(found.result, chosen, language=found.language)
    name = f"{found.report_key}-{found.ends_on:%Y%m%d}-v{found.version}.{SUFFIXES[output]}"
    return download(content, name, catalogue.FORMATS[chosen])
