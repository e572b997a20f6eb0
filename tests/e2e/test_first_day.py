"""An installation for real use starts empty and is set up by its first administrator."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.conftest import at, create, drop
from tests.e2e.conftest import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def empty_installation(database_template: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address with the word that `dayaq serve` prints for an empty database."""
    name = f"dayaq_first_day_{os.getpid()}"
    create(database_template["owner"], name)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DAYAQ_DATABASE_URL": at(database_template["app"], name),
        "DAYAQ_DATABASE_OWNER_URL": at(database_template["owner"], name),
        "DAYAQ_DATA": str(tmp_path / "data"),
        "PYTHONPATH": "src",
        "PYTHONUNBUFFERED": "1",
    }
    log = tmp_path / "serve.log"
    with log.open("w") as out:
        command = [sys.executable, "-m", "dayaq.site.cli", "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        for _attempt in range(450):
            found = re.search(r"http://\S+/set-up/\?word=\S+", log.read_text())
            if found or server.poll() is not None:
                break
            time.sleep(0.2)
        assert found, log.read_text()[-2000:]
        yield found.group()
        server.terminate()
        server.wait(30)
    drop(database_template["owner"], name)


def test_the_first_administrator_sets_the_programme_up(
    empty_installation: str, browser: Browser
) -> None:
    base = empty_installation.partition("/set-up/")[0]
    first = Person(browser.new_context(locale="en").new_page(), base)
    first.listen()
    first.open(empty_installation.removeprefix(base))
    answers: dict[str, Any] = {
        "full_name": "Aysel Nümunə", "username": "aysel", "password": "Uzun-parol-2011-x",
    }  # fmt: skip
    answers.update(code="sample", name="Sample programme", name_az="Nümunə proqramı")
    first.fill_day("starts_on", "2026-01-01")
    first.fill_day("ends_on", "2027-12-31")
    first.page.fill("main [name=complaint_phone]", "0125550101")
    for name, answer in answers.items():
        first.page.fill(f"main [name={name}]", answer)
    first.page.locator("main button[type=submit]").last.click()
    first.page.wait_for_load_state()

    assert "/set-up/steps/" in first.page.url, first.page.locator("main").inner_text()
    assert first.complaints == []
    first.page.context.close()
