"""The handover on Today: the next step, for the person whose step it is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dayaq.credit.models import HandoverStatus
from dayaq.credit.queries.handover import waiting_for
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.panels import TaskGroup, TaskRow, today


def next_step(actor: Actor, clock: Clock) -> TaskGroup | None:
    """The handover that waits for this person."""
    row = waiting_for(actor.programme_id)
    if row is None:
        return None
    steps = {
        HandoverStatus.PLANNED: ("credit.audit_handover", _("Record the audit")),
        HandoverStatus.AUDITED: ("credit.agree_handover", _("Record the agreement")),
        HandoverStatus.AGREED: ("credit.transfer_fund", _("Transfer the fund")),
        HandoverStatus.TRANSFERRED: ("credit.close_handover", _("Close the handover")),
    }
    capability, label = steps[HandoverStatus(row.status)]
    mine = row.status != HandoverStatus.AGREED or row.agreed_by_id != actor.user_id
    if not actor.can(capability) or not mine:
        return None
    url = address_of("credit:handover", row.pk)
    late = row.planned_on < clock.today
    return TaskGroup(
        _("Handover to %(successor)s") % {"successor": row.successor},
        1,
        url,
        [TaskRow(label, url, row.planned_on, overdue=late)],
    )


today("credit.handover", "credit.view_handover", 39, next_step)
