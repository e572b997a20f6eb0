"""Cash in hands, on its way, counted short and owed; papers; and a bank that says something new."""

from __future__ import annotations

from typing import Any

from dayaq.cash.domain.statement import Columns
from dayaq.cash.models import OrderBook, StatementLine
from dayaq.cash.queries.papers import next_number, without_order
from dayaq.cash.queries.statements import reconciliation
from dayaq.cash.services import bank, box
from dayaq.credit.models import CollectionBatch, Loan
from dayaq.credit.services.collections import Slip, record_collections
from dayaq.ledger import services as ledger
from dayaq.site.demo.collecting import next_blank
from tests.forms.states.prepared import Prepared

CASHIER, ACCOUNTANT = "sabina", "vugar"
OPENING = 1_000_00


def prepare(made: Prepared) -> None:
    _hands(made)
    _box(made)
    _bank(made)


def _typed(made: Prepared, by: str, officer: str, series: str, ahead: int = 0) -> CollectionBatch:
    """One receipt of 30 manat with its cash, typed by `by` for the officer."""
    loan = Loan.objects.filter(status="active", officer_id=made.user(officer)).last()
    assert loan is not None
    number = next_blank(series) + ahead
    slip = Slip(
        loan_code=loan.code, series=series, number=number, paid_on=made.today, amount_minor=30_00
    )
    return record_collections(
        **made.as_(by), officer_id=made.user(officer), district_id=None, slips=[slip],
        handed_over_minor=30_00, key=f"sınaq-{series}-{number}",
    )  # fmt: skip


def _hands(made: Prepared) -> None:
    own = _typed(made, "elnur", "elnur", "FE")
    for_officer = _typed(made, CASHIER, "aytan", "FA")
    made.form(CASHIER, "credit:receive", own.pk, counted_minor="30")
    made.form(CASHIER, "credit:receive_slip", for_officer.pk)
    made.form(CASHIER, "credit:receive_alone", for_officer.pk)
    made.form("aytan", "credit:confirm_cash", for_officer.pk)
    made.form("elnur", "cash:declare", amount_minor="10")
    declared = box.declare_hand_over(**made.as_("elnur"), amount_minor=15_00)
    made.form(CASHIER, "cash:receive", declared.pk, counted_minor="15")
    _typed(made, "rashad", "rashad", "FR")
    made.form(CASHIER, "cash:by_paper", officer_id=str(made.user("rashad")), signed="thumb")
    made.form(ACCOUNTANT, "cash:count_bag", made.user("rashad"), **{"row-0-pieces": "0"})
    short = box.count_cash(
        **made.as_(CASHIER), officer_id=made.user("rashad"), pieces={20_00: 1, 1_00: 5}
    )
    box.settle_difference(
        **made.as_("farid"), count_id=short.pk, outcome="owed", reason="Yolda itib"
    )
    made.form(CASHIER, "cash:receive_owed", made.user("rashad"), amount_minor="5")


def _box(made: Prepared) -> None:
    """Cash for the box, which the cash order and the deposit need."""
    ledger.draw_cash(**made.as_(CASHIER), amount_minor=200_00, slip="ÇEK-7")
    made.form(CASHIER, "ledger:bank_cash", amount_minor="10")
    book = made.stage.row(OrderBook, "order-book:in")
    move = next(
        one for one in without_order(made.stage.programme, made.today) if one.amount_minor > 0
    )
    made.form(CASHIER, "cash:order", move.id, book_id=str(book.pk), number=str(next_number(book)))


def _bank(made: Prepared) -> None:
    content = (
        "Gün;Kim;Gəlib;Gedib\r\n"
        "11.03.2011;Naməlum ödəyici;70,00;\r\n"
        "12.03.2011;Başqa naməlum ödəyici;90,00;\r\n"
        "14.03.2011;Bank haqqı;;2,50\r\n"
        "15.03.2011;Çek 7;;200,00\r\n"
    ).encode("utf-8-sig")
    told: dict[str, Any] = {
        "by": made.stage.actor(ACCOUNTANT), "at": made.stage.at, "opening_minor": OPENING
    }  # fmt: skip
    read = bank.stage_statement(
        **told, content=content, file_name="mart-1.csv", closing_minor=OPENING - 42_50
    )
    bank.name_columns(
        **made.as_(ACCOUNTANT), statement_id=read.pk,
        columns=Columns("Gün", "Kim", "", "Gəlib", "Gedib"),
    )  # fmt: skip
    unknown, apart = StatementLine.objects.filter(statement=read, amount_minor__gt=0)
    taken, drawn = StatementLine.objects.filter(statement=read, amount_minor__lt=0).order_by("on")
    bank.put_in_suspense(**made.as_(ACCOUNTANT), line_id=apart.pk)
    loan = Loan.objects.filter(status="active").order_by("code").last()
    assert loan is not None
    made.form(ACCOUNTANT, "cash:suspend", unknown.pk)
    made.form(ACCOUNTANT, "cash:charge", taken.pk)
    likely = reconciliation(read).suggestions[drawn.pk]
    made.form(
        ACCOUNTANT, "cash:line", drawn.pk, transfer_ids=tuple(map(str, likely.postings)),
        line_ids=(),
    )  # fmt: skip
    made.form(ACCOUNTANT, "cash:clear", apart.pk, loan_code=loan.code, amount_minor="20")
    made.form(ACCOUNTANT, "cash:send_back", apart.pk)
    staged = bank.stage_statement(
        **told, file_name="mart-2.csv", closing_minor=OPENING + 40_00,
        content="Tarixi;Səbəb;Daxil;Xaric\r\n15.03.2011;Ödəyici;40,00;\r\n".encode("utf-8-sig"),
    )  # fmt: skip
    made.form(
        ACCOUNTANT, "cash:columns", staged.pk, on="Tarixi", text="Səbəb", amount="",
        money_in="Daxil", money_out="Xaric",
    )  # fmt: skip
    made.form(
        ACCOUNTANT, "cash:upload", opening_minor="1000", closing_minor="1050",
        file=("mart-3.csv", "Tarix;Nə;Cəm\r\n15.03.2011;Ödəyici;50,00\r\n".encode()),
    )  # fmt: skip
