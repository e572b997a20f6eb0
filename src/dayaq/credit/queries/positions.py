"""Where loans stand on any day, in one statement: owed, due, overdue, days past due.

Computed when asked, from the dated changes of what is owed and the schedule in force on the
day; nothing waits for a nightly job. It equals the engine's `position` (tested). Loans whose
terms change what is owed on days without an event (penalties, kept money) ask the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from dayaq.credit.domain.position import Position, bucket, position_at
from dayaq.credit.facts import as_domain
from dayaq.credit.models import Loan, LoanEvent
from dayaq.credit.terms_json import read_terms

POSITIONS = """
WITH asked AS MATERIALIZED (
  SELECT l.id, coalesce((l.terms->>'arrears_grace_days')::int, 0) AS grace, l.moves_with_time
  FROM credit_loan l JOIN unnest(%(ids)s::uuid[]) AS wanted (id) USING (id)
  WHERE l.disbursed_on <= %(on)s
), owed AS (
  SELECT c.loan_id, c.instalment, sum(c.amount_minor) AS total,
         coalesce(sum(c.amount_minor) FILTER (WHERE c.component = 'principal'), 0) AS principal
  FROM credit_change c JOIN asked a ON a.id = c.loan_id
  WHERE c."on" <= %(on)s GROUP BY c.loan_id, c.instalment HAVING sum(c.amount_minor) <> 0
), dated AS (
  SELECT o.loan_id, o.total, o.principal, coalesce(i.due_on, (
    SELECT other.due_on FROM credit_instalment other
    WHERE other.loan_id = o.loan_id AND other.number = o.instalment
    ORDER BY other.version DESC LIMIT 1)) AS due_on
  FROM owed o LEFT JOIN credit_instalment i
    ON i.loan_id = o.loan_id AND i.number = o.instalment AND i.in_force_from <= %(on)s
   AND (i.in_force_to IS NULL OR i.in_force_to > %(on)s)
)
SELECT a.id, a.grace, a.moves_with_time,
       coalesce(sum(d.total), 0)::bigint,
       coalesce(sum(d.principal), 0)::bigint,
       coalesce(sum(d.total) FILTER (WHERE d.due_on <= %(on)s), 0)::bigint,
       coalesce(sum(d.total) FILTER (WHERE d.due_on < %(on)s), 0)::bigint,
       coalesce(sum(d.principal) FILTER (WHERE d.due_on < %(on)s), 0)::bigint,
       min(d.due_on) FILTER (WHERE d.due_on <= %(on)s),
       min(d.due_on) FILTER (WHERE d.due_on > %(on)s),
       coalesce((array_agg(d.total ORDER BY d.due_on) FILTER (WHERE d.due_on > %(on)s))[1],
                0)::bigint
FROM asked a LEFT JOIN dated d ON d.loan_id = a.id
GROUP BY a.id, a.grace, a.moves_with_time
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A loan on a day, in minor units; the words are those of `credit.domain.position`."""

    outstanding_minor: int = 0
    principal_minor: int = 0
    due_minor: int = 0
    overdue_minor: int = 0
    overdue_principal_minor: int = 0
    oldest_unpaid_due_on: dt.date | None = None
    days_past_due: int = 0
    next_due_on: dt.date | None = None
    next_due_minor: int = 0

    @property
    def bucket(self) -> str:
        """The ageing bucket of CGAP."""
        return bucket(self.days_past_due)


def positions(loan_ids: Iterable[UUID], on: dt.date) -> dict[UUID, Standing]:
    """Every asked loan that was paid out by `on`, and where it stood on that day."""
    with connection.cursor() as cursor:
        cursor.execute(POSITIONS, {"ids": list(loan_ids), "on": on})
        rows = cursor.fetchall()
    found: dict[UUID, Standing] = {}
    moving: list[UUID] = []
    for loan_id, grace, moves, total, principal, due, late, late_principal, oldest, *coming in rows:
        if moves:
            moving.append(loan_id)
            continue
        days = max((on - oldest).days - grace, 0) if oldest else 0
        found[loan_id] = Standing(
            outstanding_minor=total,
            principal_minor=principal,
            due_minor=due,
            overdue_minor=late if days else 0,
            overdue_principal_minor=late_principal if days else 0,
            oldest_unpaid_due_on=oldest,
            days_past_due=days,
            next_due_on=coming[0],
            next_due_minor=coming[1],
        )
    found.update(_replayed(moving, on))
    return found


def engine_position(loan: Loan, on: dt.date, *, known: dt.date | None = None) -> Position:
    """The engine's own answer for one loan; `known` leaves out what was recorded later."""
    events = LoanEvent.objects.filter(loan=loan).order_by("seq")
    return position_at(read_terms(loan.terms), [as_domain(row) for row in events], on, known)


def _replayed(loan_ids: list[UUID], on: dt.date) -> dict[UUID, Standing]:
    if not loan_ids:
        return {}
    events: dict[UUID, list[LoanEvent]] = {loan_id: [] for loan_id in loan_ids}
    for row in LoanEvent.objects.filter(loan_id__in=loan_ids).order_by("seq"):
        events[row.loan_id].append(row)
    found: dict[UUID, Standing] = {}
    for loan in Loan.objects.filter(pk__in=loan_ids):
        one = position_at(read_terms(loan.terms), [as_domain(row) for row in events[loan.pk]], on)
        found[loan.pk] = standing_of(one)
    return found


def standing_of(one: Position) -> Standing:
    """The same figures of a position that the engine computed."""
    return Standing(
        outstanding_minor=one.outstanding_minor,
        principal_minor=one.outstanding.principal,
        due_minor=one.due_minor,
        overdue_minor=one.overdue_minor,
        overdue_principal_minor=one.overdue.principal,
        oldest_unpaid_due_on=one.oldest_unpaid_due_on,
        days_past_due=one.days_past_due,
        next_due_on=one.next_due_on,
        next_due_minor=one.next_due_minor,
    )
