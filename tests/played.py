"""The demonstration played for the tests.

One database is played along the calendar: to the end of the pilot, to 15 March 2011 (where
copies are taken for the browser and for the forms), to the end of phase II. Whoever asks for
none of it does not wait for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.databases import at, create, drop

PILOT_ENDS = "2009-11-30"
MIDDLE = "2011-03-15"
PHASE_2_ENDS = "2012-06-30"


@dataclass
class Demonstration:
    """A played database and the command that works on it."""

    app: str
    owner: str
    data: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DAYAQ_DATABASE_URL": self.app,
            "DAYAQ_DATABASE_OWNER_URL": self.owner,
            "DAYAQ_DATA": str(self.data),
            "PYTHONPATH": "src",
        }

    def dayaq(self, *words: str) -> str:
        """Run the command and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "dayaq.site.cli", *words],
            env=self.environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        assert "left out" not in done.stderr, done.stderr[-3000:]
        return done.stdout

    def report(self, key: str, *words: str) -> dict[str, Any]:
        """A report as data."""
        found = self.dayaq("report", key, "--format", "json", "--demo", *words)
        return json.loads(found)  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def demonstration(
    database_template: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """The demonstration at the end of the pilot."""
    name = f"dayaq_demonstration_{os.getpid()}"
    create(database_template["owner"], name)
    played = Demonstration(
        app=at(database_template["app"], name),
        owner=at(database_template["owner"], name),
        data=tmp_path_factory.mktemp("dayaq demo ə"),
    )
    played.dayaq("demo", "--until", PILOT_ENDS)
    yield played
    drop(database_template["owner"], name)


@pytest.fixture(scope="session")
def at_pilots_end(demonstration: Demonstration) -> dict[str, Any]:
    """What the reports say at the end of the pilot."""
    return {
        "results": demonstration.report("programme-results", "--phase", "pilot"),
        "fund": demonstration.report("fund"),
    }


@pytest.fixture(scope="session")
def in_the_middle(demonstration: Demonstration, at_pilots_end: Any) -> Demonstration:
    """The demonstration on 15 March 2011."""
    demonstration.dayaq("demo", "--until", MIDDLE)
    return demonstration


@pytest.fixture(scope="session")
def browsed(
    in_the_middle: Demonstration, database_template: dict[str, str]
) -> Iterator[Demonstration]:
    """A copy of the demonstration on 15 March 2011, for the browser to work on."""
    yield from _copy(in_the_middle, database_template, f"dayaq_browsed_{os.getpid()}")


def _copy(played: Demonstration, template: dict[str, str], name: str) -> Iterator[Demonstration]:
    create(template["owner"], name, played.owner.partition("?")[0].rpartition("/")[2])
    yield Demonstration(
        app=at(template["app"], name), owner=at(template["owner"], name), data=played.data
    )
    drop(template["owner"], name)


@pytest.fixture(scope="session")
def examined(
    in_the_middle: Demonstration, database_template: dict[str, str]
) -> Iterator[Demonstration]:
    """A copy of the demonstration on 15 March 2011, to send its forms in every wrong way."""
    yield from _copy(in_the_middle, database_template, f"dayaq_examined_{os.getpid()}")


@pytest.fixture(scope="session")
def at_the_end(
    in_the_middle: Demonstration, browsed: Demonstration, examined: Demonstration
) -> dict[str, Any]:
    """What the reports say at the end of phase II; the copies of the middle are made by now."""
    in_the_middle.dayaq("demo", "--until", PHASE_2_ENDS)
    return {
        "pilot": in_the_middle.report("programme-results", "--phase", "pilot"),
        "phase-2": in_the_middle.report("programme-results", "--phase", "phase-2"),
        "all": in_the_middle.report("programme-results"),
        "fund": in_the_middle.report("fund"),
    }
