"""A loan that bears interest, from its unlocked product to a payment; beside it one without."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.e2e import story_collecting as collecting
from tests.e2e import story_lending as lending
from tests.e2e import story_people as people
from tests.e2e import story_training as training
from tests.e2e.story import SCAN
from tests.e2e.walking import Story, fetch_link, fill, follow, go, pdf_text, save

pytestmark = pytest.mark.browser

PRODUCT = "12 % a year, declining"
LENDER = "Nümunə BOKT (sample)"
# 600 at 1 % a month over six is 103.53 by the annuity, 104 in whole manat; 6.00 of the first
# are interest.
FIRST, INTEREST, PRINCIPAL = "104,00", "6,00", "98,00"


def unlock(officer: Any) -> None:
    """The programme officer names the licensed lender and its legal basis."""
    officer.open("/credit/products/")
    if not officer.page.locator("main").get_by_role("link", name=PRODUCT).count():
        follow(officer, "Take the shipped products")
        fill(officer, legal_lender="QHT Çıraq", legal_basis="project_agreement")
        save(officer, "Take them")
    follow(officer, PRODUCT)
    follow(officer, "Set new terms")
    officer.page.locator("main summary").first.click()
    fill(officer, legal_lender=LENDER, legal_basis="licensed")
    save(officer, "Set the new terms")
    officer.sees(LENDER)


def qualify(team: Any, story: Story) -> None:
    """Another widow on her way to an accepted business plan."""
    field_officer, trainer, authority = team("aytan"), team("kamran"), team("orkhan")
    people.register_widow(field_officer, story)
    people.register_man(field_officer, story, "by_letter", "Rauf")
    people.verify_on_the_page(authority, story)
    scan = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": SCAN}
    people.verify_by_letter(team("farid"), story, scan)
    people.open_case(field_officer, story)
    training.hold_course(trainer, story)
    training.take_attendance(trainer, story)
    training.complete_course(trainer, story)
    training.write_plan(trainer, story)
    training.answer_hazard(authority, story)
    training.submit_plan(trainer, story)
    training.accept_plan(team("farid"), story)


@pytest.fixture(scope="module")
def charged(team: Any) -> Story:
    """Her loan of 600 at 12 % a year, paid out, and the first instalment paid."""
    story = Story()
    unlock(team("leyla"))
    qualify(team, story)
    lending.apply(team("aytan"), story, PRODUCT)
    lending.appraise(team("aytan"), story)
    lending.decide(team("gunay"), story)
    lending.draw_up(team("aytan"), story)
    story.files["disclosure"] = fetch_link(team("aytan"), re.compile("isclosure"))
    lending.sign(team("aytan"), story)
    lending.pay_out(team("sabina"), story)
    collecting.hand_out_book(team("sabina"), story)
    collecting.type_one(team("aytan"), story, 1, lending.FIRST_DUE, FIRST)
    return story


def headings(person: Any) -> list[str]:
    return [text.strip() for text in person.page.locator("main th").all_inner_texts()]


def first_row(person: Any) -> list[str]:
    """The first instalment as the page of the loan shows it."""
    row = person.page.locator("main tr", has_text="20.09.2010").first
    return [text.strip() for text in row.locator("th, td").all_inner_texts()]


def test_the_payment_has_two_parts(charged: Story, team: Any) -> None:
    officer = team("aytan")
    go(officer, charged.urls["loan"])
    assert "Interest AZN" in headings(officer)
    cells = first_row(officer)
    assert INTEREST in cells
    assert PRINCIPAL in cells
    follow(officer, re.compile(rf"{charged.series} 0*1$"))
    officer.sees(re.compile(rf"to interest\s*{INTEREST}"))
    officer.sees(re.compile(rf"to the amount lent\s*{PRINCIPAL}"))


def test_the_paper_signed_before_says_what_it_costs(charged: Story) -> None:
    text = pdf_text(charged.files["disclosure"])
    # 6.00 + 5.02 + 4.03 + 3.03 + 2.02 + 1.00 of interest.
    assert "Siz qaytarırsınız 621,10 AZN" in text
    assert "Faizlər 21,10 AZN" in text
    assert "Qalan borca görə illik 12 %" in text


def test_the_books_take_interest_as_income_and_the_rest_off_the_loan(
    charged: Story, team: Any
) -> None:
    accountant = team("vugar")
    accountant.open(
        "/money/journal/?code=income.interest&basis=value&from=2010-09-01&to=2010-09-30"
    )
    row = accountant.page.locator("main tbody tr", has_text="20.09.2010").first
    assert INTEREST in row.inner_text()
    assert "Income: interest" in row.inner_text()


def test_the_loan_without_interest_beside_it_shows_none(
    charged: Story, lent: Story, team: Any
) -> None:
    officer = team("aytan")
    go(officer, lent.urls["loan"])
    shown = headings(officer)
    assert "Instalment AZN" in shown
    assert not [text for text in shown if re.search("nterest|Fee|enalt", text)]
    assert "enalt" not in officer.page.locator("main").inner_text()
    follow(officer, "What if")
    fill(officer, kind="pay", amount_minor="100", paid_on="2011-03-15")
    officer.press("Show")
    shown = headings(officer)
    assert "Unpaid, then AZN" in shown
    assert not [text for text in shown if "nterest" in text]
