"""The fault scripts, short: each must hold, and each control of it must fail.

`make faults` runs them long. What they count is printed (pytest -s shows it).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import pytest

from tests.faults.filling import CANNOT
from tests.faults.house import PREPARED, ROOT

pytestmark = pytest.mark.xdist_group("faults")  # one after another: each keeps a machine busy
SECONDS_MAX = 600  # for a machine that does much else; a script alone takes some ten


@pytest.fixture(scope="module", autouse=True)
def prepared() -> Iterator[None]:
    """The house that the scripts copy, made once."""
    with tempfile.TemporaryDirectory(prefix="dayaq-faults-") as folder:
        subprocess.run(
            [sys.executable, "-m", "tests.faults.house", folder],
            cwd=ROOT, check=True, timeout=SECONDS_MAX,
        )  # fmt: skip
        os.environ[PREPARED] = folder
        yield
        del os.environ[PREPARED]


def run(script: str, *arguments: str) -> tuple[int, str]:
    """The status a script ends with, and all it said."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.faults.{script}", *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=SECONDS_MAX, check=False,
        env={key: value for key, value in os.environ.items() if "DAYAQ_DATABASE" not in key},
    )  # fmt: skip
    print(done.stdout)
    return done.returncode, done.stdout + done.stderr


def test_no_payment_is_lost_or_doubled_by_kill_9() -> None:
    status, said = run("killing", "--points", "24")
    assert status == 0, said
    assert " 0 lost, 0 doubled, 0 rules broken, 0 loans replay differently" in said


def test_control_without_keys_a_killed_process_pays_twice() -> None:
    status, said = run("killing", "--points", "6", "--without-keys")
    assert status == 1, said
    assert " 0 lost" in said
    assert " 0 doubled" not in said


def test_sixteen_processes_with_the_same_keys_have_one_effect_each() -> None:
    status, said = run("racing", "--payments", "16")
    assert status == 0, said


@pytest.mark.parametrize("control", ["keys", "locks"])
def test_control_sixteen_processes_without_keys_or_locks_fail(control: str) -> None:
    status, said = run("racing", "--payments", "8", "--without", control)
    assert status == 1, said
    if control == "keys":
        assert " 0 doubled" not in said
    else:
        assert " 0 refused by the database" not in said


def test_a_full_disk_is_a_sentence_and_work_goes_on_when_there_is_room() -> None:
    status, said = run("filling")
    if status == CANNOT:
        pytest.skip(said)
    assert status == 0, said


def test_control_without_the_guard_a_full_disk_is_a_fault() -> None:
    status, said = run("filling", "--without-guard")
    if status == CANNOT:
        pytest.skip(said)
    assert status == 1, said
    assert "ended with" in said
