"""Verification of victim status: the authority's page, letters, and the list out and back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.db import run_command
from dayaq.kernel.errors import Refused
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import (
    Request,
    download,
    find,
    needs,
    page,
    paginate,
    refused,
    submit,
)
from dayaq.people import services
from dayaq.people.models import Registration
from dayaq.people.services import ListRefused
from dayaq.people.web.authority import facts_for_the_authority
from dayaq.people.web.forms.lists import AnswerForm, AnswerListForm, ExportForm, LetterForm
from dayaq.people.web.rows import STATUS_STATES
from dayaq.people.web.views.common import person_url, registration_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(None)
def waiting(request: Request) -> HttpResponse:
    """Who waits for an answer: for the authority, and for who exchanges lists with it."""
    actor = request.actor
    if actor.can("people.verify"):
        rows = Registration.objects.before_the_authority(actor)
    else:
        actor.require("people.record_answers")
        rows = Registration.objects.visible_to(actor, "people.record_answers")
    rows = rows.filter(status__in=["submitted", "waiting"]).select_related(
        "person__victim_status", "district"
    )
    pages = paginate(request, rows.order_by("submitted_on", "pk"))
    links = []
    if actor.can("people.record_answers"):
        links = [
            Link(_("Give the list out (Excel)"), reverse("people:verification_export")),
            Link(_("Record a list that came back"), reverse("people:verification_answers")),
        ]
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Verification of victim status"),
            "tables": [_waiting_table(request, pages)],
            "pages": pages,
            "links": links,
        },
    )


def _waiting_table(request: Request, rows: Iterable[Registration]) -> Table:
    by_authority = request.actor.can("people.verify")
    name = "people:verify" if by_authority else "people:letter"
    return Table(
        caption=_("Waiting for an answer"),
        caption_hidden=True,
        columns=[
            Column(_("Person")),
            Column(_("Victim")),
            Column(_("District")),
            Column(_("Submitted on"), "day"),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(
                    row.person.formal_name,
                    reverse(name, args=[row.person_id]),
                    detail=row.person.code,
                ),
                row.person.victim_status.get_kind_display(),
                str(row.district),
                row.submitted_on,
                Tag(row.get_status_display(), STATUS_STATES[row.status]),
            ]
            for row in rows
        ],
        empty=_("Nobody waits for an answer."),
    )


@needs("people.verify")
def answer(request: Request, pk: UUID) -> HttpResponse:
    """The authority reads who it is asked about, and answers."""
    rows = Registration.objects.before_the_authority(request.actor)
    registration = find(rows.select_related("person__victim_status", "district"), person_id=pk)
    form = AnswerForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="people.verify",
        title=_("Verify the victim status"),
        do=lambda: services.verify_status(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            person_id=pk,
            answer=form.answer(),
        ),
        to=lambda _row: reverse("people:verification"),
        message=_("The answer is recorded."),
        submit_label=_("Record the answer"),
        back_url=reverse("people:verification"),
        context={"items": facts_for_the_authority(registration)},
    )


@needs("people.record_answers")
def letter(request: Request, pk: UUID) -> HttpResponse:
    registration = registration_of(request, pk, "people.record_answers")
    form = LetterForm(request.POST or None, request.FILES or None, clock=request.clock)
    person = registration.person
    return form_page(
        request,
        form,
        verb="people.letter",
        title=_("Record the authority's letter"),
        do=lambda: services.record_verification_letter(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            person_id=pk,
            answer=form.answer(),
            letter=form.letter(),
        ),
        to=lambda _row: person_url(pk),
        message=_("The answer is recorded."),
        submit_label=_("Record the answer"),
        back_url=person_url(pk),
        context={"items": [Item(_("Person"), f"{person.formal_name}, {person.code}")]},
    )


@needs("people.record_answers")
def export(request: Request) -> HttpResponse:
    """Give the list out: a recorded act, so it is asked for by a form."""
    form = ExportForm(request.POST or None, clock=request.clock)
    if request.method == "POST" and form.is_valid():
        try:
            content = run_command(
                lambda: services.export_verification_list(
                    by=request.actor, on=request.clock.today, at=request.clock.now,
                    key=str(form.command_id),
                )
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refused(request, refusal))
        else:
            return download(content, f"verification-{request.clock.today:%Y-%m-%d}.xlsx", XLSX)
    return page(
        request,
        "generic/form.html",
        {
            "form": form,
            "title": _("Give the verification list out"),
            "intro": _(
                "The list holds the names of everybody who waits for the authority's answer and "
                "agreed to be verified by it. That it was given out is recorded for each of them."
            ),
            "submit": _("Give the list out (Excel)"),
            "back_url": reverse("people:verification"),
        },
        status=422 if form.is_bound else 200,
    )


@needs("people.record_answers")
def answers(request: Request) -> HttpResponse:
    """Record the list that came back; problems are named by row and column."""
    form = AnswerListForm(request.POST or None, request.FILES or None, clock=request.clock)
    problems: list[Table] = []
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()

        def do() -> int:
            try:
                return services.import_verification_answers(
                    by=request.actor,
                    on=form.cleaned_data["on"],
                    at=request.clock.now,
                    content=content,
                )
            except ListRefused as refusal:
                problems.append(_problem_table(refusal))
                raise

        done = submit(
            request,
            form,
            "people.import_answers",
            do=do,
            to=lambda _count: reverse("people:verification"),
            message=_("The answers of the list are recorded."),
        )
        if done is not None:
            return done
    return page(
        request,
        "people/answers.html",
        {"form": form, "problems": problems[-1] if problems else None},
        status=422 if form.is_bound else 200,
    )


def _problem_table(refusal: ListRefused) -> Table:
    return Table(
        caption=_("What is wrong in the list"),
        columns=[
            Column(_("Row"), "number"),
            Column(_("Column")),
            Column(_("Problem")),
            Column(_("Value")),
        ],
        rows=[
            [problem.row, problem.column, problem.sentence, problem.value]
            for problem in refusal.problems
        ],
    )
