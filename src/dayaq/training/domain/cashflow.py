"""The twelve-month cash flow of a business plan, in minor units.

Opening cash is the working capital: what is left of loan and own contribution once the
investments are bought. The household's draw stands in the plan as a cost (ILO SYB: what the
family takes out is planned, or it is taken out of the stock), and so does the instalment.

A shop with 200.00 of working capital sells 500.00 a month at a direct cost of 300.00, with
60.00 of rent, 80.00 for the household and an instalment of 100.00; in winter (months 1 and 2)
sales are 350.00 and direct costs 210.00:

>>> winter = [Month(n, 35000, 21000, 6000, 8000, 10000) for n in (1, 2)]
>>> rest = [Month(n, 50000, 30000, 6000, 8000, 10000) for n in range(3, 13)]
>>> net(winter[0]), net(rest[0])
(-10000, -4000)
>>> flow = cash_flow(20000, winter + rest)
>>> flow.closing[:3], flow.lowest_month, flow.lowest_minor
((10000, 0, -4000), 12, -40000)
>>> flow.first_short_month
3
>>> break_even_sales(rest[0])
60000
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["CashFlow", "Month", "break_even_sales", "cash_flow", "has_twelve_months", "net"]

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the plan: cash in, and the four ways it goes out."""

    number: int
    sales_minor: int
    direct_minor: int
    indirect_minor: int
    draw_minor: int
    instalment_minor: int


@dataclass(frozen=True, slots=True)
class CashFlow:
    """The plan's cash at the end of each month and what a coach looks at first."""

    opening_minor: int
    net: tuple[int, ...]
    closing: tuple[int, ...]
    lowest_month: int
    lowest_minor: int
    first_short_month: int | None
    """The first month that would end with less than nothing, or None when cash always suffices."""


def net(month: Month) -> int:
    """Cash that the month adds or takes away."""
    return (
        month.sales_minor
        - month.direct_minor
        - month.indirect_minor
        - month.draw_minor
        - month.instalment_minor
    )


def has_twelve_months(months: Iterable[Month]) -> bool:
    """Whether months 1 to 12 are each there once."""
    return sorted(month.number for month in months) == list(range(1, MONTHS + 1))


def cash_flow(opening_minor: int, months: Sequence[Month]) -> CashFlow:
    """The cash flow of months in their order of number.

    :raises ValueError: without a single month
    """
    if not months:
        raise ValueError("a cash flow has at least one month")
    ordered = sorted(months, key=lambda month: month.number)
    nets = tuple(net(month) for month in ordered)
    closing: list[int] = []
    cash = opening_minor
    for change in nets:
        cash += change
        closing.append(cash)
    lowest = min(closing)
    short = next((m.number for m, c in zip(ordered, closing, strict=True) if c < 0), None)
    return CashFlow(
        opening_minor=opening_minor,
        net=nets,
        closing=tuple(closing),
        lowest_month=ordered[closing.index(lowest)].number,
        lowest_minor=lowest,
        first_short_month=short,
    )


def break_even_sales(month: Month) -> int | None:
    """The sales at which the month neither adds nor takes cash, at the same direct-cost share.

    fixed x sales / (sales - direct), rounded up to the minor unit, where fixed is indirect
    costs, draw and instalment. None when each sale costs at least what it brings.
    """
    margin = month.sales_minor - month.direct_minor
    if margin <= 0:
        return None
    fixed = month.indirect_minor + month.draw_minor + month.instalment_minor
    return -(-fixed * month.sales_minor // margin)
