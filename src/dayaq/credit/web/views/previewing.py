"""What the terms of a product come to: an example loan with its schedule and its cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dayaq.credit.domain.disclosure import disclosure_of
from dayaq.credit.domain.schedule import Schedule
from dayaq.credit.domain.state import ScheduleVersion
from dayaq.credit.domain.terms import LoanTerms
from dayaq.credit.services.products import Offer, refuse_unsound, try_terms
from dayaq.credit.web.views.common import money
from dayaq.kernel.percent import percent_text
from dayaq.kernel.web.parts import Column, Item, Table


@dataclass(frozen=True, slots=True)
class Preview:
    """An example, or the sentence that says why there is none."""

    items: list[Item] = field(default_factory=list)
    table: Table | None = None
    problem: str = ""


def preview_of(offer: Offer, on: dt.date, holidays: Collection[dt.date] = ()) -> Preview:
    """The largest and longest loan of the offer, paid out `on`.

    :raises Refused: the terms contradict themselves on one of the loans they allow
    """
    refuse_unsound(offer, on, lender=False)
    terms, schedule = try_terms(
        offer.terms,
        principal_minor=offer.max_minor,
        instalments=offer.max_instalments,
        currency=offer.currency,
        on=on,
        holidays=holidays,
    )
    costs = disclosure_of(terms, schedule)
    say = offer.currency
    items = [
        Item(
            _("Example"),
            _("%(amount)s in %(count)s instalments")
            % {"amount": money(offer.max_minor, say), "count": len(schedule.instalments)},
        ),
        *paid_out(terms, on),
        Item(_("Largest instalment"), money(costs.largest_instalment_minor, say)),
        Item(_("To repay"), money(costs.principal_minor + costs.cost_minor, say)),
        Item(_("Total cost"), money(costs.cost_minor, say)),
    ]
    if costs.cost_minor:
        items.append(Item(_("APR"), percent_text(costs.apr / 100, 2)))
        items.append(Item(_("Effective rate a year"), percent_text(costs.effective_rate / 100, 2)))
    else:
        items.append(Item(_("APR"), _("0 %: nothing is charged")))
    return Preview(items=items, table=schedule_table(schedule, say))


def paid_out(terms: LoanTerms, on: dt.date) -> list[Item]:
    """The parts in which the money is paid out, if it is more than one."""
    if not terms.tranches:
        return []
    first = terms.principal_minor - sum(one.amount_minor for one in terms.tranches)
    parts = [(on, first), *((one.on, one.amount_minor) for one in terms.tranches)]
    lines = [f"{day:%d.%m.%Y}: {money(amount, terms.currency)}" for day, amount in parts]
    return [Item(_("Paid out in parts"), "\n".join(lines))]


def schedule_table(
    schedule: Schedule | ScheduleVersion, currency: str, *, caption: str = ""
) -> Table:
    """The instalments; without interest and fees there are no columns for them."""
    interest = any(row.interest_minor for row in schedule.instalments)
    fees = any(row.fee_minor + row.penalty_minor for row in schedule.instalments)
    columns = [Column(_("No.")), Column(_("Due on"), "day")]
    if interest or fees:
        columns.append(Column(_("Amount lent"), "money", currency=currency))
    if interest:
        columns.append(Column(_("Interest"), "money", currency=currency))
    if fees:
        columns.append(Column(_("Fees"), "money", currency=currency))
    columns.append(Column(_("Instalment"), "money", currency=currency))
    return Table(
        caption=caption or _("Schedule"),
        columns=columns,
        rows=[
            [
                row.number,
                row.due_on,
                *([row.principal_minor] if interest or fees else []),
                *([row.interest_minor] if interest else []),
                *([row.fee_minor + row.penalty_minor] if fees else []),
                row.total_minor,
            ]
            for row in schedule.instalments
        ],
    )
