"""The set-up page of an empty installation: what is to be done, by whom, and what is done.

The first administrator is made with the one-time word that `dayaq serve` prints, so that
nobody on the network can be first. From there each step is a page of the room it belongs to:
accounts by the administrator; parties, donors, products and the opening fund by the programme
officer. No invented person can get in: the demonstration lives in a database of its own.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.kernel.access import services
from dayaq.kernel.access.actor import actor_for
from dayaq.kernel.access.models import Assignment, Organisation, Place, Programme, User
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.access.web.forms import ProgrammeForm
from dayaq.kernel.db import run_command
from dayaq.kernel.errors import Refused
from dayaq.kernel.models import Installation
from dayaq.kernel.web.fields import CheckField, NameField
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.parts import Link, Tag
from dayaq.kernel.web.views import Request, needs, page, sentence, submit
from dayaq.ledger import queries as ledger_queries
from dayaq.ledger import services as ledger

FIRST = ScopeKind.ALL


class FirstForm(ProgrammeForm):
    """The first administrator and the programme, in one sitting."""

    word = django_forms.CharField(
        label=gettext_lazy("Set-up word"),
        max_length=80,
        help_text=gettext_lazy("The command dayaq serve printed it when it started."),
    )
    full_name = NameField(label=gettext_lazy("Your full name"))
    username = django_forms.SlugField(
        label=gettext_lazy("Your sign-in name"),
        max_length=40,
        help_text=gettext_lazy("Small letters, figures and hyphens, such as m-sadiqov."),
    )
    password = django_forms.CharField(
        label=gettext_lazy("Your password"),
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 10 characters."),
        max_length=128,
        strip=False,
    )
    field_order = ("word", "full_name", "username", "password")

    def clean_word(self) -> str:
        word = str(self.cleaned_data["word"]).strip()
        known = settings.DAYAQ_SETUP_WORD
        if not known or not hmac.compare_digest(word.encode(), known.encode()):
            raise django_forms.ValidationError(
                _("This is not the word that dayaq serve printed. Copy it from there.")
            )
        return word


def begin(request: Request) -> HttpResponse:
    """Make the first administrator and the programme; afterwards show what is to be done."""
    if User.objects.exists():
        return redirect("setup:steps")
    form = FirstForm(
        request.POST or None, clock=request.clock, initial={"word": request.GET.get("word", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = run_command(lambda: _make_first(request, form.cleaned_data))
        except Refused as refusal:
            form.add_error(refusal.field, sentence(refusal))
        else:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            return HttpResponseRedirect(reverse("setup:steps"))
    context = {
        "title": _("Set the programme up"),
        "intro": _("This installation is empty. Begin with yourself and the programme."),
        "form": form,
        "submit": _("Begin"),
    }
    return page(request, "generic/form.html", context, status=422 if form.is_bound else 200)


def _make_first(request: Request, values: dict[str, Any]) -> User:
    on, at = request.clock.today, request.clock.now
    services.begin_installation(mode=Installation.Mode.REAL)
    user = services.create_account(
        by=None, username=values["username"], full_name=values["full_name"],
        password=values["password"], on=on, at=at,
    )  # fmt: skip
    programme = services.create_programme(
        by=None, code=values["code"], name=values["name"], name_az=values["name_az"],
        starts_on=values["starts_on"], ends_on=values["ends_on"],
        complaint_phone=values["complaint_phone"] or "", on=on, at=at,
    )  # fmt: skip
    services.assign_role(
        by=None, user=user, programme=programme, role=Role.ADMINISTRATOR, scope=FIRST,
        starts_on=min(on, values["starts_on"]), on=on, at=at,
    )  # fmt: skip
    by = actor_for(user, programme.pk, on)
    ledger.open_books(by=by, programme=programme, on=values["starts_on"], at=at)
    return user


@dataclass(frozen=True, slots=True)
class SetUpStep:
    """One thing to be done before the programme can work."""

    label: Any
    who: Any
    done: bool
    url_name: str
    capability: str


def steps_of(programme: Programme) -> list[SetUpStep]:
    """What is to be done, in order, and what is."""
    roles = set(
        Assignment.objects.filter(programme=programme).values_list("role", flat=True).distinct()
    )
    needed = {Role.PROGRAMME_OFFICER, Role.FIELD_OFFICER, Role.CASHIER}
    officer, admin = Role.PROGRAMME_OFFICER.label, Role.ADMINISTRATOR.label
    windows = ledger_queries.windows(programme.pk)
    capital = ledger_queries.balance(programme.pk, "capital")
    return [
        SetUpStep(
            _("Add the parties: donors, authority, implementing organisations"), admin,
            Organisation.objects.count() >= 2, "access:organisations", "access.manage_parties",
        ),
        SetUpStep(
            _("Choose the districts"), admin,
            Place.objects.filter(kind=Place.Kind.DISTRICT).exists(),
            "access:choose_districts", "access.manage_parties",
        ),
        SetUpStep(
            _("Create the accounts and give the roles"), admin,
            needed <= roles, "access:accounts", "access.assign",
        ),
        SetUpStep(
            _("Set up the phases"), officer, _count("programme", "Phase", programme) > 0,
            "programme:home", "programme.manage",
        ),
        SetUpStep(
            _("Open a fund window for each donor"), officer, bool(windows),
            "ledger:windows", "ledger.set_up",
        ),
        SetUpStep(
            _("Choose the loan products"), officer, _count("credit", "LoanProduct", programme) > 0,
            "credit:products", "credit.manage_products",
        ),
        SetUpStep(
            _("Record the opening fund"), officer, capital < 0,
            "ledger:contribute", "ledger.contribute",
        ),
    ]  # fmt: skip


def _count(app: str, model: str, programme: Programme) -> int:
    from django.apps import apps

    rows = apps.get_model(app, model)._default_manager.filter(programme=programme)
    return int(rows.count())


def _url(step: SetUpStep, request: Request) -> str:
    if not request.actor.can(step.capability):
        return ""
    try:
        return reverse(step.url_name)
    except NoReverseMatch:
        return ""


class DoneForm(Form):
    sure = CheckField(label=gettext_lazy("Everything needed is there; the programme begins."))


@needs("access.assign")
def steps(request: Request) -> HttpResponse:
    """What is to be done before the programme can work, by whom, and what is done."""
    programme = request.programme
    if programme is None:
        return redirect("today")
    todo = steps_of(programme)
    tasks = [
        {
            "label": step.label,
            "url": _url(step, request),
            "detail": step.who,
            "tag": Tag(_("Done"), "good") if step.done else Tag(_("To do"), "warn"),
        }
        for step in todo
    ]
    links = []
    installation = request.installation
    if all(step.done for step in todo) and installation and not installation.set_up:
        links = [Link(_("Begin the programme"), reverse("setup:finish"), primary=True)]
    context = {
        "title": _("Set the programme up"),
        "intro": _("Each step is a page of its own; come back here to see what is left."),
        "tasks": tasks,
        "links": links,
    }
    return page(request, "generic/tables.html", context)


@needs("access.assign")
def finish(request: Request) -> HttpResponse:
    """Say that the programme is set up; the Today page no longer points here."""
    form = DoneForm(request.POST or None, clock=request.clock)
    if request.method == "POST" and form.is_valid():
        done = submit(
            request,
            form,
            "setup.finish",
            do=lambda: services.finish_setting_up(
                by=request.actor, on=request.clock.today, at=request.clock.now
            ),
            to=lambda _none: reverse("today"),
            message=_("The programme is set up."),
        )
        if done:
            return done
    context = {
        "title": _("Begin the programme"), "form": form, "submit": _("Begin"),
        "back_url": reverse("setup:steps"),
    }  # fmt: skip
    return page(request, "generic/form.html", context, status=422 if form.is_bound else 200)


urlpatterns = [
    path("", begin, name="begin"),
    path("steps/", steps, name="steps"),
    path("finish/", finish, name="finish"),
]
