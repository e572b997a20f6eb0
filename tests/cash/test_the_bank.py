"""Statements: imported once, each line one posting, unknown money apart, hostile files refused."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from dayaq.cash.domain.statement import Columns
from dayaq.cash.models import (
    BankStatement,
    Clearing,
    ColumnMapping,
    LineMatch,
    Matching,
    PostingMatch,
    StatementLine,
)
from dayaq.cash.queries import statements
from dayaq.cash.queries.closing import bank_reconciled
from dayaq.cash.queries.statements import balances, in_suspense, reconciliation
from dayaq.cash.services import bank, suspense
from dayaq.credit import services as credit
from dayaq.credit.models import Receipt
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.kernel.spreadsheets import Column, Sheet, write_table
from dayaq.ledger import queries as books
from dayaq.ledger import services as ledger
from tests import build
from tests.credit import helpers as lending
from tests.safety.addresses import browser, in_march_2011

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


def test_a_statement_leads_from_bank_to_books_and_nothing_is_left_over(
    made: lending.Setting,
) -> None:
    row = imported(made)
    before = reconciliation(row)
    assert [one.amount_minor for one in before.unmatched] == [100_000_00, 83_33, -2_50]
    assert before.sums.unexplained_minor == 0
    assert before.suggestions[line(100_000_00).pk].postings == (before.free[0].id,)

    told = act(made)
    bank.match_lines(**told, line_ids=[line(100_000_00).pk], transfer_ids=[before.free[0].id])  # type: ignore[arg-type]
    bank.put_in_suspense(**told, line_id=line(83_33).pk)  # type: ignore[arg-type]
    bank.post_charge(**told, line_id=line(-2_50).pk)  # type: ignore[arg-type]

    after = reconciliation(row)
    assert (after.unmatched, after.free, after.sums.unexplained_minor) == ([], [], 0)
    pid = build.programme().pk
    assert books.balance(pid, "bank") == CLOSING
    assert books.balance(pid, "suspense") == -83_33
    assert books.balance(pid, "expense.bank") == 2_50
    assert [one.amount_minor for one in in_suspense(pid)] == [83_33]


def test_an_excel_list_reads_like_the_csv(made: lending.Setting) -> None:
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


def test_the_columns_are_remembered_by_the_header(made: lending.Setting) -> None:
    imported(made)
    found = ColumnMapping.objects.get()
    assert found.columns["on"] == "Tarix"
    assert found.header == bank.header_key(["Tarix", "Təyinat", "Mədaxil", "Məxaric"])


def test_the_same_file_is_the_same_statement(made: lending.Setting) -> None:
    imported(made)
    with pytest.raises(Refused, match="imported already"):
        imported(made)


def test_lines_that_do_not_lead_to_the_closing_balance_are_refused(made: lending.Setting) -> None:
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
def test_a_hostile_file_is_refused_with_a_sentence(made: lending.Setting, content: bytes) -> None:
    with pytest.raises(Refused):
        bank.stage_statement(
            by=made.accountant, content=content, file_name="x", opening_minor=0, closing_minor=0,
            at=AT,
        )  # fmt: skip
    assert not BankStatement.objects.exists()


def test_unknown_money_finds_its_loan_as_of_the_day_the_bank_had_it(made: lending.Setting) -> None:
    loan = lending.lent(made)
    imported(made)
    told = act(made)
    bank.put_in_suspense(**told, line_id=line(83_33).pk)  # type: ignore[arg-type]

    made_clearing = suspense.clear_to_loan(
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
        suspense.clear_to_loan(
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


def test_one_transfer_for_several_loans_leaves_suspense_in_parts(made: lending.Setting) -> None:
    loan = lending.lent(made)
    imported(made)
    told: dict[str, Any] = act(made)
    pid, unknown = build.programme().pk, line(83_33)
    bank.put_in_suspense(**told, line_id=unknown.pk)
    to_loan: dict[str, Any] = {
        **told, "line_id": unknown.pk, "loan_code": loan.code, "reason": "The list of the village",
    }  # fmt: skip
    for wrong in (83_34, 0, -1):
        with pytest.raises(Refused, match="No more leaves suspense"):
            suspense.clear_to_loan(**to_loan, amount_minor=wrong)

    first = suspense.clear_to_loan(**to_loan, amount_minor=50_00)
    assert [one.left_minor for one in in_suspense(pid)] == [33_33]
    with pytest.raises(Refused, match="No more leaves suspense"):
        suspense.clear_to_loan(**to_loan, amount_minor=33_34)
    with pytest.raises(IntegrityError, match="no more leaves suspense"), transaction.atomic():
        Clearing.objects.create(
            line=unknown, amount_minor=33_34, reason="x", cleared_by_id=made.accountant.user_id,
            cleared_on=ON,
        )  # fmt: skip
    suspense.clear_to_loan(**to_loan, amount_minor=20_00)
    suspense.send_back(**told, line_id=unknown.pk, reason="Too much was sent")
    assert (in_suspense(pid), books.balance(pid, "suspense")) == ([], 0)
    assert books.balance(pid, "bank") == 100_000_00 - 1_000_00 + 70_00
    assert books.loan_balances([loan.pk])[loan.pk] == 1_000_00 - 70_00

    credit.reverse_receipt(
        by=made.accountant, receipt_id=first.receipt_id, reason="The wrong loan", on=ON, at=AT
    )
    assert [one.left_minor for one in in_suspense(pid)] == [50_00]
    assert books.balance(pid, "suspense") == -50_00


def test_money_nobody_claims_goes_back_to_its_payer(made: lending.Setting) -> None:
    imported(made)
    told = act(made)
    bank.put_in_suspense(**told, line_id=line(83_33).pk)  # type: ignore[arg-type]
    suspense.send_back(**told, line_id=line(83_33).pk, reason="Sent by mistake")  # type: ignore[arg-type]
    assert books.balance(build.programme().pk, "suspense") == 0
    assert in_suspense(build.programme().pk) == []


def test_a_line_takes_money_in_one_direction_only_and_once(made: lending.Setting) -> None:
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
    first = PostingMatch.objects.get()
    with pytest.raises(IntegrityError, match="transfer_id"), transaction.atomic():
        PostingMatch.objects.create(transfer_id=first.transfer_id, matching=first.matching)
    with pytest.raises(Refused, match="one sum"):
        bank.match_lines(
            **told,
            line_ids=[line(-2_50).pk],
            transfer_ids=[first.transfer_id],  # type: ignore[arg-type]
        )


def stated(made: lending.Setting, day: str, amount: str, opening: int) -> BankStatement:
    """A statement of one line."""
    content = f"Tarix;Təyinat;Məbləğ\r\n{day};Ödəniş;{amount}\r\n".encode()
    moved = int(amount.replace(",", ""))
    row = bank.stage_statement(
        by=made.accountant, content=content, file_name=f"{day}.csv", opening_minor=opening,
        closing_minor=opening + moved, at=AT,
    )  # fmt: skip
    columns = Columns("Tarix", "Təyinat", "Məbləğ")
    return bank.name_columns(by=made.accountant, statement_id=row.pk, columns=columns, on=ON, at=AT)


def posted(made: lending.Setting, on: dt.date) -> None:
    """10 manat come in by the books."""
    ledger.post(
        key="slip", on=on, at=AT, by=made.accountant, memo="test",
        transfers=[ledger.Leg("bank", "suspense", 10_00)], event_id=build.an_event(made.accountant),
    )  # fmt: skip


def match_likely(made: lending.Setting, row: BankStatement) -> None:
    for one in set(reconciliation(row).suggestions.values()):
        bank.match_lines(**act(made), line_ids=one.lines, transfer_ids=one.postings)  # type: ignore[arg-type]


FEBRUARY = (dt.date(2011, 2, 1), dt.date(2011, 2, 28))


def test_what_the_books_had_only_in_the_next_month_is_explained(made: lending.Setting) -> None:
    """By hand: bank 100,010 on 28 February, books 100,000 until 2 March."""
    row = stated(made, "28.02.2011", "10,00", 100_000_00)
    posted(made, dt.date(2011, 3, 2))
    assert reconciliation(row).sums.unexplained_minor == 0
    match_likely(made, row)
    after = balances(row)
    assert (after.later_minor, after.unexplained_minor) == (10_00, 0)
    assert "agrees" in bank_reconciled(row.programme_id, *FEBRUARY).text


def test_what_the_bank_had_only_in_the_next_month_is_explained(made: lending.Setting) -> None:
    """By hand: books 100,015 on 20 February, bank 100,005 until 2 March."""
    row = stated(made, "20.02.2011", "5,00", 100_000_00)
    bank.put_in_suspense(**act(made), line_id=line(5_00).pk)  # type: ignore[arg-type]
    posted(made, dt.date(2011, 2, 20))
    assert (balances(row).not_at_bank_minor, balances(row).unexplained_minor) == (10_00, 0)
    match_likely(made, stated(made, "02.03.2011", "10,00", 100_005_00))
    after = balances(row)
    assert (after.later_minor, after.unexplained_minor) == (-10_00, 0)
    assert "agrees" in bank_reconciled(row.programme_id, *FEBRUARY).text
    assert "agrees" in bank_reconciled(row.programme_id, dt.date(2011, 3, 1), ON).text


def test_a_month_is_not_reconciled_while_bank_and_books_differ(made: lending.Setting) -> None:
    """The statement opens with a manat more than the books have; the bank's next list is right."""
    row = stated(made, "20.02.2011", "5,00", 100_001_00)
    bank.put_in_suspense(**act(made), line_id=line(5_00).pk)  # type: ignore[arg-type]
    found = bank_reconciled(row.programme_id, *FEBRUARY)
    assert (found.done, "1,00" in found.text) == (False, True)
    again = bank.stage_statement(
        by=made.accountant, content="Tarix;Təyinat;Məbləğ\n20.02.2011;Ödəniş;5,00\n".encode(),
        file_name="again.csv", opening_minor=100_000_00, closing_minor=100_005_00,
        at=AT + dt.timedelta(hours=1),
    )  # fmt: skip
    bank.name_columns(
        by=made.accountant, statement_id=again.pk, columns=Columns("Tarix", "Təyinat", "Məbləğ"),
        on=ON, at=AT,
    )  # fmt: skip
    assert bank_reconciled(row.programme_id, *FEBRUARY).done


def test_only_the_accountant_reconciles(made: lending.Setting) -> None:
    imported(made)
    for who in (made.cashier, made.officer, made.manager):
        with pytest.raises(NotAllowed):
            bank.put_in_suspense(by=who, line_id=line(83_33).pk, on=ON, at=AT)


PARTS = (
    "Tarix;Təyinat;Mədaxil;Məxaric\r\n"
    "01.12.2009;Donor ada;60000,00;\r\n"
    "02.12.2009;Donor ada 2;40000,00;\r\n"
    "10.03.2011;Kəndin köçürməsi;258,33;\r\n"
).encode("utf-8-sig")


def in_parts(made: lending.Setting) -> BankStatement:
    """The donor's money came in two parts; one transfer pays three loans."""
    for number, minor in enumerate((83_33, 91_67, 83_33)):
        ledger.post(
            key=f"loan-{number}", on=dt.date(2011, 3, 9), at=AT, by=made.accountant, memo="test",
            transfers=[ledger.Leg("bank", "suspense", minor)],
            event_id=build.an_event(made.accountant),
        )  # fmt: skip
    row = bank.stage_statement(
        by=made.accountant, content=PARTS, file_name="mart.csv", opening_minor=0,
        closing_minor=100_258_33, at=AT,
    )  # fmt: skip
    return bank.name_columns(by=made.accountant, statement_id=row.pk, columns=COLUMNS, on=ON, at=AT)


def test_two_lines_are_one_posting_and_one_line_is_three(made: lending.Setting) -> None:
    row = in_parts(made)
    before = reconciliation(row)
    whole = before.suggestions[line(258_33).pk]
    assert (len(whole.lines), len(whole.postings)) == (1, 3)
    halves = before.suggestions[line(60_000_00).pk]
    assert halves == before.suggestions[line(40_000_00).pk]
    assert (len(halves.lines), len(halves.postings)) == (2, 1)

    for one in {whole, halves}:
        bank.match_lines(
            **act(made),
            line_ids=one.lines,
            transfer_ids=one.postings,  # type: ignore[arg-type]
        )
    after = reconciliation(row)
    assert (after.unmatched, after.free, after.sums.unexplained_minor) == ([], [], 0)
    assert Matching.objects.count() == 2
    assert (LineMatch.objects.count(), PostingMatch.objects.count()) == (3, 4)


def test_sums_that_differ_by_a_qepik_are_not_matched(made: lending.Setting) -> None:
    row = in_parts(made)
    postings = reconciliation(row).suggestions[line(258_33).pk].postings
    for lines, ids in (
        ([line(258_33).pk], postings[:2]),
        ([line(258_33).pk, line(40_000_00).pk], postings),
        ([line(258_33).pk], ()),
        ([], postings),
    ):
        with pytest.raises(Refused, match="one sum"):
            bank.match_lines(**act(made), line_ids=lines, transfer_ids=ids)  # type: ignore[arg-type]
    assert not Matching.objects.exists()


def test_the_database_refuses_a_match_of_unequal_sums(made: lending.Setting) -> None:
    row = in_parts(made)
    posting = reconciliation(row).suggestions[line(258_33).pk].postings[0]
    matching = Matching.objects.create(
        programme_id=row.programme_id, use="books", matched_by_id=made.accountant.user_id,
        matched_on=ON,
    )  # fmt: skip
    LineMatch.objects.create(line=line(258_33), matching=matching)
    PostingMatch.objects.create(transfer_id=posting, matching=matching)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="a match has equal"):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_lines_in_parts_are_chosen_on_their_page() -> None:
    in_march_2011()
    made = lending.setting()
    row = in_parts(made)
    client = browser(made.accountant)
    page = client.get(reverse("cash:statement", args=[row.pk])).content.decode()
    assert "Likely 3 postings that come to it" in page
    assert "Likely one of 2 parts of" in page
    url = reverse("cash:line", args=[line(60_000_00).pk])
    form = client.get(url).content.decode()
    assert form.count("checked") == 2, "the posting and the other part are chosen beforehand"
    posting = reconciliation(row).suggestions[line(60_000_00).pk].postings[0]
    answers = {"command_id": str(uuid4()), "transfer_ids": [str(posting)]}
    alone = client.post(url, answers)
    assert alone.status_code == 422
    assert "do not come to one sum" in alone.content.decode()
    done = client.post(
        url,
        {**answers, "command_id": str(uuid4()), "line_ids": [str(line(40_000_00).pk)]},
    )
    assert done.status_code == 302
    assert not StatementLine.objects.filter(match__isnull=True, text__startswith="Donor").exists()


def test_a_long_statement_is_paged_and_its_sums_are_of_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(statements, "SHOWN", 3)
    in_march_2011()
    made = lending.setting()
    rows = "".join(f"{1 + n % 28:02d}.02.2011;Ödəyici {n};{n + 1},00;\r\n" for n in range(10))
    content = ("Tarix;Təyinat;Mədaxil;Məxaric\r\n" + rows).encode("utf-8-sig")
    row = bank.stage_statement(
        by=made.accountant, content=content, file_name="fevral.csv", opening_minor=0,
        closing_minor=55_00, at=AT,
    )  # fmt: skip
    row = bank.name_columns(by=made.accountant, statement_id=row.pk, columns=COLUMNS, on=ON, at=AT)
    for waiting in StatementLine.objects.filter(place__gt=6):
        bank.put_in_suspense(**act(made), line_id=waiting.pk)  # type: ignore[arg-type]

    client = browser(made.accountant)
    first = client.get(reverse("cash:statement", args=[row.pk])).content.decode()
    assert "21,00" in first, "1 to 6 manat are not in the books, whatever page is shown"
    assert ("Ödəyici 2" in first, "Ödəyici 3" in first) == (True, False)
    further = re.search(r'href="(\?[^"]*line=3[^"]*)"', first)
    assert further is not None
    second = client.get(
        reverse("cash:statement", args=[row.pk]) + further[1].replace("&amp;", "&")
    ).content.decode()
    assert ("Ödəyici 2" in second, "Ödəyici 3" in second, "21,00" in second) == (False, True, True)
    found, page = [], statements.Page()
    while True:
        part = reconciliation(row, page)
        found += [one.text for one in part.matched]
        if not part.following.matched:
            break
        page = statements.Page(matched=part.following.matched)
    assert found == [f"Ödəyici {n}" for n in range(6, 10)]
