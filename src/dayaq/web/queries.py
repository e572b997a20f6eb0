"""Who can be signed in as by one click in the demonstration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dayaq.kernel.access.models import Assignment
from dayaq.kernel.access.roles import Role


@dataclass(frozen=True, slots=True)
class SignIn:
    """An invented person of the demonstration and what they do."""

    username: str
    name: str
    roles: Sequence[str]


def demonstration_sign_ins(on: dt.date) -> list[SignIn]:
    """Everybody with a role in force on `on`, in the order of the roles."""
    rows = Assignment.objects.in_force(on).filter(user__is_active=True).select_related("user")
    order = {role.value: index for index, role in enumerate(Role)}
    people: dict[str, list[Assignment]] = {}
    for row in sorted(rows, key=lambda row: (order[row.role], row.user.full_name)):
        people.setdefault(row.user.username, []).append(row)
    return [
        SignIn(
            username=username,
            name=held[0].user.full_name,
            roles=list(dict.fromkeys(str(Role(row.role).label) for row in held)),
        )
        for username, held in people.items()
    ]
