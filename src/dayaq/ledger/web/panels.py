"""Where the books stand in the shell."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.web import panels
from dayaq.kernel.web.panels import TaskGroup, TaskRow
from dayaq.ledger import closing
from dayaq.ledger.exchange import queries as exchange

closing.check("exchange", 35, _("Money in other currencies is valued"), exchange.month_valued)
panels.nav(50, _("Books"), "ledger:books", "ledger.view", "money")


def reopenings(actor: Actor, clock: Clock) -> TaskGroup | None:
    """Reopened months that wait for this person's signature."""
    rows = [
        row
        for row in closing.unsigned(actor.programme_id)
        if row.asked_by_id != actor.user_id
        and actor.can("ledger.countersign" if row.alone else "ledger.reopen")
    ]
    if not rows:
        return None
    return TaskGroup(
        gettext("Months to reopen"),
        len(rows),
        reverse("ledger:months"),
        [
            TaskRow(
                gettext("%(month)s: asked by %(name)s")
                % {"month": f"{row.period.starts_on:%m.%Y}", "name": row.asked_by.full_name},
                reverse("ledger:sign_reopening", args=[row.pk]),
                row.countersign_until,
                overdue=bool(row.countersign_until and row.countersign_until < clock.today),
            )
            for row in rows[:5]
        ],
    )


panels.today("ledger_reopenings", "ledger.reopen", 60, reopenings)
