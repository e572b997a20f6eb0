"""The list of persons, and the blank paper forms."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.kernel import documents
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.documents.paper import FORMS
from dayaq.kernel.documents.paper import paper_form as paper_form_data
from dayaq.kernel.languages import reader_language
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.listing import listing
from dayaq.kernel.web.parts import Cell, Column, Link, Table, Tag
from dayaq.kernel.web.views import Request, download, needs, page, paginate
from dayaq.people.models import Registration
from dayaq.people.queries.finding import find_persons
from dayaq.people.queries.papers import letterhead
from dayaq.people.web.forms.lists import PersonFilters
from dayaq.people.web.rows import STATUS_STATES

PAPER_TITLES = {
    "registration": gettext_lazy("Registration"),
    "consent": gettext_lazy("Consent"),
    "household": gettext_lazy("Household"),
    "attendance": gettext_lazy("Attendance"),
    "appraisal": gettext_lazy("Appraisal"),
    "visit": gettext_lazy("Visit"),
}


@needs("people.view_names")
def persons(request: Request) -> HttpResponse:
    """Everybody the reader may see, by the alphabet, narrowed by name, district and status."""
    actor = request.actor
    filters = PersonFilters(request.GET or None, actor=actor)
    chosen = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    asked = (actor, chosen.get("status") or "", chosen.get("district"))
    if chosen.get("q"):
        found = find_persons(actor, chosen["q"]).order_by().values("pk")
        pages = paginate(request, registrations(*asked).filter(person__in=found))
    else:
        pages = registrations_listed(request, *asked)
    links = []
    if actor.can("people.register"):
        links.append(Link(_("Register a person"), reverse("people:register"), True))
        links.append(Link(_("Blank paper forms"), reverse("people:paper_forms")))
    return page(
        request,
        "people/list.html",
        {"filters": filters, "table": _table(request, pages), "pages": pages, "links": links},
    )


def registrations(actor: Actor, status: str, district_id: UUID | None) -> QuerySet[Registration]:
    """Those whose names the actor may see, by the alphabet; duplicates only when asked for."""
    rows = Registration.objects.visible_to(actor, "people.view_names")
    if status:
        rows = rows.filter(status=status)
    else:
        rows = rows.exclude(status=Registration.Status.DUPLICATE)
    if district_id:
        rows = rows.filter(district_id=district_id)
    return rows.select_related("person", "district").order_by("sort_key", "pk")


registrations_listed = listing(registrations)


def _table(request: Request, rows: Iterable[Registration]) -> Table:
    opens = request.actor.can("people.view")
    return Table(
        caption=_("Persons"),
        caption_hidden=True,
        columns=[
            Column(_("Name")),
            Column(_("District")),
            Column(_("Village or town")),
            Column(_("Telephone")),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(
                    row.person.formal_name,
                    address_of("person", row.person_id) if opens else "",
                    detail=row.person.code,
                ),
                str(row.district),
                row.person.settlement,
                row.person.phone,
                Tag(row.get_status_display(), STATUS_STATES[row.status]),
            ]
            for row in rows
        ],
        empty=_("Nobody is found. Try a part of the name, or another district."),
    )


@needs("people.view_names")
def paper_forms(request: Request) -> HttpResponse:
    """The forms that are filled in by hand and typed in later."""
    links = [Link(PAPER_TITLES[key], reverse("people:paper_form", args=[key])) for key in FORMS]
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Blank paper forms"),
            "intro": _(
                "Print, fill in by hand, and type in later with the date on which it happened."
            ),
            "links": links,
            "back_url": reverse("people:list"),
        },
    )


@needs("people.view_names")
def paper_form(request: Request, key: str) -> HttpResponse:
    """One blank form as PDF, in the reader's language; ?large=1 prints it large."""
    if key not in FORMS:
        raise Http404(_("There is no such form."))
    language = reader_language()
    head = letterhead(request.actor.programme_id, request.actor.organisation_id, language)
    content = documents.render(
        "form",
        paper_form_data(key, head, language=language),
        language=language,
        large_print="large" in request.GET,
    )
    return download(content, f"{key}.pdf", "application/pdf")
