"""The cash of batches on Today: what the cashier receives, and what the officer signs for."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit import tasks
from dayaq.credit.web.views.common import money
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.panels import TaskGroup, TaskRow, today


def cash(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.cash_to_receive(actor)
    return TaskGroup(
        _("Cash to receive"),
        found.count,
        reverse("credit:batches"),
        [
            TaskRow(
                f"{row.officer.full_name}: {money(row.handed_over_minor, row.currency)}",
                address_of("credit:batch", row.pk),
                due_on=row.collected_on,
            )
            for row in found.first
        ],
    )


def confirm_cash(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.cash_to_confirm(actor)
    return TaskGroup(
        _("Cash you handed over, to sign for"),
        found.count,
        reverse("credit:batches"),
        [
            TaskRow(
                money(row.handed_over_minor, row.currency),
                address_of("credit:confirm_cash", row.pk),
                due_on=row.collected_on,
            )
            for row in found.first
        ],
    )


today("credit.cash", "credit.receive_cash", 36, cash)
today("credit.confirm_cash", "credit.confirm_cash", 14, confirm_cash)
