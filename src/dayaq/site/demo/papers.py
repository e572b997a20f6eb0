"""Grants, budget, expenses, targets and the monthly reports of the demonstration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from dayaq.kernel.money import Money
from dayaq.programme.domain.fx import Exchange
from dayaq.programme.domain.terms import Period, Registration
from dayaq.programme.services import budget, expenses, grants, rates, results
from dayaq.site.demo.plan import Figure
from dayaq.site.demo.stage import BEGIN, Act, Stage

# 1 EUR in AZN and 1 USD in AZN, rounded from memory of the time: assumed, but for the official
# 0.8033 of 6 October 2009, which is published.
EUR = Decimal("1.18")

PILOT_LINES = (
    ("1", "Staff", 38_000_00, False),
    ("2", "Training and coaching", 21_000_00, False),
    ("3", "Travel and visits", 12_127_66, False),
    ("4", "Capital of the revolving fund", 24_000_00, True),
    ("5", "Administration", 7_000_00, False),
)
PHASE2_LINES = (
    ("1", "Staff", 62_000_00, False),
    ("2", "Training and coaching", 28_000_00, False),
    ("3", "Travel and visits", 18_000_00, False),
    ("4", "Capacity building of state partners", 12_000_00, False),
    ("5", "Regional workshop in Tbilisi", 15_000_00, False),
    ("6", "Awareness campaign", 9_000_00, False),
    ("7", "Administration", 10_000_00, False),
)


def pilot_grants(stage: Stage) -> None:
    """ADA with 70.5 percent of EUR 102,127.66 (published); the rest shared (assumed)."""
    leyla = stage.as_("leyla")
    phase = stage.keys["phase:pilot"]
    ada = grants.add_grant(
        **leyla, phase_id=phase, donor_id=stage.keys["org:ADA"], contract_number="8230-00/2007",
        amount=Money(72_000_00, "EUR"), share_bps=7_050, takes_remainder=True,
        period=Period(dt.date(2007, 10, 1), dt.date(2009, 10, 31)),
        through_id=stage.keys["org:ITF"],
    )  # fmt: skip
    stage.keep("grant:ada:pilot", ada)
    for short, number, minor in (
        ("Slovenia", "NÜM-SI-07", 15_063_83), ("Korea", "NÜM-KR-07", 15_063_83),
    ):  # fmt: skip
        row = grants.add_grant(
            **leyla, phase_id=phase, donor_id=stage.keys[f"org:{short}"], contract_number=number,
            amount=Money(minor, "EUR"), share_bps=1_475,
            period=Period(BEGIN, dt.date(2009, 11, 30)),
            through_id=stage.keys["org:ITF"],
        )  # fmt: skip
        stage.keep(f"grant:{short.lower()}:pilot", row)
    for code, text, minor, lending in PILOT_LINES:
        line = budget.add_budget_line(
            **leyla, phase_id=phase, code=code, description=text, approved_minor=minor,
            is_lending_capital=lending,
        )  # fmt: skip
        stage.keep(f"line:pilot:{code}", line)


def phase2_grants(stage: Stage) -> None:
    """ADA's grant is for three countries; the budget here is Azerbaijan's share (assumed)."""
    leyla = stage.as_("leyla")
    phase = stage.keys["phase:phase-2"]
    ada = grants.add_grant(
        **leyla, phase_id=phase, donor_id=stage.keys["org:ADA"], contract_number="8230-01/2009",
        amount=Money(108_570_00, "EUR"), share_bps=7_050, takes_remainder=True,
        period=Period(dt.date(2009, 12, 1), dt.date(2012, 10, 31)),
        through_id=stage.keys["org:ITF"],
    )  # fmt: skip
    stage.keep("grant:ada:phase-2", ada)
    for short, number, minor in (
        ("Korea", "NÜM-KR-09", 22_715_00), ("Slovenia", "NÜM-SI-09", 22_715_00),
    ):  # fmt: skip
        row = grants.add_grant(
            **leyla, phase_id=phase, donor_id=stage.keys[f"org:{short}"], contract_number=number,
            amount=Money(minor, "EUR"), share_bps=1_475,
            period=Period(dt.date(2009, 12, 1), dt.date(2012, 5, 31)),
            through_id=stage.keys["org:ITF"],
        )  # fmt: skip
        stage.keep(f"grant:{short.lower()}:phase-2", row)
    for code, text, minor, lending in PHASE2_LINES:
        line = budget.add_budget_line(
            **leyla, phase_id=phase, code=code, description=text, approved_minor=minor,
            is_lending_capital=lending,
        )  # fmt: skip
        stage.keep(f"line:phase-2:{code}", line)
    sub = grants.pass_on_grant(
        **leyla, grant_id=ada.pk, recipient_id=stage.keys["org:Çıraq"], number="SG-ÇIRAQ-01",
        signed_on=stage.on, amount=Money(64_000_00, "EUR"),
        period=Period(dt.date(2009, 12, 1), dt.date(2012, 5, 31)),
        registration=Registration(number="Q-118 (nümunə)", on=stage.on),
    )  # fmt: skip
    stage.keep("sub-grant", sub)


def receive(grant: str, minor: int, stage: Stage) -> None:
    """An instalment of a grant arrives."""
    grants.receive_transfer(
        **stage.as_("leyla"), key=f"{grant}-{stage.on}", grant_id=stage.keys[f"grant:{grant}"],
        reference=f"TR-{stage.on:%y%m}-{grant.split(':', maxsplit=1)[0]}", amount_minor=minor,
        credited_currency="EUR",
    )  # fmt: skip


def spend(phase: str, line: str, azn_minor: int, stage: Stage) -> None:
    """An expense in manat, by voucher, at the rate of its day; approved and shared to the cent."""
    exchange = Exchange(base="EUR", rate=EUR, on=stage.on, source="CBAR (sample)")
    payee = {"1": "Əməkhaqqı siyahısı", "2": "Kurs xərcləri", "3": "Yanacaq", "5": "Ofis"}.get(
        line, "Təchizatçı (nümunə)"
    )
    row = expenses.enter_expense(
        **stage.as_("vugar"), line_id=stage.keys[f"line:{phase}:{line}"],
        voucher=f"V-{stage.on:%y%m}-{line}", payee=payee, amount=Money(azn_minor, "AZN"),
        exchange=exchange,
    )  # fmt: skip
    expenses.approve_expense(**stage.as_("leyla"), expense_id=row.pk)


def frame(phase: str, stage: Stage) -> None:
    """The results framework with its targets (skeleton after the programme's own goals)."""
    leyla = stage.as_("leyla")
    phase_id = stage.keys[f"phase:{phase}"]
    impact = results.add_result(
        **leyla, phase_id=phase_id, level="impact", code="I",
        statement="Mine victims and their families earn their livelihoods and take part in society",
        statement_az="Minadan zərərçəkənlər və ailələri dolanışığını qazanır",
    )  # fmt: skip
    outcome = results.add_result(
        **leyla, phase_id=phase_id, level="outcome", code="1", parent_id=impact.pk,
        statement="Functioning small businesses and incomes",
        statement_az="İşləyən kiçik bizneslər və gəlirlər",
    )  # fmt: skip
    outputs = [
        ("1.1", "Mine victims trained", "Təlim keçmiş zərərçəkənlər", "trained"),
        ("1.2", "Micro-credits disbursed", "Verilmiş mikrokreditlər", "micro_credits"),
    ]
    targets = {
        ("pilot", "1.1"): (80, None), ("pilot", "1.2"): (60, 80),
        ("phase-2", "1.1"): (100, None), ("phase-2", "1.2"): (80, None),
    }  # fmt: skip
    for code, text, text_az, indicator in outputs:
        node = results.add_result(
            **leyla, phase_id=phase_id, level="output", code=code, parent_id=outcome.pk,
            statement=text, statement_az=text_az,
        )  # fmt: skip
        low, high = targets[phase, code]
        baseline = {"trained": 85, "micro_credits": 52}[indicator] if phase == "phase-2" else 0
        results.set_target(
            **leyla, node_id=node.pk, indicator=indicator, target_low=low, target_high=high,
            baseline=baseline, baseline_on=stage.on,
        )  # fmt: skip


def published_rate(stage: Stage) -> None:
    """The official rate of 6 October 2009: 1 USD = 0.8033 AZN (published)."""
    rates.record_rate(
        **stage.as_("leyla"), base="USD", quote="AZN", rate=Decimal("0.8033"), source="CBAR"
    )


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    day = first
    while day <= last:
        yield day
        month = day.month % 12 + 1
        day = dt.date(day.year + (month == 1), month, day.day)


def acts(people: list[Figure]) -> Iterator[Act]:
    """Grants, their instalments, expenses of every month, targets."""
    yield Act(BEGIN, 2, "grants:pilot", pilot_grants)
    yield Act(BEGIN, 3, "frame:pilot", partial(frame, "pilot"))
    yield Act(dt.date(2009, 10, 6), 3, "rate", published_rate)
    for day, grant, minor in (
        (dt.date(2007, 11, 20), "ada:pilot", 36_000_00),
        (dt.date(2008, 2, 12), "slovenia:pilot", 15_063_83),
        (dt.date(2008, 3, 4), "korea:pilot", 15_063_83),
        (dt.date(2008, 11, 11), "ada:pilot", 28_800_00),
        (dt.date(2009, 11, 25), "ada:pilot", 7_200_00),
        (dt.date(2010, 1, 14), "ada:phase-2", 40_000_00),
        (dt.date(2010, 2, 9), "korea:phase-2", 22_715_00),
        (dt.date(2010, 12, 7), "ada:phase-2", 40_000_00),
    ):
        yield Act(
            day, 4, f"transfer:{grant}:{day}",
            partial(receive, grant, minor),
        )  # fmt: skip
    monthly = {"1": 1_780_00, "2": 980_00, "3": 560_00, "5": 320_00}
    for day in _months(dt.date(2007, 11, 27), dt.date(2009, 10, 27)):
        for line, minor in monthly.items():
            yield Act(day, 50, f"spend:pilot:{line}:{day}", partial(spend, "pilot", line, minor))
    yield Act(dt.date(2009, 12, 3), 2, "grants:phase-2", phase2_grants)
    yield Act(dt.date(2009, 12, 3), 3, "frame:phase-2", partial(frame, "phase-2"))
    monthly = {"1": 2_380_00, "2": 1_050_00, "3": 690_00, "7": 380_00}
    for day in _months(dt.date(2009, 12, 27), dt.date(2012, 5, 27)):
        for line, minor in monthly.items():
            yield Act(
                day, 50, f"spend:phase-2:{line}:{day}", partial(spend, "phase-2", line, minor)
            )
