"""Pages of partner institutions and the service directory."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.events import timeline
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page, paginate
from dayaq.network import services
from dayaq.network.domain.mou import MouStatus, expires_soon, status
from dayaq.network.models import Institution, Mou, ServiceListing
from dayaq.network.web.forms import partners as forms


@needs("network.view_partners")
def institutions(request: Request) -> HttpResponse:
    rows = (
        Institution.objects.visible_to(request.actor)
        .select_related("district")
        .prefetch_related(Prefetch("mous", Mou.objects.order_by("-signed_on")))
        .order_by("sort_key", "pk")
    )
    pages = paginate(request, rows)
    table = Table(
        caption=_("Partner institutions"),
        caption_hidden=True,
        columns=[
            Column(_("Institution")),
            Column(_("Kind")),
            Column(_("District")),
            Column(_("Focal person")),
            Column(_("Memorandum")),
        ],
        rows=[
            [
                Cell(str(row), url=reverse("network:institution", args=[row.pk])),
                row.get_kind_display(),
                row.district or _("National"),
                row.focal_person,
                _mou_tag(row, request),
            ]
            for row in pages
        ],
        empty=_("No partner institution is listed yet."),
    )
    links = [Link(_("Service directory"), reverse("network:directory"))]
    if request.actor.can("network.manage_partners"):
        links.insert(0, Link(_("Register an institution"), reverse("network:register"), True))
    return page(
        request,
        "generic/tables.html",
        {"title": _("Partner institutions"), "tables": [table], "pages": pages, "links": links},
    )


@needs("network.view_partners")
def institution(request: Request, pk: UUID) -> HttpResponse:
    row = _institution(request, pk)
    mous = [(mou, _status_tag(mou, request)) for mou in row.mous.order_by("-signed_on")]
    return page(
        request,
        "network/institution.html",
        {
            "institution": row,
            "mous": mous,
            "services": row.services.filter(is_offered=True).order_by("kind"),
            "capacity_events": row.capacity_events.order_by("-on"),
            "may_change": request.actor.can("network.manage_partners"),
            "entries": timeline("institution", row.pk),
        },
    )


@needs("network.manage_partners")
def register(request: Request) -> HttpResponse:
    form = forms.InstitutionForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="network.register_institution",
        title=_("Register a partner institution"),
        do=lambda: services.register_institution(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            details=form.details(),
        ),
        to=lambda row: reverse("network:institution", args=[row.pk]),
        message=_("The institution is registered."),
        submit_label=_("Register"),
        back_url=reverse("network:institutions"),
    )


@needs("network.manage_partners")
def change(request: Request, pk: UUID) -> HttpResponse:
    row = _institution(request, pk)
    initial = {name: getattr(row, name) for name in services.InstitutionDetails.__slots__}
    form = forms.InstitutionForm(request.POST or None, clock=request.clock, initial=initial)
    return form_page(
        request,
        form,
        verb="network.change_institution",
        title=_("Change the institution"),
        do=lambda: services.change_institution(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            institution=row,
            details=form.details(),
        ),
        to=lambda _row: reverse("network:institution", args=[pk]),
        message=_("The institution is changed."),
        submit_label=_("Save"),
        back_url=reverse("network:institution", args=[pk]),
    )


@needs("network.manage_partners")
def sign(request: Request, pk: UUID) -> HttpResponse:
    row = _institution(request, pk)
    form = forms.MouForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="network.sign_mou",
        title=_("Record a memorandum of understanding"),
        do=lambda: services.sign_mou(
            by=request.actor, at=request.clock.now, institution=row, **form.cleaned_data
        ),
        to=lambda _mou: reverse("network:institution", args=[pk]),
        message=_("The memorandum is recorded."),
        submit_label=_("Record"),
        back_url=reverse("network:institution", args=[pk]),
    )


@needs("network.manage_partners")
def end(request: Request, pk: UUID) -> HttpResponse:
    mou = find(Mou.objects.visible_to(request.actor), pk=pk)
    back = reverse("network:institution", args=[mou.institution_id])
    form = forms.EndMouForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="network.end_mou",
        title=_("Record the early end of a memorandum"),
        do=lambda: services.end_mou(
            by=request.actor, at=request.clock.now, mou=mou, **form.cleaned_data
        ),
        to=lambda _mou: back,
        message=_("The end of the memorandum is recorded."),
        submit_label=_("Record the end"),
        back_url=back,
    )


@needs("network.manage_partners")
def list_service(request: Request, pk: UUID) -> HttpResponse:
    row = _institution(request, pk)
    form = forms.ServiceForm(
        request.POST or None, clock=request.clock, initial={"on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="network.list_service",
        title=_("List a service"),
        do=lambda: services.list_service(
            by=request.actor, at=request.clock.now, institution=row, **form.cleaned_data
        ),
        to=lambda _service: reverse("network:institution", args=[pk]),
        message=_("The service is in the directory."),
        submit_label=_("List the service"),
        back_url=reverse("network:institution", args=[pk]),
    )


@needs("network.manage_partners")
def verify(request: Request, pk: UUID) -> HttpResponse:
    service = find(ServiceListing.objects.visible_to(request.actor), pk=pk)
    back = reverse("network:institution", args=[service.institution_id])
    form = forms.VerifyForm(
        request.POST or None, clock=request.clock, initial={"on": request.clock.today}
    )

    def answer() -> ServiceListing:
        act = (
            services.verify_service
            if form.cleaned_data["is_offered"]
            else services.withdraw_service
        )
        return act(
            by=request.actor, on=form.cleaned_data["on"], at=request.clock.now, service=service
        )

    return form_page(
        request,
        form,
        verb="network.verify_service",
        title=_("Verify a service"),
        do=answer,
        to=lambda _service: back,
        message=_("The directory is up to date."),
        submit_label=_("Save"),
        back_url=back,
        context={"intro": service.description},
    )


@needs("network.manage_partners")
def capacity(request: Request, pk: UUID) -> HttpResponse:
    row = _institution(request, pk)
    form = forms.CapacityForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="network.record_capacity_event",
        title=_("Record capacity building"),
        do=lambda: services.record_capacity_event(
            by=request.actor, at=request.clock.now, institution=row, **form.cleaned_data
        ),
        to=lambda _event: reverse("network:institution", args=[pk]),
        message=_("The event is recorded."),
        submit_label=_("Record"),
        back_url=reverse("network:institution", args=[pk]),
    )


@needs("network.view_partners")
def directory(request: Request) -> HttpResponse:
    form = forms.DirectoryFilter(request.GET or None, clock=request.clock)
    rows = (
        ServiceListing.objects.visible_to(request.actor)
        .filter(is_offered=True, institution__is_active=True)
        .select_related("institution__district")
        .order_by("kind", "institution__sort_key")
    )
    if form.is_valid():
        if form.cleaned_data["kind"]:
            rows = rows.filter(kind=form.cleaned_data["kind"])
        if form.cleaned_data["district"]:
            # A national institution serves every district.
            rows = rows.filter(
                Q(institution__district=form.cleaned_data["district"])
                | Q(institution__district__isnull=True)
            )
    pages = paginate(request, rows)
    return page(request, "network/directory.html", {"filters": form, "pages": pages})


def _institution(request: Request, pk: UUID) -> Institution:
    return find(
        Institution.objects.visible_to(request.actor).select_related("district", "organisation"),
        pk=pk,
    )


def _mou_tag(row: Institution, request: Request) -> Tag:
    mous = list(row.mous.all())
    return _status_tag(mous[0], request) if mous else Tag(_("None"), "warn")


def _status_tag(mou: Mou, request: Request) -> Tag:
    today = request.clock.today
    match status(mou.signed_on, mou.valid_until, mou.ended_on, today=today):
        case MouStatus.ACTIVE if expires_soon(mou.valid_until, today=today):
            return Tag(_("Expires soon"), "warn")
        case MouStatus.ACTIVE:
            return Tag(_("In force"), "good")
        case MouStatus.EXPIRED:
            return Tag(_("Expired"), "bad")
        case MouStatus.ENDED:
            return Tag(_("Ended early"), "neutral")
        case MouStatus.NOT_YET:
            return Tag(_("Not yet signed"), "neutral")
