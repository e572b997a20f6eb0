"""The main job: application, committee, agreement, the money paid out, receipts, arrears."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.e2e import story_collecting as collecting
from tests.e2e.walking import Story, arriving, fetch_link, fill, follow, go, pdf_text, rejected

pytestmark = pytest.mark.browser


def test_the_committee_decides_with_one_stepping_aside(decided: Story, team: Any) -> None:
    officer = team("aytan")
    go(officer, decided.urls["application"])

    officer.sees("Approve")
    officer.sees("Stepped aside")
    officer.sees("Elçin Mustafayev: Qohumu")


@pytest.mark.parametrize("paper", ["Agreement (PDF)", "Agreement, large print (PDF)"])
def test_the_agreement_says_the_amount_in_words(signed: Story, team: Any, paper: str) -> None:
    officer = team("aytan")
    go(officer, signed.urls["agreement"])
    text = pdf_text(fetch_link(officer, paper))

    assert "Faizsiz borc müqaviləsi" in text
    assert "altı yüz manat" in text.casefold()
    assert "NÜMUNƏ" in text


def test_the_one_who_appraised_is_not_offered_to_pay_out(signed: Story, team: Any) -> None:
    officer = team("aytan")
    go(officer, signed.urls["loan"])
    assert officer.page.get_by_role("link", name="Pay out").count() == 0

    answer = officer.page.request.get(f"{signed.urls['loan']}disburse/")
    assert answer.status == 403


def test_the_loan_has_a_schedule_and_a_ledger_entry(lent: Story, team: Any) -> None:
    accountant = team("vugar")
    go(accountant, lent.urls["loan"])
    accountant.sees("20.09.2010")
    accountant.open("/money/journal/?code=bank&basis=value&from=2010-08-01&to=2010-08-31")

    paid_out = [
        (
            [text.strip() for text in row.locator("th, td").all_inner_texts()],
            row.locator('a[href*="/entries/"]').first.get_attribute("href"),
        )
        for row in accountant.page.locator("main tbody tr", has_text="18.08.2010").all()
    ]
    ours = [
        cells
        for cells, entry in paid_out
        if cells[2] == "Paid out"
        and "600,00" in cells[7]
        # another loan of this sum may be paid out on the day: the entry leads to its own
        and lent.urls["loan"].removeprefix(accountant.base)
        in accountant.page.request.get(f"{accountant.base}{entry}").text()
    ]
    (cells,) = ours
    assert cells[8]
    assert cells[3] == f"Loans given: {cells[8]}"
    assert cells[5] == "Bank"


def test_a_receipt_typed_twice_is_named(lent: Story, team: Any) -> None:
    cashier = team("sabina")
    twice = collecting.receipt(lent, 90, "2010-09-20", "100")
    collecting.type_receipts(cashier, "200", twice, twice)

    rejected(cashier, f"Blank {lent.series} 90 stands here twice.")


def test_a_missing_number_and_a_difference_are_recorded(collected: Story, team: Any) -> None:
    cashier = team("sabina")
    go(cashier, collected.urls["batch"])

    cashier.sees("-20,00")
    cashier.sees("Yolda itib")
    cashier.sees(f"Series {collected.series}: number 3 is missing.")


def test_arrears_stand_on_today_with_the_promise(followed: Story, team: Any) -> None:
    officer = team("aytan")
    officer.open("/")
    follow(officer, re.compile("Overdue"))
    row = officer.page.locator("main tr", has_text=followed.codes["loan"])

    assert "330,00" in row.inner_text()
    assert "25.03.2011" in row.inner_text()


def test_a_reversed_receipt_does_not_count(followed: Story, team: Any) -> None:
    officer = team("aytan")
    go(officer, followed.urls["loan"])
    row = officer.page.locator("main tr", has_text=f"{followed.series} 000005")

    assert "Reversed" in row.inner_text()


def test_the_village_sheet_can_be_printed(followed: Story, team: Any) -> None:
    officer = team("aytan")
    officer.open("/credit/sheet/")
    fill(officer, district="Fuzuli")
    officer.press("Show")
    officer.sees(followed.codes["loan"])

    assert followed.surname in pdf_text(fetch_link(officer, "Print (PDF)"))


def test_the_last_instalment_closes_the_loan(repaid: Story, team: Any) -> None:
    officer = team("aytan")
    go(officer, repaid.urls["loan"])
    officer.sees("Repaid")
    officer.sees(re.compile(r"5,00\sAZN"))

    assert repaid.codes["loan"] in pdf_text(fetch_link(officer, re.compile("aid in full|letter")))


def test_pressing_twice_has_one_effect(repaid: Story, team: Any) -> None:
    officer = team("aytan")
    go(officer, repaid.urls["loan"])
    before = officer.page.locator("main").inner_text().count("A promise to pay")
    go(officer, repaid.urls["case"])
    follow(officer, "Record a need")
    fill(officer, on="2011-03-15", kind="medical", description=f"Dərman {repaid.mark}")
    form = officer.page.url
    officer.page.locator("main button[type=submit]").dblclick()
    officer.page.wait_for_url(lambda url: url != form)
    officer.page.wait_for_load_state("networkidle")
    officer.page.go_back()
    officer.page.wait_for_load_state()
    if officer.page.locator("main [name=kind]").count():
        with arriving(officer.page):
            officer.page.locator("main button[type=submit]").click()
    go(officer, repaid.urls["case"])

    assert officer.page.locator("main").inner_text().count(f"Dərman {repaid.mark}") == 1
    assert before == 1
