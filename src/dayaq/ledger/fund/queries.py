"""Questions about the revolving fund, answered by the books."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

LENT_BY_WINDOW = """
SELECT a.window_code, sum(a.amount)::bigint FROM (
  SELECT substr(d.code, 7) AS window_code, t.amount_minor AS amount
  FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_id
  WHERE t.subject_id = %(loan)s AND d.code LIKE 'loans:%%'
  UNION ALL
  SELECT substr(c.code, 7), -t.amount_minor
  FROM ledger_transfer t JOIN ledger_account c ON c.id = t.credit_id
  WHERE t.subject_id = %(loan)s AND c.code LIKE 'loans:%%'
) a GROUP BY 1
"""


def lent_by_window(loan_id: UUID) -> dict[str, int]:
    """What is outstanding of a loan in each window's books, in minor units."""
    with connection.cursor() as cursor:
        cursor.execute(LENT_BY_WINDOW, {"loan": loan_id})
        return {code: int(minor) for code, minor in cursor.fetchall()}
