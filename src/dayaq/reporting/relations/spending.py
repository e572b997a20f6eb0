"""Money of the donors: budget lines, charged expenses and what each grant bears and received.

Grants carry money for the whole programme, so these relations know no district: who may see
figures of the programme sees all of them.
"""

from __future__ import annotations

from dayaq.reporting.relations.base import Relation

EXPENSES = Relation(
    {
        "expense_id": "uuid",
        "phase_id": "uuid",
        "line_id": "uuid",
        "on": "date",
        "currency": "string",
        "reported_minor": "int64",
        "eligible": "boolean",
        "is_lending_capital": "boolean",
    },
    """
SELECT e.id AS expense_id, e.phase_id, e.line_id, e."on", e.report_currency AS currency,
  e.reported_minor, e.eligible, l.is_lending_capital
FROM programme_expense e JOIN programme_budgetline l ON l.id = e.line_id
WHERE e.programme_id = %(programme)s AND e.status <> 'draft'
""",
)

SHARES = Relation(
    {
        "phase_id": "uuid",
        "grant_id": "uuid",
        "donor": "string",
        "on": "date",
        "amount_minor": "int64",
    },
    """
SELECT e.phase_id, s.grant_id, g.donor_id::text AS donor, e."on", s.amount_minor
FROM programme_expensesplit s
JOIN programme_expense e ON e.id = s.expense_id
JOIN programme_grant g ON g.id = s.grant_id
WHERE e.programme_id = %(programme)s
""",
)

BUDGET = Relation(
    {
        "line_id": "uuid",
        "phase_id": "uuid",
        "starts_on": "date",
        "ends_on": "date",
        "revised_minor": "int64",
    },
    """
SELECT l.id AS line_id, l.phase_id, p.starts_on, p.ends_on,
  coalesce(r.amount_minor, l.approved_minor) AS revised_minor
FROM programme_budgetline l
JOIN programme_phase p ON p.id = l.phase_id
CROSS JOIN asked
LEFT JOIN LATERAL (
  SELECT v.amount_minor FROM programme_budgetrevision v
  WHERE v.line_id = l.id AND v.approved_on <= asked."to"
  ORDER BY v.version DESC LIMIT 1
) r ON true
WHERE p.programme_id = %(programme)s
""",
    ("asked",),
)

SPENDING = {"expenses": EXPENSES, "shares": SHARES, "budget": BUDGET}
