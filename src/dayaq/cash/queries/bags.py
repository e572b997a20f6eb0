"""Who carries how much cash, since when, and against which limit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from dayaq.cash.domain.ages import InHand, by_age, in_hand
from dayaq.cash.models import CashLimit, HandOver
from dayaq.cash.queries.moves import left, names
from dayaq.kernel.access.models import Programme
from dayaq.kernel.prepared import prepared
from dayaq.kernel.web.once import once
from dayaq.ledger import queries as books

LIMIT_MINOR = 500_00
LIMIT_DAYS = 3
"""What holds for an officer whose limit nobody has set."""


@dataclass(frozen=True, slots=True)
class Bag:
    """The cash one officer carries."""

    officer_id: UUID
    name: str
    cash: InHand
    limit_minor: int
    days: int
    oldest_days: int
    ages: Mapping[str, int]

    @property
    def is_over(self) -> bool:
        return self.cash.total_minor > self.limit_minor

    @property
    def is_late(self) -> bool:
        return self.oldest_days > self.days


def bags(programme: Programme, on: dt.date) -> list[Bag]:
    """Every officer who has ever carried cash, by name."""
    found = left(programme.pk, on)
    limits = limits_of(programme.pk, on)
    called = names(found)
    rows = [
        _bag(officer_id, called.get(officer_id, ""), in_hand(days), limits, on)
        for officer_id, days in found.items()
    ]
    return sorted(rows, key=lambda bag: bag.name)


def bag_of(programme: Programme, officer_id: UUID, name: str, on: dt.date) -> Bag:
    """The bag of one officer, also if it never held anything."""
    days = left(programme.pk, on, officer_id).get(officer_id, [])
    return _bag(officer_id, name, in_hand(days), limits_of(programme.pk, on), on)


@once
def limits_of(programme_id: UUID, on: dt.date) -> dict[UUID, CashLimit]:
    """The limit in force for each officer."""
    return {row.officer_id: row for row in _limits(programme_id, on)}


@prepared
def _limits(programme_id: UUID, on: dt.date) -> QuerySet[CashLimit]:
    rows = CashLimit.objects.filter(programme_id=programme_id, set_on__lte=on)
    return rows.order_by("set_on", "recorded_at", "id")


@prepared
def waiting(programme_id: UUID) -> QuerySet[HandOver]:
    """Hand-overs that one side has signed."""
    return (
        HandOver.objects.filter(programme_id=programme_id, received_by__isnull=True)
        .select_related("officer")
        .order_by("declared_on", "id")
    )


def _bag(
    officer_id: UUID, name: str, cash: InHand, limits: Mapping[UUID, CashLimit], on: dt.date
) -> Bag:
    limit = limits.get(officer_id)
    return Bag(
        officer_id=officer_id,
        name=name,
        cash=cash,
        limit_minor=limit.limit_minor if limit else LIMIT_MINOR,
        days=limit.days if limit else LIMIT_DAYS,
        oldest_days=cash.oldest_days(on),
        ages=by_age(cash, on),
    )


@dataclass(frozen=True, slots=True)
class Owing:
    """Somebody who owes what was missing at a count."""

    officer_id: UUID
    name: str
    owed_minor: int


def owing(programme: Programme, today: dt.date) -> list[Owing]:
    """Who owes money since a shortage, by name."""
    lines = books.trial_balance(programme.pk, today)
    owed = {
        UUID(line.code.removeprefix("receivable:")): line.balance_minor
        for line in lines
        if line.code.startswith("receivable:") and line.balance_minor
    }
    called = names(owed)
    found = [Owing(pk, called.get(pk, ""), minor) for pk, minor in owed.items()]
    return sorted(found, key=lambda row: row.name)
