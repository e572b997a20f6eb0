"""The rows of every loan of the demonstration are what its events come to."""

from __future__ import annotations

from tests.e2e.conftest import Demonstration


def test_rebuilding_the_demonstrations_loans_changes_none(in_the_middle: Demonstration) -> None:
    # The command ends with 1, and so `dayaq` fails, when a single loan had differed.
    in_the_middle.dayaq("rebuild-loans")
