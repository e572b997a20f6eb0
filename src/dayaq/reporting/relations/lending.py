"""The loan book and the revolving fund, for any day.

Positions are computed from the schedule rows and the allocations of payments that had happened
by then (DESIGN 3.5): nothing depends on a nightly job, and the past stays computable.
"""
# ruff: noqa: S608 - the texts are put together from constants of this package only

from __future__ import annotations

from dayaq.reporting.relations.base import PERSON_COLUMNS, Relation, scope

LOAN_COLUMNS = {
    **PERSON_COLUMNS,
    "loan_district": "string",
    "officer": "string",
    "sector": "string",
    "window": "string",
}

LOANS = Relation(
    {
        "loan_id": "uuid",
        "person_id": "uuid",
        "disbursed_on": "date",
        "closed_on": "date",
        "status": "string",
        "principal_minor": "int64",
        **LOAN_COLUMNS,
    },
    f"""
SELECT l.id AS loan_id, l.person_id, l.disbursed_on, l.closed_on, l.status, l.principal_minor,
  p.sex, p.age_group, p.district, p.directness, p.displacement, p.disability,
  l.district_id::text AS loan_district, l.officer_id::text AS officer,
  coalesce(b.sector, 'unknown') AS sector, l."window"
FROM credit_loan l
JOIN credit_loanapplication a ON a.id = l.application_id
LEFT JOIN training_businessplan b ON b.id = a.plan_id
JOIN every_person p ON p.person_id = l.person_id
WHERE l.programme_id = %(programme)s AND l.disbursed_on IS NOT NULL AND {scope("l")}
""",
    ("every_person",),
)

CARRIED = (
    "l.loan_id, l.sex, l.age_group, l.district, l.directness, l.displacement, l.disability, "
    'l.loan_district, l.officer, l.sector, l."window"'
)

DISBURSEMENTS = Relation(
    {
        "loan_id": "uuid",
        "on": "date",
        "first_on": "date",
        "amount_minor": "int64",
        "loans": "int64",
        **LOAN_COLUMNS,
    },
    f"""
-- Every payout as it happened; `loans` is 1 for a loan's first and 0 for its further parts.
SELECT {CARRIED}, e.value_on AS "on", l.disbursed_on AS first_on, e.amount_minor,
  (e.seq = min(e.seq) OVER (PARTITION BY e.loan_id))::int::bigint AS loans
FROM credit_loanevent e
JOIN loans l ON l.loan_id = e.loan_id
WHERE e.kind = 'disbursed'
  AND NOT EXISTS (SELECT FROM credit_loanevent r WHERE r.reverses_id = e.id)
""",
    ("loans",),
)

POSITIONS = Relation(
    {
        "loan_id": "uuid",
        "person_id": "uuid",
        "outstanding_minor": "int64",
        "overdue_minor": "int64",
        "dpd": "int64",
        "restructured": "boolean",
        **LOAN_COLUMNS,
    },
    f"""
SELECT {CARRIED}, l.person_id,
  coalesce(o.outstanding_minor, 0)::bigint AS outstanding_minor,
  coalesce(o.overdue_minor, 0)::bigint AS overdue_minor,
  coalesce(asked.as_of - o.oldest_on, 0)::bigint AS dpd,
  EXISTS (
    SELECT FROM credit_loanevent e
    WHERE e.loan_id = l.loan_id AND e.kind IN ('rescheduled', 'paused')
      AND e.value_on <= asked.as_of
      AND NOT EXISTS (SELECT FROM credit_loanevent r WHERE r.reverses_id = e.id)
  ) AS restructured
FROM loans l
CROSS JOIN asked
LEFT JOIN (
  SELECT i.loan_id, sum(i.principal_left_minor) AS outstanding_minor,
    sum(i.principal_left_minor) FILTER (WHERE i.due_on < asked.as_of) AS overdue_minor,
    min(i.due_on) FILTER (WHERE i.due_on < asked.as_of AND i.left_minor > 0) AS oldest_on
  FROM instalments_left i CROSS JOIN asked
  GROUP BY i.loan_id
) o ON o.loan_id = l.loan_id
WHERE l.disbursed_on <= asked.as_of
""",
    ("asked", "loans", "instalments_left"),
)

INSTALMENTS_LEFT = Relation(
    {
        "loan_id": "uuid",
        "number": "int64",
        "due_on": "date",
        "left_minor": "int64",
        "principal_left_minor": "int64",
    },
    """
-- What each instalment still wants on the as-of day, due by the schedule in force on it.
SELECT o.loan_id, o.number, o.left_minor, o.principal_left_minor, (
    SELECT i.due_on FROM credit_instalment i
    WHERE i.loan_id = o.loan_id AND i.number = o.number
    ORDER BY (i.in_force_from <= asked.as_of
      AND (i.in_force_to IS NULL OR i.in_force_to > asked.as_of)) DESC, i.version DESC
    LIMIT 1
  ) + coalesce((n.terms->>'arrears_grace_days')::int, 0) AS due_on
FROM (
  SELECT c.loan_id, c.instalment AS number, sum(c.amount_minor) AS left_minor,
    coalesce(sum(c.amount_minor) FILTER (WHERE c.component = 'principal'), 0)
      AS principal_left_minor
  FROM credit_change c
  WHERE c."on" <= (SELECT as_of FROM asked)
  GROUP BY c.loan_id, c.instalment
  HAVING sum(c.amount_minor) <> 0
) o
JOIN credit_loan n ON n.id = o.loan_id AND n.programme_id = %(programme)s
CROSS JOIN asked
""",
    ("asked",),
)

REPAID = Relation(
    {"loan_id": "uuid", "on": "date", "principal_minor": "int64"},
    """
SELECT c.loan_id, c."on", -c.amount_minor AS principal_minor
FROM credit_change c JOIN credit_loan n ON n.id = c.loan_id
WHERE n.programme_id = %(programme)s AND c.component = 'principal'
  AND c.rule IN ('payment', 'credit_used')
""",
)

DUES = Relation(
    {
        "loan_id": "uuid",
        "due_on": "date",
        "principal_minor": "int64",
        "paid_on_time_minor": "int64",
        **LOAN_COLUMNS,
    },
    f"""
-- By the schedule as first agreed: new terms do not make an old delay disappear.
SELECT {CARRIED}, i.due_on, i.principal_minor,
  least(i.principal_minor, greatest(0, i.repaid_minor - i.before_minor))::bigint
    AS paid_on_time_minor
FROM (
  SELECT m.loan_id, m."on" AS due_on, m.due_minor AS principal_minor, m.is_due,
    -- On one day repayments come before what falls due: paid on the day is paid in time.
    sum(m.repaid_minor) OVER so_far AS repaid_minor,
    sum(m.due_minor) OVER so_far - m.due_minor AS before_minor
  FROM (
    SELECT loan_id, "on", 0 AS number, principal_minor AS repaid_minor, 0 AS due_minor,
      false AS is_due
    FROM repaid
    UNION ALL
    SELECT loan_id, due_on, number, 0, principal_minor, true
    FROM credit_instalment WHERE version = 1
  ) m
  WINDOW so_far AS (
    PARTITION BY m.loan_id ORDER BY m."on", m.is_due, m.number ROWS UNBOUNDED PRECEDING
  )
) i
JOIN loans l ON l.loan_id = i.loan_id
WHERE i.is_due
""",
    ("loans", "repaid"),
)

RECOVERY = Relation(
    {
        "loan_id": "uuid",
        "due_before_minor": "int64",
        "due_to_minor": "int64",
        "repaid_before_minor": "int64",
        "repaid_to_minor": "int64",
        **LOAN_COLUMNS,
    },
    f"""
SELECT {CARRIED},
  coalesce(d.before_minor, 0)::bigint AS due_before_minor,
  coalesce(d.to_minor, 0)::bigint AS due_to_minor,
  coalesce(p.before_minor, 0)::bigint AS repaid_before_minor,
  coalesce(p.to_minor, 0)::bigint AS repaid_to_minor
FROM loans l
LEFT JOIN (
  SELECT i.loan_id, sum(i.principal_minor) FILTER (WHERE i.due_on < asked.frm) AS before_minor,
    sum(i.principal_minor) FILTER (WHERE i.due_on <= asked."to") AS to_minor
  FROM credit_instalment i CROSS JOIN asked WHERE i.version = 1 GROUP BY i.loan_id
) d ON d.loan_id = l.loan_id
LEFT JOIN (
  SELECT r.loan_id, sum(r.principal_minor) FILTER (WHERE r."on" < asked.frm) AS before_minor,
    sum(r.principal_minor) FILTER (WHERE r."on" <= asked."to") AS to_minor
  FROM repaid r CROSS JOIN asked GROUP BY r.loan_id
) p ON p.loan_id = l.loan_id
""",
    ("asked", "loans", "repaid"),
)

PORTFOLIO_FLOWS = Relation(
    {
        "loan_id": "uuid",
        "opening_minor": "int64",
        "closing_minor": "int64",
        "written_off_minor": "int64",
        **LOAN_COLUMNS,
    },
    f"""
SELECT {CARRIED},
  coalesce(c.opening_minor, 0)::bigint AS opening_minor,
  coalesce(c.closing_minor, 0)::bigint AS closing_minor,
  coalesce(-c.lost_minor, 0)::bigint AS written_off_minor
FROM loans l
LEFT JOIN (
  SELECT c.loan_id, sum(c.amount_minor) FILTER (WHERE c."on" < asked.frm) AS opening_minor,
    sum(c.amount_minor) FILTER (WHERE c."on" <= asked."to") AS closing_minor,
    sum(c.amount_minor) FILTER (
      WHERE c.rule IN ('write_off', 'forgiveness', 'grant')
        AND c."on" BETWEEN asked.frm AND asked."to"
    ) AS lost_minor
  FROM credit_change c CROSS JOIN asked WHERE c.component = 'principal' GROUP BY c.loan_id
) c ON c.loan_id = l.loan_id
""",
    ("asked", "loans"),
)

PLACES_OF_WORK = Relation(
    {"district": "string", "on": "date"},
    """
-- As they were then: somebody who moves later does not add a district to a past phase.
SELECT l.loan_district AS district, l.disbursed_on AS "on" FROM loans l
UNION ALL
SELECT c.district_id::text, e.completed_on
FROM training_enrolment e
JOIN training_course c ON c.id = e.course_id
JOIN people p ON p.person_id = e.person_id
WHERE c.programme_id = %(programme)s AND e.completed_on IS NOT NULL
""",
    ("loans", "people"),
)

LENDING = {
    "loans": LOANS,
    "disbursements": DISBURSEMENTS,
    "places_of_work": PLACES_OF_WORK,
    "repaid": REPAID,
    "instalments_left": INSTALMENTS_LEFT,
    "positions": POSITIONS,
    "dues": DUES,
    "recovery": RECOVERY,
    "portfolio_flows": PORTFOLIO_FLOWS,
}
