"""Accounts, roles and the setting up of a programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Assignment, Organisation, Place, Programme, User
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.errors import N_, NotAllowed, Refused
from dayaq.kernel.events import record
from dayaq.kernel.models import Installation
from dayaq.kernel.names import sort_key


def create_account(
    *,
    by: Actor | None,
    username: str,
    full_name: str,
    password: str | None,
    on: dt.date,
    at: dt.datetime,
    organisation: Organisation | None = None,
    language: str = User.Language.AZ,
    email: str = "",
    phone: str = "",
    must_change_password: bool = False,
) -> User:
    """Open an account. `by` is None only for the first administrator, from the command line.

    A `password` of None leaves the account without one: nobody can sign in with it.

    :raises Refused: the name is taken, or the password is too weak (the sentence says why)
    """
    if by is not None:
        by.require("access.manage_accounts")
    name = username.strip().lower()
    if User.objects.filter(username=name).exists():
        raise Refused(N_("This sign-in name is taken. Choose another."), field="username")
    user = User(
        username=name,
        full_name=full_name.strip(),
        organisation=organisation,
        language=language,
        email=email,
        phone=phone,
        must_change_password=must_change_password,
    )
    _set_password(user, password)
    user.save(force_insert=True)
    record(
        "access.account_created", by=by, on=on, at=at,
        subjects=[("user", user.pk)], data={"username": name},
    )  # fmt: skip
    return user


def reset_password(*, by: Actor, user: User, password: str, on: dt.date, at: dt.datetime) -> None:
    """Give an account a first or new password, to be changed at the next sign-in."""
    by.require("access.manage_accounts")
    _set_password(user, password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record(
        "access.password_reset", by=by, on=on, at=at,
        subjects=[("user", user.pk)], data={"username": user.username},
    )  # fmt: skip


def deactivate_account(*, by: Actor, user: User, on: dt.date, at: dt.datetime) -> None:
    """Close an account; its history stays.

    :raises Refused: an administrator's own account
    """
    by.require("access.manage_accounts")
    if user.pk == by.user_id:
        raise Refused(N_("You cannot close your own account. Ask another administrator."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(
        "access.account_deactivated", by=by, on=on, at=at,
        subjects=[("user", user.pk)], data={"username": user.username},
    )  # fmt: skip


def assign_role(
    *,
    by: Actor | None,
    user: User,
    programme: Programme,
    role: Role,
    scope: ScopeKind,
    starts_on: dt.date,
    on: dt.date,
    at: dt.datetime,
    districts: Sequence[Place] = (),
    ends_on: dt.date | None = None,
    stands_in_for: User | None = None,
) -> Assignment:
    """Give somebody a role, from a day on, or as a dated stand-in for a colleague.

    :raises NotAllowed: a programme officer may name stand-ins and roles, but no administrator;
        nobody gives a role to themselves
    :raises Refused: a district scope without districts, a stand-in without an end
    """
    if by is not None:
        by.require("access.assign")
        if user.pk == by.user_id:
            raise NotAllowed(N_("Nobody gives a role to themselves. Ask a colleague."))
        if role == Role.ADMINISTRATOR and Role.ADMINISTRATOR not in by.roles:
            raise NotAllowed(N_("Only an administrator may name another administrator."))
    if scope == ScopeKind.DISTRICT and not districts:
        raise Refused(N_("Choose at least one district."), field="districts")
    if stands_in_for is not None and ends_on is None:
        raise Refused(N_("Give the last day of the stand-in."), field="ends_on")
    assignment = Assignment.objects.create(
        user=user, programme=programme, role=role, scope=scope,
        starts_on=starts_on, ends_on=ends_on, stands_in_for=stands_in_for,
    )  # fmt: skip
    assignment.districts.set(districts)
    record(
        "access.role_assigned", by=by, on=on, at=at, programme_id=programme.pk,
        subjects=[("user", user.pk)], data={"username": user.username, "role": role.value},
    )  # fmt: skip
    return assignment


def end_assignment(
    *, by: Actor, assignment_id: UUID, ends_on: dt.date, on: dt.date, at: dt.datetime
) -> None:
    """Let an assignment end on a day."""
    by.require("access.assign")
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment_id)
    if assignment.role == Role.ADMINISTRATOR and Role.ADMINISTRATOR not in by.roles:
        raise NotAllowed(N_("Only an administrator may change an administrator's role."))
    assignment.ends_on = ends_on
    assignment.save(update_fields=["ends_on"])
    record(
        "access.assignment_ended", by=by, on=on, at=at,
        subjects=[("user", assignment.user_id)], data={"username": assignment.user.username},
    )  # fmt: skip


def create_programme(
    *,
    by: Actor | None,
    code: str,
    name: str,
    name_az: str,
    starts_on: dt.date,
    ends_on: dt.date,
    on: dt.date,
    at: dt.datetime,
    currency: str = "AZN",
    complaint_phone: str = "",
) -> Programme:
    """Set a programme up. The room `ledger` opens its books, `programme` its phases.

    :raises Refused: it ends before it starts
    """
    if by is not None:
        by.require("access.set_up")
    if ends_on < starts_on:
        raise Refused(N_("The last day must not be before the first day."), field="ends_on")
    programme = Programme.objects.create(
        code=code, name=name, name_az=name_az, starts_on=starts_on, ends_on=ends_on,
        currency=currency, complaint_phone=complaint_phone,
    )  # fmt: skip
    record(
        "access.programme_set_up", by=by, on=on, at=at, programme_id=programme.pk,
        subjects=[("programme", programme.pk)], data={"code": code},
    )  # fmt: skip
    return programme


def begin_installation(*, mode: str, demonstration_on: dt.date | None = None) -> Installation:
    """Write the one row that says what this installation is.

    :raises Refused: there is one already, or a demonstration is asked for over existing data
    """
    first = Installation.objects.first()
    if first is not None:
        if first.mode != mode:
            raise Refused(
                N_("This database holds another kind of programme and keeps it. Use another one.")
            )
        return first
    if mode == Installation.Mode.DEMONSTRATION and (
        User.objects.exists() or Programme.objects.exists()
    ):
        raise Refused(N_("The demonstration can only be built in an empty database."))
    return Installation.objects.create(mode=mode, demonstration_on=demonstration_on)


def finish_setting_up(*, by: Actor, on: dt.date, at: dt.datetime) -> None:
    """The programme begins: Today no longer points to the set-up.

    :raises Refused: it has begun already
    """
    by.require("access.assign")
    if not Installation.objects.filter(set_up=False).update(set_up=True):
        raise Refused(N_("The programme has been set up already."))
    record("access.programme_begun", by=by, on=on, at=at, subjects=[("programme", by.programme_id)])


def _set_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    user.set_password(password)


def add_organisation(
    *, by: Actor | None, name: str, kind: str, on: dt.date, at: dt.datetime,
    name_az: str = "", short_name: str = "", country: str = "AZ",
) -> Organisation:  # fmt: skip
    """Add a party.

    :raises Refused: there is one of this name
    """
    if by is not None:
        by.require("access.manage_parties")
    if Organisation.objects.filter(name__iexact=name.strip()).exists():
        raise Refused(N_("There is an organisation of this name already."), field="name")
    made = Organisation.objects.create(
        name=name.strip(), name_az=name_az, short_name=short_name, kind=kind, country=country
    )
    record(
        "access.organisation_added", by=by, on=on, at=at, subjects=[("organisation", made.pk)],
        data={"organisation": made.name},
    )  # fmt: skip
    return made


def choose_districts(
    *, by: Actor | None, codes: Sequence[str], on: dt.date, at: dt.datetime
) -> list[Place]:
    """Take districts of the shipped list into the programme; those it has already stay.

    :raises Refused: none is chosen, or a code is not in the list
    """
    from dayaq.kernel.access.queries import known_districts

    if by is not None:
        by.require("access.manage_parties")
    known = known_districts()
    if not codes:
        raise Refused(N_("Choose at least one district."), field="districts")
    if unknown := [code for code in codes if code not in known]:
        raise Refused(
            N_("The district %(code)s is not in the list."),
            field="districts", params={"code": unknown[0]},
        )  # fmt: skip
    there = set(
        Place.objects.filter(kind=Place.Kind.DISTRICT, code__in=codes).values_list(
            "code", flat=True
        )
    )
    made = Place.objects.bulk_create(
        Place(
            kind=Place.Kind.DISTRICT, code=code, name=row["name"], name_az=row["name_az"],
            name_ru=row["name_ru"], aliases=[a for a in row["aliases"].split(";") if a],
            sort_key=sort_key(row["name_az"]),
        )
        for code, row in known.items()
        if code in codes and code not in there
    )  # fmt: skip
    record(
        "access.districts_chosen", by=by, on=on, at=at,
        subjects=[("place", place.pk) for place in made], data={"codes": sorted(codes)},
    )  # fmt: skip
    return made


def record_sign_in(*, user: User, on: dt.date, at: dt.datetime) -> None:
    """Write into the log of events that this account was signed in to."""
    record(
        "access.signed_in", by=None, on=on, at=at, subjects=[("user", user.pk)],
        data={"username": user.username},
    )  # fmt: skip


def record_failed_sign_in(*, username: str, on: dt.date, at: dt.datetime) -> None:
    """Write a wrong try into the log; an unknown name may be a password and is not kept."""
    known = User.objects.filter(username=username.lower()).values_list("pk", flat=True).first()
    record(
        "access.sign_in_failed", by=None, on=on, at=at,
        subjects=[("user", known)] if known else [],
    )  # fmt: skip
