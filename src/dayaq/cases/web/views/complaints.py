"""Complaints: received by anybody of the staff, handled by few."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cases import services
from dayaq.cases.domain.lifecycle import COMPLAINT, ComplaintAct, acts_from
from dayaq.cases.models import Complaint
from dayaq.cases.web import forms
from dayaq.cases.web.rows import COMPLAINT_STATES
from dayaq.cases.web.views.cases import told
from dayaq.kernel.access.models import Assignment, User
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page, paginate
from dayaq.people.models import Person


@needs("cases.handle_complaints")
def complaints(request: Request) -> HttpResponse:
    pages = paginate(
        request, Complaint.objects.visible_to(request.actor).order_by("-received_on", "-pk")
    )
    table = Table(
        caption=_("Complaints"),
        caption_hidden=True,
        columns=[
            Column(_("Complaint")),
            Column(_("About")),
            Column(_("Answer by"), "day"),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(row.code, reverse("cases:complaint", args=[row.pk])),
                row.get_category_display(),
                row.due_on,
                Tag(row.get_status_display(), COMPLAINT_STATES.get(row.status, "neutral")),
            ]
            for row in pages
        ],
        empty=_("There is no complaint."),
    )
    links = [Link(_("Record a complaint"), reverse("cases:record_complaint"), True)]
    context = {"title": _("Complaints"), "tables": [table], "pages": pages, "links": links}
    return page(request, "generic/tables.html", context)


@needs("cases.record_complaint")
def record(request: Request) -> HttpResponse:
    actor = request.actor
    held = Assignment.objects.in_force(request.clock.today).filter(programme=actor.programme_id)
    form = forms.ComplaintForm(
        request.POST or None,
        clock=request.clock,
        seen=Person.objects.visible_to(actor, "cases.record_complaint"),
        staff=User.objects.filter(pk__in=held.values("user")).order_by("full_name"),
    )
    back = reverse("cases:complaints" if actor.can("cases.handle_complaints") else "today")
    return form_page(
        request,
        form,
        verb="cases.record_complaint",
        title=_("Record a complaint"),
        do=lambda: services.record_complaint(
            **told(request, form),
            person_id=form.person.pk if form.person else None,
            against_id=getattr(form.cleaned_data["against"], "pk", None),
            **form.told("on", "code", "against"),
        ),
        to=lambda _row: back,
        message=_("The complaint is recorded. It is answered within two weeks."),
        submit_label=_("Record the complaint"),
        back_url=back,
    )


@needs("cases.handle_complaints")
def complaint(request: Request, pk: UUID) -> HttpResponse:
    rows = Complaint.objects.visible_to(request.actor).select_related("person", "against")
    row = find(rows, pk=pk)
    form = None
    if acts_from(COMPLAINT, row.status):
        form = forms.MoveComplaintForm(request.POST or None, clock=request.clock, status=row.status)
    items = [
        Item(_("Received on"), f"{row.received_on:%d.%m.%Y}, {row.get_channel_display()}"),
        Item(_("By"), row.person.full_name if row.person else _("Anonymous")),
        Item(_("About"), row.get_category_display()),
        Item(_("Member of staff it is about"), row.against.full_name if row.against else None),
        Item(_("What happened"), row.text),
        Item(_("Answer by"), f"{row.due_on:%d.%m.%Y}"),
        Item(_("Status"), row.get_status_display()),
        Item(_("What was answered"), row.resolution or None),
    ]
    title = _("Complaint %(code)s") % {"code": row.code}
    back = reverse("cases:complaints")
    if form is None:
        return page(
            request, "generic/tables.html", {"title": title, "items": items, "back_url": back}
        )
    return form_page(
        request,
        form,
        verb="cases.move_complaint",
        title=title,
        do=lambda: services.move_complaint(
            **told(request, form),
            complaint_id=pk,
            act=ComplaintAct(form.cleaned_data["act"]),
            resolution=form.cleaned_data["resolution"],
        ),
        to=lambda _row: reverse("cases:complaint", args=[pk]),
        message=_("The complaint is updated."),
        submit_label=_("Save"),
        back_url=back,
        context={"items": items},
    )
