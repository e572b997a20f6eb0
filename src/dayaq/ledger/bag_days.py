"""What the officers' bags took and gave, day by day: the question, and the proof of its answer.

Today asks how much cash each officer carries and since when, which is a sum over everything they
ever collected. So `ledger_bagday` keeps the sums of each bag and value date. The trigger
`bag_days_are_kept` of `ledger_transfer` adds to them what each posting moves; the serving role
may only read them (docs/adr/0072).
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from dayaq.kernel import db

BAGS = "transit:"
"""How the code of an officer's bag begins; the trigger has it too."""

BAG_DAYS = """
SELECT a.code, b."on", b.came_minor, b.went_minor
FROM ledger_account a JOIN ledger_bagday b ON b.account_id = a.id
WHERE a.programme_id = %s AND b."on" <= %s
ORDER BY a.code, b."on"
"""

# What is left of a bag is the newest that came: what came up to a day, less all that ever went.
LEFT = """
SELECT a.code, day."on", least(day.came_minor, day.rest)::bigint
FROM ledger_account a
CROSS JOIN LATERAL (
  SELECT sum(b.went_minor) AS went, max(b."on") AS last FROM ledger_bagday b
  WHERE b.account_id = a.id AND b."on" <= %(until)s
) every
CROSS JOIN LATERAL (
  SELECT b."on", b.came_minor, sum(b.came_minor) OVER (ORDER BY b."on") - every.went AS rest
  FROM ledger_bagday b WHERE b.account_id = a.id AND b."on" <= %(until)s
) day
WHERE a.programme_id = %(programme)s AND starts_with(a.code, %(bag)s)
  AND (day.rest > 0 OR day."on" = every.last)
ORDER BY a.code, day."on"
"""


def bag_days(programme_id: UUID, until: dt.date) -> list[tuple[str, dt.date, int, int]]:
    """What came into and went out of each bag, day by day (minor units)."""
    rows: list[Any] = db.fetch(BAG_DAYS, [programme_id, until])
    return rows


def left_in_bags(
    programme_id: UUID, until: dt.date, bag: str = BAGS
) -> list[tuple[str, dt.date, int]]:
    """What is left in each bag of each day's collecting, when the oldest goes out first.

    An empty bag has one day with zero; below zero is what went out beyond all that ever came.

    :param bag: only the bag with this code
    """
    rows: list[Any] = db.fetch(LEFT, {"programme": programme_id, "bag": bag, "until": until})
    return rows


DIFFERING = """
SELECT x.account_id, x."on" FROM (
  SELECT b.account_id, b."on", b.came_minor AS came, b.went_minor AS went FROM ledger_bagday b
  UNION ALL
  SELECT a.id, t."on", -t.amount_minor, 0
  FROM ledger_account a JOIN ledger_transfer t ON t.debit_id = a.id
  WHERE starts_with(a.code, 'transit:')
  UNION ALL
  SELECT a.id, t."on", 0, -t.amount_minor
  FROM ledger_account a JOIN ledger_transfer t ON t.credit_id = a.id
  WHERE starts_with(a.code, 'transit:')
) x
GROUP BY x.account_id, x."on" HAVING sum(x.came) <> 0 OR sum(x.went) <> 0
"""
"""The bags and days that do not hold what the transfers add up to."""


def differing(programme_id: UUID) -> list[tuple[str, dt.date]]:
    """The bags, by their code, and the days that the transfers contradict."""
    sql = (
        f'SELECT a.code, d."on" FROM ({DIFFERING}) d JOIN ledger_account a ON a.id = d.account_id '  # noqa: S608 - our own text
        'WHERE a.programme_id = %s ORDER BY a.code, d."on"'
    )
    return [(code, on) for code, on in db.fetch(sql, [programme_id])]
