"""The revolving fund by the books: what came in, was lent, came back and was lost, by window.

Every transfer of the ledger is classed by its two accounts. Own cash is bank, cash, cash on
the way and what an officer owes after a shortage, less what is owed to others (clients'
credits, money not yet matched), so that `cash + loans + allowance = capital + income - costs -
losses ± exchange` holds on any day (domain.md 4.4).
"""

from __future__ import annotations

from dayaq.reporting.relations.base import Relation

FUND = Relation(
    {
        "on": "date",
        "window": "string",
        "cash_minor": "int64",
        "loans_minor": "int64",
        "allowance_minor": "int64",
        "capital_minor": "int64",
        "disbursed_minor": "int64",
        "repaid_minor": "int64",
        "written_off_minor": "int64",
        "income_minor": "int64",
        "cost_minor": "int64",
        "exchange_minor": "int64",
    },
    """
SELECT f."on", coalesce(w.code, '') AS "window",
  f.sign * (CASE WHEN f.debit_class IN ('cash', 'owed') THEN f.amount_minor ELSE 0 END
    - CASE WHEN f.credit_class IN ('cash', 'owed') THEN f.amount_minor ELSE 0 END) AS cash_minor,
  f.sign * (CASE WHEN f.debit_class = 'loans' THEN f.amount_minor ELSE 0 END
    - CASE WHEN f.credit_class = 'loans' THEN f.amount_minor ELSE 0 END) AS loans_minor,
  f.sign * (CASE WHEN f.debit_class = 'allowance' THEN f.amount_minor ELSE 0 END
    - CASE WHEN f.credit_class = 'allowance' THEN f.amount_minor ELSE 0 END) AS allowance_minor,
  f.sign * (CASE WHEN f.credit_class = 'capital' THEN f.amount_minor ELSE 0 END
    - CASE WHEN f.debit_class = 'capital' THEN f.amount_minor ELSE 0 END) AS capital_minor,
  f.sign * CASE WHEN f.debit_class = 'loans' THEN f.amount_minor ELSE 0 END AS disbursed_minor,
  f.sign * CASE WHEN f.credit_class = 'loans' AND f.debit_class IN ('cash', 'owed')
    THEN f.amount_minor ELSE 0 END AS repaid_minor,
  f.sign * CASE WHEN f.credit_class = 'loans' AND f.debit_class IN ('loss', 'allowance')
    THEN f.amount_minor ELSE 0 END AS written_off_minor,
  f.sign * (CASE WHEN f.credit_class = 'income' THEN f.amount_minor ELSE 0 END
    - CASE WHEN f.debit_class = 'income' THEN f.amount_minor ELSE 0 END) AS income_minor,
  f.sign * (CASE WHEN f.debit_class = 'cost' THEN f.amount_minor ELSE 0 END
    - CASE WHEN f.credit_class = 'cost' THEN f.amount_minor ELSE 0 END) AS cost_minor,
  f.sign * (CASE WHEN f.credit_class = 'exchange' THEN f.amount_minor ELSE 0 END
    - CASE WHEN f.debit_class = 'exchange' THEN f.amount_minor ELSE 0 END) AS exchange_minor
FROM (
  -- A reversal is the first entry with a minus sign, not a movement of its own kind.
  SELECT t."on", t.window_id, t.amount_minor,
    CASE WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END AS sign,
    CASE WHEN e.reverses_id IS NULL THEN d.class ELSE c.class END AS debit_class,
    CASE WHEN e.reverses_id IS NULL THEN c.class ELSE d.class END AS credit_class
  FROM ledger_transfer t
  JOIN ledger_entry e ON e.id = t.entry_id
  JOIN fund_accounts d ON d.id = t.debit_id
  JOIN fund_accounts c ON c.id = t.credit_id
  WHERE t.programme_id = %(programme)s
) f
LEFT JOIN ledger_window w ON w.id = f.window_id
""",
    ("fund_accounts",),
)

FUND_ACCOUNTS = Relation(
    {"id": "uuid", "class": "string"},
    """
SELECT a.id,
  CASE
    -- What an officer owes after a shortage is the fund's, until it is paid or written off.
    WHEN a.code IN ('bank', 'cash') OR a.code LIKE 'transit:%%' OR a.code LIKE 'receivable:%%'
      THEN 'cash'
    WHEN a.code LIKE 'loans:%%' THEN 'loans'
    WHEN a.code = 'allowance' THEN 'allowance'
    WHEN a.code LIKE 'capital:%%' THEN 'capital'
    WHEN a.code = 'handed_over' THEN 'handed_over'
    WHEN a.kind = 'liability' THEN 'owed'
    WHEN a.code IN ('income.exchange', 'expense.exchange') THEN 'exchange'
    WHEN a.kind = 'income' THEN 'income'
    WHEN a.code IN ('expense.write_off', 'expense.forgiveness', 'expense.granted') THEN 'loss'
    WHEN a.code = 'expense.impairment' THEN 'provision'
    WHEN a.kind = 'expense' THEN 'cost'
    ELSE 'cash'
  END AS class
FROM ledger_account a
-- Money in another currency counts as its position: what it stands at in the fund's own.
JOIN access_programme p ON p.id = a.programme_id AND p.currency = a.currency
WHERE a.programme_id = %(programme)s
""",
)

FUND_RELATIONS = {"fund_accounts": FUND_ACCOUNTS, "fund": FUND}
