"""Statements of an account in euro: matched in euro, the unknown kept apart, the fund agreeing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from dayaq.cash.domain.statement import Columns
from dayaq.cash.models import (
    BankStatement,
    Clearing,
    LineMatch,
    LineUse,
    Matching,
    PostingMatch,
    StatementLine,
)
from dayaq.cash.queries.closing import bank_reconciled
from dayaq.cash.queries.statements import in_suspense, reconciliation
from dayaq.cash.services import bank, suspense
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import Refused
from dayaq.kernel.exchange import Exchange
from dayaq.ledger import queries as books
from dayaq.ledger import services as ledger
from dayaq.ledger.exchange.queries import positions, unclaimed
from dayaq.ledger.fund.queries import contributions, left_over
from dayaq.ledger.models import Account
from tests import build
from tests.ledger.test_exchange import CBA, GIVEN, SOLD, agrees, euros, sell, standing, value
from tests.safety.addresses import browser, in_march_2011

pytestmark = pytest.mark.django_db
ON, AT = build.TODAY, build.AT
FEBRUARY = (dt.date(2011, 2, 1), dt.date(2011, 2, 28))
COLUMNS = Columns("Tarix", "Təyinat", "Məbləğ")
EURO = (
    "Tarix;Təyinat;Məbləğ\r\n"
    "10.01.2011;Donor ada;1 000,00 EUR\r\n"
    "10.02.2011;Konvertasiya S40000;-400,00\r\n"
    "20.02.2011;Naməlum;50,00 €\r\n"
    "25.02.2011;Bank haqqı;-3,00\r\n"
).encode("utf-8-sig")
MANAT = "Tarix;Təyinat;Məbləğ\r\n10.02.2011;Konvertasiya S40000;448,00 ₼\r\n".encode("utf-8-sig")


def imported(
    by: Actor, content: bytes = EURO, closing: int = 647_00, account: str = "foreign:eur"
) -> BankStatement:
    row = bank.stage_statement(
        by=by, content=content, file_name="fevral.csv", opening_minor=0, closing_minor=closing,
        at=AT, account=account,
    )  # fmt: skip
    return bank.name_columns(by=by, statement_id=row.pk, columns=COLUMNS, on=ON, at=AT)


def act(by: Actor) -> dict[str, Any]:
    return {"by": by, "on": ON, "at": AT}


def line(amount: int) -> StatementLine:
    return StatementLine.objects.get(amount_minor=amount)


def told() -> Actor:
    """EUR 1,000 came, 400 were sold; the statement of the account is in and dealt with."""
    by = euros()
    sell(by, 400_00, 448_00)
    row = imported(by)
    for one in set(reconciliation(row).suggestions.values()):
        bank.match_lines(**act(by), line_ids=one.lines, transfer_ids=one.postings)  # type: ignore[arg-type]
    bank.put_in_suspense(**act(by), line_id=line(50_00).pk)
    bank.post_charge(**act(by), line_id=line(-3_00).pk)
    return by


def agrees_daily() -> bool:
    return all(agrees(GIVEN + dt.timedelta(days=day)) for day in range(70))


def test_a_statement_in_euro_leads_from_bank_to_books() -> None:
    """Bank: 1,000 - 400 + 50 - 3 = 647. Books: 597 of the window, 50 nobody's; the fee is 3.30."""
    by = told()
    pid = by.programme_id
    after = reconciliation(BankStatement.objects.get())
    assert (after.unmatched, after.free, after.sums.unexplained_minor) == ([], [], 0)
    assert standing("foreign:eur") == 647_00
    assert -standing("foreign_suspense:eur") == 50_00
    assert unclaimed(pid) == {"EUR": 50_00}
    assert positions(pid)["EUR"]["ada"].held_minor == 597_00
    assert standing("expense.bank") == 3_30
    assert standing("position:eur") == 660_00 - 3_30
    assert standing("suspense") == 0
    assert agrees_daily()
    for day in range(70):
        lines = books.trial_balance(pid, GIVEN + dt.timedelta(days=day))
        for unit in ("AZN", "EUR"):
            assert sum(one.balance_minor for one in lines if one.currency == unit) == 0


def test_an_exchange_is_one_posting_on_each_of_its_accounts() -> None:
    by = told()
    row = imported(by, MANAT, 448_00, "bank")
    before = reconciliation(row)
    (likely,) = set(before.suggestions.values())
    assert (before.statement.account.currency, before.sums.books_minor) == ("AZN", 448_00)
    bank.match_lines(**act(by), line_ids=likely.lines, transfer_ids=likely.postings)  # type: ignore[arg-type]
    after = reconciliation(row)
    assert (after.unmatched, after.free, after.sums.unexplained_minor) == ([], [], 0)
    assert PostingMatch.objects.filter(transfer__entry__key="exchange:S40000").count() == 2


def test_the_bank_states_what_is_in_suspense_too_and_no_rate_changes_it() -> None:
    by = told()
    with pytest.raises(Refused, match="647,00"):
        value(by, 597_00)
    made = value(by, 647_00)
    assert (made.held_minor, made.value_minor) == (597_00, 686_55)  # 597 x 1.15
    assert unclaimed(by.programme_id) == {"EUR": 50_00}
    assert left_over(by.programme_id)["foreign_suspense:eur"] == -50_00
    assert agrees_daily()


def test_unknown_euros_become_a_contribution_at_a_rate_with_day_and_source() -> None:
    """EUR 30 at 1.15 are 34.50 manat, as of the day the bank had them; 20 wait on."""
    by = told()
    given: dict[str, Any] = {
        **act(by), "line_id": line(50_00).pk, "window_code": "korea", "reason": "Their letter",
    }  # fmt: skip
    with pytest.raises(Refused, match="Enter the exchange rate"):
        suspense.clear_to_window(**given, exchange=None)
    with pytest.raises(Refused, match="No more leaves suspense"):
        suspense.clear_to_window(**given, exchange=CBA, amount_minor=50_01)
    with pytest.raises(Refused, match="no such window"):
        suspense.clear_to_window(**{**given, "window_code": "none"}, exchange=CBA)
    suspense.clear_to_window(**given, exchange=CBA, amount_minor=30_00)

    pid = by.programme_id
    assert [one.left_minor for one in in_suspense(pid)] == [20_00]
    assert unclaimed(pid) == {"EUR": 20_00}
    assert positions(pid)["EUR"]["korea"].carried_minor == 34_50
    assert standing("foreign:eur") == 647_00
    last = contributions(pid, upto=ON)[-1]
    assert (last.window, last.received_on, last.amount_minor) == ("korea", line(50_00).on, 30_00)
    assert last.reference == "Naməlum"
    assert (last.rate, last.rate_source, last.credited_minor) == (Decimal("1.15"), "CBA", 34_50)
    assert agrees_daily()
    value(by, 647_00)
    assert agrees_daily()


def test_unknown_manat_may_be_a_donors_too() -> None:
    by = build.actor(Role.ACCOUNTANT)
    imported(by, MANAT, 448_00, "bank")
    bank.put_in_suspense(**act(by), line_id=line(448_00).pk)
    suspense.clear_to_window(
        **act(by), line_id=line(448_00).pk, window_code="ada", reason="Letter", exchange=None
    )
    assert (standing("suspense"), -standing("capital:ada")) == (0, 448_00)
    assert agrees_daily()


def test_euros_nobody_claims_leave_the_account_and_pay_no_loan() -> None:
    by = told()
    unknown: dict[str, Any] = {**act(by), "line_id": line(50_00).pk}
    with pytest.raises(Refused, match="own currency"):
        suspense.clear_to_loan(**unknown, loan_code="X", reason="y")
    suspense.send_back(**unknown, reason="Sent by mistake")
    assert (standing("foreign:eur"), unclaimed(by.programme_id)) == (597_00, {})
    assert agrees_daily()


def test_two_windows_bear_a_charge_by_what_each_has_on_the_account() -> None:
    """EUR 3 of 1,000 and 500 are 2 and 1, at 1.10: 2.20 and 1.10 manat."""
    by = euros(500_00, "korea", euros())
    content = "Tarix;Təyinat;Məbləğ\r\n25.02.2011;Bank haqqı;-3,00\r\n".encode()
    imported(by, content, -3_00)
    bank.post_charge(**act(by), line_id=line(-3_00).pk)
    borne = [books.balance(by.programme_id, "expense.bank", window=one) for one in ("ada", "korea")]
    assert borne == [2_20, 1_10]
    assert agrees_daily()


def test_a_charge_takes_no_more_than_the_windows_have() -> None:
    by = euros(2_00)
    content = "Tarix;Təyinat;Məbləğ\r\n25.02.2011;Bank haqqı;-3,00\r\n".encode()
    imported(by, content, -3_00)
    with pytest.raises(Refused, match="not as much money in this currency"):
        bank.post_charge(**act(by), line_id=line(-3_00).pk)
    assert standing("foreign:eur") == 2_00


def test_the_same_line_on_two_accounts_is_two_lines() -> None:
    by = euros()
    content = "Tarix;Təyinat;Məbləğ\r\n20.02.2011;Naməlum;50,00\r\n"
    imported(by, content.encode(), 50_00, "bank")
    imported(by, content.encode("utf-8-sig"), 50_00)
    assert [one.statement.account.code for one in StatementLine.objects.order_by("pk")] == [
        "bank", "foreign:eur",
    ]  # fmt: skip


def test_a_mark_of_another_currency_is_no_amount_and_an_unknown_account_no_account() -> None:
    by = euros()
    with pytest.raises(Refused, match="cannot be read"):
        imported(by, "Tarix;Təyinat;Məbləğ\r\n20.02.2011;X;50,00 USD\r\n".encode(), 50_00)
    with pytest.raises(Refused, match="no such bank account"):
        imported(by, MANAT, 448_00, "cash")


def test_euros_are_not_matched_with_manat_of_the_same_figure() -> None:
    """Neither by the service nor by the database: 448 on each account."""
    by = euros()
    sell(by, 400_00, 448_00)
    imported(by, MANAT.replace(b"\xe2\x82\xbc", b""), 448_00)
    account = Account.objects.get(code="bank")
    (posting,) = [one for one in _open(account) if one.amount_minor == 448_00]
    with pytest.raises(Refused, match="one sum"):
        bank.match_lines(**act(by), line_ids=[line(448_00).pk], transfer_ids=[posting.id])
    made = _matching(by)
    LineMatch.objects.create(line=line(448_00), matching=made)
    PostingMatch.objects.create(transfer_id=posting.id, matching=made)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="a match has equal"):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_lines_of_two_accounts_are_no_match() -> None:
    by = euros()
    content = "Tarix;Təyinat;Məbləğ\r\n20.02.2011;Naməlum;50,00\r\n"
    imported(by, content.encode(), 50_00, "bank")
    imported(by, content.replace("50,", "-50,").encode(), -50_00)
    both = [line(50_00), line(-50_00)]
    with pytest.raises(Refused, match="one bank account"):
        bank.match_lines(**act(by), line_ids=[one.pk for one in both], transfer_ids=[1])
    made = _matching(by)
    LineMatch.objects.bulk_create(LineMatch(line=one, matching=made) for one in both)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="one account"):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_keeps_an_imported_statement_on_its_account() -> None:
    by = told()
    manat = Account.objects.get(code="bank")
    with pytest.raises(IntegrityError, match="keeps its account"), transaction.atomic():
        BankStatement.objects.update(account=manat)
    waiting = bank.stage_statement(
        by=by, content=MANAT, file_name="x", opening_minor=0, closing_minor=448_00, at=AT,
        account="foreign:eur",
    )  # fmt: skip
    again = bank.stage_statement(
        by=by, content=MANAT, file_name="x", opening_minor=0, closing_minor=448_00, at=AT
    )
    assert (again.pk, again.account_id) == (waiting.pk, manat.pk), "the wrong account was chosen"


def test_the_close_sheet_counts_each_account() -> None:
    by = euros()
    sell(by, 400_00, 448_00)
    pid = by.programme_id
    assert "AZN, EUR" in bank_reconciled(pid, *FEBRUARY).text
    imported(by)
    waiting = bank_reconciled(pid, *FEBRUARY)
    assert (waiting.done, "4" in waiting.text) == (False, True)
    for one in set(reconciliation(BankStatement.objects.get()).suggestions.values()):
        bank.match_lines(**act(by), line_ids=one.lines, transfer_ids=one.postings)  # type: ignore[arg-type]
    bank.put_in_suspense(**act(by), line_id=line(50_00).pk)
    bank.post_charge(**act(by), line_id=line(-3_00).pk)
    missing = bank_reconciled(pid, *FEBRUARY)
    assert missing.done
    assert "AZN" in missing.text
    assert "EUR" not in missing.text
    row = imported(by, MANAT, 448_00, "bank")
    (likely,) = set(reconciliation(row).suggestions.values())
    bank.match_lines(**act(by), line_ids=likely.lines, transfer_ids=likely.postings)  # type: ignore[arg-type]
    assert "agrees" in bank_reconciled(pid, *FEBRUARY).text


def _open(account: Account) -> list[Any]:
    from dayaq.cash.queries.statements import open_postings

    return open_postings(account.pk, GIVEN, ON)


def _matching(by: Actor) -> Matching:
    return Matching.objects.create(
        programme_id=by.programme_id, use=LineUse.BOOKS, matched_by_id=by.user_id, matched_on=ON
    )


def test_a_statement_in_euro_is_walked_from_file_to_contribution() -> None:
    in_march_2011()
    by = euros()
    sell(by, 400_00, 448_00)
    client = browser(by)

    def send(name: str, answers: dict[str, Any], *args: Any) -> str:
        done = client.post(
            reverse(name, args=args), {"command_id": str(uuid4()), **answers}, follow=True
        )
        text = done.content.decode().replace("\u00a0", " ")
        assert done.redirect_chain, text.partition("<main")[2][:1500]
        return text

    upload = SimpleUploadedFile("fevral.csv", EURO, content_type="text/csv")
    whole = {"file": upload, "opening_minor": "0", "closing_minor": "647"}
    missing = client.post(reverse("cash:upload"), {"command_id": str(uuid4()), **whole})
    assert missing.status_code == 422, "with two accounts one is chosen"
    upload.seek(0)
    send("cash:upload", {**whole, "account": "foreign:eur"})
    row = BankStatement.objects.get()
    text = send("cash:columns", {"on": "Tarix", "text": "Təyinat", "amount": "Məbləğ"}, row.pk)
    assert "647,00 EUR" in text
    assert "Bank account in another currency: EUR" in text
    today = client.get(reverse("today")).content.decode().replace("\u00a0", " ")
    assert "50,00 EUR: Naməlum" in today
    for amount in (1_000_00, -400_00):
        url = reverse("cash:line", args=[line(amount).pk])
        page = client.get(url).content.decode()
        posting = page.partition('name="transfer_ids" value="')[2].partition('"')[0]
        send("cash:line", {"transfer_ids": [posting]}, line(amount).pk)
    send("cash:suspend", {}, line(50_00).pk)
    text = send("cash:charge", {}, line(-3_00).pk)
    assert "Nothing: bank and books agree" in text

    fund = client.get(reverse("ledger:fund")).content.decode().replace("\u00a0", " ")
    assert "Both sides are the same." in fund
    assert "50,00 EUR" in fund
    for name in ("cash:suspense", "today"):
        listed = client.get(reverse(name)).content.decode()
        assert reverse("cash:to_window", args=[line(50_00).pk]) in listed
        assert f'"{reverse("cash:clear", args=[line(50_00).pk])}"' not in listed
    day = {
        f"{name}_{part}": str(getattr(on, part))
        for name, on in (("rate_on", FEBRUARY[1]), ("cleared_on", ON))
        for part in ("day", "month", "year")
    }
    answers = {"window": "korea", "amount_minor": "50", "reason": "Their letter", **day}
    refused = client.post(
        reverse("cash:to_window", args=[line(50_00).pk]), {"command_id": str(uuid4()), **answers}
    )
    assert refused.status_code == 422
    text = send("cash:to_window", {**answers, "rate": "1.15", "rate_source": "CBA"}, line(50_00).pk)
    assert "All money has an owner." in text
    assert Clearing.objects.get().amount_minor == 50_00
    assert agrees_daily()


def test_the_same_letter_twice_is_one_contribution() -> None:
    """The database lets no more leave than came, whoever asks."""
    by = told()
    given: dict[str, Any] = {
        **act(by), "line_id": line(50_00).pk, "window_code": "ada", "reason": "Letter",
        "exchange": Exchange("EUR", Decimal("1.10"), SOLD, "CBA"),
    }  # fmt: skip
    suspense.clear_to_window(**given)
    with pytest.raises(Refused, match="left suspense already"):
        suspense.clear_to_window(**given)
    with pytest.raises(IntegrityError, match="no more leaves suspense"), transaction.atomic():
        Clearing.objects.create(
            line=line(50_00), amount_minor=1, reason="x", cleared_by_id=by.user_id, cleared_on=ON
        )
    assert ledger.Contribution.objects.count() == 2
