"""The monthly provision in the shell: its place in the menu, and the month that waits."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.credit import tasks
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.web.panels import TaskGroup, TaskRow, nav, today


def provide(actor: Actor, clock: Clock) -> TaskGroup | None:
    """The last month, until its provision is posted."""
    last = tasks.month_to_provide(actor, clock.today)
    if last is None:
        return None
    url = reverse("credit:provide")
    row = TaskRow(_("Post the provision of %(day)s") % {"day": f"{last:%d.%m.%Y}"}, url)
    return TaskGroup(_("Provision of the month"), 1, url, [row])


nav(
    37, gettext_lazy("Provisions"), "credit:provisions", "credit.view_provisions",
    "credit/provisions",
)  # fmt: skip
today("credit.provide", "credit.provision", 38, provide)
