"""A pilot phase with its grants, budget and results, made by the services."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.roles import Role
from dayaq.kernel.money import Money
from dayaq.programme import services
from dayaq.programme.domain.fx import Exchange
from dayaq.programme.domain.terms import Period
from dayaq.programme.models import BudgetLine, Expense, Grant, Phase
from tests import build

AT = build.AT
PILOT = Period(dt.date(2007, 11, 1), dt.date(2009, 11, 30))
ADA_PERIOD = Period(dt.date(2007, 10, 1), dt.date(2009, 10, 31))
MID = dt.date(2008, 6, 2)
CENTRAL_BANK = Exchange("EUR", Decimal("1.2650"), MID, "Central Bank of Azerbaijan")


def officer() -> Actor:
    """Leyla, the programme officer."""
    return build.actor(Role.PROGRAMME_OFFICER)


def phase(by: Actor, *, key: str = "pilot", name: str = "Pilot", period: Period = PILOT) -> Phase:
    return services.open_phase(
        by=by,
        on=period.starts_on,
        at=AT,
        key=key,
        name=name,
        name_az=name,
        period=period,
        report_currency="EUR",
        total_cost_minor=10_212_766 if key == "pilot" else None,
    )


def grants(by: Actor, of: Phase, *shares_bps: int) -> list[Grant]:
    """One grant for each share; the first takes the remainder of a cent."""
    donors = ("Austrian Development Agency", "Republic of Slovenia", "Republic of Korea")
    return [
        services.add_grant(
            by=by,
            on=of.starts_on,
            at=AT,
            phase_id=of.id,
            donor_id=build.organisation(donor, "donor").id,
            contract_number=f"C-{index}/2007",
            amount=Money(10_212_766 * share // 10_000, "EUR"),
            share_bps=share,
            period=Period(of.starts_on - dt.timedelta(days=31), of.ends_on),
            takes_remainder=index == 0,
        )
        for index, (donor, share) in enumerate(zip(donors, shares_bps, strict=False))
    ]


def line(
    by: Actor,
    of: Phase,
    *,
    code: str = "1.1",
    approved_minor: int = 5_000_000,
    capital: bool = False,
) -> BudgetLine:
    return services.add_budget_line(
        by=by,
        on=of.starts_on,
        at=AT,
        phase_id=of.id,
        code=code,
        description="Training" if not capital else "Loan capital",
        approved_minor=approved_minor,
        is_lending_capital=capital,
    )


def expense(
    by: Actor,
    on_line: BudgetLine,
    minor: int,
    *,
    voucher: str = "V-1",
    currency: str = "EUR",
    on: dt.date = MID,
) -> Expense:
    return services.enter_expense(
        by=by,
        on=on,
        at=AT,
        line_id=on_line.id,
        voucher=voucher,
        payee="Çıraq Printing",
        amount=Money(minor, currency),
        exchange=None if currency == "EUR" else CENTRAL_BANK,
    )


def approved(by: Actor, on_line: BudgetLine, minor: int, **more: object) -> Expense:
    entered = expense(by, on_line, minor, **more)  # type: ignore[arg-type]
    return services.approve_expense(by=by, on=entered.on, at=AT, expense_id=entered.id)
