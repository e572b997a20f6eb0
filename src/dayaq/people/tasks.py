"""What asks for attention about people."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.web.panels import TaskGroup, TaskRow
from dayaq.people.models import Registration
from dayaq.people.models.registration import RegistrationQuerySet

ROWS_SHOWN = 5
ANSWER_DAYS = 30
"""After so many days without the authority's answer a registration counts as overdue."""


def verifications_to_answer(actor: Actor, clock: Clock) -> TaskGroup | None:
    """For the authority: whose status it is asked about."""
    rows = Registration.objects.before_the_authority(actor).filter(status="submitted")
    return _group(_("Victim status to verify"), rows, clock, "people:verify")


def verifications_waiting(actor: Actor, clock: Clock) -> TaskGroup | None:
    """For who records its letters: whose answer is still out."""
    rows = Registration.objects.visible_to(actor, "people.record_answers").filter(
        status="submitted"
    )
    return _group(_("Waiting for the authority's answer"), rows, clock, "people:letter")


def incomplete_registrations(actor: Actor, clock: Clock) -> TaskGroup | None:
    """For the officer: what is missing before the authority can be asked."""
    rows = Registration.objects.visible_to(actor, "people.edit").filter(status="draft")
    count = rows.aggregate(n=Count("pk"))["n"]
    if not count:
        return None
    shown = rows.select_related("person").order_by("registered_on", "pk")[:ROWS_SHOWN]
    return TaskGroup(
        _("Incomplete registrations"),
        count,
        f"{reverse('people:list')}?{urlencode({'status': 'draft'})}",
        [
            TaskRow(
                row.person.full_name,
                reverse("person", args=[row.person_id]),
                due_on=row.registered_on,
                detail=row.person.code,
            )
            for row in shown
        ],
    )


def _group(title: str, rows: RegistrationQuerySet, clock: Clock, opens: str) -> TaskGroup | None:
    count = rows.aggregate(n=Count("pk"))["n"]
    if not count:
        return None
    shown = rows.select_related("person").order_by("submitted_on", "pk")[:ROWS_SHOWN]
    return TaskGroup(
        title,
        count,
        reverse("people:verification"),
        [
            TaskRow(
                row.person.full_name,
                reverse(opens, args=[row.person_id]),
                due_on=row.submitted_on,
                overdue=row.submitted_on is not None
                and (clock.today - row.submitted_on).days > ANSWER_DAYS,
                detail=row.person.code,
            )
            for row in shown
        ],
    )
