"""Every event in the life of a loan and of the fund: which accounts it moves, and by how much.

The amounts are worked out by hand from the loan of the helpers: 1,000 manat from the Austrian
window on 1 June 2010, twelve instalments of 83.33 from 1 July; debits stand above zero. The
accounts are those of the table of postings in the accounting reference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from uuid import UUID

import pytest

from dayaq.cash.services import box
from dayaq.credit import services
from dayaq.credit.models import Loan, ProductVersion
from dayaq.credit.services import cutover, reversals
from dayaq.credit.services.provisioning import run_provision
from dayaq.kernel.exchange import Exchange
from dayaq.ledger import queries
from dayaq.ledger import services as ledger
from dayaq.ledger.domain.fund import Donated
from dayaq.ledger.exchange import services as exchange
from dayaq.ledger.fund import services as fund
from dayaq.ledger.fund.queries import identity_on
from dayaq.ledger.models import Entry, Window
from tests import build
from tests.credit import helpers as h
from tests.credit import workbook_88
from tests.credit.test_long_life import add_charge, approve, give_up, in_parts, pay_part, visit

pytestmark = pytest.mark.django_db
ON, AT = build.TODAY, build.AT
JULY, AUGUST = dt.date(2010, 7, 1), dt.date(2010, 8, 31)
BAG, OWED = "transit:officer", "receivable:officer"
Play = Callable[[h.Setting], Iterator[None]]
"""What goes before; then, after the `yield`, the event itself."""


def contribution(made: h.Setting) -> Iterator[None]:
    yield
    ledger.receive_contribution(
        by=made.accountant, window=Window.objects.get(code="ada"), amount_minor=500_00,
        key="second", on=ON, at=AT,
    )  # fmt: skip


def disbursement(made: h.Setting) -> Iterator[None]:
    loan = h.agreed(made)
    yield
    h.disburse(made, loan)


def tranche(made: h.Setting) -> Iterator[None]:
    loan = in_parts(made)
    visit(made, loan)
    yield
    pay_part(made, loan)


def repayment(made: h.Setting) -> Iterator[None]:
    loan = h.lent(made)
    h.book(made)
    yield
    h.pay(made, loan, 1, 83_33, JULY)


def charging(made: h.Setting) -> Loan:
    version = h.product(made, "INT", interest="declining", annual_rate=Decimal(12))
    return h.lent(made, version=version)


def repayment_by_component(made: h.Setting) -> Iterator[None]:
    """One month of interest on 1,000 at one percent is 10.00; the instalment is 88.85."""
    loan = charging(made)
    h.book(made)
    yield
    h.pay(made, loan, 1, 88_85, JULY)


def overpayment(made: h.Setting) -> Iterator[None]:
    loan = h.lent(made)
    h.book(made)
    yield
    h.pay(made, loan, 1, 1_010_00, JULY)


def refund(made: h.Setting) -> Iterator[None]:
    loan = h.lent(made)
    h.book(made)
    h.pay(made, loan, 1, 1_010_00, JULY)
    yield
    reversals.refund_credit(
        by=made.cashier, loan_id=loan.pk, amount_minor=10_00, method="bank", voucher="R-1",
        on=ON, at=AT,
    )  # fmt: skip


def fee_charged(made: h.Setting) -> Iterator[None]:
    """On the cash basis a fee is income when it is paid, not when it is charged."""
    loan = charging(made)
    yield
    add_charge(made, loan)


def fee_paid(made: h.Setting) -> Iterator[None]:
    """5.00 of fee with the instalment of 88.85 on 1 July, and one due on 31 July."""
    loan = charging(made)
    add_charge(made, loan)
    h.book(made)
    h.pay(made, loan, 1, 88_85, JULY)
    yield
    h.pay(made, loan, 2, 5_00, dt.date(2010, 7, 31))


def waiver(made: h.Setting) -> Iterator[None]:
    loan = charging(made)
    add_charge(made, loan)
    yield
    approve(made, give_up(made, loan, "waive_fee"))


def written_off(made: h.Setting) -> Loan:
    loan = h.lent(made)
    proposal = services.propose_write_off(
        by=made.manager, loan_id=loan.pk, cause="death", reason="x", on=AUGUST, at=AT
    )
    services.approve_write_off(
        by=made.programme_officer, write_off_id=proposal.pk, on=AUGUST, at=AT
    )
    return Loan.objects.get(pk=loan.pk)


def write_off(made: h.Setting) -> Iterator[None]:
    yield
    written_off(made)


def recovery(made: h.Setting) -> Iterator[None]:
    loan = written_off(made)
    h.book(made)
    yield
    h.pay(made, loan, 1, 40_00, ON)


def provision_charge(made: h.Setting) -> Iterator[None]:
    """61 days late on 31 August: half of 1,000 by the table of Sa-Dhan."""
    h.lent(made)
    yield
    run_provision(by=made.accountant, month_end=AUGUST, on=ON, at=AT)


def provision_release(made: h.Setting) -> Iterator[None]:
    loan = h.lent(made)
    run_provision(by=made.accountant, month_end=AUGUST, on=ON, at=AT)
    h.book(made)
    h.pay(made, loan, 1, 250_00, dt.date(2010, 9, 1))
    yield
    run_provision(by=made.accountant, month_end=dt.date(2010, 9, 30), on=ON, at=AT)


def forgiveness(made: h.Setting) -> Iterator[None]:
    loan = h.lent(made)
    yield
    approve(made, give_up(made, loan, "forgive", 200_00))


def grant(made: h.Setting) -> Iterator[None]:
    loan = h.lent(made)
    yield
    approve(made, give_up(made, loan, "grant"))


def carrying(made: h.Setting) -> None:
    loan = h.lent(made)
    h.book(made)
    services.record_collections(
        by=made.officer, officer_id=made.officer.user_id, district_id=None,
        slips=[h.slip(loan, 1, 83_33, ON)], handed_over_minor=83_33, key="e", on=ON, at=AT,
    )  # fmt: skip


def hand_over(made: h.Setting) -> Iterator[None]:
    carrying(made)
    yield
    row = box.declare_hand_over(by=made.officer, amount_minor=83_33, on=ON, at=AT)
    box.receive_hand_over(by=made.cashier, hand_over_id=row.pk, counted_minor=83_33, on=ON, at=AT)


def shortage_owed(made: h.Setting) -> Iterator[None]:
    carrying(made)
    yield
    count = box.count_cash(
        by=made.cashier, officer_id=made.officer.user_id, pieces={20_00: 4}, on=ON, at=AT
    )
    box.settle_difference(
        by=made.manager, count_id=count.pk, outcome="owed", reason="Lost", on=ON, at=AT
    )


def shortage_repaid(made: h.Setting) -> Iterator[None]:
    yield from shortage_owed(made)
    yield
    box.receive_owed(
        by=made.cashier, officer_id=made.officer.user_id, amount_minor=3_33, on=ON, at=AT
    )


def deposit(made: h.Setting) -> Iterator[None]:
    ledger.draw_cash(by=made.cashier, amount_minor=50_00, slip="C1", on=ON, at=AT)
    yield
    ledger.bank_cash(by=made.cashier, amount_minor=50_00, slip="D1", on=ON, at=AT)


def drawing(made: h.Setting) -> Iterator[None]:
    yield
    ledger.draw_cash(by=made.cashier, amount_minor=50_00, slip="C1", on=ON, at=AT)


def bank_charge(made: h.Setting) -> Iterator[None]:
    yield
    fund.charge_bank(by=made.accountant, amount_minor=2_00, reference="B1", on=ON, at=AT)


def set_aside(made: h.Setting) -> Iterator[None]:
    yield
    fund.owe_to_donor(
        by=made.programme_officer, window="ada", amount_minor=300_00, reason="Letter 7", on=ON,
        at=AT,
    )  # fmt: skip


def returned(made: h.Setting) -> Iterator[None]:
    yield from set_aside(made)
    yield
    fund.pay_donor(
        by=made.accountant, window="ada", amount_minor=300_00, reference="T1", on=ON, at=AT
    )


def euros_kept(made: h.Setting) -> Iterator[None]:
    exchange.open_currency(by=made.accountant, currency="EUR", on=ON, at=AT)
    yield
    rate = Exchange("EUR", Decimal("1.10"), ON, "CBA")
    ledger.receive_contribution(
        by=made.accountant, window=queries.windows(made.accountant.programme_id)[0],
        amount_minor=1_100_00, key="T-EUR", on=ON, at=AT,
        donated=Donated("EUR", 1_000_00, rate), is_kept=True,
    )  # fmt: skip


def euros_sold(made: h.Setting) -> Iterator[None]:
    yield from euros_kept(made)
    yield
    exchange.sell_currency(
        by=made.accountant, currency="EUR", window="ada", foreign_minor=400_00, own_minor=448_00,
        reference="S1", on=ON, at=AT,
    )  # fmt: skip


def returned_in_euro(made: h.Setting) -> Iterator[None]:
    """EUR 200 stood at 220 and settle 230 of what was set aside."""
    Window.objects.filter(code="ada").update(currency="EUR")
    yield from euros_kept(made)
    yield from set_aside(made)
    yield
    exchange.return_currency(
        by=made.accountant, window="ada", foreign_minor=200_00, own_minor=230_00, reference="R1",
        on=ON, at=AT,
    )  # fmt: skip


def revaluation(made: h.Setting) -> Iterator[None]:
    yield from euros_kept(made)
    yield
    exchange.revalue(
        by=made.accountant, currency="EUR", stated_minor=1_000_00, on=ON, at=AT,
        exchange=Exchange("EUR", Decimal("1.15"), ON, "CBA"),
    )  # fmt: skip


def brought_over(made: h.Setting) -> Iterator[None]:
    """The workbook as a whole: its own arithmetic says what stands where afterwards."""
    for name, code in (("Ağdam", "AD"), ("Tərtər", "TT"), ("Ağcabədi", "AC")):
        build.district(name, name, code)
    version: ProductVersion = h.product(made, "XLS", multiple_minor=100)
    yield
    row = cutover.stage_workbook(
        by=made.accountant, content=WORKBOOK.content, name="k.xlsx", mode="history",
        cutover_on=workbook_88.CUTOVER_ON, product_version_id=version.pk,
        officer_id=made.officer.user_id, window="ada", legal_basis="Agreements", stated={},
        on=ON, at=AT,
    )  # fmt: skip
    for who in (made.accountant, made.programme_officer):
        cutover.sign(by=who, cutover_id=row.pk, note="", on=ON, at=AT)


WORKBOOK = workbook_88.build()
BANK_AFTER = 9_200_000 + WORKBOOK.repaid - WORKBOOK.lent - 31_240 - 12_550

TABLE: list[tuple[Play, dict[str, int]]] = [
    (contribution, {"bank": 500_00, "capital:ada": -500_00}),
    (disbursement, {"loans:ada": 1_000_00, "bank": -1_000_00}),
    (tranche, {"loans:ada": 400_00, "bank": -400_00}),
    (repayment, {BAG: 83_33, "loans:ada": -83_33}),
    (repayment_by_component, {BAG: 88_85, "loans:ada": -78_85, "income.interest": -10_00}),
    (overpayment, {BAG: 1_010_00, "loans:ada": -1_000_00, "client_credits": -10_00}),
    (refund, {"client_credits": 10_00, "bank": -10_00}),
    (fee_charged, {}),
    (fee_paid, {BAG: 5_00, "income.fees": -5_00}),
    (waiver, {}),
    (write_off, {"loans:ada": 0, "expense.write_off": 1_000_00, "bank": -1_000_00}),
    (recovery, {BAG: 40_00, "income.recoveries": -40_00}),
    (provision_charge, {"expense.impairment": 500_00, "allowance": -500_00}),
    (provision_release, {"allowance": 500_00, "expense.impairment": -500_00}),
    (forgiveness, {"expense.forgiveness": 200_00, "loans:ada": -200_00}),
    (grant, {"expense.granted": 1_000_00, "loans:ada": -1_000_00}),
    (hand_over, {"cash": 83_33, BAG: -83_33}),
    (shortage_owed, {OWED: 3_33, BAG: -3_33}),
    (shortage_repaid, {"cash": 3_33, OWED: -3_33}),
    (deposit, {"bank": 50_00, "cash": -50_00}),
    (drawing, {"cash": 50_00, "bank": -50_00}),
    (bank_charge, {"expense.bank": 2_00, "bank": -2_00}),
    (set_aside, {"capital:ada": 300_00, "due_to_donor:ada": -300_00}),
    (returned, {"due_to_donor:ada": 300_00, "bank": -300_00}),
    (
        euros_kept,
        {
            "foreign:eur": 1_000_00, "trading:eur": -1_000_00, "position:eur": 1_100_00,
            "capital:ada": -1_100_00,
        },
    ),
    (
        euros_sold,
        {
            "foreign:eur": -400_00, "trading:eur": 400_00, "position:eur": -440_00,
            "bank": 448_00, "income.exchange": -8_00,
        },
    ),
    (
        returned_in_euro,
        {
            "foreign:eur": -200_00, "trading:eur": 200_00, "position:eur": -220_00,
            "due_to_donor:ada": 230_00, "income.exchange": -10_00,
        },
    ),
    (revaluation, {"position:eur": 50_00, "income.exchange": -50_00}),
    (
        brought_over,
        {
            "capital": -9_200_000, "loans": WORKBOOK.outstanding,  # of two windows together
            "expense.brought_over": 31_240, "cash": 12_550, "bank": BANK_AFTER,
        },
    ),
]  # fmt: skip


def _balances(officer: UUID) -> dict[str, int]:
    lines = queries.trial_balance(build.programme().pk, dt.date(2200, 1, 1))
    return {line.code.replace(str(officer), "officer"): line.balance_minor for line in lines}


@pytest.mark.parametrize(("play", "expected"), TABLE, ids=lambda one: getattr(one, "__name__", ""))
def test_the_event_moves_exactly_these_accounts(
    made: h.Setting, play: Play, expected: dict[str, int]
) -> None:
    officer = made.officer.user_id
    before: dict[str, int] = {}
    for _step in play(made):
        before = _balances(officer)  # the last step is the one before the event itself
    after = _balances(officer)

    moved: dict[str, int] = {}
    for code, minor in after.items():
        name = code.partition(":")[0] if "capital" in expected else code
        moved[name] = moved.get(name, 0) + minor - before.get(code, 0)
    assert {code: minor for code, minor in moved.items() if minor} == {
        code: minor for code, minor in expected.items() if minor
    }
    assert identity_on(build.programme().pk, dt.date(2200, 1, 1)).holds
    assert not Entry.objects.filter(event_id=None).exists(), "every entry names its source event"
