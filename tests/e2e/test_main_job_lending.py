"""The main job: application, committee, agreement and the money paid out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.walking import Story, go

pytestmark = pytest.mark.browser


def test_the_loan_has_a_schedule(lent: Story, team: Any) -> None:
    officer = team("aytan")
    go(officer, lent.urls["loan"])

    officer.sees("Being repaid")
    officer.sees("20.09.2010")
    officer.sees("six hundred manat")
