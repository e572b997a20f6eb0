"""What asks for attention about cases."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cases.domain.lifecycle import OPEN_REFERRALS
from dayaq.cases.models import Complaint, Referral
from dayaq.cases.queries import cases as queries
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.web.panels import TaskGroup, TaskRow

ROWS_SHOWN = 5


def referrals_waiting(actor: Actor, clock: Clock) -> TaskGroup | None:
    """Ours that wait for an answer or an outcome, the overdue first."""
    rows = Referral.objects.visible_to(actor, "cases.refer").filter(status__in=OPEN_REFERRALS)
    count = rows.count()
    if not count:
        return None
    shown = rows.select_related("case__person", "institution").order_by("answer_due_on", "pk")
    return TaskGroup(
        _("Referrals waiting"),
        count,
        f"{reverse('cases:referrals')}?status=waiting",
        [
            TaskRow(
                row.case.person.full_name,
                reverse("cases:referral", args=[row.pk]),
                due_on=row.answer_due_on,
                overdue=row.answer_due_on is not None and row.answer_due_on < clock.today,
                detail=f"{row.receiver_name}, {row.get_status_display()}",
            )
            for row in shown[:ROWS_SHOWN]
        ],
    )


def referrals_to_us(actor: Actor, clock: Clock) -> TaskGroup | None:
    """For a state partner: what was referred to its institution and not yet served."""
    rows = Referral.objects.addressed_to(actor).filter(status__in=["sent", "accepted"])
    count = rows.count()
    if not count:
        return None
    shown = rows.select_related("case__person").order_by("answer_due_on", "pk")
    return TaskGroup(
        _("Referrals to us"),
        count,
        f"{reverse('cases:referrals_to_us')}?status=waiting",
        [
            TaskRow(
                row.case.person.full_name,
                reverse("cases:referral_to_us", args=[row.pk]),
                due_on=row.answer_due_on,
                overdue=row.answer_due_on is not None and row.answer_due_on < clock.today,
                detail=row.service,
            )
            for row in shown[:ROWS_SHOWN]
        ],
    )


def needs_overdue(actor: Actor, clock: Clock) -> TaskGroup | None:
    """Needs that were to be met by now."""
    rows = queries.needs_overdue(actor, clock.today)
    count = rows.count()
    if not count:
        return None
    shown = rows.select_related("case__person").order_by("due_on", "pk")[:ROWS_SHOWN]
    return TaskGroup(
        _("Needs overdue"),
        count,
        f"{reverse('cases:list')}?attention=needs",
        [
            TaskRow(
                row.case.person.full_name,
                reverse("cases:case", args=[row.case_id]),
                due_on=row.due_on,
                overdue=True,
                detail=row.get_kind_display(),
            )
            for row in shown
        ],
    )


def steps_due(actor: Actor, clock: Clock) -> TaskGroup | None:
    """Steps of the newest plans that are due and not done."""
    rows = queries.steps_due(actor, clock.today)
    count = rows.count()
    if not count:
        return None
    shown = rows.select_related("plan__case__person").order_by("due_on", "pk")[:ROWS_SHOWN]
    return TaskGroup(
        _("Steps of plans due"),
        count,
        f"{reverse('cases:list')}?attention=steps",
        [
            TaskRow(
                row.plan.case.person.full_name,
                reverse("cases:done", args=[row.pk]),
                due_on=row.due_on,
                overdue=row.due_on < clock.today,
                detail=row.text,
            )
            for row in shown
        ],
    )


def complaints_open(actor: Actor, clock: Clock) -> TaskGroup | None:
    """Complaints without an answer."""
    rows = Complaint.objects.visible_to(actor).filter(
        status__in=["submitted", "under_review", "escalated"]
    )
    count = rows.count()
    if not count:
        return None
    return TaskGroup(
        _("Complaints to answer"),
        count,
        reverse("cases:complaints"),
        [
            TaskRow(
                row.code,
                reverse("cases:complaint", args=[row.pk]),
                due_on=row.due_on,
                overdue=row.due_on < clock.today,
                detail=row.get_category_display(),
            )
            for row in rows.order_by("due_on", "pk")[:ROWS_SHOWN]
        ],
    )
