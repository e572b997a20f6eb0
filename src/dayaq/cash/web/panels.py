"""Where cash and bank show in the shell: navigation and Today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.cash import tasks
from dayaq.cash.queries import closing as month
from dayaq.cash.queries.flags import KINDS
from dayaq.cash.web.views.common import clearing_url, money
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.prepared import number_of
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.panels import TaskGroup, TaskRow, nav, today
from dayaq.ledger import closing

SHOWN = 5

nav(51, gettext_lazy("Cash and bank"), "cash:overview", "cash.view", "cash")
nav(38, gettext_lazy("Cash you carry"), "cash:own", "cash.hand_over", "cash/mine")


def _group(title: str, found: Sequence[Any], url: str, rows: Sequence[TaskRow]) -> TaskGroup:
    return TaskGroup(title, len(found), url, rows[:SHOWN])


def carrying(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.own_bag(actor, clock.today)
    rows = [
        TaskRow(
            _("You carry %(amount)s; the limit is %(limit)s for %(days)s days.")
            % {
                "amount": money(bag.cash.total_minor),
                "limit": money(bag.limit_minor),
                "days": bag.days,
            },
            reverse("cash:declare"),
            overdue=bag.is_late,
        )
        for bag in found
    ]
    return _group(_("Cash to hand over"), found, reverse("cash:own"), rows)


def receive(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.to_receive(actor)
    rows = [
        TaskRow(row.officer.full_name, address_of("cash:receive", row.pk), due_on=row.declared_on)
        for row in found
    ]
    return _group(_("Hand-overs to count and sign"), found, reverse("cash:hand_overs"), rows)


def count(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.to_count(actor, clock.today)
    rows = [
        TaskRow(
            _("Cash moved and was not counted"),
            reverse("cash:count"),
            due_on=day,
            overdue=day < clock.today,
        )
        for day in found
    ]
    return _group(_("Cash box to count"), found, reverse("cash:counts"), rows)


def settle(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.to_settle(actor)
    rows = [
        TaskRow(
            money(row.difference_minor),
            address_of("cash:counted", row.pk),
            due_on=row.counted_on,
            detail=row.officer.full_name if row.officer else _("Cash box"),
        )
        for row in found
    ]
    return _group(_("Differences to settle"), found, reverse("cash:counts"), rows)


def over_limit(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.over_limit(actor, clock.today)
    rows = [
        TaskRow(
            f"{bag.name}: {money(bag.cash.total_minor)}",
            reverse("cash:overview"),
            overdue=bag.is_late,
            detail=_("%(days)s days in hand") % {"days": bag.oldest_days},
        )
        for bag in found
    ]
    return _group(_("Officers over their cash limit"), found, reverse("cash:overview"), rows)


def match(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.to_match(actor, SHOWN)
    rows = [
        TaskRow(
            f"{money(row.amount_minor, row.currency)}: {row.text}",
            address_of("cash:line", row.pk),
            due_on=row.on,
        )
        for row in found
    ]
    title = _("Bank lines to match")
    return TaskGroup(title, number_of(found), reverse("cash:statements"), rows)


def unknown(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.unknown_money(actor)
    rows = [
        TaskRow(
            f"{money(row.left_minor, row.currency)}: {row.text}",
            clearing_url(row),
            due_on=row.on,
        )
        for row in found
    ]
    return _group(_("Money whose owner is unknown"), found, reverse("cash:suspense"), rows)


def second(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.to_sign(actor)
    rows = [
        TaskRow(
            f"{void.label}: {void.reason}",
            reverse("cash:sign_second", args=[void.kind, void.subject_id]),
            due_on=void.due_on,
            overdue=clock.today > void.due_on,
        )
        for void in found
    ]
    return _group(_("Second signatures"), found, reverse("cash:second"), rows)


def look_into(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.to_look_into(actor, clock.today)
    rows = [
        TaskRow(
            flag.text,
            f"{reverse('cash:flag')}?{urlencode({'key': flag.key})}",
            detail=str(KINDS[flag.kind]),
        )
        for flag in found
    ]
    return _group(_("To look into"), found, reverse("cash:flags"), rows)


today("cash.carrying", "cash.hand_over", 15, carrying)
today("cash.receive", "cash.receive", 20, receive)
today("cash.count", "cash.count", 21, count)
today("cash.settle", "cash.settle", 22, settle)
today("cash.over_limit", "cash.set_limit", 23, over_limit)
today("cash.match", "cash.reconcile", 24, match)
today("cash.unknown", "cash.reconcile", 25, unknown)
today("cash.second", "cash.second_sign", 26, second)
today("cash.look_into", "cash.look_into", 60, look_into)

closing.check("cash.counted", 40, gettext_lazy("Office cash is counted"), month.cash_counted)
closing.check(
    "cash.differences", 41, gettext_lazy("Differences are settled"), month.differences_settled
)
closing.check("cash.hand_overs", 42, gettext_lazy("Hand-overs are signed"), month.handed_over)
closing.check(
    "cash.statement", 50, gettext_lazy("The bank statement is matched"), month.bank_reconciled
)
closing.waits("cash.second", month.waiting_in_words)
