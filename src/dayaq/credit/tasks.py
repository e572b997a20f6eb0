"""What asks for attention today in credit, by who can do something about it.

Each question is one or two statements, however many loans there are; the first few rows are
shown and the number leads to the whole list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum

from dayaq.credit.domain.visits import AHEAD, FIRST_VISIT
from dayaq.credit.models import (
    ApplicationStatus,
    CollectionBatch,
    EventKind,
    Loan,
    LoanApplication,
    LoanEvent,
    LoanStatus,
    ProposalStatus,
    ProvisionRun,
    Relief,
    RescheduleRequest,
    WriteOff,
)
from dayaq.credit.queries.due import Owing, owing
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.prepared import counted, number_of, padded, prepared
from dayaq.kernel.web.once import once

SHOWN = 5
WEEK = dt.timedelta(days=7)

WAITING = (
    ApplicationStatus.DRAFT,
    ApplicationStatus.COMPLETE,
    ApplicationStatus.TO_COMMITTEE,
    ApplicationStatus.APPRAISED,
    ApplicationStatus.DEFERRED,
    ApplicationStatus.APPROVED,
)
"""Where an application waits for somebody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many things of a kind wait, and the first of them."""

    count: int
    first: Sequence[Any]


def due_this_week(actor: Actor, today: dt.date) -> Asked:
    """Loans with an instalment falling due from today on for a week."""
    soon, _late, standing = _collecting(actor, today)
    rows = [replace(standing[pk], falls_due_on=on) for on, _code, pk in soon[:SHOWN]]
    return Asked(len(soon), rows)


def overdue(actor: Actor, today: dt.date) -> Asked:
    """Loans with something unpaid that fell due before today, the oldest first."""
    _soon, late, standing = _collecting(actor, today)
    rows = [standing[pk] for _on, _code, pk in late[: SHOWN * 2]]
    return Asked(len(late), [row for row in rows if row.standing.overdue_minor][:SHOWN])


Falling = tuple[dt.date, str, UUID]
"""A loan by the day of its oldest instalment of a kind, and its code."""


@once
def _collecting(
    actor: Actor, today: dt.date
) -> tuple[Sequence[Falling], Sequence[Falling], Mapping[UUID, Owing]]:
    """What falls due soon, what is late, and how the first of both stand, which is asked once."""
    rows = _unpaid(actor, today)
    soon = sorted((on, code, pk) for pk, code, _late, on in rows if on)
    late = sorted((on, code, pk) for pk, code, on, _soon in rows if on)
    shown = {pk for _on, _code, pk in (*soon[:SHOWN], *late[: SHOWN * 2])}
    return soon, late, {row.loan.pk: row for row in owing(_loans(actor, shown), today)}


@prepared
def _unpaid(actor: Actor, today: dt.date) -> QuerySet[Any]:
    """Loans with instalments in force that are not settled, due by the end of the week: id, code,
    the oldest due before today, the oldest due from today on."""
    day = "instalment_rows__due_on"
    rows: Any = Loan.objects.visible_to(actor).filter(
        instalment_rows__in_force_to__isnull=True,
        instalment_rows__unpaid_minor__gt=0,
        instalment_rows__due_on__lte=today + WEEK,
        status=LoanStatus.ACTIVE,
    )
    rows = rows.annotate(
        late_on=Min(day, filter=Q(instalment_rows__due_on__lt=today)),
        soon_on=Min(day, filter=Q(instalment_rows__due_on__gte=today)),
    )
    found: QuerySet[Any] = rows.order_by().values_list("pk", "code", "late_on", "soon_on")
    return found


def _loans(actor: Actor, ids: Collection[UUID]) -> list[Loan]:
    """These loans, at most as many as are shown."""
    return _loans_of(actor, *padded([*ids], SHOWN * 3)) if ids else []


@prepared
def _loans_of(actor: Actor, *ids: UUID) -> QuerySet[Loan]:
    return Loan.objects.visible_to(actor).filter(pk__in=ids).select_related("person")


def visits_due(actor: Actor, today: dt.date) -> Asked:
    """Loans whose next visit is due within a week, or that nobody has visited in four weeks.

    As `domain.visits.asked_from` says of one loan.
    """
    return _asked(_visits_due(actor, today))


@prepared
def _visits_due(actor: Actor, today: dt.date) -> QuerySet[Loan]:
    agreed_on = Q(next_visit_on__lte=today + AHEAD)
    never = Q(visited_on__isnull=True, disbursed_on__lte=today - FIRST_VISIT)
    rows = _seen(actor).filter(agreed_on | never).order_by("next_visit_on", "disbursed_on")
    return counted(rows, SHOWN)


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
    return _asked(_to_disburse(actor))


@prepared
def _to_disburse(actor: Actor) -> QuerySet[Loan]:
    rows = Loan.objects.visible_to(actor).filter(status=LoanStatus.AGREED)
    return counted(rows.select_related("person").order_by("agreed_on", "code"), SHOWN)


def proposals(actor: Actor) -> Asked:
    """New terms and write-offs waiting for the second signature."""
    every: tuple[Sequence[Any], ...] = (
        _terms_proposed(actor),
        _losses_proposed(actor),
        _reliefs_proposed(actor),
    )
    return Asked(sum(map(number_of, every)), [row for kind in every for row in kind][:SHOWN])


@prepared
def _terms_proposed(actor: Actor) -> QuerySet[RescheduleRequest]:
    mine = Loan.objects.visible_to(actor)
    rows = RescheduleRequest.objects.filter(loan__in=mine, status=ProposalStatus.PROPOSED)
    return counted(rows.select_related("loan__person"), SHOWN)


@prepared
def _losses_proposed(actor: Actor) -> QuerySet[WriteOff]:
    mine = Loan.objects.visible_to(actor)
    rows = WriteOff.objects.filter(loan__in=mine, status=ProposalStatus.PROPOSED)
    return counted(rows.select_related("loan__person"), SHOWN)


@prepared
def _reliefs_proposed(actor: Actor) -> QuerySet[Relief]:
    mine = Loan.objects.visible_to(actor)
    rows = Relief.objects.filter(loan__in=mine, status=ProposalStatus.PROPOSED)
    return counted(rows.select_related("loan__person"), SHOWN)


def parts_to_pay_out(actor: Actor) -> Asked:
    """Loans being repaid of which a planned part has not been paid out."""
    return _asked(_parts_to_pay_out(actor))


@prepared
def _parts_to_pay_out(actor: Actor) -> QuerySet[Loan]:
    paid = (
        LoanEvent.objects.filter(
            loan=OuterRef("pk"), kind=EventKind.DISBURSED, reversal__isnull=True
        )
        .values("loan")
        .annotate(amount=Sum("amount_minor"))
        .values("amount")
    )
    rows = (
        Loan.objects.visible_to(actor)
        .select_related("person", "district", "officer")
        .filter(terms__tranches__0__isnull=False)
        .annotate(paid_out_minor=Subquery(paid))
        .filter(paid_out_minor__lt=F("principal_minor"))
    )
    return counted(rows, SHOWN)


def month_to_provide(actor: Actor, today: dt.date) -> dt.date | None:
    """The last month-end, if loans were out and its provision is not posted."""
    last = today.replace(day=1) - dt.timedelta(days=1)
    return last if _lent(actor.programme_id, last) and not _ran(actor.programme_id, last) else None


@prepared
def _lent(programme_id: UUID, until: dt.date) -> QuerySet[Loan]:
    return Loan.objects.filter(programme_id=programme_id, disbursed_on__lte=until)[:1]


@prepared
def _ran(programme_id: UUID, month_end: dt.date) -> QuerySet[ProvisionRun]:
    return ProvisionRun.objects.filter(programme_id=programme_id, month_end__gte=month_end)[:1]


def cash_to_receive(actor: Actor) -> Asked:
    """Batches whose cash is still in the officer's hands."""
    return _asked(_cash_to_receive(actor))


@prepared
def _cash_to_receive(actor: Actor) -> QuerySet[CollectionBatch]:
    rows = (
        CollectionBatch.objects.visible_to(actor)
        .filter(received_by__isnull=True, handed_over_minor__gt=0)
        .exclude(officer_id=actor.user_id)
        .select_related("officer")
        .order_by("collected_on")
    )
    return counted(rows, SHOWN)


def cash_to_confirm(actor: Actor) -> Asked:
    """Cash the cashier has typed and counted, that waits for this officer's signature."""
    return _asked(_cash_to_confirm(actor))


@prepared
def _cash_to_confirm(actor: Actor) -> QuerySet[CollectionBatch]:
    rows = CollectionBatch.objects.filter(
        programme_id=actor.programme_id, officer_id=actor.user_id, received_by__isnull=True,
        is_counted=True, handed_over_minor__gt=0,
    )  # fmt: skip
    return counted(rows.order_by("collected_on"), SHOWN)


def _seen(actor: Actor) -> QuerySet[Loan]:
    return (
        Loan.objects.visible_to(actor)
        .filter(status=LoanStatus.ACTIVE)
        .select_related("person")
        .order_by("code")
    )


def _applications(actor: Actor, *statuses: ApplicationStatus) -> Asked:
    waiting = _applications_waiting(actor)
    count = sum(waiting.get(status, 0) for status in statuses)
    return Asked(count, _first_applications(actor, *statuses) if count else [])


@once
def _applications_waiting(actor: Actor) -> Mapping[str, int]:
    """How many there are of each status; for all groups of a page in one statement."""
    return dict(_applications_counted(actor))


@prepared
def _applications_counted(actor: Actor) -> QuerySet[Any]:
    rows = LoanApplication.objects.visible_to(actor).filter(status__in=WAITING)
    return (
        rows.order_by().values("status").annotate(count=Count("*")).values_list("status", "count")
    )


@prepared
def _first_applications(actor: Actor, *statuses: ApplicationStatus) -> QuerySet[LoanApplication]:
    rows = LoanApplication.objects.visible_to(actor).filter(status__in=statuses)
    return rows.select_related("person").order_by("applied_on", "code")[:SHOWN]


def _asked(rows: Sequence[Any]) -> Asked:
    return Asked(number_of(rows), rows)
