"""Questions about money in other currencies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from dayaq.kernel import db
from dayaq.kernel.money import Money
from dayaq.ledger.closing import Finding
from dayaq.ledger.domain.exchange import Position
from dayaq.ledger.models import Account, Deal, Revaluation, Window
from dayaq.ledger.queries import balance, windows

# What a window has in a currency is what it exchanged for it: the other side of the bank account.
# Money in suspense lies on that account too, and is no window's.
POSITIONS = """
SELECT upper(split_part(m.code, ':', 2)), w.code,
       -coalesce(sum(m.amount) FILTER (WHERE m.code LIKE 'trading:%%'), 0)::bigint,
       coalesce(sum(m.amount) FILTER (WHERE m.code LIKE 'position:%%'), 0)::bigint
FROM (
  SELECT a.code, t.window_id, t.amount_minor AS amount
  FROM ledger_account a JOIN ledger_transfer t ON t.debit_id = a.id
  WHERE a.programme_id = %(programme)s AND split_part(a.code, ':', 1) IN ('trading', 'position')
    AND (%(on)s::date IS NULL OR t."on" <= %(on)s)
  UNION ALL
  SELECT a.code, t.window_id, -t.amount_minor
  FROM ledger_account a JOIN ledger_transfer t ON t.credit_id = a.id
  WHERE a.programme_id = %(programme)s AND split_part(a.code, ':', 1) IN ('trading', 'position')
    AND (%(on)s::date IS NULL OR t."on" <= %(on)s)
) m JOIN ledger_window w ON w.id = m.window_id
GROUP BY 1, 2 ORDER BY 1, 2
"""


def currencies(programme_id: UUID) -> list[str]:
    """The currencies in which the programme has a bank account besides its own."""
    codes = Account.objects.filter(programme_id=programme_id, code__startswith="foreign:")
    return sorted(codes.values_list("currency", flat=True))


def windows_with_account(programme_id: UUID) -> list[Window]:
    """The windows whose donor's own currency has a bank account, besides the programme's."""
    known = currencies(programme_id)
    return [one for one in windows(programme_id) if one.currency in known]


def positions(programme_id: UUID, on: dt.date | None = None) -> dict[str, dict[str, Position]]:
    """By currency and window: what is held and what it stands at, up to the value date `on`."""
    found: dict[str, dict[str, Position]] = {}
    for currency, window, held, carried in db.fetch(
        POSITIONS, {"programme": programme_id, "on": on}
    ):
        found.setdefault(currency, {})[window] = Position(int(held), int(carried))
    return found


def held_minor(of: dict[str, Position]) -> int:
    """What the money of all windows on a bank account comes to."""
    return sum(one.held_minor for one in of.values())


def unvalued(
    programme_id: UUID, ends_on: dt.date, standing: dict[str, dict[str, Position]]
) -> list[str]:
    """Currencies that stand in the books at a month's end and were not valued on that day."""
    done = set(
        Revaluation.objects.filter(programme_id=programme_id, on=ends_on).values_list(
            "currency", flat=True
        )
    )
    return [
        currency
        for currency, windows in standing.items()
        if currency not in done
        and any(one.held_minor or one.carried_minor for one in windows.values())
    ]


def month_valued(programme_id: UUID, _starts_on: dt.date, ends_on: dt.date) -> Finding:
    """The line of the month's checklist: every foreign balance is valued at the last day's rate."""
    standing = positions(programme_id, ends_on)
    open_ones = unvalued(programme_id, ends_on, standing)
    if open_ones:
        held = [Money(held_minor(standing[one]), one) for one in open_ones]
        return Finding(
            False, lambda: _("Not valued at the rate of %(day)s: %(money)s.")
            % {"day": f"{ends_on:%d.%m.%Y}", "money": ", ".join(str(one) for one in held)},
            reverse_lazy("programme:exchange"),
        )  # fmt: skip
    if not any(held_minor(windows) for windows in standing.values()):
        return Finding(True, lambda: _("No money is held in another currency."))
    return Finding(
        True, lambda: _("Money in other currencies is valued at the rate of the last day.")
    )


def unclaimed(programme_id: UUID, on: dt.date | None = None) -> dict[str, int]:
    """By currency: what is at the bank and waits in suspense, nobody's yet (minor units)."""
    return {
        currency: waiting
        for currency in currencies(programme_id)
        if (waiting := -balance(programme_id, suspense_code(currency), on=on))
    }


def suspense_code(currency: str) -> str:
    """The account on which unknown money in another currency waits."""
    return f"foreign_suspense:{currency.lower()}"


@dataclass(frozen=True, slots=True)
class Valued:
    """One revaluation as it was made."""

    on: dt.date
    currency: str
    rate_base: str
    rate: Decimal
    rate_on: dt.date
    rate_source: str
    held_minor: int
    carried_minor: int
    value_minor: int
    entry_id: UUID | None

    @property
    def difference_minor(self) -> int:
        return self.value_minor - self.carried_minor


def revaluations(programme_id: UUID, limit: int = 24) -> list[Valued]:
    """The newest revaluations."""
    fields = (
        "on", "currency", "rate_base", "rate", "rate_on", "rate_source", "held_minor",
        "carried_minor", "value_minor", "entry_id",
    )  # fmt: skip
    rows = Revaluation.objects.filter(programme_id=programme_id).order_by("-on", "-recorded_at")
    return [Valued(*row) for row in rows.values_list(*fields)[:limit]]


def deals(programme_id: UUID, limit: int = 50) -> list[Deal]:
    """The newest exchanges, each with the rate it was dealt at."""
    rows = Deal.objects.filter(programme_id=programme_id).order_by("-on", "-pk")
    return list(rows[:limit])
