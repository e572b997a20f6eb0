"""The books as pages and files: statements, accounts, months."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.kernel.ids import uuid7
from dayaq.kernel.models import Installation
from dayaq.ledger import services
from dayaq.ledger.models import Account, Entry, Period, Reopening
from dayaq.ledger.services import Leg
from tests import build

pytestmark = pytest.mark.django_db

STATEMENTS = ["trial_balance", "balance_sheet", "income", "journal", "vouchers"]
DAYS = {"from": "2009-12-01", "to": "2011-03-15"}


@pytest.fixture
def who() -> User:
    Installation.objects.create(mode="demonstration", demonstration_on=build.TODAY, set_up=True)
    return build.user(Role.ACCOUNTANT)


@pytest.fixture
def client(who: User) -> Client:
    made = Client()
    made.force_login(who)
    build.fund(1_000_00)
    by = build.as_actor(who)
    services.draw_cash(by=by, amount_minor=300_50, slip="C1", on=build.TODAY, at=build.AT)
    services.post(
        key="fee", on=build.TODAY, at=build.AT, by=by, memo="=HYPERLINK(1)",
        transfers=[Leg("cash", "income.fees", 12_34)], event_id=build.an_event(by),
    )  # fmt: skip
    return made


def _sent(client: Client, url: str, **values: str) -> str:
    answer = client.post(url, {"command_id": str(uuid7()), **values}, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.parametrize("basis", ["posted", "value"])
def test_a_statement_is_a_page(client: Client, name: str, basis: str) -> None:
    answer = client.get(reverse(f"ledger:{name}"), {**DAYS, "basis": basis})

    assert answer.status_code == 200
    assert "12.34" in answer.content.decode().replace(",", ".")


def test_the_balance_sheet_has_two_equal_sides(client: Client) -> None:
    content = client.get(reverse("ledger:balance_sheet"), {**DAYS, "format": "xlsx"}).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    has, owes = (sheet.cell(sheet.max_row, 2).value for sheet in book.worksheets)

    assert has == owes == 1012.34


@pytest.mark.parametrize("name", [*STATEMENTS, "account"])
def test_a_statement_is_paper(client: Client, name: str) -> None:
    answer = client.get(reverse(f"ledger:{name}"), {**DAYS, "code": "cash", "format": "pdf"})

    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "12,34" in text


def test_the_journal_of_the_accountant_has_numbers_and_no_formula(client: Client) -> None:
    Account.objects.filter(code="cash").update(external_code="101.2")
    url = reverse("ledger:journal")
    book = openpyxl.load_workbook(io.BytesIO(client.get(url, {**DAYS, "format": "xlsx"}).content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    fee = next(row for row in rows if row[2] == "=HYPERLINK(1)")
    cell = next(cell for row in book.worksheets[0] for cell in row if cell.value == "=HYPERLINK(1)")
    assert cell.data_type == "s", "a text, not a formula"
    assert (fee[4], fee[7]) == ("101.2", 12.34)

    text = client.get(url, {**DAYS, "format": "csv"}).content.decode("utf-8-sig")
    line = next(row for row in csv.reader(io.StringIO(text)) if "HYPERLINK" in row[2])
    assert (line[2], line[7]) == ("'=HYPERLINK(1)", "12.34")


def test_an_account_opens_and_closes_with_its_balances(client: Client) -> None:
    answer = client.get(
        reverse("ledger:account"),
        {"code": "cash", "from": "2011-03-15", "to": "2011-03-15", "format": "csv"},
    )
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[-1] for row in rows[1:]] == ["300.50", "312.84", "312.84"]


def test_an_account_of_nobody_is_not_found(client: Client) -> None:
    assert client.get(reverse("ledger:account"), {"code": "nothing"}).status_code == 404


def test_a_day_that_is_none_is_told(client: Client) -> None:
    answer = client.get(reverse("ledger:trial_balance"), {"from": "yesterday", "to": "2011-03-15"})

    assert answer.status_code == 200


def test_an_entry_leads_to_its_event(client: Client) -> None:
    entry = Entry.objects.get(key="drawing:C1")

    text = client.get(reverse("ledger:entry", kwargs={"pk": entry.pk})).content.decode()

    assert "drew cash from the bank, cheque C1" in text


def test_the_accountant_adds_an_account_and_closes_it(client: Client) -> None:
    new = reverse("ledger:open_account")
    _sent(client, new, code="expense.postage", kind="expense", name="Poçt", external_code="731")
    made = Account.objects.get(code="expense.postage")
    refused = client.post(
        new, {"command_id": str(uuid7()), "code": "Not A Code", "kind": "expense", "name": "x"}
    )
    assert refused.status_code == 422
    change = reverse("ledger:change_account", kwargs={"pk": made.pk})
    _sent(client, change, name="Poçt xərcləri", external_code="731.1", is_closed="on")
    made.refresh_from_db()
    assert (made.name, made.external_code, made.closed_on) == (
        "Poçt xərcləri", "731.1", build.TODAY,
    )  # fmt: skip
    cash = Account.objects.get(code="cash")
    held = client.post(
        reverse("ledger:change_account", kwargs={"pk": cash.pk}),
        {"command_id": str(uuid7()), "name": "", "external_code": "", "is_closed": "on"},
    )
    assert held.status_code == 422
    assert "still holds money" in held.content.decode()


def test_a_month_is_closed_printed_and_reopened_by_two(client: Client, who: User) -> None:
    page = client.get(reverse("ledger:close_month")).content.decode()
    assert "Entries balance" in page
    sheet = _sent(client, reverse("ledger:close_month"), starts_on="2009-12-01")
    period = Period.objects.get(starts_on=dt.date(2009, 12, 1))
    assert period.entries_head in sheet
    assert "Every entry balances." in sheet
    client.post(reverse("language"), {"language": "az"})
    in_azerbaijani = client.get(reverse("ledger:month", args=[period.pk])).content.decode()
    assert "Hər yazılış balanslıdır." in in_azerbaijani
    assert "Every entry balances." not in in_azerbaijani
    client.post(reverse("language"), {"language": "en"})
    pdf_url = reverse("ledger:month_pdf", kwargs={"pk": period.pk})
    pdf = client.get(pdf_url).content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert period.entries_head in text.replace("\n", "")
    assert client.get(pdf_url).content == pdf

    asked = _sent(
        client, reverse("ledger:reopen_month", kwargs={"pk": period.pk}), reason="A slip was found"
    )
    assert "A slip was found" in asked
    sign = reverse("ledger:sign_reopening", kwargs={"pk": Reopening.objects.get().pk})
    alone = client.post(sign, {"command_id": str(uuid7())})
    assert alone.status_code == 422
    other = Client()
    other.force_login(build.user(Role.PROGRAMME_OFFICER))
    _sent(other, sign)
    period.refresh_from_db()
    assert period.closed_at is None


def test_what_was_reopened_alone_leads_only_who_countersigns(client: Client) -> None:
    _sent(client, reverse("ledger:close_month"), starts_on="2009-12-01")
    period = Period.objects.get(starts_on=dt.date(2009, 12, 1))
    _sent(
        client, reverse("ledger:reopen_month", kwargs={"pk": period.pk}), reason="A slip",
        alone="on",
    )  # fmt: skip
    sign = reverse("ledger:sign_reopening", kwargs={"pk": Reopening.objects.get().pk})
    found = {}
    for role in (Role.PROJECT_MANAGER, Role.PROGRAMME_OFFICER):
        other = Client()
        other.force_login(build.user(role))
        months = other.get(reverse("ledger:months")).content.decode()
        assert "A slip" in months
        found[role] = (sign in months, other.get(sign).status_code)
    assert found == {Role.PROJECT_MANAGER: (False, 403), Role.PROGRAMME_OFFICER: (True, 200)}


def test_those_without_the_books_see_none(client: Client) -> None:
    trainer = Client()
    trainer.force_login(build.user(Role.TRAINER))
    for name in [*STATEMENTS, "accounts", "months", "close_month"]:
        assert trainer.get(reverse(f"ledger:{name}")).status_code == 403
    cashier = Client()
    cashier.force_login(build.user(Role.CASHIER))
    assert cashier.get(reverse("ledger:close_month")).status_code == 403
    assert cashier.get(reverse("ledger:open_account")).status_code == 403
