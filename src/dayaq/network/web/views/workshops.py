"""Pages of regional workshops."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel import charts
from dayaq.kernel.events import timeline
from dayaq.kernel.languages import reader_language
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page, paginate
from dayaq.network import services
from dayaq.network.models import ActionItem, Participant, Recommendation, Sex, Workshop
from dayaq.network.queries import totals
from dayaq.network.queries.countries import country_name, languages
from dayaq.network.web.forms import workshops as forms


@needs("network.view_events")
def workshops(request: Request) -> HttpResponse:
    rows = (
        Workshop.objects.visible_to(request.actor)
        .annotate(attended=Count("participants", filter=Q(participants__days_attended__gt=0)))
        .order_by("-starts_on")
    )
    pages = paginate(request, rows)
    table = Table(
        caption=_("Workshops"),
        caption_hidden=True,
        columns=[
            Column(_("Workshop")),
            Column(_("City")),
            Column(_("First day"), "day"),
            Column(_("Participants"), "number"),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(row.title, url=reverse("network:workshop", args=[row.pk])),
                f"{row.city}, {country_name(row.country, reader_language())}",
                row.starts_on,
                row.attended,  # type: ignore[attr-defined] # annotated above
                Tag(_("Held"), "good") if row.held_on else Tag(_("Planned")),
            ]
            for row in pages
        ],
        empty=_("No workshop is recorded yet."),
    )
    links = []
    if request.actor.can("network.manage_events"):
        links.append(Link(_("Plan a workshop"), reverse("network:plan_workshop"), True))
    return page(
        request,
        "generic/tables.html",
        {"title": _("Workshops"), "tables": [table], "pages": pages, "links": links},
    )


@needs("network.view_events")
def workshop(request: Request, pk: UUID) -> HttpResponse:
    row = _workshop(request, pk)
    named = languages(reader_language())
    return page(
        request,
        "network/workshop.html",
        {
            "workshop": row,
            "country": country_name(row.country, reader_language()),
            "languages": [named.get(code, code) for code in row.languages],
            "mark": Decimal(row.evaluation_tenths or 0) / 10,
            "people": _people(row, may_change=request.actor.can("network.manage_events")),
            "by_country": _by_country(row),
            "by_sex": _by_sex(row),
            "recommendations": row.recommendations.prefetch_related("actions").order_by("pk"),
            "may_change": request.actor.can("network.manage_events"),
            "today": request.clock.today,
            "entries": timeline("event", row.pk),
        },
    )


@needs("network.manage_events")
def plan(request: Request) -> HttpResponse:
    form = forms.WorkshopForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="network.plan_workshop",
        title=_("Plan a workshop"),
        do=lambda: services.plan_workshop(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            details=form.details(),
        ),
        to=lambda row: reverse("network:workshop", args=[row.pk]),
        message=_("The workshop is planned."),
        submit_label=_("Plan the workshop"),
        back_url=reverse("network:workshops"),
    )


@needs("network.manage_events")
def participants(request: Request, pk: UUID) -> HttpResponse:
    row = _workshop(request, pk)
    form = forms.ParticipantsForm(
        request.POST or None, clock=request.clock, initial={"on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="network.add_participants",
        title=_("Add participants"),
        do=lambda: services.add_participants(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            workshop=row,
            rows=[services.ParticipantEntry(**line) for line in form.cleaned_data["rows"]],
        ),
        to=lambda _made: reverse("network:workshop", args=[pk]),
        message=_("The participants are listed."),
        submit_label=_("List the participants"),
        back_url=reverse("network:workshop", args=[pk]),
        template="network/sheet.html",
    )


@needs("network.manage_events")
def participant(request: Request, pk: UUID) -> HttpResponse:
    seen = Workshop.objects.visible_to(request.actor)
    row = find(Participant.objects.filter(workshop__in=seen).select_related("workshop"), pk=pk)
    initial = {
        name: getattr(row, name) for name in services.ParticipantEntry.__slots__ if name != "row"
    }
    initial["is_survivor"] = {True: "yes", False: "no", None: ""}[row.is_survivor]
    form = forms.ParticipantForm(request.POST or None, clock=request.clock, initial=initial)
    back = reverse("network:workshop", args=[row.workshop_id])
    return form_page(
        request,
        form,
        verb="network.change_participant",
        title=_("Change the entry of a participant"),
        do=lambda: services.change_participant(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            participant=row,
            entry=form.entry(),
        ),
        to=lambda _row: back,
        message=_("The entry is changed."),
        submit_label=_("Save"),
        back_url=back,
    )


@needs("network.manage_events")
def held(request: Request, pk: UUID) -> HttpResponse:
    row = _workshop(request, pk)
    form = forms.HeldForm(
        request.POST or None, clock=request.clock, initial={"on": request.clock.today}
    )

    def hold() -> Workshop:
        mark = form.cleaned_data["evaluation"]
        return services.record_workshop_held(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            workshop=row,
            evaluation_tenths=None if mark is None else int(mark * 10),
        )

    return form_page(
        request,
        form,
        verb="network.record_workshop_held",
        title=_("Record that the workshop was held"),
        do=hold,
        to=lambda _row: reverse("network:workshop", args=[pk]),
        message=_("It is recorded that the workshop was held."),
        submit_label=_("Record"),
        back_url=reverse("network:workshop", args=[pk]),
    )


@needs("network.manage_events")
def recommend(request: Request, pk: UUID) -> HttpResponse:
    row = _workshop(request, pk)
    form = forms.RecommendationForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="network.record_recommendation",
        title=_("Record a recommendation"),
        do=lambda: services.record_recommendation(
            by=request.actor,
            at=request.clock.now,
            workshop=row,
            **form.cleaned_data,
        ),
        to=lambda _row: reverse("network:workshop", args=[pk]),
        message=_("The recommendation is recorded."),
        submit_label=_("Record"),
        back_url=reverse("network:workshop", args=[pk]),
    )


@needs("network.manage_events")
def agree(request: Request, pk: UUID) -> HttpResponse:
    seen = Workshop.objects.visible_to(request.actor)
    row = find(Recommendation.objects.filter(workshop__in=seen).select_related("workshop"), pk=pk)
    back = reverse("network:workshop", args=[row.workshop_id])
    form = forms.ActionForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="network.agree_action",
        title=_("Record an agreed action"),
        do=lambda: services.agree_action(
            by=request.actor,
            at=request.clock.now,
            recommendation=row,
            **form.cleaned_data,
        ),
        to=lambda _row: back,
        message=_("The action is recorded."),
        submit_label=_("Record"),
        back_url=back,
        context={"intro": row.text},
    )


@needs("network.manage_events")
def action_done(request: Request, pk: UUID) -> HttpResponse:
    seen = Workshop.objects.visible_to(request.actor)
    row = find(
        ActionItem.objects.filter(recommendation__workshop__in=seen).select_related(
            "recommendation__workshop"
        ),
        pk=pk,
    )
    back = reverse("network:workshop", args=[row.recommendation.workshop_id])
    form = forms.DoneForm(
        request.POST or None, clock=request.clock, initial={"on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="network.complete_action",
        title=_("Record that an action is done"),
        do=lambda: services.complete_action(
            by=request.actor, at=request.clock.now, action=row, **form.cleaned_data
        ),
        to=lambda _row: back,
        message=_("The action is recorded as done."),
        submit_label=_("Record"),
        back_url=back,
        context={"intro": row.text},
    )


def _workshop(request: Request, pk: UUID) -> Workshop:
    return find(Workshop.objects.visible_to(request.actor), pk=pk)


def _people(row: Workshop, *, may_change: bool) -> Table:
    return Table(
        caption=_("Participants"),
        columns=[
            Column(_("Name")),
            Column(_("Organisation")),
            Column(_("Country")),
            Column(_("Role")),
            Column(_("Days attended"), "number"),
            Column(_("May be listed")),
        ],
        rows=[
            [
                Cell(
                    one.name,
                    url=reverse("network:participant", args=[one.pk]) if may_change else "",
                ),
                one.organisation,
                country_name(one.country, reader_language()),
                one.get_role_display(),
                one.days_attended,
                _("Yes") if one.may_be_listed else _("No"),
            ]
            for one in row.participants.order_by("country", "sort_key")
        ],
        empty=_("Nobody is listed yet."),
    )


def _by_country(row: Workshop) -> dict[str, object] | None:
    counts = totals.participants_by_country(row)
    if not counts:
        return None
    labels = [country_name(code, reader_language()) for code in counts]
    shown = {
        "title": _("Participants by country"),
        "labels": labels,
        "series": [charts.Series(_("Participants"), list(counts.values()))],
    }
    return {
        "svg": charts.bar_chart(**shown),  # type: ignore[arg-type]
        "table": charts.as_table(**shown, head=_("Country")),  # type: ignore[arg-type]
    }


def _by_sex(row: Workshop) -> Table:
    counts = totals.participants_by_sex(row)
    return Table(
        caption=_("Participants by sex"),
        columns=[Column(_("Sex")), Column(_("Participants"), "number")],
        rows=[[Sex(sex).label, count] for sex, count in counts.items()],
        empty=_("Nobody has attended yet."),
    )
