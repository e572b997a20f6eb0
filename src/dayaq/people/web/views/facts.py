"""Consent, household, victim status, incident, functioning, injury, certificate, scans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _

from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.files.models import StoredFile
from dayaq.kernel.files.services import file_response
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Item
from dayaq.kernel.web.views import Request, find, needs
from dayaq.people import services
from dayaq.people.models import Consent, HouseholdMember, Person, VictimStatus
from dayaq.people.web.forms import facts as forms
from dayaq.people.web.forms.common import scan_of
from dayaq.people.web.forms.household import HouseholdForm
from dayaq.people.web.views.common import person_of, person_url


def _fact_page(
    request: Request,
    person: Person,
    form: Form,
    *,
    verb: str,
    title: Any,
    message: Any,
    do: Callable[[], object],
    template: str = "generic/form.html",
) -> HttpResponse:
    """A page that records one fact about the person and goes back to them."""
    return form_page(
        request,
        form,
        verb=verb,
        title=title,
        do=do,
        to=lambda _row: person_url(person.pk),
        message=message,
        submit_label=_("Save"),
        back_url=person_url(person.pk),
        template=template,
        context={"items": [Item(_("Person"), f"{person.formal_name}, {person.code}")]},
    )


def _who(request: Request, form: Form, person: Person) -> dict[str, Any]:
    """Who does it, when it happened and for whom."""
    return {
        "by": request.actor,
        "on": form.cleaned_data["on"],
        "at": request.clock.now,
        "person_id": person.pk,
    }


@needs("people.edit")
def consent(request: Request, pk: UUID) -> HttpResponse:
    person = person_of(request, pk)
    form = forms.ConsentForm(request.POST or None, request.FILES or None, clock=request.clock)
    return _fact_page(
        request, person, form,
        verb="people.consent",
        title=_("Record a consent"),
        message=_("The consent is recorded."),
        do=lambda: services.record_consent(
            **_who(request, form, person),
            consent=form.consent_data(),
            scan=scan_of(form.cleaned_data["scan"]),
        ),
    )  # fmt: skip


@needs("people.edit")
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    seen = Person.objects.visible_to(request.actor, "people.edit")
    row = find(Consent.objects.filter(person__in=seen).select_related("person"), pk=pk)
    form = forms.WithdrawalForm(request.POST or None, clock=request.clock)
    return _fact_page(
        request, row.person, form,
        verb="people.withdraw_consent",
        title=_("Record that a consent is withdrawn"),
        message=_("The withdrawal is recorded."),
        do=lambda: services.withdraw_consent(
            by=request.actor,
            on=form.cleaned_data["on"],
            at=request.clock.now,
            consent_id=pk,
            reason=form.cleaned_data["reason"],
        ),
    )  # fmt: skip


@needs("people.edit")
def household(request: Request, pk: UUID) -> HttpResponse:
    person = person_of(request, pk)
    form = HouseholdForm(
        request.POST or None,
        clock=request.clock,
        seen=Person.objects.visible_to(request.actor, "people.edit"),
        # Sent rows are read as they are: compared with what was known, a confirmed one
        # would count as left empty.
        row_initial=() if request.method == "POST" else _known_members(person),
    )
    return _fact_page(
        request, person, form,
        verb="people.household",
        title=_("Record the household"),
        message=_("The household is recorded."),
        do=lambda: services.record_household(
            **_who(request, form, person), members=form.members(), snapshot=form.snapshot()
        ),
        template="people/household.html",
    )  # fmt: skip


def _known_members(person: Person) -> list[dict[str, Any]]:
    """The other members as they were told last, to be confirmed or changed."""
    here = person.memberships.filter(left_on__isnull=True).values("household")
    rows = (
        HouseholdMember.objects.filter(household__in=here, left_on__isnull=True)
        .exclude(person=person)
        .select_related("person")
        .order_by("since_on", "pk")
    )
    return [
        {
            "name": row.person.full_name if row.person else row.name,
            "code": row.person.code if row.person else "",
            "relation": row.relation,
            "sex": row.sex,
            "birth_year": row.birth_year,
            "schooling": row.schooling,
            "is_head": row.is_head,
            "earns": row.earns,
            "has_disability": row.has_disability,
        }
        for row in rows
    ]


@needs("people.edit")
def victim(request: Request, pk: UUID) -> HttpResponse:
    person = person_of(request, pk)
    form = forms.VictimForm(
        request.POST or None,
        clock=request.clock,
        actor=request.actor,
        initial=_known_status(person),
    )
    return _fact_page(
        request, person, form,
        verb="people.victim_status",
        title=_("Record the victim status"),
        message=_("The victim status is recorded."),
        do=lambda: services.record_victim_status(
            **_who(request, form, person), victim=form.victim_data()
        ),
    )  # fmt: skip


def _known_status(person: Person) -> dict[str, Any]:
    row = VictimStatus.objects.filter(person=person).select_related("direct_victim").first()
    if row is None:
        return {"civil_status": "unknown"}
    names = ("kind", "relation", "direct_victim_name", "civil_status", "authority_victim_id")
    known = {name: getattr(row, name) for name in (*names, "source")}
    return {**known, "direct_victim_code": row.direct_victim.code if row.direct_victim else ""}


@needs("people.edit")
def incident(request: Request, pk: UUID) -> HttpResponse:
    person = person_of(request, pk)
    form = forms.IncidentForm(request.POST or None, clock=request.clock)
    return _fact_page(
        request, person, form,
        verb="people.incident",
        title=_("Record the incident"),
        message=_("The incident is recorded."),
        do=lambda: services.record_incident(
            **_who(request, form, person), incident=form.incident_data()
        ),
    )  # fmt: skip


@needs("people.edit")
def functioning(request: Request, pk: UUID) -> HttpResponse:
    person = person_of(request, pk)
    form = forms.FunctioningForm(request.POST or None, clock=request.clock)
    return _fact_page(
        request, person, form,
        verb="people.functioning",
        title=_("Questions on daily life"),
        message=_("The answers are recorded."),
        do=lambda: services.record_functioning(
            **_who(request, form, person), answers=form.codes(), mode=form.cleaned_data["mode"]
        ),
    )  # fmt: skip


@needs("people.edit")
def injury(request: Request, pk: UUID) -> HttpResponse:
    person = person_of(request, pk)
    form = forms.InjuryForm(request.POST or None, clock=request.clock)
    return _fact_page(
        request, person, form,
        verb="people.injury",
        title=_("Record an injury"),
        message=_("The injury is recorded."),
        do=lambda: services.record_injury(**_who(request, form, person), **form.told("on")),
    )  # fmt: skip


@needs("people.edit")
def certificate(request: Request, pk: UUID) -> HttpResponse:
    person = person_of(request, pk)
    form = forms.CertificateForm(request.POST or None, request.FILES or None, clock=request.clock)
    return _fact_page(
        request, person, form,
        verb="people.certificate",
        title=_("Record a disability certificate"),
        message=_("The certificate is recorded."),
        do=lambda: services.record_certificate(
            **_who(request, form, person),
            certificate=form.certificate(),
            scan=scan_of(form.cleaned_data["scan"]),
        ),
    )  # fmt: skip


@needs("people.view")
def scan(request: Request, pk: UUID, file: UUID) -> HttpResponse:
    """A scanned paper of the person: consent, certificate or the authority's letter."""
    person = person_of(request, pk, "people.view")
    kept = (
        Q(pk__in=person.consents.values("scan"))
        | Q(pk__in=person.certificates.values("scan"))
        | Q(pk__in=VictimStatus.objects.filter(person=person).values("letter_scan"))
    )
    stored = StoredFile.objects.filter(kept, pk=file).first()
    if stored is None:
        raise NotFound(N_("There is no such file."))
    return file_response(stored, inline=True)
