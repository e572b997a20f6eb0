"""Statements: imported once, each line one posting, unknown money apart, hostile files refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from dayaq.cash.domain.statement import Columns
from dayaq.cash.models import BankStatement, ColumnMapping, LineMatch, StatementLine
from dayaq.cash.queries.statements import in_suspense, reconciliation
from dayaq.cash.services import bank
from dayaq.credit import services as credit
from dayaq.credit.models import Receipt
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.kernel.spreadsheets import Column, Sheet, write_table
from dayaq.ledger import queries as books
from tests import build
from tests.credit import helpers as lending

pytestmark = pytest.mark.django_db
ON = build.TODAY
AT = build.AT
COLUMNS = Columns("Tarix", "Təyinat", "", "Mədaxil", "Məxaric")
CSV = (
    "Tarix;Təyinat;Mədaxil;Məxaric\r\n"
    "01.12.2009;Donor ada;100000,00;\r\n"
    "07.03.2011;Naməlum ödəyici;83,33;\r\n"
    "09.03.2011;Bank haqqı;;2,50\r\n"
).encode("utf-8-sig")
OPENING, CLOSING = 0, 100_080_83


def imported(made: lending.Setting, content: bytes = CSV) -> BankStatement:
    row = bank.stage_statement(
        by=made.accountant, content=content, file_name="mart.csv", opening_minor=OPENING,
        closing_minor=CLOSING, at=AT,
    )  # fmt: skip
    return bank.name_columns(by=made.accountant, statement_id=row.pk, columns=COLUMNS, on=ON, at=AT)


def line(amount: int) -> StatementLine:
    return StatementLine.objects.get(amount_minor=amount)


def act(made: lending.Setting) -> dict[str, object]:
    return {"by": made.accountant, "on": ON, "at": AT}


def test_a_statement_leads_from_bank_to_books_and_nothing_is_left_over() -> None:
    made = lending.setting()
    row = imported(made)
    before = reconciliation(row)
    assert [one.amount_minor for one in before.unmatched] == [100_000_00, 83_33, -2_50]
    assert before.unexplained_minor == 0
    assert before.suggestions[line(100_000_00).pk] == before.free[0].id

    told = act(made)
    bank.match_line(**told, line_id=line(100_000_00).pk, transfer_id=before.free[0].id)  # type: ignore[arg-type]
    bank.put_in_suspense(**told, line_id=line(83_33).pk)  # type: ignore[arg-type]
    bank.post_charge(**told, line_id=line(-2_50).pk)  # type: ignore[arg-type]

    after = reconciliation(row)
    assert (after.unmatched, after.free, after.unexplained_minor) == ([], [], 0)
    pid = build.programme().pk
    assert books.balance(pid, "bank") == CLOSING
    assert books.balance(pid, "suspense") == -83_33
    assert books.balance(pid, "expense.bank") == 2_50
    assert [one.amount_minor for one in in_suspense(pid)] == [83_33]


def test_an_excel_list_reads_like_the_csv() -> None:
    made = lending.setting()
    sheet = Sheet(
        "Mart",
        [Column("Tarix", "date"), Column("Təyinat"), Column("Mədaxil", "money"),
         Column("Məxaric", "money")],
        [
            [dt.date(2009, 12, 1), "Donor ada", 100_000_00, None],
            [dt.date(2011, 3, 7), "Naməlum ödəyici", 83_33, None],
            [dt.date(2011, 3, 9), "Bank haqqı", None, 2_50],
        ],
    )  # fmt: skip
    imported(made, write_table([sheet]))
    again = imported(made)
    assert (StatementLine.objects.count(), again.known_lines) == (3, 3)


def test_the_columns_are_remembered_by_the_header() -> None:
    made = lending.setting()
    imported(made)
    found = ColumnMapping.objects.get()
    assert found.columns["on"] == "Tarix"
    assert found.header == bank.header_key(["Tarix", "Təyinat", "Mədaxil", "Məxaric"])


def test_the_same_file_is_the_same_statement() -> None:
    made = lending.setting()
    imported(made)
    with pytest.raises(Refused, match="imported already"):
        imported(made)


def test_lines_that_do_not_lead_to_the_closing_balance_are_refused() -> None:
    made = lending.setting()
    row = bank.stage_statement(
        by=made.accountant, content=CSV, file_name="mart.csv", opening_minor=1,
        closing_minor=CLOSING, at=AT,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        bank.name_columns(by=made.accountant, statement_id=row.pk, columns=COLUMNS, on=ON, at=AT)
    assert refused.value.code == "unbalanced"
    assert not StatementLine.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 not an archive", b"\x00\x01\x02;\x00\n1;2\n", b"", b"a;a\n1;2\n",
     b"x" * (5 * 1024 * 1024 + 1), b'a;b\n"open quote;1\n',
     (";".join(str(n) for n in range(201)) + "\n").encode()],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_a_sentence(content: bytes) -> None:
    made = lending.setting()
    with pytest.raises(Refused):
        bank.stage_statement(
            by=made.accountant, content=content, file_name="x", opening_minor=0, closing_minor=0,
            at=AT,
        )  # fmt: skip
    assert not BankStatement.objects.exists()


def test_unknown_money_finds_its_loan_as_of_the_day_the_bank_had_it() -> None:
    made = lending.setting()
    loan = lending.lent(made)
    imported(made)
    told = act(made)
    bank.put_in_suspense(**told, line_id=line(83_33).pk)  # type: ignore[arg-type]

    made_clearing = bank.clear_to_loan(
        **told,
        line_id=line(83_33).pk,
        loan_code=loan.code,
        reason="He brought the slip",  # type: ignore[arg-type]
    )

    pid = build.programme().pk
    assert books.balance(pid, "suspense") == 0
    loan.refresh_from_db()
    assert loan.outstanding_minor == 1_000_00 - 83_33
    assert books.loan_balances([loan.pk])[loan.pk] == loan.outstanding_minor
    receipt = Receipt.objects.get(pk=made_clearing.receipt_id)
    assert (receipt.paid_on, receipt.method, receipt.series) == (
        dt.date(2011, 3, 7), "bank", "BANK",
    )  # fmt: skip
    assert in_suspense(pid) == []
    with pytest.raises(Refused, match="left suspense"):
        bank.clear_to_loan(
            **told,
            line_id=line(83_33).pk,
            loan_code=loan.code,
            reason="Again",  # type: ignore[arg-type]
        )

    credit.reverse_receipt(
        by=made.accountant, receipt_id=receipt.pk, reason="The wrong loan", on=ON, at=AT
    )
    assert books.balance(pid, "suspense") == -83_33
    assert [one.amount_minor for one in in_suspense(pid)] == [83_33]


def test_money_nobody_claims_goes_back_to_its_payer() -> None:
    made = lending.setting()
    imported(made)
    told = act(made)
    bank.put_in_suspense(**told, line_id=line(83_33).pk)  # type: ignore[arg-type]
    bank.send_back(**told, line_id=line(83_33).pk, reason="Sent by mistake")  # type: ignore[arg-type]
    assert books.balance(build.programme().pk, "suspense") == 0
    assert in_suspense(build.programme().pk) == []


def test_a_line_takes_money_in_one_direction_only_and_once() -> None:
    made = lending.setting()
    imported(made)
    told = act(made)
    with pytest.raises(Refused):
        bank.put_in_suspense(**told, line_id=line(-2_50).pk)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        bank.post_charge(**told, line_id=line(83_33).pk)  # type: ignore[arg-type]
    bank.put_in_suspense(**told, line_id=line(83_33).pk)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="matched already"):
        bank.put_in_suspense(**told, line_id=line(83_33).pk)  # type: ignore[arg-type]
    assert books.balance(build.programme().pk, "suspense") == -83_33
    first = LineMatch.objects.get()
    with pytest.raises(IntegrityError, match="transfer_id"), transaction.atomic():
        LineMatch.objects.create(
            line=line(-2_50), transfer_id=first.transfer_id, use="books",
            matched_by_id=made.accountant.user_id, matched_on=ON,
        )  # fmt: skip
    with pytest.raises(Refused, match="no free posting"):
        bank.match_line(**told, line_id=line(-2_50).pk, transfer_id=first.transfer_id)  # type: ignore[arg-type]


def test_only_the_accountant_reconciles() -> None:
    made = lending.setting()
    imported(made)
    for who in (made.cashier, made.officer, made.manager):
        with pytest.raises(NotAllowed):
            bank.put_in_suspense(by=who, line_id=line(83_33).pk, on=ON, at=AT)
