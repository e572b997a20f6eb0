"""What asks for attention today in credit, by who can do something about it.

Each question is one or two statements, however many loans there are; the first few rows are
shown and the number leads to the whole list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from dayaq.credit.models import (
    ApplicationStatus,
    CollectionBatch,
    Loan,
    LoanApplication,
    LoanStatus,
    MonitoringVisit,
    ProposalStatus,
    ProvisionRun,
    RescheduleRequest,
    WriteOff,
)
from dayaq.credit.queries.due import Owing, owing, waiting, with_something_due
from dayaq.kernel.access.actor import Actor

SHOWN = 5
WEEK = dt.timedelta(days=7)
FIRST_VISIT = dt.timedelta(days=28)
"""The use of a loan is looked at within four weeks (domain reference 4.1)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many things of a kind wait, and the first of them."""

    count: int
    first: Sequence[Any]


def due_this_week(actor: Actor, today: dt.date) -> Asked:
    """Loans with an instalment falling due from today on for a week."""
    found = waiting(actor, after=today - dt.timedelta(days=1), until=today + WEEK)
    if not found.loans:
        return Asked(0, ())
    rows = _seen(actor).filter(
        pk__in=_unpaid_between(actor, today, today + WEEK).values("pk")[: SHOWN * 2]
    )[:SHOWN]
    return Asked(found.loans, owing(rows, today))


def overdue(actor: Actor, today: dt.date) -> Asked:
    """Loans with something unpaid that fell due before today, the oldest first."""
    yesterday = today - dt.timedelta(days=1)
    found = waiting(actor, after=None, until=yesterday)
    if not found.loans:
        return Asked(0, ())
    rows: list[Owing] = owing(with_something_due(_seen(actor), yesterday)[: SHOWN * 4], today)
    rows = [row for row in rows if row.standing.overdue_minor]
    rows.sort(key=lambda row: -row.standing.days_past_due)
    return Asked(found.loans, rows[:SHOWN])


def visits_due(actor: Actor, today: dt.date) -> Asked:
    """Loans whose next visit is due within a week, or that nobody has visited in four weeks."""
    last = MonitoringVisit.objects.filter(loan=OuterRef("pk")).order_by("-visited_on", "-id")
    rows = (
        _seen(actor)
        .annotate(
            visited=Max("visits__visited_on"),
            next_visit_on=Subquery(last.values("next_visit_on")[:1]),
        )
        .filter(
            Q(next_visit_on__lte=today + WEEK)
            | Q(visited__isnull=True, disbursed_on__lte=today - FIRST_VISIT)
        )
        .order_by("next_visit_on", "disbursed_on")
    )
    return _asked(rows)


def to_complete(actor: Actor) -> Asked:
    """Applications without a business plan."""
    return _applications(actor, ApplicationStatus.DRAFT)


def to_appraise(actor: Actor) -> Asked:
    """Applications waiting for the visit."""
    return _applications(actor, ApplicationStatus.COMPLETE)


def to_decide(actor: Actor) -> Asked:
    """Applications before the committee."""
    return _applications(
        actor,
        ApplicationStatus.TO_COMMITTEE,
        ApplicationStatus.APPRAISED,
        ApplicationStatus.DEFERRED,
    )


def to_sign(actor: Actor) -> Asked:
    """Approved applications whose agreement is not signed."""
    return _applications(actor, ApplicationStatus.APPROVED)


def to_disburse(actor: Actor) -> Asked:
    """Signed loans that wait for the money."""
    rows = (
        Loan.objects.visible_to(actor)
        .filter(status=LoanStatus.AGREED)
        .select_related("person")
        .order_by("agreed_on", "code")
    )
    return _asked(rows)


def proposals(actor: Actor) -> Asked:
    """New terms and write-offs waiting for the second signature."""
    mine = Loan.objects.visible_to(actor)
    terms = RescheduleRequest.objects.filter(loan__in=mine, status=ProposalStatus.PROPOSED)
    losses = WriteOff.objects.filter(loan__in=mine, status=ProposalStatus.PROPOSED)
    rows = [
        *terms.select_related("loan__person")[:SHOWN],
        *losses.select_related("loan__person")[:SHOWN],
    ]
    return Asked(terms.count() + losses.count() if rows else 0, rows[:SHOWN])


def month_to_provide(actor: Actor, today: dt.date) -> dt.date | None:
    """The last month-end, if loans were out and its provision is not posted."""
    last = today.replace(day=1) - dt.timedelta(days=1)
    lent = Loan.objects.filter(programme_id=actor.programme_id, disbursed_on__lte=last)
    done = ProvisionRun.objects.filter(programme_id=actor.programme_id, month_end__gte=last)
    return last if lent.exists() and not done.exists() else None


def cash_to_receive(actor: Actor) -> Asked:
    """Batches whose cash is still in the officer's hands."""
    rows = (
        CollectionBatch.objects.visible_to(actor)
        .filter(received_by__isnull=True, handed_over_minor__gt=0)
        .exclude(officer_id=actor.user_id)
        .select_related("officer")
        .order_by("collected_on")
    )
    return _asked(rows)


def _seen(actor: Actor) -> QuerySet[Loan]:
    return (
        Loan.objects.visible_to(actor)
        .filter(status=LoanStatus.ACTIVE)
        .select_related("person")
        .order_by("code")
    )


def _unpaid_between(actor: Actor, after: dt.date, until: dt.date) -> QuerySet[Loan]:
    return (
        Loan.objects.visible_to(actor)
        .filter(
            status=LoanStatus.ACTIVE,
            instalment_rows__in_force_to__isnull=True,
            instalment_rows__unpaid_minor__gt=0,
            instalment_rows__due_on__gte=after,
            instalment_rows__due_on__lte=until,
        )
        .order_by("instalment_rows__due_on", "code")
    )


def _applications(actor: Actor, *statuses: ApplicationStatus) -> Asked:
    rows = (
        LoanApplication.objects.visible_to(actor)
        .filter(status__in=statuses)
        .select_related("person")
        .order_by("applied_on", "code")
    )
    return _asked(rows)


def _asked(rows: QuerySet[Any]) -> Asked:
    first = list(rows[: SHOWN + 1])
    count = len(first) if len(first) <= SHOWN else rows.count()
    return Asked(count, first[:SHOWN])
