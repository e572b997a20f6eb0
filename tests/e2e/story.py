"""The steps of the walk as fixtures: each is played once, by whoever asks for it first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e import story_collecting as collecting
from tests.e2e import story_lending as lending
from tests.e2e import story_office as office
from tests.e2e import story_people as people
from tests.e2e import story_training as training
from tests.e2e.walking import Story, fetch_link

FROZEN = ("PDF", "XLSX", "CSV", "JSON")
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(scope="package")
def story() -> Story:
    return Story()


@pytest.fixture(scope="package")
def registered(story: Story, team: Any) -> Story:
    """The field officer has registered a widow and two men, from paper."""
    officer = team("aytan")
    people.register_widow(officer, story)
    people.register_man(officer, story, "by_letter", "Rauf")
    people.register_man(officer, story, "by_list", "Samir")
    people.tell_household(officer, story)
    return story


@pytest.fixture(scope="package")
def verified(registered: Story, team: Any) -> Story:
    """The authority has confirmed the widow on its page, one man by letter, one by list."""
    people.verify_on_the_page(team("orkhan"), registered)
    scan = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": SCAN}
    people.verify_by_letter(team("farid"), registered, scan)
    listed = people.give_list_out(team("farid"))
    answered = people.answer_list(listed, registered.codes["by_list"])
    people.read_list_back(team("farid"), answered)
    return registered


@pytest.fixture(scope="package")
def case_opened(verified: Story, team: Any) -> Story:
    people.open_case(team("aytan"), verified)
    return verified


@pytest.fixture(scope="package")
def trained(case_opened: Story, team: Any) -> Story:
    """She has completed a course, a man of her village has not."""
    trainer = team("kamran")
    training.hold_course(trainer, case_opened)
    training.take_attendance(trainer, case_opened)
    training.complete_course(trainer, case_opened)
    return case_opened


@pytest.fixture(scope="package")
def planned(trained: Story, team: Any) -> Story:
    """Her business plan is coached, the place is checked, the plan is accepted."""
    training.write_plan(team("kamran"), trained)
    training.answer_hazard(team("orkhan"), trained)
    training.submit_plan(team("kamran"), trained)
    training.accept_plan(team("farid"), trained)
    return trained


@pytest.fixture(scope="package")
def decided(planned: Story, team: Any) -> Story:
    """The committee has approved the loan she asked for."""
    lending.apply(team("aytan"), planned)
    lending.appraise(team("aytan"), planned)
    lending.decide(team("gunay"), planned)
    return planned


@pytest.fixture(scope="package")
def signed(decided: Story, team: Any) -> Story:
    lending.draw_up(team("aytan"), decided)
    lending.sign(team("aytan"), decided)
    return decided


@pytest.fixture(scope="package")
def lent(signed: Story, team: Any) -> Story:
    lending.pay_out(team("sabina"), signed)
    return signed


@pytest.fixture(scope="package")
def collected(lent: Story, team: Any) -> Story:
    """Three receipts of an evening, with a gap; 20 manat are missing from the cash."""
    collecting.hand_out_book(team("sabina"), lent)
    collecting.type_receipts(
        team("sabina"), "250",
        collecting.receipt(lent, 1, "2010-09-20", "100"),
        collecting.receipt(lent, 2, "2010-10-28", "100"),
        collecting.receipt(lent, 4, "2010-12-02", "70"),
        note="Yolda itib",
    )  # fmt: skip
    lent.urls["batch"] = team("sabina").page.url
    return lent


@pytest.fixture(scope="package")
def followed(collected: Story, team: Any) -> Story:
    """A receipt typed for the wrong borrower is taken back; a promise, a visit."""
    collecting.type_one(team("aytan"), collected, 5, "2011-01-10", "30")
    collecting.reverse(team("vugar"), collected, 5)
    collecting.promise(team("aytan"), collected)
    collecting.visit(team("aytan"), collected)
    return collected


@pytest.fixture(scope="package")
def reported(followed: Story, team: Any) -> Story:
    office.submit_report(team("leyla"), followed)
    for name in FROZEN:
        followed.files[name] = fetch_link(team("leyla"), f"Download {name}")
    return followed


@pytest.fixture(scope="package")
def repaid(reported: Story, team: Any) -> Story:
    """She pays everything that is left, and five manat too much."""
    collecting.type_one(team("aytan"), reported, 6, "2011-03-15", "335")
    return reported
