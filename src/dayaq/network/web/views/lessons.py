"""Pages of lessons learnt."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.events import timeline
from dayaq.kernel.languages import reader_language
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page, paginate, submit
from dayaq.network import services
from dayaq.network.models import Lesson
from dayaq.network.queries.countries import country_name
from dayaq.network.web.forms.lessons import LessonActForm, LessonForm

ACTS = {
    "validate": services.validate_lesson,
    "publish": services.publish_lesson,
    "take_back": services.take_lesson_back,
}


@needs("network.read_lessons")
def lessons(request: Request) -> HttpResponse:
    rows = Lesson.objects.visible_to(request.actor).order_by("-written_on", "title")
    pages = paginate(request, rows)
    table = Table(
        caption=_("Lessons learnt"),
        caption_hidden=True,
        columns=[
            Column(_("Lesson")),
            Column(_("Theme")),
            Column(_("Country")),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(row.title, url=reverse("network:lesson", args=[row.pk])),
                row.theme,
                country_name(row.country, reader_language()),
                _tag(row),
            ]
            for row in pages
        ],
        empty=_("No lesson is shared yet."),
    )
    links = []
    if request.actor.can("network.write_lesson"):
        links.append(Link(_("Write a lesson"), reverse("network:write_lesson"), True))
    return page(
        request,
        "generic/tables.html",
        {"title": _("Lessons learnt"), "tables": [table], "pages": pages, "links": links},
    )


@needs("network.read_lessons")
def lesson(request: Request, pk: UUID) -> HttpResponse:
    row = _lesson(request, pk)
    form = LessonActForm(request.POST or None, clock=request.clock)
    act = ACTS.get(request.POST.get("act", ""))
    if request.method == "POST" and act is not None and form.is_valid():
        done = submit(
            request,
            form,
            f"network.{request.POST['act']}_lesson",
            do=lambda: act(
                by=request.actor, on=request.clock.today, at=request.clock.now, lesson=row
            ),
            to=lambda _row: reverse("network:lesson", args=[pk]),
            message=_("The lesson has a new status."),
        )
        if done is not None:
            return done
    may_write = request.actor.can("network.write_lesson")
    return page(
        request,
        "network/lesson.html",
        {
            "lesson": row,
            "tag": _tag(row),
            "country": country_name(row.country, reader_language()),
            "form": form,
            "may_change": may_write and row.status == Lesson.Status.DRAFT,
            "may_publish": request.actor.can("network.publish_lesson"),
            "is_own": row.owner_id == request.actor.user_id,
            "entries": timeline("lesson", row.pk) if may_write else None,
        },
        status=422 if form.errors else 200,
    )


@needs("network.write_lesson")
def write(request: Request) -> HttpResponse:
    form = LessonForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="network.write_lesson",
        title=_("Write a lesson"),
        do=lambda: services.write_lesson(
            by=request.actor, on=form.cleaned_data["on"], at=request.clock.now, text=form.text()
        ),
        to=lambda row: reverse("network:lesson", args=[row.pk]),
        message=_("The lesson is a draft now."),
        submit_label=_("Save as a draft"),
        back_url=reverse("network:lessons"),
    )


@needs("network.write_lesson")
def change(request: Request, pk: UUID) -> HttpResponse:
    row = _lesson(request, pk)
    initial = {name: getattr(row, name) for name in services.LessonText.__slots__}
    form = LessonForm(request.POST or None, clock=request.clock, initial=initial)
    back = reverse("network:lesson", args=[pk])
    return form_page(
        request,
        form,
        verb="network.change_lesson",
        title=_("Change the lesson"),
        do=lambda: services.change_lesson(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            lesson=row,
            text=form.text(),
        ),
        to=lambda _row: back,
        message=_("The lesson is changed."),
        submit_label=_("Save"),
        back_url=back,
    )


def _lesson(request: Request, pk: UUID) -> Lesson:
    return find(
        Lesson.objects.visible_to(request.actor).select_related("owner", "validated_by"), pk=pk
    )


def _tag(row: Lesson) -> Tag:
    states = {"draft": "neutral", "validated": "info", "published": "good"}
    return Tag(row.get_status_display(), states[row.status])  # type: ignore[arg-type]
