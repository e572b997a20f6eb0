"""Receipt blanks: which numbers are missing, and why the others are not receipts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from dayaq.kernel import db

GAPS = """
WITH used AS (
  SELECT r.series, r.number FROM credit_receipt r JOIN credit_receiptbook b ON b.id = r.book_id
  WHERE b.programme_id = %(programme)s
  UNION
  SELECT s.series, s.number FROM credit_spoiledblank s
  JOIN credit_receiptbook b ON b.id = s.book_id WHERE b.programme_id = %(programme)s
  UNION
  SELECT * FROM unnest(%(series)s::text[], %(numbers)s::bigint[])
), spans AS (
  SELECT b.series, b.issued_to_id, u.number,
         lag(u.number, 1, b.first_number - 1)
           OVER (PARTITION BY b.id ORDER BY u.number) AS before
  FROM credit_receiptbook b
  JOIN used u ON u.series = b.series AND u.number BETWEEN b.first_number AND b.last_number
  WHERE b.programme_id = %(programme)s
    AND (%(only)s::text[] IS NULL OR b.series = ANY(%(only)s))
)
SELECT series, before + 1, number - 1, issued_to_id FROM spans WHERE number > before + 1
ORDER BY series, number
"""


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
