"""Receipt blanks: which numbers are missing, and why the others are not receipts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from dayaq.kernel import db

GAPS = """
WITH books AS (
  SELECT b.id, b.series, b.first_number, b.last_number, b.issued_to_id FROM credit_receiptbook b
  WHERE b.programme_id = %(programme)s
    AND (%(only)s::text[] IS NULL OR b.series = ANY(%(only)s::text[]))
), besides AS MATERIALIZED (
  SELECT b.id AS book_id, o.number
  FROM (
    SELECT s.series, s.number FROM credit_spoiledblank s
    UNION SELECT * FROM unnest(%(series)s::text[], %(numbers)s::bigint[])
  ) o (series, number)
  JOIN books b ON b.series = o.series AND o.number BETWEEN b.first_number AND b.last_number
  WHERE NOT EXISTS (
    SELECT FROM credit_receipt r WHERE r.book_id = b.id AND r.number = o.number)
), torn AS (
  SELECT b.id, b.series, b.first_number, b.issued_to_id FROM books b
  WHERE (SELECT count(*) FROM credit_receipt r WHERE r.book_id = b.id)
      + (SELECT count(*) FROM besides o WHERE o.book_id = b.id)
    < greatest((SELECT max(r.number) FROM credit_receipt r WHERE r.book_id = b.id),
               (SELECT max(o.number) FROM besides o WHERE o.book_id = b.id))
      - b.first_number + 1
)
SELECT b.series, used.before + 1, used.number - 1, b.issued_to_id
FROM torn b CROSS JOIN LATERAL (
  SELECT u.number, lag(u.number, 1, b.first_number - 1) OVER (ORDER BY u.number) AS before
  FROM (
    SELECT r.number FROM credit_receipt r WHERE r.book_id = b.id
    UNION ALL SELECT o.number FROM besides o WHERE o.book_id = b.id
  ) u
) used
WHERE used.number > used.before + 1
ORDER BY b.series, used.number
"""
"""A book with fewer numbers used than its newest one says is `torn`; which are missing is looked
for only there. `besides` are the numbers used that are no receipts."""


class Gap(NamedTuple):
    """Blanks `first` to `last` that are neither receipts nor spoiled, below one that is used."""

    series: str
    first: int
    last: int
    officer_id: UUID


def missing(series: object, first: object, last: object) -> str:
    """A gap in a sentence."""
    if first == last:
        return _("Series %(series)s: number %(first)s is missing.") % {
            "series": series, "first": first,
        }  # fmt: skip
    return _("Series %(series)s: %(first)s to %(last)s are missing.") % {
        "series": series, "first": first, "last": last,
    }  # fmt: skip


def gaps(programme_id: UUID) -> list[Gap]:
    """Every unexplained gap in the books of the programme."""
    return _ask(programme_id, [], only=None)


def gaps_among(programme_id: UUID, blanks: Sequence[tuple[str, int]]) -> list[Gap]:
    """The gaps once `blanks` are used too, in the series they belong to."""
    return _ask(programme_id, blanks, only=sorted({series for series, _number in blanks}))


def _ask(
    programme_id: UUID, blanks: Sequence[tuple[str, int]], *, only: list[str] | None
) -> list[Gap]:
    values = {
        "programme": programme_id,
        "series": [series for series, _number in blanks],
        "numbers": [number for _series, number in blanks],
        "only": only,
    }
    return [Gap(*row) for row in db.fetch(GAPS, values)]
