"""What the pages of this room share."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cash.models import StatementLine
from dayaq.kernel.access.models import Programme
from dayaq.kernel.access.queries import staff
from dayaq.kernel.access.roles import Role
from dayaq.kernel.money import format_minor
from dayaq.kernel.web.views import Request, find


def programme_of(request: Request) -> Programme:
    return find(Programme.objects.all(), pk=request.actor.programme_id)


def money(minor: int | None, currency: str = "AZN") -> str:
    """An amount with its currency, for a line of text."""
    return "–" if minor is None else f"{format_minor(minor, currency)} {currency}"


def colleagues(request: Request, *roles: Role) -> list[tuple[str, str]]:
    """People of the programme who hold one of the roles, by name."""
    found = staff(request.actor.programme_id, *roles)
    return [(str(user.pk), user.full_name) for user in found]


def month_of(request: Request) -> tuple[dt.date, dt.date]:
    """The month that ?month=2011-03 names, else this one: its first and last day."""
    try:
        first = dt.date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        first = request.clock.today.replace(day=1)
    first = min(max(first, dt.date(1990, 1, 1)), dt.date(2200, 1, 1))
    following = (first + dt.timedelta(days=32)).replace(day=1)
    return first, following - dt.timedelta(days=1)


def is_own(row: StatementLine) -> bool:
    """Whether a line of the bank is in the programme's own currency."""
    return row.statement.account.code == "bank"


def clearing_url(row: StatementLine) -> str:
    """Where money in suspense finds its owner: loans are paid in the own currency only."""
    return reverse("cash:clear" if is_own(row) else "cash:to_window", args=[row.pk])


def back() -> dict[str, str]:
    """The way back to the room's first page."""
    return {"back_url": reverse("cash:overview"), "back_label": _("Cash and bank")}
