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
from dayaq.credit.domain.terms import Tranche
from dayaq.credit.facts import as_domain
from dayaq.credit.models import (
    Allocation,
    ArrearsAction,
    EventKind,
    Instalment,
    Loan,
    LoanApplication,
    LoanEvent,
    LoanStatus,
    MonitoringVisit,
    Promise,
    ProposalStatus,
    Receipt,
    Relief,
    RescheduleRequest,
    WriteOff,
)
from dayaq.credit.queries.due import with_something_due
from dayaq.credit.terms_json import read_terms
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Place, User
from dayaq.kernel.prepared import prepared
from dayaq.kernel.web.once import once

SHOWN = 5


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
        return bears_charges(self.state)

    @property
    def next_part(self) -> Tranche | None:
        """The part of the plan that is to be paid out next."""
        paid = sum(row.kind == EventKind.DISBURSED for row in self.events)
        later = self.state.terms.tranches
        return later[paid - 1] if 0 < paid <= len(later) else None


def left_to_pay_out(told: Told) -> int:
    """What of the agreed loan has not left the fund yet (minor units)."""
    return told.loan.principal_minor - told.state.disbursed_minor


def bears_charges(state: LoanState) -> bool:
    """Whether a schedule has anything but principal."""
    return any(row.due.interest or row.due.fee or row.due.penalty for row in state.instalments)


def seen(actor: Actor) -> QuerySet[Loan]:
    """The loans the actor may see, with what a list shows of them."""
    return Loan.objects.visible_to(actor).select_related("person", "district", "officer")


def listed(
    actor: Actor,
    status: str,
    district_id: UUID | None,
    officer_id: UUID | None,
    due_until: dt.date | None,
) -> QuerySet[Loan]:
    """The loans the actor may see, narrowed; `due_until`: with something due since that day."""
    rows = seen(actor).order_by("-agreed_on", "-code")
    if status:
        rows = rows.filter(status=status)
    if district_id:
        rows = rows.filter(district_id=district_id)
    if officer_id:
        rows = rows.filter(officer_id=officer_id)
    if due_until:
        rows = with_something_due(rows.filter(status=LoanStatus.ACTIVE), due_until)
    return rows


@prepared
def officers_lending(actor: Actor) -> QuerySet[User]:
    """Who looks after the loans the actor may see, by name."""
    held = Loan.objects.visible_to(actor).values("officer")
    return User.objects.filter(pk__in=held).order_by("full_name")


@prepared
def districts_lending(actor: Actor) -> QuerySet[Place]:
    """Where the loans are that the actor may see, by the alphabet."""
    lent = Loan.objects.visible_to(actor).values("district")
    return Place.objects.filter(pk__in=lent).order_by("sort_key")


@prepared
def loan_by_id(actor: Actor, loan_id: UUID) -> QuerySet[Loan]:
    """The loan with what its pages show of it, if the actor may see it."""
    return (
        Loan.objects.visible_to(actor)
        .filter(pk=loan_id)
        .select_related(
            "person",
            "person__district",
            "district",
            "officer",
            "application__agreement__clauses",
            "product_version__product",
            "disbursed_by",
        )
    )


@prepared
def _events(loan_id: UUID) -> QuerySet[LoanEvent]:
    return LoanEvent.objects.filter(loan_id=loan_id).select_related("receipt").order_by("seq")


@prepared
def _allocations(loan_id: UUID) -> QuerySet[Allocation]:
    return Allocation.objects.filter(loan_id=loan_id)


def has_proposal(loan_id: UUID) -> bool:
    """Whether new terms, a write-off or a relief wait for the second signature."""
    return bool(_terms_proposed(loan_id) or _losses_proposed(loan_id) or _reliefs_proposed(loan_id))


@prepared
def _terms_proposed(loan_id: UUID) -> QuerySet[RescheduleRequest]:
    return RescheduleRequest.objects.filter(loan_id=loan_id, status=ProposalStatus.PROPOSED)


@prepared
def _losses_proposed(loan_id: UUID) -> QuerySet[WriteOff]:
    return WriteOff.objects.filter(loan_id=loan_id, status=ProposalStatus.PROPOSED)


@prepared
def _reliefs_proposed(loan_id: UUID) -> QuerySet[Relief]:
    return Relief.objects.filter(loan_id=loan_id, status=ProposalStatus.PROPOSED)


@prepared
def promises_of(loan_id: UUID) -> QuerySet[Promise]:
    """The last promises."""
    return Promise.objects.filter(loan_id=loan_id).order_by("-promised_on")[:SHOWN]


@prepared
def visits_of(loan_id: UUID) -> QuerySet[MonitoringVisit]:
    """The last visits, with who made them."""
    rows = MonitoringVisit.objects.filter(loan_id=loan_id).select_related("visited_by")
    return rows.order_by("-visited_on")[:SHOWN]


@prepared
def arrears_actions_of(loan_id: UUID) -> QuerySet[ArrearsAction]:
    """The last steps about arrears, with who took them."""
    rows = ArrearsAction.objects.filter(loan_id=loan_id).select_related("done_by")
    return rows.order_by("-done_on")[:SHOWN]


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


def asked_for(actor: Actor, status: str) -> QuerySet[LoanApplication]:
    """The applications the actor may see, the newest first."""
    rows = LoanApplication.objects.visible_to(actor)
    if status:
        rows = rows.filter(status=status)
    return rows.select_related("person", "district", "officer").order_by("-applied_on", "-code")


def tell(loan: Loan, on: dt.date) -> Told:
    """Replay the loan from its events, in one statement."""
    events = _events(loan.pk)
    state = replay(read_terms(loan.terms), [as_domain(row) for row in events])
    return Told(loan, events, state, position(state, on))


def why(told: Told, figure: str, on: dt.date) -> Explanation:
    """The chain of events behind a figure of the loan on a day.

    :raises CreditError: there is no such figure
    """
    return explain(told.state, figure, on)


def payments(told: Told) -> list[Payment]:
    """The loan's receipts, newest first, with the split of each; one statement."""
    split: dict[UUID, dict[str, int]] = {}
    for row in _allocations(told.loan.pk):
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
