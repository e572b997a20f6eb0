"""The framework before any phase, and the donors on top of a paper."""

import pytest
from django.urls import reverse

from dayaq.kernel.access.roles import Role
from dayaq.programme.queries import donor_marks
from tests import build
from tests.programme import helpers as programme
from tests.safety.addresses import browser, in_march_2011

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "may_open"), [(Role.PROGRAMME_OFFICER, True), (Role.DONOR, False)]
)
def test_before_the_first_phase_the_framework_is_an_empty_page(role: Role, may_open: bool) -> None:
    in_march_2011()
    answer = browser(build.actor(role)).get(reverse("reporting:framework"))

    assert answer.status_code == 200
    assert "There is no phase yet" in answer.content.decode()
    assert (reverse("programme:open_phase") in answer.content.decode()) is may_open


def test_a_paper_names_the_donors_of_the_phase_of_its_day() -> None:
    officer = programme.officer()
    programme.grants(officer, programme.phase(officer), 7050, 2950)
    own = officer.programme_id

    assert [mark["name"] for mark in donor_marks(own, programme.MID)] == [
        "Austrian Development Agency", "Republic of Slovenia",
    ]  # fmt: skip
    assert donor_marks(own, programme.PILOT.starts_on.replace(year=2000)) == []
