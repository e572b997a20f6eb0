"""What is to be collected: who owes how much by a day, what they promised, how to reach them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Sum

from dayaq.credit.models import Instalment, Loan, LoanStatus, Promise
from dayaq.credit.queries.positions import Standing, positions
from dayaq.kernel import db
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.prepared import padded, prepared
from dayaq.kernel.web.listing import PER_PAGE


@dataclass(frozen=True, slots=True)
class Owing:
    """One loan on the list: its standing, and the last promise if there is one."""

    loan: Loan
    standing: Standing
    promise: Promise | None
    falls_due_on: dt.date | None = None
    """The day of the instalment that put it on the list, if the list is about one."""

    @property
    def to_collect_minor(self) -> int:
        """What is due by the day of the list."""
        return self.standing.due_minor


class Repaying(NamedTuple):
    """A loan being repaid, where its borrower lives, and whether something falls due."""

    loan_id: UUID
    settlement: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many loans have something due, and how much."""

    loans: int = 0
    amount_minor: int = 0
    oldest_on: dt.date | None = None


def unpaid(actor: Actor) -> QuerySet[Instalment]:
    """Instalments of the schedules in force that are not settled, of the loans the actor sees."""
    scope = actor.scope("credit.view").q(
        district="loan__district", organisation="loan__organisation", officer="loan__officer"
    )
    return Instalment.objects.filter(
        scope,
        loan__programme_id=actor.programme_id,
        in_force_to__isnull=True,
        unpaid_minor__gt=0,
    )


def waiting(actor: Actor, *, after: dt.date | None, until: dt.date) -> Waiting:
    """What falls due after `after` (None: ever) up to `until`, in one statement."""
    rows = unpaid(actor).filter(due_on__lte=until)
    if after is not None:
        rows = rows.filter(due_on__gt=after)
    found = rows.aggregate(
        loans=Count("loan", distinct=True), amount=Sum("unpaid_minor"), oldest=Min("due_on")
    )
    return Waiting(found["loans"], found["amount"] or 0, found["oldest"])


def with_something_due(loans: QuerySet[Loan], until: dt.date) -> QuerySet[Loan]:
    """Those with an instalment due up to `until` and not settled."""
    return loans.filter(something_due(until))


def something_due(until: dt.date) -> Exists:
    """Whether a loan has such an instalment."""
    return Exists(
        Instalment.objects.filter(
            loan=OuterRef("pk"), in_force_to__isnull=True, unpaid_minor__gt=0, due_on__lte=until
        )
    )


def owing(loans: Iterable[Loan], on: dt.date) -> list[Owing]:
    """Each loan with its standing on `on` and its last promise, in two statements."""
    rows = list(loans)
    if not rows:
        return []
    ids = [loan.pk for loan in rows]
    standing = positions(ids, on)
    promises = last_promises(ids)
    return [Owing(loan, standing.get(loan.pk, Standing()), promises.get(loan.pk)) for loan in rows]


PROMISED = tuple(field.attname for field in Promise._meta.concrete_fields)
LAST_PROMISES = f"""
SELECT DISTINCT ON (p.loan_id) {", ".join(f"p.{name}" for name in PROMISED)}
FROM credit_promise p WHERE p.loan_id = ANY(%(loans)s)
ORDER BY p.loan_id, p.promised_on DESC, p.recorded_at DESC
"""  # noqa: S608 - our own text


def last_promises(loan_ids: Iterable[UUID]) -> dict[UUID, Promise]:
    """The newest promise of each loan."""
    newest = (
        Promise.from_db(DEFAULT_DB_ALIAS, PROMISED, row)
        for row in db.fetch(LAST_PROMISES, {"loans": list(loan_ids)})
    )
    return {promise.loan_id: promise for promise in newest}


def late(actor: Actor, on: dt.date) -> list[Owing]:
    """Who is late on that day, the latest first."""
    found = [row for row in owing(_late(actor, on), on) if row.standing.overdue_minor]
    return sorted(found, key=lambda row: (-row.standing.days_past_due, row.loan.code))


@prepared
def _late(actor: Actor, on: dt.date) -> QuerySet[Loan]:
    loans = Loan.objects.visible_to(actor).filter(status=LoanStatus.ACTIVE)
    unpaid_before = with_something_due(loans, on - dt.timedelta(days=1))
    return unpaid_before.select_related("person", "district")


def repaying(actor: Actor, district_id: UUID, until: dt.date) -> list[Repaying]:
    """Every loan being repaid in a district, settlement by settlement.

    One question for the sheet, its pages and the settlements to choose from: each of them would
    look at the same loans and persons again.
    """
    return [Repaying(*row) for row in _repaying(actor, district_id, until)]


@prepared
def _repaying(actor: Actor, district_id: UUID, until: dt.date) -> QuerySet[Any]:
    loans = Loan.objects.visible_to(actor).filter(district_id=district_id, status=LoanStatus.ACTIVE)
    there = loans.annotate(is_due=something_due(until))
    there = there.order_by("person__settlement", "person__sort_key", "pk")
    return there.values_list("pk", "person__settlement", "is_due")


def settlements(there: Iterable[Repaying]) -> list[str]:
    """Where somebody is repaying: the names."""
    return list(dict.fromkeys(row.settlement for row in there if row.settlement))


def with_due(there: Iterable[Repaying], settlement: str) -> list[UUID]:
    """The loans with something due, of the whole district or of one settlement."""
    return [row.loan_id for row in there if row.is_due and settlement in ("", row.settlement)]


def owing_in_turn(actor: Actor, loan_ids: Sequence[UUID], on: dt.date) -> list[Owing]:
    """As `owing`, of the loans with these ids, in their order."""
    if not loan_ids:
        return []
    rows = (
        _page_of_loans(actor, *padded(loan_ids, PER_PAGE))
        if len(loan_ids) <= PER_PAGE
        else Loan.objects.visible_to(actor).filter(pk__in=loan_ids).select_related("person")
    )
    found = {loan.pk: loan for loan in rows}
    return owing([found[pk] for pk in loan_ids if pk in found], on)


@prepared
def _page_of_loans(actor: Actor, *loan_ids: UUID) -> QuerySet[Loan]:
    rows = Loan.objects.visible_to(actor).filter(pk__in=loan_ids)
    return rows.select_related("person")
