"""Where the programme's papers appear in the shell."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.prepared import counted, number_of, prepared
from dayaq.kernel.web.panels import TaskGroup, TaskRow, nav, today
from dayaq.ledger import sources
from dayaq.programme import queries
from dayaq.programme.models import Expense, Grant

nav(70, _("Programme"), "programme:home", "programme.view", "programme")

ROWS_MAX = 5


def expenses_waiting(actor: Actor, clock: Clock) -> TaskGroup | None:
    """Vouchers that wait for the programme officer."""
    found = _drafts(actor)
    if not found:
        return None
    return TaskGroup(
        title=_("Expenses to approve"),
        count=number_of(found),
        url=f"{reverse('programme:expenses')}?status=draft",
        rows=[
            TaskRow(
                text=f"{row.voucher}: {row.payee}",
                url=reverse("programme:expense", args=[row.pk]),
                due_on=row.on,
            )
            for row in found
        ],
    )


@prepared
def _drafts(actor: Actor) -> QuerySet[Expense]:
    return counted(queries.expenses(actor, status=Expense.Status.DRAFT), ROWS_MAX)


today("programme.expenses_waiting", "programme.approve_expense", 60, expenses_waiting)


def _page_of_a_grant(pk: UUID) -> tuple[str, str] | None:
    """From an entry of the books to the grant that paid it in."""
    grant = Grant.objects.filter(pk=pk).first()
    return (str(grant), reverse("programme:grant", args=[pk])) if grant else None


sources.linked("grant", "programme.view", _page_of_a_grant)
