"""What asks for attention about people."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.prepared import counted, number_of, prepared
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.panels import TaskGroup, TaskRow
from dayaq.people.models import Registration
from dayaq.people.models.registration import RegistrationQuerySet

ROWS_SHOWN = 5
ANSWER_DAYS = 30
"""After so many days without the authority's answer a registration counts as overdue."""


def verifications_to_answer(actor: Actor, clock: Clock) -> TaskGroup | None:
    """For the authority: whose status it is asked about."""
    return _group(_("Victim status to verify"), _to_answer(actor), clock, "people:verify")


def verifications_waiting(actor: Actor, clock: Clock) -> TaskGroup | None:
    """For who records its letters: whose answer is still out."""
    title = _("Waiting for the authority's answer")
    return _group(title, _waiting(actor), clock, "people:letter")


def incomplete_registrations(actor: Actor, clock: Clock) -> TaskGroup | None:
    """For the officer: what is missing before the authority can be asked."""
    shown = _incomplete(actor)
    if not shown:
        return None
    return TaskGroup(
        _("Incomplete registrations"),
        number_of(shown),
        f"{reverse('people:list')}?{urlencode({'status': 'draft'})}",
        [
            TaskRow(
                row.person.full_name,
                address_of("person", row.person_id),
                due_on=row.registered_on,
                detail=row.person.code,
            )
            for row in shown
        ],
    )


@prepared
def _to_answer(actor: Actor) -> QuerySet[Registration]:
    return _submitted(Registration.objects.before_the_authority(actor))


@prepared
def _waiting(actor: Actor) -> QuerySet[Registration]:
    return _submitted(Registration.objects.visible_to(actor, "people.record_answers"))


@prepared
def _incomplete(actor: Actor) -> QuerySet[Registration]:
    rows = Registration.objects.visible_to(actor, "people.edit").filter(status="draft")
    return counted(rows.select_related("person").order_by("registered_on", "pk"), ROWS_SHOWN)


def _submitted(rows: RegistrationQuerySet) -> QuerySet[Registration]:
    rows = rows.filter(status="submitted").select_related("person")
    return counted(rows.order_by("submitted_on", "pk"), ROWS_SHOWN)


def _group(title: str, shown: Sequence[Registration], clock: Clock, opens: str) -> TaskGroup | None:
    if not shown:
        return None
    return TaskGroup(
        title,
        number_of(shown),
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
