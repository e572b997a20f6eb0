"""Accounts, roles, stand-ins, organisations and districts. No page here shows a case."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.access import queries, services
from dayaq.kernel.access.models import Assignment, Programme, User
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.access.web import forms
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page, paginate, submit


def _roles_in_words(user: User, request: Request) -> str:
    today = request.clock.today
    held = [
        str(Role(row.role).label)
        for row in user.assignments.all()
        if row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)
    ]
    return ", ".join(held)


@needs("access.assign")
def accounts(request: Request) -> HttpResponse:
    """Everybody who can sign in."""
    pages = paginate(request, queries.accounts())
    table = Table(
        _("Accounts"),
        [
            Column(_("Name")),
            Column(_("Sign-in name")),
            Column(_("Organisation")),
            Column(_("Roles")),
        ],
        [
            [
                Cell(user.full_name, reverse("access:account", args=[user.pk])),
                user.username,
                user.organisation or "",
                _roles_in_words(user, request) if user.is_active else Tag(_("Closed"), "neutral"),
            ]
            for user in pages
        ],
    )
    links = []
    if request.actor.can("access.manage_accounts"):
        links = [Link(_("Create an account"), reverse("access:create_account"), primary=True)]
    return page(
        request,
        "generic/tables.html",
        {"title": _("Accounts"), "tables": [table], "links": links, "pages": pages},
    )


@needs("access.manage_accounts")
def create_account(request: Request) -> HttpResponse:
    form = forms.AccountForm(request.POST or None, clock=request.clock)
    if request.method == "POST" and form.is_valid():
        done = submit(
            request,
            form,
            "access.create_account",
            do=lambda: services.create_account(
                by=request.actor, on=request.clock.today, at=request.clock.now,
                must_change_password=True, **form.cleaned_data,
            ),
            to=lambda user: reverse("access:account", args=[user.pk]),
            message=_("The account is open. Give it a role now."),
        )  # fmt: skip
        if done:
            return done
    return _form_page(
        request, form, _("Create an account"), reverse("access:accounts"), _("Create the account")
    )


@needs("access.assign")
def account(request: Request, user_id: UUID) -> HttpResponse:
    """One account: its roles from when to when, and what can be done with it."""
    user = find(queries.accounts(), pk=user_id)
    rows = [
        [
            Cell(
                Role(row.role).label,
                reverse("access:end_role", args=[row.pk]) if row.ends_on is None else "",
            ),
            ScopeKind(row.scope).label
            if row.scope != ScopeKind.DISTRICT
            else ", ".join(str(d) for d in row.districts.all()),
            row.starts_on,
            row.ends_on,
            row.stands_in_for or "",
        ]
        for row in user.assignments.prefetch_related("districts").order_by("starts_on")
    ]
    table = Table(
        _("Roles"),
        [
            Column(_("Role")), Column(_("What they see")), Column(_("First day"), "day"),
            Column(_("Last day"), "day"), Column(_("Stands in for")),
        ],
        rows,
        empty=_("No role yet: this person sees nothing."),
    )  # fmt: skip
    links = [Link(_("Give a role"), reverse("access:give_role", args=[user.pk]), primary=True)]
    if request.actor.can("access.manage_accounts"):
        links.append(Link(_("New password"), reverse("access:password", args=[user.pk])))
        if user.is_active:
            links.append(Link(_("Close the account"), reverse("access:close", args=[user.pk])))
    items = [
        Item(_("Sign-in name"), user.username),
        Item(_("Organisation"), user.organisation or "–"),
        Item(_("Phone"), user.phone or "–"),
        Item(_("State"), _("Open") if user.is_active else _("Closed")),
    ]
    return page(
        request,
        "generic/tables.html",
        {
            "title": user.full_name, "items": items, "tables": [table], "links": links,
            "back_url": reverse("access:accounts"), "back_label": _("Accounts"),
        },
    )  # fmt: skip


@needs("access.assign")
def give_role(request: Request, user_id: UUID) -> HttpResponse:
    user = find(queries.accounts(), pk=user_id)
    form = forms.RoleForm(
        request.POST or None, clock=request.clock, initial={"starts_on": request.clock.today}
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        done = submit(
            request,
            form,
            "access.assign_role",
            do=lambda: services.assign_role(
                by=request.actor, user=user, programme=_programme(request),
                role=Role(values["role"]), scope=ScopeKind(values["scope"]),
                districts=list(values["districts"]), starts_on=values["starts_on"],
                ends_on=values["ends_on"], stands_in_for=values["stands_in_for"],
                on=request.clock.today, at=request.clock.now,
            ),
            to=lambda _made: reverse("access:account", args=[user.pk]),
            message=_("The role is given."),
        )  # fmt: skip
        if done:
            return done
    return _form_page(
        request, form, _("Give a role to %(name)s") % {"name": user.full_name},
        reverse("access:account", args=[user.pk]), _("Give the role"),
    )  # fmt: skip


@needs("access.assign")
def end_role(request: Request, assignment_id: UUID) -> HttpResponse:
    row = find(Assignment.objects.select_related("user"), pk=assignment_id)
    back = reverse("access:account", args=[row.user_id])
    form = forms.EndForm(
        request.POST or None, clock=request.clock, initial={"ends_on": request.clock.today}
    )
    if request.method == "POST" and form.is_valid():
        done = submit(
            request,
            form,
            "access.end_role",
            do=lambda: services.end_assignment(
                by=request.actor, assignment_id=row.pk, ends_on=form.cleaned_data["ends_on"],
                on=request.clock.today, at=request.clock.now,
            ),
            to=lambda _none: back,
            message=_("The role ends on that day."),
        )  # fmt: skip
        if done:
            return done
    title = _("End the role %(role)s of %(name)s") % {
        "role": Role(row.role).label,
        "name": row.user.full_name,
    }
    return _form_page(request, form, title, back, _("End the role"))


@needs("access.manage_accounts")
def password(request: Request, user_id: UUID) -> HttpResponse:
    user = find(queries.accounts(), pk=user_id)
    back = reverse("access:account", args=[user.pk])
    form = forms.PasswordForm(request.POST or None, clock=request.clock)
    if request.method == "POST" and form.is_valid():
        done = submit(
            request,
            form,
            "access.reset_password",
            do=lambda: services.reset_password(
                by=request.actor, user=user, password=form.cleaned_data["password"],
                on=request.clock.today, at=request.clock.now,
            ),
            to=lambda _none: back,
            message=_("The password is changed. Tell it to the person yourself."),
        )  # fmt: skip
        if done:
            return done
    title = _("New password for %(name)s") % {"name": user.full_name}
    return _form_page(request, form, title, back, _("Change the password"))


@needs("access.manage_accounts")
def close(request: Request, user_id: UUID) -> HttpResponse:
    user = find(queries.accounts(), pk=user_id)
    back = reverse("access:account", args=[user.pk])
    form = Form(request.POST or None, clock=request.clock)
    if request.method == "POST" and form.is_valid():
        done = submit(
            request,
            form,
            "access.close_account",
            do=lambda: services.deactivate_account(
                by=request.actor, user=user, on=request.clock.today, at=request.clock.now
            ),
            to=lambda _none: back,
            message=_("The account is closed. What the person did stays on record."),
        )
        if done:
            return done
    title = _("Close the account of %(name)s") % {"name": user.full_name}
    return _form_page(request, form, title, back, _("Close the account"), danger=True)


@needs("access.manage_parties")
def organisations(request: Request) -> HttpResponse:
    """The parties of the programme and their districts."""
    parties = Table(
        _("Organisations"),
        [Column(_("Name")), Column(_("Short name")), Column(_("Kind")), Column(_("Country"))],
        [[o.name, o.short_name, o.get_kind_display(), o.country] for o in queries.organisations()],
        empty=_("No organisation yet."),
    )
    places = Table(
        _("Districts"),
        [Column(_("District")), Column(_("In English")), Column(_("Code"))],
        [[d.name_az, d.name, d.code] for d in queries.districts()],
        empty=_("No district yet."),
    )
    links = [
        Link(_("Add an organisation"), reverse("access:add_organisation"), primary=True),
        Link(_("Choose districts"), reverse("access:choose_districts")),
    ]
    return page(
        request,
        "generic/tables.html",
        {"title": _("Parties and districts"), "tables": [parties, places], "links": links},
    )


@needs("access.manage_parties")
def add_organisation(request: Request) -> HttpResponse:
    form = forms.OrganisationForm(request.POST or None, clock=request.clock)
    if request.method == "POST" and form.is_valid():
        done = submit(
            request,
            form,
            "access.add_organisation",
            do=lambda: services.add_organisation(
                by=request.actor, on=request.clock.today, at=request.clock.now, **form.cleaned_data
            ),
            to=lambda _made: reverse("access:organisations"),
            message=_("The organisation is added."),
        )
        if done:
            return done
    return _form_page(
        request, form, _("Add an organisation"), reverse("access:organisations"), _("Add")
    )


@needs("access.manage_parties")
def choose_districts(request: Request) -> HttpResponse:
    there = list(queries.districts().values_list("code", flat=True))
    form = forms.DistrictsForm(
        request.POST or None, clock=request.clock, initial={"districts": there}
    )
    if request.method == "POST" and form.is_valid():
        done = submit(
            request,
            form,
            "access.choose_districts",
            do=lambda: services.choose_districts(
                by=request.actor, codes=form.cleaned_data["districts"],
                on=request.clock.today, at=request.clock.now,
            ),
            to=lambda _made: reverse("access:organisations"),
            message=_("The districts are chosen."),
        )  # fmt: skip
        if done:
            return done
    return _form_page(
        request, form, _("Choose districts"), reverse("access:organisations"), _("Choose")
    )


def _programme(request: Request) -> Programme:
    return find(Programme.objects.all(), pk=request.actor.programme_id)


def _form_page(
    request: Request, form: Form, title: str, back: str, label: str, *, danger: bool = False
) -> HttpResponse:
    context = {
        "title": title, "form": form, "submit": label, "back_url": back, "danger": danger,
    }  # fmt: skip
    return page(request, "generic/form.html", context, status=422 if form.is_bound else 200)
