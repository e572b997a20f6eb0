"""The main job, clicked through by the people who do it: from the first visit to the decision."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e import story_people as people
from tests.e2e.walking import Story, fetch_link, follow, go, pdf_text

pytestmark = pytest.mark.browser


def test_a_widow_is_registered_from_paper(registered: Story, team: Any) -> None:
    officer = team("aytan")
    go(officer, registered.urls["widow"])

    officer.sees(registered.codes["widow"])
    officer.sees("01.06.2010")
    officer.sees("Indirect victim")
    officer.sees("Gives a thumbprint")


@pytest.mark.parametrize("spelling", ["{0} Gulsen", "{0}", "Гюльшен"])
def test_search_finds_her_however_the_name_is_spelt(
    registered: Story, team: Any, spelling: str
) -> None:
    officer = team("aytan")
    officer.open("/")
    people.search(officer, spelling.format(registered.surname.replace("ı", "i")))

    officer.sees(registered.codes["widow"])


def test_her_case_has_a_need_and_a_plan(case_opened: Story, team: Any) -> None:
    officer = team("aytan")
    go(officer, case_opened.urls["case"])

    officer.sees("Income and work")
    officer.sees("Biznes kursu")
    go(officer, case_opened.urls["widow"])
    officer.sees("Elvin Sınaqov")


def test_the_authority_answers_on_its_page_by_letter_and_by_list(
    verified: Story, team: Any
) -> None:
    manager = team("farid")
    for key in ("widow", "by_letter", "by_list"):
        go(manager, verified.urls[key])
        manager.sees("Verified")
        manager.sees("Confirmed")


def test_a_course_is_completed_by_its_rule_of_attendance(trained: Story, team: Any) -> None:
    trainer = team("kamran")
    go(trainer, trained.urls["course"])

    assert "100 %" in trainer.page.locator("tr", has_text=trained.surname).inner_text()
    assert "33 %" in trainer.page.locator("tr", has_text="Rauf").inner_text()


def test_a_business_plan_is_accepted_once_its_place_is_checked(planned: Story, team: Any) -> None:
    manager = team("farid")
    go(manager, planned.urls["plan"])

    manager.sees("Accepted")
    manager.sees("No known or suspected hazard")
    manager.sees("600,00 AZN")


BLANKS = ("Registration", "Consent", "Household", "Attendance", "Appraisal", "Visit")


@pytest.mark.parametrize("blank", BLANKS)
def test_every_form_can_be_printed_blank(team: Any, blank: str) -> None:
    officer = team("aytan")
    officer.open("/people/")
    follow(officer, "Blank paper forms")

    assert len(pdf_text(fetch_link(officer, blank))) > 200


def test_an_officer_of_another_district_finds_nothing_of_it(lent: Story, team: Any) -> None:
    other = team("rashad")
    other.open("/")
    people.search(other, lent.surname)
    assert lent.codes["widow"] not in other.page.locator("main").inner_text()
    other.open(f"/people/?q={lent.codes['widow']}")
    assert lent.surname not in other.page.locator("main").inner_text()
    for key in ("widow", "case", "application", "loan"):
        answer = other.page.request.get(lent.urls[key])
        assert answer.status == 404, key
