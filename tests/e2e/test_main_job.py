"""The main job, clicked through by the people who do it: from the first visit to the decision."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e import story_people as people
from tests.e2e.walking import Story, go

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
