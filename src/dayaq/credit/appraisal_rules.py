"""Can the household carry the instalment? Pure arithmetic on whole minor units a month.

The rule of thumb of the field (domain reference 4.1): an instalment takes no more than 30 to
50 percent of net disposable household income. A pension counts when the family's needs are
met, but is protected: no instalment may have to come out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LIMIT_BPS = 4_000
"""An instalment may take at most 40 percent of what is available: a parameter, printed."""


@dataclass(frozen=True, slots=True)
class Income:
    """Money that comes in every month from one source."""

    source: str
    amount_minor: int
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Expense:
    """Money that goes out every month for one purpose."""

    kind: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """What the household has and what the instalment takes of it."""

    income_minor: int
    protected_minor: int
    expenses_minor: int
    debts_minor: int
    disposable_minor: int
    available_minor: int
    instalment_minor: int
    limit_minor: int
    ratio_bps: int | None
    is_within: bool


def capacity(
    *,
    incomes: Sequence[Income],
    expenses: Sequence[Expense],
    debts_minor: int,
    instalment_minor: int,
    limit_bps: int = LIMIT_BPS,
) -> Capacity:
    """What the household can carry a month, and whether the instalment fits.

    disposable = income - expenses - instalments of other debts
    available  = the smaller of disposable and (income that is not protected - other debts)
    ratio      = instalment / available in basis points, rounded up; None when nothing is
                 available

    A pension of 150, sales of 300, expenses of 200, no debts, instalment 83.34: disposable is
    250, available 250, the ratio 33.34 percent.

    >>> found = capacity(
    ...     incomes=[Income("pension", 15_000, protected=True), Income("sales", 30_000)],
    ...     expenses=[Expense("food", 20_000)],
    ...     debts_minor=0,
    ...     instalment_minor=8_334,
    ... )
    >>> found.disposable_minor, found.available_minor, found.ratio_bps, found.is_within
    (25000, 25000, 3334, True)
    """
    income = sum(row.amount_minor for row in incomes)
    protected = sum(row.amount_minor for row in incomes if row.protected)
    spent = sum(row.amount_minor for row in expenses)
    disposable = income - spent - debts_minor
    available = max(0, min(disposable, income - protected - debts_minor))
    ratio = -(-instalment_minor * 10_000 // available) if available else None
    return Capacity(
        income_minor=income,
        protected_minor=protected,
        expenses_minor=spent,
        debts_minor=debts_minor,
        disposable_minor=disposable,
        available_minor=available,
        instalment_minor=instalment_minor,
        limit_minor=available * limit_bps // 10_000,
        ratio_bps=ratio,
        is_within=instalment_minor * 10_000 <= available * limit_bps,
    )
