"""What asks for attention about cases."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cases.domain.lifecycle import OPEN_REFERRALS
from dayaq.cases.models import Complaint, Need, PlanActivity, Referral
from dayaq.cases.queries import cases as queries
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.prepared import counted, number_of, prepared
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.panels import TaskGroup, TaskRow

ROWS_SHOWN = 5


def referrals_waiting(actor: Actor, clock: Clock) -> TaskGroup | None:
    """Ours that wait for an answer or an outcome, the overdue first."""
    shown = _referrals_waiting(actor)
    if not shown:
        return None
    return TaskGroup(
        _("Referrals waiting"),
        number_of(shown),
        f"{reverse('cases:referrals')}?status=waiting",
        [
            TaskRow(
                row.case.person.full_name,
                address_of("cases:referral", row.pk),
                due_on=row.answer_due_on,
                overdue=row.answer_due_on is not None and row.answer_due_on < clock.today,
                detail=f"{row.receiver_name}, {row.get_status_display()}",
            )
            for row in shown
        ],
    )


def referrals_to_us(actor: Actor, clock: Clock) -> TaskGroup | None:
    """For a state partner: what was referred to its institution and not yet served."""
    shown = _referrals_to_us(actor)
    if not shown:
        return None
    return TaskGroup(
        _("Referrals to us"),
        number_of(shown),
        f"{reverse('cases:referrals_to_us')}?status=waiting",
        [
            TaskRow(
                row.case.person.full_name,
                address_of("cases:referral_to_us", row.pk),
                due_on=row.answer_due_on,
                overdue=row.answer_due_on is not None and row.answer_due_on < clock.today,
                detail=row.service,
            )
            for row in shown
        ],
    )


def needs_overdue(actor: Actor, clock: Clock) -> TaskGroup | None:
    """Needs that were to be met by now."""
    shown = _needs_overdue(actor, clock.today)
    if not shown:
        return None
    return TaskGroup(
        _("Needs overdue"),
        number_of(shown),
        f"{reverse('cases:list')}?attention=needs",
        [
            TaskRow(
                row.case.person.full_name,
                address_of("cases:case", row.case_id),
                due_on=row.due_on,
                overdue=True,
                detail=row.get_kind_display(),
            )
            for row in shown
        ],
    )


def steps_due(actor: Actor, clock: Clock) -> TaskGroup | None:
    """Steps of the newest plans that are due and not done."""
    shown = _steps_due(actor, clock.today)
    if not shown:
        return None
    return TaskGroup(
        _("Steps of plans due"),
        number_of(shown),
        f"{reverse('cases:list')}?attention=steps",
        [
            TaskRow(
                row.plan.case.person.full_name,
                address_of("cases:done", row.pk),
                due_on=row.due_on,
                overdue=row.due_on < clock.today,
                detail=row.text,
            )
            for row in shown
        ],
    )


def complaints_open(actor: Actor, clock: Clock) -> TaskGroup | None:
    """Complaints without an answer."""
    shown = _complaints_open(actor)
    if not shown:
        return None
    return TaskGroup(
        _("Complaints to answer"),
        number_of(shown),
        reverse("cases:complaints"),
        [
            TaskRow(
                row.code,
                address_of("cases:complaint", row.pk),
                due_on=row.due_on,
                overdue=row.due_on < clock.today,
                detail=row.get_category_display(),
            )
            for row in shown
        ],
    )


@prepared
def _referrals_waiting(actor: Actor) -> QuerySet[Referral]:
    rows = Referral.objects.visible_to(actor, "cases.refer").filter(status__in=OPEN_REFERRALS)
    rows = rows.select_related("case__person", "institution")
    return counted(rows.order_by("answer_due_on", "pk"), ROWS_SHOWN)


@prepared
def _referrals_to_us(actor: Actor) -> QuerySet[Referral]:
    rows = Referral.objects.addressed_to(actor).filter(status__in=["sent", "accepted"])
    rows = rows.select_related("case__person", "institution")
    return counted(rows.order_by("answer_due_on", "pk"), ROWS_SHOWN)


@prepared
def _needs_overdue(actor: Actor, today: dt.date) -> QuerySet[Need]:
    rows = queries.needs_overdue(actor, today).select_related("case__person")
    return counted(rows.order_by("due_on", "pk"), ROWS_SHOWN)


@prepared
def _steps_due(actor: Actor, today: dt.date) -> QuerySet[PlanActivity]:
    rows = queries.steps_due(actor, today).select_related("plan__case__person")
    return counted(rows.order_by("due_on", "pk"), ROWS_SHOWN)


@prepared
def _complaints_open(actor: Actor) -> QuerySet[Complaint]:
    waiting = ["submitted", "under_review", "escalated"]
    rows = Complaint.objects.visible_to(actor).filter(status__in=waiting)
    return counted(rows.order_by("due_on", "pk"), ROWS_SHOWN)
