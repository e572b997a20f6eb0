"""The lending that the tests of this room begin with."""

from __future__ import annotations

import pytest

from tests.credit import helpers as h
from tests.standing import Lent


@pytest.fixture
def made(request: pytest.FixtureRequest) -> h.Setting:
    """A programme that lends; the one of the loan that was paid out before, if a test has it."""
    if "lent_before" in request.fixturenames:
        lent: Lent = request.getfixturevalue("lent_before")
        return lent.made
    setting: h.Setting = request.getfixturevalue("set_before")
    return setting


@pytest.fixture(autouse=True)
def lending_first(request: pytest.FixtureRequest) -> None:
    """It is entered before a module's own fixtures write anything."""
    if "made" in request.fixturenames:
        request.getfixturevalue("made")
