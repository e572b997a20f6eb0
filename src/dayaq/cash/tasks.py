"""What asks for attention today about cash and bank, by who can do something about it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from dayaq.cash.models import CashCount, HandOver, StatementLine
from dayaq.cash.queries.bags import Bag, bag_of, bags, waiting
from dayaq.cash.queries.closing import uncounted_days
from dayaq.cash.queries.flags import Flag, recent_flags
from dayaq.cash.queries.second import Void, waiting_for_second
from dayaq.cash.queries.statements import in_suspense, unmatched_lines
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Programme
from dayaq.kernel.prepared import prepared
from dayaq.kernel.web.once import once

WEEK = dt.timedelta(days=7)


def _programme(actor: Actor) -> Programme:
    return _programme_of(actor.programme_id)


@once
def _programme_of(programme_id: UUID) -> Programme:
    return _programmes(programme_id)[0]


@prepared
def _programmes(programme_id: UUID) -> QuerySet[Programme]:
    return Programme.objects.filter(pk=programme_id)


def to_receive(actor: Actor) -> list[HandOver]:
    """Hand-overs signed by the officer, that the actor may receive."""
    return [row for row in waiting(actor.programme_id) if row.officer_id != actor.user_id]


def to_count(actor: Actor, today: dt.date) -> list[dt.date]:
    """Today or yesterday, if office cash moved and was not counted."""
    return uncounted_days(actor.programme_id, today - dt.timedelta(days=1), today)


def to_settle(actor: Actor) -> list[CashCount]:
    """Counts that differ and that somebody else than the actor made."""
    rows = _unsettled(actor.programme_id, actor.user_id)
    return [row for row in rows if row.difference_minor]


@prepared
def _unsettled(programme_id: UUID, user_id: UUID) -> QuerySet[CashCount]:
    return (
        CashCount.objects.filter(programme_id=programme_id, settled__isnull=True)
        .exclude(counted_by_id=user_id)
        .select_related("officer")
        .order_by("counted_on")
    )


def over_limit(actor: Actor, today: dt.date) -> list[Bag]:
    """Officers who carry too much, or too long."""
    return [bag for bag in bags(_programme(actor), today) if bag.is_over or bag.is_late]


def own_bag(actor: Actor, today: dt.date) -> list[Bag]:
    """The actor's own bag, if it is over its limit."""
    bag = bag_of(_programme(actor), actor.user_id, actor.name, today)
    return [bag] if bag.is_over or bag.is_late else []


def to_match(actor: Actor, shown: int) -> list[StatementLine]:
    """The oldest lines of the bank that are not in the books; `number_of` says of all."""
    return unmatched_lines(actor.programme_id, shown)


def unknown_money(actor: Actor) -> list[StatementLine]:
    """Deposits in suspense."""
    return in_suspense(actor.programme_id)


def to_sign(actor: Actor) -> list[Void]:
    """Voids of others that wait for a second person."""
    return [
        void
        for void in waiting_for_second(actor.programme_id)
        if void.first_person_id != actor.user_id
    ]


def to_look_into(actor: Actor, today: dt.date) -> list[Flag]:
    """Red flags about others."""
    return [
        flag for flag in recent_flags(_programme(actor), today) if flag.officer_id != actor.user_id
    ]
