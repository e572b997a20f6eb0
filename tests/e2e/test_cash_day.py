"""A day of cash on its pages: taken, handed over, counted blind, settled, banked, matched."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dayaq.cash.domain.denominations import DENOMINATIONS
from tests.e2e import story_collecting as collecting
from tests.e2e.walking import Story, fill, follow, save

pytestmark = pytest.mark.browser

TODAY = "2011-03-15"
HEADER = "Tarix;Təyinat;Mədaxil;Məxaric"


def minor(shown: str) -> int:
    """The first amount in `shown`, in qəpik."""
    found = re.search(r"(-?[\d\s\xa0\u202f]+),(\d\d)", shown)
    assert found is not None, shown
    return int(re.sub(r"\D", "", found.group(1)) + found.group(2))


def entered(amount: int) -> str:
    return f"{amount // 100},{amount % 100:02}"


def standing(person: Any, label: str) -> int:
    """An amount of the page's summary list."""
    row = person.page.locator("main dl > div", has_text=label).first
    return minor(row.inner_text())


def pieces_of(amount: int) -> dict[str, str]:
    answers = {}
    for place, worth in enumerate(DENOMINATIONS):
        count, amount = divmod(amount, worth)
        answers[f"row-{place}-pieces"] = str(count or "")
    return answers


def hand_over(officer: Any, cashier: Any) -> None:
    """She signs for all she carries; the cashier counts before seeing what she declared."""
    officer.open("/cash/mine/")
    carried = standing(officer, "You carry")
    assert carried >= 50_00
    follow(officer, "Hand over cash")
    save(officer, "Sign and hand over")
    cashier.open("/")
    follow(cashier, re.compile("Aytən Quliyeva"))
    assert entered(carried) not in cashier.page.locator("main").inner_text()
    fill(cashier, counted_minor=entered(carried), signed="account")
    save(cashier, "Sign and receive")
    officer.open("/cash/mine/")
    assert standing(officer, "You carry") == 0


def test_cash_goes_from_the_village_to_the_bank_statement(team: Any) -> None:
    story = Story()
    officer, cashier = team("aytan"), team("sabina")
    manager, accountant = team("farid"), team("vugar")
    collecting.hand_out_book(cashier, story)
    officer.open("/credit/loans/?status=active")
    follow(officer, re.compile(r"^LN-"))
    story.urls["loan"], story.codes["loan"] = officer.page.url, ""
    collecting.type_one(officer, story, 1, TODAY, "50")
    hand_over(officer, cashier)

    cashier.open("/cash/")
    box, bank = standing(cashier, "Cash in the office"), standing(cashier, "Bank, by the books")
    follow(cashier, "Count the cash box")
    assert "Expected by the books" not in cashier.page.locator("main").inner_text()
    fill(cashier, **pieces_of(box - 20))
    save(cashier, "Write down the count")
    cashier.sees("Expected by the books")
    manager.open("/")
    manager.sees("Differences to settle")
    manager.open(cashier.page.url.removeprefix(cashier.base))
    follow(manager, "Settle the difference")
    fill(manager, outcome="owed", reason="20 qəpik yolda itib")
    save(manager, "Settle")
    cashier.open("/cash/")
    assert standing(cashier, "Cash in the office") == box - 20

    slip = f"D-{story.series}"
    cashier.open("/money/")
    follow(cashier, "Bank cash")
    fill(cashier, amount_minor=entered(box - 20), slip=slip, on=TODAY)
    save(cashier, "Record the deposit")
    cashier.open("/cash/")
    assert standing(cashier, "Cash in the office") == 0

    accountant.open("/cash/bank/")
    follow(accountant, "Import a statement")
    rows = f"{HEADER}\r\n15.03.2011;{slip};{entered(box - 20)};\r\n"
    fill(
        accountant, opening_minor=entered(bank), closing_minor=entered(bank + box - 20),
        file={"name": f"{slip}.csv", "mimeType": "text/csv", "buffer": rows.encode("utf-8-sig")},
    )  # fmt: skip
    save(accountant, "Continue")
    if accountant.page.locator("main [name=money_in]").count():
        fill(accountant, on="Tarix", text="Təyinat", money_in="Mədaxil", money_out="Məxaric")
        save(accountant, "Import")
    accountant.sees(f"Likely {slip}")
    follow(accountant, "15.03.2011")
    assert accountant.page.locator("[name=transfer_ids]:checked").count() == 1, "the likely one"
    save(accountant, "This is it")
    accountant.sees("Every line is in the books.")
