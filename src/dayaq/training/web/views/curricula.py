"""Pages of curricula and their modules."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Column, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page
from dayaq.training import services
from dayaq.training.models import Curriculum
from dayaq.training.web.forms import courses as forms


@needs("training.view_courses")
def curricula(request: Request) -> HttpResponse:
    rows = Curriculum.objects.prefetch_related("modules").order_by("code")
    tables = [
        Table(
            caption=f"{row.code}: {row}",
            columns=[Column(_("Module")), Column(_("Minutes"), "number")],
            rows=[
                [str(module), module.minutes]
                for module in sorted(row.modules.all(), key=lambda m: m.position)
            ],
            empty=_("No module is written yet."),
        )
        for row in rows
    ]
    links = []
    if request.actor.can("training.manage_curricula"):
        links = [Link(_("Write a curriculum"), reverse("training:write_curriculum"), True)]
        links += [
            Link(
                _("Add a module to %(code)s") % {"code": row.code},
                reverse("training:add_module", args=[row.pk]),
            )
            for row in rows
        ]
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Curricula"),
            "tables": tables,
            "links": links,
            "back_url": reverse("training:courses"),
        },
    )


@needs("training.manage_curricula")
def write_curriculum(request: Request) -> HttpResponse:
    form = forms.CurriculumForm(request.POST or None, clock=request.clock)
    back = reverse("training:curricula")
    return form_page(
        request,
        form,
        verb="training.write_curriculum",
        title=_("Write a curriculum"),
        do=lambda: services.write_curriculum(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            **form.cleaned_data,
        ),
        to=lambda _row: back,
        message=_("The curriculum is there. Add its modules."),
        submit_label=_("Save"),
        back_url=back,
    )


@needs("training.manage_curricula")
def add_module(request: Request, pk: UUID) -> HttpResponse:
    row = find(Curriculum.objects.all(), pk=pk)
    form = forms.ModuleForm(request.POST or None, clock=request.clock)
    back = reverse("training:curricula")
    return form_page(
        request,
        form,
        verb="training.add_module",
        title=_("Add a module"),
        do=lambda: services.add_module(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            curriculum=row,
            **form.cleaned_data,
        ),
        to=lambda _row: back,
        message=_("The module is added."),
        submit_label=_("Add the module"),
        back_url=back,
        context={"intro": str(row)},
    )
