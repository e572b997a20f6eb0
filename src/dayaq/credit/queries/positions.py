"""Where loans stand on any day, in one statement: owed, due, overdue, days past due.

Computed when asked; nothing waits for a nightly job. A loan whose schedule is still that of the
day starts from what is unpaid now and takes back the changes that came later, which are few for
a recent day; one that got a new schedule since sums its changes up to the day. It equals the
engine's `position` (tested, and measured by `benchmarks/positions.py`). Loans whose terms change
what is owed on days without an event (penalties, kept money) ask the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from dayaq.credit.domain.position import Position, bucket, position_at
from dayaq.credit.facts import as_domain
from dayaq.credit.models import Loan, LoanEvent
from dayaq.credit.terms_json import read_terms
from dayaq.kernel import db

POSITIONS = """
WITH asked AS MATERIALIZED (
  SELECT l.id, coalesce((l.terms->>'arrears_grace_days')::int, 0) AS grace, l.moves_with_time
  FROM credit_loan l JOIN unnest({ids}) AS wanted (id) USING (id)
  WHERE l.disbursed_on <= {on}
), later AS (
  SELECT c.loan_id, c.instalment, sum(c.amount_minor)::bigint AS total,
         coalesce(sum(c.amount_minor) FILTER (WHERE c.component = 'principal'), 0)::bigint
           AS principal
  FROM credit_change c WHERE c."on" > {on} {of_these_changes}GROUP BY c.loan_id, c.instalment
), renewed AS (
  SELECT DISTINCT i.loan_id FROM credit_instalment i JOIN asked a ON a.id = i.loan_id
  WHERE i.in_force_to IS NULL AND i.in_force_from > {on}
), owed_then AS (
  SELECT c.loan_id, c.instalment, sum(c.amount_minor)::bigint AS total,
         coalesce(sum(c.amount_minor) FILTER (WHERE c.component = 'principal'), 0)::bigint
           AS principal
  FROM credit_change c JOIN renewed r ON r.loan_id = c.loan_id
  WHERE c."on" <= {on} GROUP BY c.loan_id, c.instalment HAVING sum(c.amount_minor) <> 0
), dated AS (
  SELECT i.loan_id, i.number, i.due_on, i.unpaid_minor - coalesce(l.total, 0) AS total,
         i.unpaid_principal_minor - coalesce(l.principal, 0) AS principal
  FROM credit_instalment i LEFT JOIN later l ON l.loan_id = i.loan_id AND l.instalment = i.number
  WHERE i.in_force_to IS NULL AND i.in_force_from <= {on} {of_these_rows}
  UNION ALL
  SELECT o.loan_id, o.instalment, (
    SELECT i.due_on FROM credit_instalment i
    WHERE i.loan_id = o.loan_id AND i.number = o.instalment
    ORDER BY (i.in_force_from <= {on}
              AND (i.in_force_to IS NULL OR i.in_force_to > {on})) DESC, i.version DESC
    LIMIT 1), o.total, o.principal
  FROM owed_then o
), summed AS (
  SELECT d.loan_id, sum(d.total)::bigint AS total, sum(d.principal)::bigint AS principal,
         sum(d.total) FILTER (WHERE d.due_on <= {on}) AS due,
         sum(d.total) FILTER (WHERE d.due_on < {on}) AS late,
         sum(d.principal) FILTER (WHERE d.due_on < {on}) AS late_principal,
         min(d.due_on) FILTER (WHERE d.due_on <= {on}) AS oldest,
         min(ARRAY[d.due_on - {on}, d.number, d.total]::bigint[])
           FILTER (WHERE d.due_on > {on}) AS coming
  FROM dated d WHERE d.total <> 0 GROUP BY d.loan_id
)
SELECT a.id, a.grace, a.moves_with_time, coalesce(s.total, 0), coalesce(s.principal, 0),
       coalesce(s.due, 0)::bigint, coalesce(s.late, 0)::bigint,
       coalesce(s.late_principal, 0)::bigint, s.oldest,
       {on} + s.coming[1]::int, coalesce(s.coming[3], 0)
FROM asked a LEFT JOIN summed s ON s.loan_id = a.id
"""
MANY = POSITIONS.format(
    ids="%(ids)s::uuid[]", on="%(on)s::date", of_these_changes="", of_these_rows=""
)
"""Reads every loan's rows once: for a portfolio."""
FEW = POSITIONS.format(
    ids="(SELECT %(ids)s::uuid[])::uuid[]",
    on="(SELECT %(on)s::date)",
    of_these_changes="AND c.loan_id = ANY((SELECT %(ids)s::uuid[])::uuid[]) ",
    of_these_rows="AND i.loan_id = ANY((SELECT %(ids)s::uuid[])::uuid[])",
)
"""Finds the rows of each loan: for the loans of a page. Its values stand in selects of their own,
where the planner does not see them: it then keeps one plan for any loans, and planning takes ten
times as long as answering."""
FEW_MAX = 100


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
    ids = list(loan_ids)
    rows = db.fetch(FEW if len(ids) <= FEW_MAX else MANY, {"ids": ids, "on": on})
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
