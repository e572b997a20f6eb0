"""One loan as its page shows it, and the lists it stands in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from dayaq.credit.domain.explain import Explanation, explain
from dayaq.credit.domain.position import Position, position
from dayaq.credit.domain.replay import replay
from dayaq.credit.domain.state import LoanState
from dayaq.credit.facts import as_domain
from dayaq.credit.models import Allocation, Instalment, Loan, LoanApplication, LoanEvent, Receipt
from dayaq.credit.terms_json import read_terms
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.prepared import prepared
from dayaq.kernel.web.once import once


@dataclass(frozen=True, slots=True)
class Payment:
    """One receipt and where its money went."""

    receipt: Receipt
    event: LoanEvent
    reversal: LoanEvent | None
    parts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """A loan with its events replayed up to a day."""

    loan: Loan
    events: list[LoanEvent]
    state: LoanState
    position: Position

    @property
    def bears_interest(self) -> bool:
        """Whether the schedule has anything but principal; else the columns are left out."""
        return any(
            row.due.interest or row.due.fee or row.due.penalty for row in self.state.instalments
        )


def seen(actor: Actor) -> QuerySet[Loan]:
    """The loans the actor may see, with what a list shows of them."""
    return Loan.objects.visible_to(actor).select_related("person", "district", "officer")


@once
@prepared
def loans_of(actor: Actor, person_id: UUID) -> QuerySet[Loan]:
    """The person's loans that the actor may see, the newest first."""
    return Loan.objects.visible_to(actor).filter(person_id=person_id).order_by("-agreed_on")


@once
@prepared
def applications_of(actor: Actor, person_id: UUID) -> QuerySet[LoanApplication]:
    """The person's applications that the actor may see, the newest first."""
    rows = LoanApplication.objects.visible_to(actor).filter(person_id=person_id)
    return rows.order_by("-applied_on", "-recorded_at")


def tell(loan: Loan, on: dt.date) -> Told:
    """Replay the loan from its events, in one statement."""
    events = list(LoanEvent.objects.filter(loan=loan).select_related("receipt").order_by("seq"))
    state = replay(read_terms(loan.terms), [as_domain(row) for row in events])
    return Told(loan, events, state, position(state, on))


def why(told: Told, figure: str) -> Explanation:
    """The chain of events behind a figure of the loan.

    :raises CreditError: there is no such figure
    """
    return explain(told.state, figure)


def payments(told: Told) -> list[Payment]:
    """The loan's receipts, newest first, with the split of each; one statement."""
    split: dict[UUID, dict[str, int]] = {}
    for row in Allocation.objects.filter(loan=told.loan):
        parts = split.setdefault(row.event_id, {})
        parts[row.component] = parts.get(row.component, 0) + row.amount_minor
    reversed_by = {row.reverses_id: row for row in told.events if row.reverses_id}
    found = [
        Payment(row.receipt, row, reversed_by.get(row.pk), split.get(row.pk, {}))
        for row in told.events
        if row.receipt is not None
    ]
    return sorted(found, key=lambda one: (one.receipt.paid_on, one.event.seq), reverse=True)


def with_schedule(loans: QuerySet[Loan]) -> QuerySet[Loan]:
    """Loans with the schedule in force at hand."""
    return loans.prefetch_related(
        Prefetch(
            "instalment_rows",
            Instalment.objects.filter(in_force_to__isnull=True).order_by("due_on", "number"),
            to_attr="schedule",
        )
    )
