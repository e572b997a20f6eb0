"""What is missing, malformed, too long or impossible gets a sentence, and nothing is stored."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.e2e.walking import fill, follow, suffix

pytestmark = pytest.mark.browser

FUTURE = "2030-01-01"
PERSON = {
    "on": "2011-03-01", "purposes": ["service"], "method": "signature", "given_name": "Adil",
    "sex": "male", "district_id": "Fuzuli", "kind": "direct",
}  # fmt: skip
EXPENSE = {
    "voucher": "X-1", "on": "2011-03-01", "payee": "Yanacaq", "currency": "EUR",
    "amount_minor": "10",
}  # fmt: skip
RECEIPT = {"series": "FA", "number": "9999", "paid_on": "2011-03-10", "amount_minor": "10"}


def refused(person: Any, sentence: str | re.Pattern[str]) -> None:
    """The form comes back: a summary at the top, the sentence, and no notice of success."""
    assert person.page.locator("main .error-summary").count() == 1, person.page.url
    person.sees(sentence)


def listed(officer: Any, surname: str) -> int:
    officer.open(f"/people/?q={surname}")
    return int(officer.page.locator("main tbody tr").count())


WRONG_PERSONS: tuple[tuple[dict[str, Any], str | re.Pattern[str]], ...] = (
    ({"given_name": ""}, "Fill this in. It cannot be left empty."),
    ({"given_name": "A" * 400}, re.compile("at most|characters|letters")),
    ({"given_name": "Adil\u202eliaB"}, re.compile("letter|character|sign")),
    ({"given_name": "😀"}, "There is no letter in this name."),
    ({"on": FUTURE}, re.compile("future|later than|not come|still to come")),
    ({"born_on": "2030-01-01"}, re.compile("future|later than|not come|still to come")),
    ({"born_on": "1980-13-45"}, re.compile("day|date|month")),
    ({"phone": "abc"}, re.compile("[Tt]elephone|phone|number")),
    ({"purposes": []}, re.compile("[Cc]onsent|legal basis")),
    ({"kind": "indirect"}, "Choose the relation to the direct victim."),
    ({"direct_victim_code": "FZ-0007-7"}, re.compile("code|digit")),
)


@pytest.mark.parametrize(("wrong", "sentence"), WRONG_PERSONS)
def test_a_wrong_registration_is_sent_back(
    team: Any, wrong: dict[str, Any], sentence: str | re.Pattern[str]
) -> None:
    officer, surname = team("aytan"), f"{suffix().capitalize()}ov"
    officer.open("/people/register/")
    fill(officer, q=surname)
    officer.press("Search")
    fill(officer, **{**PERSON, "surname": surname, **wrong})
    officer.press("Register")

    refused(officer, sentence)
    assert listed(officer, surname) == 0


WRONG_EXPENSES = (
    ({"amount_minor": ""}, "Fill this in. It cannot be left empty."),
    ({"amount_minor": "-5"}, "Enter an amount of zero or more."),
    ({"amount_minor": "10,005"}, "Write thousands without a comma or a point"),
    ({"amount_minor": "1000000000000"}, re.compile("large|too much|most")),
    ({"amount_minor": "on manat"}, re.compile("amount|number")),
    ({"on": FUTURE}, re.compile("future|later than|not come|still to come")),
    ({"voucher": "V" * 200}, re.compile("at most|characters|letters")),
    ({"payee": "Yanacaq\u202e"}, re.compile("letter|character|sign")),
)


@pytest.mark.parametrize(("wrong", "sentence"), WRONG_EXPENSES)
def test_a_wrong_expense_is_sent_back(
    team: Any, wrong: dict[str, Any], sentence: str | re.Pattern[str]
) -> None:
    accountant, voucher = team("vugar"), f"X-{suffix()}"
    accountant.open("/programme/expenses/")
    follow(accountant, "Enter an expense")
    fill(accountant, **{**EXPENSE, "line_id": "Phase II: 3", "voucher": voucher, **wrong})
    accountant.press("Enter the expense")

    refused(accountant, sentence)
    accountant.open("/programme/expenses/")
    assert voucher not in accountant.page.locator("main").inner_text()


WRONG_RECEIPTS = (
    ({"amount_minor": "0"}, re.compile("least|amount")),
    ({"amount_minor": "-1"}, "Enter an amount of zero or more."),
    ({"amount_minor": "1,234"}, "Write thousands without a comma or a point"),
    ({"number": "-3"}, re.compile("greater|least|1")),
    ({"number": ""}, "Fill this in. It cannot be left empty."),
    ({"series": "ZZZZZ", "number": "7"}, re.compile("book|handed")),
    ({"paid_on": FUTURE}, re.compile("future|later than|not come|still to come")),
    ({"paid_on": "2009-01-01"}, re.compile("before|earlier|paid out|handed out")),
)


@pytest.mark.parametrize(("wrong", "sentence"), WRONG_RECEIPTS)
def test_a_wrong_receipt_is_sent_back(
    team: Any, wrong: dict[str, Any], sentence: str | re.Pattern[str]
) -> None:
    officer = team("aytan")
    officer.open("/credit/arrears/")
    follow(officer, re.compile("LN-"))
    loan = officer.page.url.removeprefix(officer.base)
    before = officer.page.locator("main table").last.locator("tr").count()
    follow(officer, "Enter a receipt")
    fill(officer, **{**RECEIPT, **wrong})
    officer.press("Enter the receipt")

    refused(officer, sentence)
    officer.open(loan)
    assert officer.page.locator("main table").last.locator("tr").count() == before
