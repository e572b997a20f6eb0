"""What came late: booked after the report of its own period was submitted, or its month closed.

A submitted report never changes. What is entered afterwards for its days is told once, by the
next report. Where no report of those days was submitted, the books say what was late: an entry
of a closed month, booked in the open one.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from dayaq.ledger.labels import entry_label
from dayaq.reporting.domain.report import Column, Table
from dayaq.reporting.reports.base import Asking

SQL = """
SELECT e."on", (e.recorded_at AT TIME ZONE p.time_zone)::date, e.memo,
  coalesce(string_agg(DISTINCT n.code, ', '), ''),
  sum(t.amount_minor) * CASE WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END
FROM ledger_entry e
JOIN access_programme p ON p.id = e.programme_id
JOIN ledger_transfer t ON t.entry_id = e.id AND t.currency = p.currency
LEFT JOIN credit_loan n ON n.id = t.subject_id
CROSS JOIN asked
CROSS JOIN LATERAL (
  SELECT max(s.submitted_at) AS told_at,
    bool_or(s.starts_on <= e."on" AND e."on" <= s.ends_on) AS was_submitted
  FROM reporting_reportsubmission s
  WHERE s.programme_id = e.programme_id AND s.report_key = '{report}' AND s.ends_on < asked.frm
) earlier
WHERE e.programme_id = %(programme)s AND e."on" < asked.frm AND CASE
  WHEN earlier.was_submitted THEN e.recorded_at > earlier.told_at
  ELSE e.posted_on BETWEEN asked.frm AND asked."to" END
GROUP BY e.id, e."on", e.recorded_at, p.time_zone, e.memo, e.reverses_id
ORDER BY e."on", e.recorded_at, e.id
"""


def adjustments(asking: Asking, currency: str, report: str) -> Table:
    """The adjustment lines of the report `report`: each with its day and the day of entering."""
    found = asking.rows(SQL.format(report=report))
    rows = tuple(
        (on, entered, entry_label(str(memo)), str(loans), int(minor))
        for on, entered, memo, loans, minor in found
    )
    return Table(
        key="adjustments",
        title=_("Adjustments of earlier periods"),
        columns=(
            Column(_("Day"), "day"),
            Column(_("Entered on"), "day"),
            Column(_("What")),
            Column(_("Loan")),
            Column(_("Amount"), "money", currency),
        ),
        rows=rows,
        notes=(_("Entered after the report of its own period; that report stays as it was."),),
    )
