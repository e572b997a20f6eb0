"""Finding a row of the actor's own programme, or refusing in a sentence."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import NotFound
from dayaq.programme.models import Agreement, BudgetLine, Expense, Grant, Phase


def phase_of(by: Actor, phase_id: UUID) -> Phase:
    """:raises NotFound: another programme's phase, or none."""
    found = Phase.objects.filter(programme_id=by.programme_id, id=phase_id).first()
    if found is None:
        raise NotFound(_("There is no such phase in this programme."))
    return found


def grant_of(by: Actor, grant_id: UUID) -> Grant:
    """:raises NotFound: another programme's grant, or none."""
    found = (
        Grant.objects.filter(phase__programme_id=by.programme_id, id=grant_id)
        .select_related("phase")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such grant in this programme."))
    return found


def agreement_of(by: Actor, agreement_id: UUID) -> Agreement:
    """:raises NotFound: another programme's agreement, or none."""
    found = Agreement.objects.filter(programme_id=by.programme_id, id=agreement_id).first()
    if found is None:
        raise NotFound(_("There is no such agreement in this programme."))
    return found


def line_of(by: Actor, line_id: UUID) -> BudgetLine:
    """:raises NotFound: another programme's budget line, or none."""
    found = rows.get(BudgetLine, line_id, ("phase",))
    if found is None or found.phase.programme_id != by.programme_id:
        raise NotFound(_("There is no such budget line in this programme."))
    return found


def locked_expense(by: Actor, expense_id: UUID) -> Expense:
    """The expense, locked until the transaction ends.

    :raises NotFound: another programme's expense, or none
    """
    found = rows.lock(Expense, expense_id, ("phase",))
    if found is None or found.programme_id != by.programme_id:
        raise NotFound(_("There is no such expense in this programme."))
    return found
