"""Registering a person and changing what is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Table
from dayaq.kernel.web.views import Request, needs, page, submit
from dayaq.people import services
from dayaq.people.models import Person
from dayaq.people.queries.duplicates import Match, likely_matches
from dayaq.people.queries.finding import find_persons
from dayaq.people.web.forms.lists import DayForm, DuplicateForm
from dayaq.people.web.forms.person import PersonForm, RegisterForm
from dayaq.people.web.views.common import person_of, person_url, registration_of

FOUND_MAX = 10


@needs("people.register")
def register(request: Request) -> HttpResponse:
    """Search first; then consent and the form; likely duplicates are looked at before saving."""
    searched = request.GET.get("q", "").replace("\0", "").strip()[:100]
    form = RegisterForm(request.POST or None, clock=request.clock, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        done = submit(
            request,
            form,
            "people.register",
            do=lambda: services.register_person(
                by=request.actor,
                on=form.cleaned_data["on"],
                at=request.clock.now,
                person=form.person_data(),
                consent=form.consent_data(),
                legal_basis=form.cleaned_data["legal_basis"],
                victim=form.victim_data(),
                incident=form.incident_data(),
                others_ruled_out=form.cleaned_data["others_ruled_out"],
                source=form.cleaned_data["source"],
            ),
            to=lambda person: person_url(person.pk),
            message=_("The person is registered."),
        )
        if done is not None:
            return done
    matches = _matches(request, form)
    found = find_persons(request.actor, searched)[:FOUND_MAX] if searched else ()
    return page(
        request,
        "people/register.html",
        {
            "form": form,
            "searched": searched,
            "matches": _match_table(matches) if matches else None,
            "found": _found_table(found),
            "show_form": bool(searched) or form.is_bound,
        },
        status=422 if form.is_bound else 200,
    )


@needs("people.edit")
def edit(request: Request, pk: UUID) -> HttpResponse:
    person = person_of(request, pk)
    form = PersonForm(
        request.POST or None,
        clock=request.clock,
        actor=request.actor,
        initial=PersonForm.initial_of(person),
    )
    return form_page(
        request,
        form,
        verb="people.edit",
        title=_("Change personal data"),
        do=lambda: services.update_person(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            person_id=pk,
            version=form.cleaned_data["version"],
            person=form.person_data(),
        ),
        to=lambda row: person_url(row.pk),
        message=_("The changes are recorded."),
        submit_label=_("Save"),
        back_url=person_url(pk),
        template="people/sections.html",
    )


@needs("people.decide_registration")
def duplicate(request: Request, pk: UUID) -> HttpResponse:
    registration_of(request, pk, "people.decide_registration")
    form = DuplicateForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="people.mark_duplicate",
        title=_("Mark as the same person as another"),
        do=lambda: services.mark_duplicate(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            person_id=pk,
            same_as_id=_by_code(request, form.cleaned_data["same_as"]).pk,
        ),
        to=lambda _row: person_url(pk),
        message=_("The registration is marked as a duplicate. Nothing was deleted."),
        submit_label=_("Mark as duplicate"),
        back_url=person_url(pk),
    )


@needs("people.decide_registration")
def waiting_list(request: Request, pk: UUID) -> HttpResponse:
    registration_of(request, pk, "people.decide_registration")
    form = DayForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="people.put_on_waiting_list",
        title=_("Put on the waiting list"),
        do=lambda: services.put_on_waiting_list(
            by=request.actor, on=form.cleaned_data["on"], at=request.clock.now, person_id=pk
        ),
        to=lambda _row: person_url(pk),
        message=_("The person is on the waiting list."),
        submit_label=_("Put on the waiting list"),
        back_url=person_url(pk),
    )


@needs("people.decide_registration")
def ask_again(request: Request, pk: UUID) -> HttpResponse:
    registration_of(request, pk, "people.decide_registration")
    form = DayForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="people.resubmit",
        title=_("Ask the authority again"),
        do=lambda: services.resubmit_registration(
            by=request.actor, on=form.cleaned_data["on"], at=request.clock.now, person_id=pk
        ),
        to=lambda _row: person_url(pk),
        message=_("The authority is asked again."),
        submit_label=_("Ask again"),
        back_url=person_url(pk),
    )


def _by_code(request: Request, code: str) -> Person:
    found = Person.objects.visible_to(request.actor, "people.decide_registration")
    person = found.filter(code=code).first()
    if person is None:
        raise NotFound(
            N_("There is no person with this code among those you may see."), field="same_as"
        )
    return person


def _matches(request: Request, form: RegisterForm) -> list[Match]:
    """The likely duplicates, once a name has been typed that reads well."""
    if not form.is_bound or form.data.get("change"):
        return []
    complete = {"given_name", "surname", "sex", "district_id"} <= set(form.cleaned_data)
    if not complete or "born_on" not in form.cleaned_data:
        return []
    return likely_matches(request.actor, form.identity())


def _match_table(matches: list[Match]) -> Table:
    return Table(
        caption=_("Registered persons who look much like this one"),
        columns=[Column(_("Name")), Column(_("Date of birth")), Column(_("Village or town"))],
        rows=[
            [
                Cell(match.person.formal_name, person_url(match.person.pk), detail=match.code)
                if match.person
                else Cell(
                    match.code,
                    detail=_("Registered where you may not see. Ask the project manager."),
                ),
                match.person.born_on if match.person else "",
                match.person.settlement if match.person else "",
            ]
            for match in matches
        ],
    )


def _found_table(found: Iterable[Person]) -> Table:
    return Table(
        caption=_("Registered already"),
        columns=[Column(_("Name")), Column(_("Date of birth")), Column(_("Village or town"))],
        rows=[
            [
                Cell(row.formal_name, person_url(row.pk), detail=row.code),
                row.born_on,
                row.settlement,
            ]
            for row in found
        ],
        empty=_("Nobody of this name is among the persons you may see."),
    )
