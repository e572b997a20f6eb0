"""After the money is paid out: receipts, arrears, promises, visits, the last instalment."""

from __future__ import annotations

import re
from typing import Any

from tests.e2e.walking import Story, fill, follow, go, rows, save


def hand_out_book(cashier: Any, story: Story) -> None:
    """A new book of receipts for the officer, of a series of its own."""
    cashier.open("/credit/collections/")
    follow(cashier, "Receipt books and gaps")
    follow(cashier, "Hand out a book")
    fill(
        cashier, series=story.series, first_number=1, last_number=50, issued_to_id="Aytən",
        issued_on="2010-09-01",
    )  # fmt: skip
    save(cashier, "Hand out")


def receipt(story: Story, number: int, paid_on: str, amount: str) -> dict[str, Any]:
    return {
        "loan_code": story.codes["loan"], "series": story.series, "number": number,
        "paid_on": paid_on, "amount_minor": amount,
    }  # fmt: skip


def type_receipts(cashier: Any, handed_over: str, *lines: dict[str, Any], note: str = "") -> None:
    """Into the grid, as they stand on the blanks."""
    cashier.open("/credit/collections/")
    follow(cashier, "Enter receipts")
    fill(
        cashier, officer_id="Aytən", collected_on="2011-03-14", handed_over_minor=handed_over,
        difference_note=note, **rows(0, *lines),
    )  # fmt: skip
    cashier.press("Enter the receipts")


def type_one(officer: Any, story: Story, number: int, paid_on: str, amount: str) -> None:
    """One receipt, on the page of the loan."""
    go(officer, story.urls["loan"])
    follow(officer, "Enter a receipt")
    answers = receipt(story, number, paid_on, amount)
    answers.pop("loan_code")
    fill(officer, **answers)
    save(officer, "Enter the receipt")


def reverse(accountant: Any, story: Story, number: int) -> None:
    """The accountant takes a mistaken receipt back, with the reason."""
    go(accountant, story.urls["loan"])
    follow(accountant, re.compile(rf"{story.series} 0*{number}$"))
    story.urls["receipt"] = accountant.page.url
    follow(accountant, "Reverse the receipt")
    fill(accountant, reversed_on="2011-03-15", reason="Başqasının qəbzi")
    save(accountant, "Reverse")


def promise(officer: Any, story: Story) -> None:
    go(officer, story.urls["loan"])
    follow(officer, "Note a promise")
    fill(officer, promised_on="2011-03-15", pay_on="2011-03-25", amount_minor="100")
    save(officer, "Note the promise")


def visit(officer: Any, story: Story) -> None:
    go(officer, story.urls["loan"])
    follow(officer, "Record a visit")
    fill(
        officer, visited_on="2011-03-10", purpose="routine", business="running",
        used_as_planned="yes", sales_minor="240", expenses_minor="100", jobs_family=1,
        advice="Yem ehtiyatı",
    )  # fmt: skip
    save(officer, "Record the visit")
