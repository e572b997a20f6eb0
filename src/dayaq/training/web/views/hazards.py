"""Pages of hazard checks: the authority's own, and those for letters and lists."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.files.services import store
from dayaq.kernel.spreadsheets import read_rows
from dayaq.kernel.web.listing import listing
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, download, find, needs, page
from dayaq.training import services
from dayaq.training.models import HazardCheck
from dayaq.training.queries import plans as queries
from dayaq.training.web.forms import plans as forms
from dayaq.training.web.views.plans import ANSWERS

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@listing
def hazards_listed(actor: Actor) -> QuerySet[HazardCheck]:
    rows = HazardCheck.objects.visible_to(actor).select_related("district")
    return rows.order_by("answer", "-requested_on", "code")


@needs("training.view_hazard_checks")
def hazards(request: Request) -> HttpResponse:
    """The questions, those that wait first; a place and no person."""
    pages = hazards_listed(request, request.actor)
    may_answer = _may_answer(request)
    table = Table(
        caption=_("Hazard checks of places of business"),
        caption_hidden=True,
        columns=[
            Column(_("Question")),
            Column(_("District")),
            Column(_("Place")),
            Column(_("Asked on"), "day"),
            Column(_("Answer")),
            Column(_("Number")),
        ],
        rows=[
            [
                Cell(
                    row.code,
                    url=reverse("training:hazard", args=[row.pk])
                    if may_answer and not row.answer
                    else "",
                ),
                row.district,
                row.place_text,
                row.requested_on,
                Tag(row.get_answer_display(), ANSWERS[row.answer])
                if row.answer
                else Tag(_("Waiting"), "info"),
                row.answer_number,
            ]
            for row in pages
        ],
        empty=_("Nobody has asked about a place yet."),
    )
    links = []
    if may_answer:
        links = [
            Link(_("List for the authority (XLSX)"), reverse("training:hazard_list")),
            Link(_("Read the list that came back"), reverse("training:read_hazard_list")),
        ]
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Hazard checks of places of business"),
            "tables": [table],
            "pages": pages,
            "links": links,
        },
    )


@needs("training.view_hazard_checks")
def hazard(request: Request, pk: UUID) -> HttpResponse:
    """Answer one question: the authority on its page, others from its letter."""
    _require_answerer(request)
    check = find(
        HazardCheck.objects.visible_to(request.actor).select_related("place", "district"), pk=pk
    )
    on_page = request.actor.can("training.answer_hazard_check")
    form_class = forms.AnswerForm if on_page else forms.LetterForm
    form = form_class(
        request.POST or None,
        request.FILES or None,
        clock=request.clock,
        initial={"on": request.clock.today} if on_page else {},
    )

    def answer() -> HazardCheck:
        given = dict(form.cleaned_data)
        when: dict[str, Any] = {"by": request.actor, "at": request.clock.now, "check": check}
        if on_page:
            return services.answer_hazard_check(**when, **given)
        upload = given.pop("scan")
        scan = upload and store(
            upload.content,
            name=upload.name,
            content_type=upload.content_type,
            by=request.actor,
            at=request.clock.now,
        )
        return services.record_hazard_letter(**when, **given, scan=scan or None)

    back = reverse("training:hazards")
    return form_page(
        request,
        form,
        verb="training.answer_hazard_check",
        title=_("Answer a hazard check") if on_page else _("Record the authority's letter"),
        do=answer,
        to=lambda _check: back,
        message=_("The answer is recorded."),
        submit_label=_("Record the answer"),
        back_url=back,
        context={
            "items": [
                Item(_("Question"), check.code),
                Item(_("District"), check.district),
                Item(_("Place"), check.place_text),
                Item(_("Asked on"), check.requested_on),
            ]
        },
    )


@needs("training.view_hazard_checks")
def hazard_list(request: Request) -> HttpResponse:
    _require_answerer(request)
    content = queries.hazard_list(request.actor)
    return download(content, f"hazard-checks-{request.clock.today}.xlsx", XLSX_TYPE)


@needs("training.view_hazard_checks")
def read_hazard_list(request: Request) -> HttpResponse:
    _require_answerer(request)
    form = forms.ListForm(request.POST or None, request.FILES or None, clock=request.clock)
    back = reverse("training:hazards")
    return form_page(
        request,
        form,
        verb="training.read_hazard_list",
        title=_("Read the list that came back"),
        do=lambda: services.read_hazard_list(
            by=request.actor,
            at=request.clock.now,
            answers=queries.read_answers(read_rows(form.cleaned_data["file"].content)),
        ),
        to=lambda _checks: back,
        message=_("The answers of the list are recorded."),
        submit_label=_("Read the list"),
        back_url=back,
        context={
            "intro": _(
                "Fill in the columns answer (clear, suspected, inside), number and date; "
                "lines without an answer go on waiting."
            )
        },
    )


def _may_answer(request: Request) -> bool:
    return request.actor.can("training.answer_hazard_check") or request.actor.can(
        "training.record_hazard_letter"
    )


def _require_answerer(request: Request) -> None:
    if not _may_answer(request):
        raise PermissionDenied(_("Your role does not include this. Ask the programme officer."))
