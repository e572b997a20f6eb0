"""What each donor's money has done: fresh and lent again, and what it would be worth today.

Fresh and lent again: each window is a queue, oldest money first (`ledger.domain.turns`). Money
comes in and goes out in order; the n-th manat that goes out is the n-th that came in. So what a
loan takes of fresh money is where its place in the row of outgoings meets the place of a
contribution in the row of incomings.
"""

from __future__ import annotations

from dayaq.kernel.money import MINOR_DIGITS
from dayaq.reporting.relations.base import Relation

# A mistake that was taken back never moved money.
MOVES = Relation(
    {
        "on": "date",
        "window_id": "uuid",
        "place": "int64",
        "kind": "string",
        "amount_minor": "int64",
    },
    """
SELECT t."on", t.window_id, t.id AS place, t.amount_minor,
  CASE
    WHEN d.class IN ('cash', 'owed') AND c.class = 'capital' THEN 'given'
    WHEN d.class IN ('cash', 'owed') AND c.class = 'loans' THEN 'repaid'
    WHEN d.class IN ('cash', 'owed') AND c.class IN ('income', 'cost', 'exchange')
      THEN 'earned'
    WHEN d.class = 'loans' AND c.class IN ('cash', 'owed') THEN 'lent'
    WHEN d.class = 'capital' AND c.class IN ('cash', 'owed') THEN 'returned'
    WHEN d.class IN ('cost', 'income', 'exchange') AND c.class IN ('cash', 'owed')
      THEN 'spent'
    ELSE 'other'
  END AS kind
FROM ledger_transfer t
JOIN ledger_entry e ON e.id = t.entry_id
JOIN fund_accounts d ON d.id = t.debit_id
JOIN fund_accounts c ON c.id = t.credit_id
WHERE t.programme_id = %(programme)s AND t.window_id IS NOT NULL AND e.reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = e.id)
""",
    ("fund_accounts",),
)

# The row of incomings holds few contributions, so a loan is met with those only. Both rows are
# laid once: PostgreSQL cannot know how few they are, and would lay one anew for every line of
# the other, or for every window.
TURNS = Relation(
    {"on": "date", "window": "string", "lent_minor": "int64", "fresh_minor": "int64"},
    """
WITH given AS MATERIALIZED (
  SELECT i.window_id, i.amount_minor, i.upto FROM (
    SELECT m.window_id, m.kind, m.amount_minor,
      sum(m.amount_minor) OVER (PARTITION BY m.window_id ORDER BY m."on", m.place) AS upto
    FROM fund_moves m WHERE m.kind IN ('given', 'repaid', 'earned')
  ) i WHERE i.kind = 'given'
), lent AS MATERIALIZED (
  SELECT o."on", o.place, o.window_id, o.amount_minor, o.upto FROM (
    SELECT m."on", m.place, m.window_id, m.kind, m.amount_minor,
      sum(m.amount_minor) OVER (PARTITION BY m.window_id ORDER BY m."on", m.place) AS upto
    FROM fund_moves m WHERE m.kind IN ('lent', 'spent', 'returned')
  ) o WHERE o.kind = 'lent'
)
SELECT o."on", w.code AS "window", o.amount_minor AS lent_minor,
  coalesce(sum(least(o.upto, i.upto)
    - greatest(o.upto - o.amount_minor, i.upto - i.amount_minor))
    FILTER (WHERE i.upto IS NOT NULL), 0)::bigint AS fresh_minor
FROM lent o
JOIN ledger_window w ON w.id = o.window_id
LEFT JOIN given i ON i.window_id = o.window_id
  AND i.upto > o.upto - o.amount_minor AND i.upto - i.amount_minor < o.upto
GROUP BY o."on", w.code, o.place, o.amount_minor
""",
    ("fund_moves",),
)

_DIGITS = " ".join(f"WHEN '{code}' THEN {digits}" for code, digits in MINOR_DIGITS.items())


def _digits(currency: str) -> str:
    """Minor digits of a currency, in SQL."""
    return f"(CASE {currency} {_DIGITS} ELSE 2 END)"


# What a contribution would cost today: at the last rate of its currency known on the as-of day,
# else at the rate it came in at. Money returned to the donor counts as it was returned.
WORTH = Relation(
    {"on": "date", "window": "string", "worth_minor": "int64", "given_today_minor": "int64"},
    f"""
SELECT f."on", f."window", f.cash_minor + f.loans_minor + f.allowance_minor AS worth_minor,
  0::bigint AS given_today_minor
FROM fund f
UNION ALL
SELECT m."on", w.code, 0, -m.amount_minor
FROM fund_moves m JOIN ledger_window w ON w.id = m.window_id WHERE m.kind = 'returned'
UNION ALL
SELECT c.received_on, w.code, 0,
  CASE WHEN r.value IS NULL THEN c.credited_minor
    ELSE round(c.amount_minor * r.value * power(10::numeric,
      {_digits("c.credited_currency")} - {_digits("c.currency")}))::bigint END
FROM ledger_contribution c
JOIN ledger_window w ON w.id = c.window_id
CROSS JOIN asked
LEFT JOIN LATERAL (
  SELECT CASE WHEN x.base = c.currency THEN x.rate ELSE 1 / x.rate END AS value
  FROM programme_exchangerate x
  WHERE x.programme_id = c.programme_id AND x."on" <= asked.as_of
    AND ((x.base = c.currency AND x.quote = c.credited_currency)
      OR (x.base = c.credited_currency AND x.quote = c.currency))
  ORDER BY x."on" DESC, x.source LIMIT 1
) r ON c.currency <> c.credited_currency
WHERE c.programme_id = %(programme)s
  AND NOT EXISTS (SELECT 1 FROM ledger_entry v WHERE v.reverses_id = c.entry_id)
""",  # noqa: S608 - the digits of currencies, no value in them
    ("asked", "fund", "fund_moves"),
)

# The loans as their own files tell them, to be held against the books.
LOAN_FILES = Relation(
    {"on": "date", "principal_minor": "int64"},
    """
SELECT c."on", c.amount_minor AS principal_minor
FROM credit_change c JOIN credit_loan n ON n.id = c.loan_id
WHERE n.programme_id = %(programme)s AND c.component = 'principal'
""",
)

TURN_RELATIONS = {
    "loan_files": LOAN_FILES,
    "fund_moves": MOVES,
    "fund_turns": TURNS,
    "fund_worth": WORTH,
}
