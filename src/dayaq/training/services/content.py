"""What a business plan says, and how it is kept in rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dayaq.kernel import rows
from dayaq.kernel.access.models import Place
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.money import MAX_MINOR
from dayaq.training.domain.cashflow import Month
from dayaq.training.models import BusinessPlan, CashFlowMonth, Investment

AMOUNTS = ("sales_minor", "direct_minor", "indirect_minor", "draw_minor", "instalment_minor")


@dataclass(frozen=True, slots=True)
class InvestmentEntry:
    """One thing to buy, and its price in minor units."""

    item: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PlanContent:
    """What a plan says. `months` may be incomplete in a draft; amounts are minor units."""

    kind: str
    sector: str
    title: str
    description: str
    place: Place
    place_text: str
    market: str = ""
    risks: str = ""
    own_contribution_minor: int = 0
    working_capital_minor: int = 0
    investments: Sequence[InvestmentEntry] = field(default_factory=tuple)
    months: Sequence[Month] = field(default_factory=tuple)


PLAIN = (
    "kind", "sector", "title", "description", "place", "place_text", "market", "risks",
    "own_contribution_minor", "working_capital_minor",
)  # fmt: skip


def months_of(plan: BusinessPlan) -> list[Month]:
    """The plan's months as the domain computes with them."""
    return [
        Month(row.month, *(getattr(row, name) for name in AMOUNTS))
        for row in rows.where(CashFlowMonth, order="month", plan_id=plan.pk)
    ]


def write_words(plan: BusinessPlan, content: PlanContent) -> None:
    for name in PLAIN:
        setattr(plan, name, getattr(content, name))


def write_rows(plan: BusinessPlan, content: PlanContent) -> None:
    investments = [
        Investment(plan=plan, position=n, item=entry.item, amount_minor=entry.amount_minor)
        for n, entry in enumerate(content.investments, start=1)
    ]
    months = month_rows(plan, content.months)
    rows.together(*rows.inserting(*investments), *rows.inserting(*months))


def month_rows(plan: BusinessPlan, months: Sequence[Month]) -> list[CashFlowMonth]:
    return [
        CashFlowMonth(
            plan=plan, month=month.number, **{name: getattr(month, name) for name in AMOUNTS}
        )
        for month in months
    ]


def check_content(content: PlanContent) -> None:
    amounts = [content.own_contribution_minor, content.working_capital_minor]
    amounts += [entry.amount_minor for entry in content.investments]
    amounts += [getattr(month, name) for month in content.months for name in AMOUNTS]
    if any(not 0 <= amount <= MAX_MINOR for amount in amounts):
        raise Refused(N_("An amount is not negative and not larger than the programme itself."))
    if any(entry.amount_minor == 0 or not entry.item.strip() for entry in content.investments):
        raise Refused(N_("Each investment has a name and a price."))
    numbers = [month.number for month in content.months]
    if len(set(numbers)) != len(numbers) or any(not 1 <= n <= 12 for n in numbers):
        raise Refused(N_("The cash flow has the months 1 to 12, each once."))


def district_of(place: Place) -> Place:
    """The district a settlement lies in; a district is its own."""
    if place.kind == Place.Kind.SETTLEMENT and place.parent is not None:
        return place.parent
    return place
