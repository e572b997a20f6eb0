"""The first administrator, opened from the command line by whoever holds the machine."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import Field

from dayaq.kernel.access import services
from dayaq.kernel.access.models import Programme, User
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.access.web.forms import AccountForm
from dayaq.kernel.clock import programme_clock
from dayaq.kernel.db import run_command
from dayaq.kernel.errors import Refused
from dayaq.kernel.models import Installation


def open_account(*, username: str, full_name: str, password: str) -> User:
    """Open the account; where programmes are set up already, it administers each of them.

    :raises Refused: a name is malformed or taken, or the password is too weak
    """
    asked = AccountForm.base_fields
    username = _checked(asked["username"], username)
    full_name = _checked(asked["full_name"], full_name)
    installation = Installation.objects.first()
    clock = programme_clock(installation.demonstration_on if installation else None)

    def do() -> User:
        user = services.create_account(
            by=None,
            username=username,
            full_name=full_name,
            password=password,
            on=clock.today,
            at=clock.now,
        )
        for programme in Programme.objects.all():
            services.assign_role(
                by=None,
                user=user,
                programme=programme,
                role=Role.ADMINISTRATOR,
                scope=ScopeKind.ALL,
                starts_on=clock.today,
                on=clock.today,
                at=clock.now,
            )
        return user

    return run_command(do)


def _checked(field: Field, typed: str) -> str:
    """What the page would take, or its sentence."""
    try:
        return str(field.clean(typed))
    except ValidationError as error:
        raise Refused(f"{field.label}: {error.messages[0]}") from error
