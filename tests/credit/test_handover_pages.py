"""The handover clicked through by the people it needs, and the papers that leave with it."""

import io
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from dayaq.credit.models import Handover, Loan
from dayaq.credit.web.views.common import money
from dayaq.kernel.events import timeline
from dayaq.kernel.models import Event, Installation
from dayaq.ledger.models import Entry
from tests.credit import helpers as h
from tests.credit.test_handover import DAY, MANAT, PAYEE, agreed, close_months, planned, transferred
from tests.credit.test_pages import browser, day
from tests.kernel.test_documents import text_of
from tests.standing import Lent

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(lent_before: Lent) -> h.Setting:
    return lent_before.made


@pytest.fixture(autouse=True)
def on_the_day() -> None:
    """The pages ask for their day; it is that of the handover."""
    Installation.objects.update_or_create(
        id=1, defaults={"mode": "demonstration", "demonstration_on": DAY.today, "set_up": True}
    )


def send(client: Client, name: str, row: Handover | None, **data: str) -> int:
    address = reverse(f"credit:{name}", args=[row.pk] if row else [])
    return client.post(address, {"command_id": str(uuid4()), **data}).status_code


def shown(client: Client, row: Handover) -> str:
    return client.get(reverse("credit:handover", args=[row.pk])).content.decode()


def test_a_fund_goes_to_its_successor_page_by_page(made: h.Setting) -> None:
    officer, accountant = browser(made.programme_officer), browser(made.accountant)
    assert "Handover to a successor" in officer.get(reverse("ledger:fund")).content.decode()
    assert "Plan a handover" in officer.get(reverse("credit:handovers")).content.decode()
    assert send(officer, "handover_plan", None, **PAYEE, **day("planned_on", DAY.today)) == 302
    row = Handover.objects.get()
    audit = {
        "auditor": "Xəzər Audit", "audit_note": "Confirmed", **day("audited_on", DAY.today),
    }  # fmt: skip
    assert send(accountant, "handover_audit", row, **audit) == 422  # months are open
    assert "is the oldest open month" in shown(accountant, row)
    close_months(made)
    assert send(accountant, "handover_audit", row, **audit) == 302
    agreement = {"agreement_number": "HO-2010/1", **day("agreement_on", DAY.today)}
    assert send(officer, "handover_agree", row, **agreement) == 422  # no legal basis
    agreement["legal_basis"] = "Consent of July 2010"
    assert send(officer, "handover_agree", row, **agreement) == 302

    assert "Transfer the fund" in accountant.get("/").content.decode()
    assert send(accountant, "handover_transfer", row) == 422  # not confirmed
    assert send(accountant, "handover_transfer", row, sure="on") == 302
    assert money(99_000 * MANAT) in shown(officer, row)
    fund = officer.get(reverse("ledger:fund"), {"on": DAY.today.isoformat()}).content.decode()
    assert "Less what was handed over to the successor" in fund
    assert "Both sides are the same." in fund
    loan = officer.get(reverse("credit:loan", args=[Loan.objects.get().pk])).content.decode()
    assert "Collected now by" in loan
    assert "FinAgro" in loan

    done = {"files_record": "AKT-7", **day("notices_given_on", DAY.today)}
    assert send(officer, "handover_close", row, **done) == 302
    assert Handover.objects.get().status == "closed"


def test_transfer_and_close_have_one_effect_however_often_they_are_sent(made: h.Setting) -> None:
    row = agreed(made)
    closing = {"files_record": "AKT-7", **day("notices_given_on", DAY.today)}
    for who, name, answers in (
        (made.accountant, "handover_transfer", {"sure": "on"}),
        (made.programme_officer, "handover_close", closing),
    ):
        client = browser(who)
        sent = {"command_id": str(uuid4()), **answers}
        address = reverse(f"credit:{name}", args=[row.pk])
        first = client.post(address, sent)
        before = (Event.objects.count(), Entry.objects.count())
        second = client.post(address, sent)

        assert (first.status_code, second.status_code) == (302, 302)
        assert second.headers["Location"] == first.headers["Location"]
        assert (Event.objects.count(), Entry.objects.count()) == before
    row.refresh_from_db()
    assert row.status == "closed"


def test_a_step_belongs_to_one_role(made: h.Setting) -> None:
    row = agreed(made)

    assert send(browser(made.programme_officer), "handover_transfer", row, sure="on") == 403
    assert send(browser(made.accountant), "handover_call_off", row, reason="-") == 403
    assert browser(made.cashier).get(reverse("credit:handover", args=[row.pk])).status_code == 403


@pytest.mark.parametrize("large", ["", "&large=1"])
def test_every_borrower_gets_a_notice_in_their_language(made: h.Setting, large: str) -> None:
    row = planned(made)
    loan = Loan.objects.select_related("person", "application__agreement").get()
    language = loan.application.agreement.language
    address = reverse("credit:handover_notices", args=[row.pk])
    answer = browser(made.accountant).get(f"{address}?language={language}{large}")

    assert answer.status_code == 200
    text = text_of(PdfReader(io.BytesIO(answer.content)))
    for said in (loan.person.surname, loan.code, "1 000,00", "FinAgro", "+994 12 555 01 01"):
        assert said in text
    other = "az" if language == "en" else "en"
    assert browser(made.accountant).get(f"{address}?language={other}").status_code == 404


def test_the_list_leaves_only_under_an_agreement_and_is_written_down(made: h.Setting) -> None:
    row = planned(made)
    accountant = browser(made.accountant)
    address = reverse("credit:handover_tape", args=[row.pk])
    assert accountant.get(address).status_code == 404
    Handover.objects.filter(pk=row.pk).update(
        status="called_off", called_off_why="-", called_off_at=DAY.now,
        called_off_by=made.programme_officer.user_id,
    )  # fmt: skip

    transferred(made)
    row = Handover.objects.get(status="transferred")
    answer = accountant.get(reverse("credit:handover_tape", args=[row.pk]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    loan = Loan.objects.select_related("person").get()
    cells = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]
    line = next(line for line in cells if line[0] == loan.code)
    assert line[1] == loan.person.formal_name
    assert line[8] == line[10] == 1_000
    assert "Records of loan" in timeline("person", loan.person_id)[0].sentence
    assert len(book.worksheets) == 2
