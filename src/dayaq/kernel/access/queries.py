"""Questions about accounts, organisations and places."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from importlib.resources import files
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Prefetch, Q, QuerySet

from dayaq.kernel.access.models import Assignment, Organisation, Place, User
from dayaq.kernel.prepared import prepared


@prepared
def assignments_of(user_id: UUID, programme_id: UUID, on: dt.date) -> QuerySet[Assignment]:
    """What the user holds in the programme on `on`, each with the ids of its districts."""
    districts = ArrayAgg("districts", filter=Q(districts__isnull=False), default=[])
    held = Assignment.objects.in_force(on).filter(user_id=user_id, programme_id=programme_id)
    return held.annotate(district_ids=districts)


def accounts() -> QuerySet[User]:
    """Every account with its organisation and roles, by name."""
    roles = Assignment.objects.select_related("programme", "stands_in_for").order_by("starts_on")
    return (
        User.objects.select_related("organisation")
        .prefetch_related(Prefetch("assignments", roles))
        .order_by("full_name")
    )


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("kind", "name")


def districts() -> QuerySet[Place]:
    """The programme's districts in the order of the Azerbaijani alphabet."""
    return Place.objects.filter(kind=Place.Kind.DISTRICT).order_by("sort_key", "name_az")


def staff(programme_id: UUID, *roles: str) -> QuerySet[User]:
    """Active people who hold one of `roles` in the programme, by name."""
    return (
        User.objects.filter(
            is_active=True, assignments__programme_id=programme_id, assignments__role__in=roles
        )
        .distinct()
        .order_by("full_name")
    )


@cache
def known_districts() -> dict[str, dict[str, str]]:
    """The districts of Azerbaijan by code, as shipped: names and customary other spellings."""
    text = files("dayaq.kernel.access").joinpath("districts.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}
