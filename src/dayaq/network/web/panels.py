"""Where the network shows in the shell."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.names import fold
from dayaq.kernel.web import panels
from dayaq.kernel.web.panels import Hit, TaskGroup, TaskRow
from dayaq.network import tasks
from dayaq.network.models import Institution

panels.nav(60, _("Partners"), "network:institutions", "network.view_partners", "network")
panels.nav(61, _("Workshops"), "network:workshops", "network.view_events", "network")
panels.nav(62, _("Campaigns"), "network:campaigns", "network.view_events", "network")
panels.nav(63, _("Lessons learnt"), "network:lessons", "network.read_lessons", "network")
panels.nav(64, _("Network in figures"), "network:results", "network.view_totals", "network")


def mous_ending(actor: Actor, clock: Clock) -> TaskGroup:
    """Memoranda that end within two months, or ended without a successor."""
    ending = tasks.mous_ending(actor, clock.today)
    return TaskGroup(
        _("Memoranda to renew"),
        len(ending),
        reverse("network:institutions"),
        [
            TaskRow(
                str(mou.institution),
                reverse("network:institution", args=[mou.institution_id]),
                due_on=mou.valid_until,
                overdue=mou.valid_until is not None and mou.valid_until < clock.today,
            )
            for mou in ending[:5]
        ],
    )


panels.today("network_mous", "network.manage_partners", 70, mous_ending)


def actions_open(actor: Actor, clock: Clock) -> TaskGroup:
    """Actions agreed in workshops that are due within two weeks or overdue."""
    due = tasks.actions_due(actor, clock.today)
    return TaskGroup(
        _("Agreed actions due"),
        len(due),
        reverse("network:workshops"),
        [
            TaskRow(
                action.text,
                reverse("network:workshop", args=[action.recommendation.workshop_id]),
                due_on=action.due_on,
                overdue=action.due_on < clock.today,
                detail=action.responsible,
            )
            for action in due[:5]
        ],
    )


panels.today("network_actions", "network.manage_events", 71, actions_open)


def lessons_waiting(actor: Actor, clock: Clock) -> TaskGroup:
    """Drafts of others that wait to be validated."""
    waiting = tasks.lessons_to_validate(actor)
    return TaskGroup(
        _("Lessons to validate"),
        len(waiting),
        reverse("network:lessons"),
        [TaskRow(row.title, reverse("network:lesson", args=[row.pk])) for row in waiting[:5]],
    )


panels.today("network_lessons", "network.publish_lesson", 72, lessons_waiting)


def institutions(actor: Actor, text: str) -> list[Hit]:
    """Institutions by a part of their name, in any spelling."""
    wanted = fold(text)
    if len(wanted) < 3:
        return []
    rows = Institution.objects.visible_to(actor).select_related("district")
    found = [row for row in rows if wanted in fold(f"{row.name} {row.name_az}")]
    return [
        Hit(
            row.name,
            row.get_kind_display(),
            reverse("network:institution", args=[row.pk]),
            _("Partner institutions"),
        )
        for row in found[:10]
    ]


panels.search(60, "network.view_partners", institutions)
