"""The provision of a month: what must be set aside by the tables, and the difference posted.

A table applies to the whole outstanding principal of a loan by its days past due; a loan with
new terms is counted by the days past due under them, and stays marked as restructured.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from dayaq.credit.domain.provision import TABLES, provision
from dayaq.credit.models import (
    Loan,
    LoanProduct,
    LoanShare,
    ProvisionLine,
    ProvisionRule,
    ProvisionRun,
    ProvisionTable,
)
from dayaq.credit.queries.positions import positions
from dayaq.credit.queries.provisions import tables_on
from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.money import split
from dayaq.ledger.queries import balances_by_window, windows
from dayaq.ledger.services import Leg, hold, post


@dataclass(frozen=True, slots=True)
class Needed:
    """What one loan needs on a day."""

    loan: Loan
    table: str
    principal_minor: int
    days_past_due: int
    amount_minor: int


def choose_table(
    *, by: Actor, table: str, product_id: UUID | None, on: dt.date, at: dt.datetime
) -> ProvisionRule:
    """From now on the product, or without one the programme, sets aside by this table.

    :raises NotFound: there is no such product
    """
    by.require("credit.choose_provision_table")
    if table not in ProvisionTable.values:
        raise Refused(N_("There is no such table."), field="table")
    if (
        product_id is not None
        and not LoanProduct.objects.filter(pk=product_id, programme_id=by.programme_id).exists()
    ):
        raise NotFound(N_("There is no such loan product."), field="product_id")
    record(
        "credit.provision_table_chosen", by=by, on=on, at=at,
        subjects=[("programme", by.programme_id)], data={"table": table},
    )  # fmt: skip
    return ProvisionRule.objects.create(
        programme_id=by.programme_id, product_id=product_id, table=table, starts_on=on,
        set_by_id=by.user_id, recorded_at=at,
    )  # fmt: skip


def needed(programme_id: UUID, month_end: dt.date) -> list[Needed]:
    """What every loan with something outstanding needs on that day, by its table."""
    tables = tables_on(programme_id, month_end)
    loans = {
        loan.pk: loan
        for loan in Loan.objects.filter(programme_id=programme_id, disbursed_on__lte=month_end)
        .select_related("product_version")
        .order_by("code")
    }
    found = []
    standing = positions(loans, month_end)
    for loan_id, loan in loans.items():
        now = standing.get(loan_id)
        if now is None or not now.principal_minor:
            continue
        table = tables.get(loan.product_version.product_id, tables[None])
        amount = provision(now.principal_minor, now.days_past_due, TABLES[table])
        found.append(Needed(loan, table, now.principal_minor, now.days_past_due, amount))
    return found


def run_provision(*, by: Actor, month_end: dt.date, on: dt.date, at: dt.datetime) -> ProvisionRun:
    """Bring the allowance of each window to what the month-end needs; once for each month.

    The difference is charged to, or released from, the impairment charge.

    :raises Refused: it is no month-end, or not over yet, or a later month is done already
    """
    by.require("credit.provision")
    if month_end.day != calendar.monthrange(month_end.year, month_end.month)[1]:
        raise Refused(N_("A provision is made for the last day of a month."), field="month_end")
    if month_end > on:
        raise Refused(N_("This month is not over yet."), field="month_end")
    hold(by.programme_id, "allowance")
    done = rows.where(ProvisionRun, order="month_end", programme_id=by.programme_id)
    if first := next((run for run in done if run.month_end == month_end), None):
        return first
    if done and done[-1].month_end > month_end:
        raise Refused(N_("A later month is provisioned already."), field="month_end")
    lines = needed(by.programme_id, month_end)
    legs = _differences(by.programme_id, _by_window(lines))
    change = sum(
        leg.amount_minor if leg.credit == "allowance" else -leg.amount_minor for leg in legs
    )
    run = ProvisionRun(
        programme_id=by.programme_id, month_end=month_end,
        required_minor=sum(line.amount_minor for line in lines), change_minor=change,
        run_by_id=by.user_id, recorded_at=at,
    )  # fmt: skip
    needs = [
        ProvisionLine(
            run=run, loan=line.loan, table=line.table, principal_minor=line.principal_minor,
            days_past_due=line.days_past_due, amount_minor=line.amount_minor,
        )
        for line in lines
    ]  # fmt: skip
    event_id = record(
        "credit.provision_run", by=by, on=on, at=at, subjects=[("programme", by.programme_id)],
        data={"month_end": month_end.isoformat(), "change_minor": change},
        beside=[*rows.inserting(run), *rows.inserting(*needs)],
    )  # fmt: skip
    if legs:
        post(
            key=f"provision:{month_end.isoformat()}", on=month_end, at=at, by=by,
            memo="provision", transfers=legs, event_id=event_id,
        )  # fmt: skip
    return run


def _by_window(lines: Iterable[Needed]) -> dict[str, int]:
    """The allowance each window needs; of a shared loan by the windows' shares."""
    shares: dict[UUID, dict[str, int]] = {}
    for loan_id, code, minor in LoanShare.objects.order_by("position").values_list(
        "loan_id", "window__code", "amount_minor"
    ):
        shares.setdefault(loan_id, {})[code] = minor
    found: dict[str, int] = {}
    for line in lines:
        parts = shares.get(line.loan.pk, {line.loan.window: 1})
        amounts = split(line.amount_minor, list(parts.values()))
        for code, minor in zip(parts, amounts, strict=True):
            found[code] = found.get(code, 0) + minor
    return found


def _differences(programme_id: UUID, required: dict[str, int]) -> list[Leg]:
    legs = []
    there = balances_by_window(programme_id, "allowance")
    for window in windows(programme_id):
        change = required.get(window.code, 0) + there.get(window.code, 0)
        accounts = ("expense.impairment", "allowance")
        if change:
            debit, credit = accounts if change > 0 else accounts[::-1]
            legs.append(Leg(debit, credit, abs(change), window.code))
    return legs
