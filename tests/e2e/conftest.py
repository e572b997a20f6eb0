"""A browser that signs in as the people of the demonstration.

Everything that uses it belongs to one group, so that one worker plays it, once.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from scripts.chromium import find as find_chromium

from tests.e2e.story import (  # noqa: F401 - fixtures
    case_opened,
    collected,
    decided,
    followed,
    lent,
    planned,
    registered,
    repaid,
    reported,
    signed,
    story,
    trained,
    verified,
)
from tests.e2e.walking import arriving
from tests.played import Demonstration

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """A real server on the copy, on loopback; DAYAQ_E2E_ADDRESS names one that runs already."""
    if given := os.environ.get("DAYAQ_E2E_ADDRESS"):
        yield given
        return
    browsed: Demonstration = request.getfixturevalue("browsed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dayaq.site.cli", "demo", "--serve", "--port", str(port)]
    log = (browsed.data / "server.log").open("w")
    server = subprocess.Popen(command, env=browsed.environment, stdout=log, stderr=log)
    base = f"http://127.0.0.1:{port}"
    for _attempt in range(150):
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=2):  # noqa: S310 - loopback
                break
        except OSError:
            assert server.poll() is None, (browsed.data / "server.log").read_text()[-2000:]
            time.sleep(0.2)
    yield base
    server.terminate()
    server.wait(30)
    log.close()


@pytest.fixture(scope="package")
def browser(address: str) -> Iterator[Browser]:
    """Chromium; without one the browser tests are skipped, loudly.

    It starts after the server and ends with this folder's last test: while its driver runs, an
    event loop runs in this process, and nothing here could use Django's database or another
    driver.
    """
    path = find_chromium()
    if path is None:
        pytest.skip("NO CHROMIUM FOUND: browser tests skipped (see scripts/chromium.py)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Person:
    """One of the team in front of a browser; every complaint of the browser is kept."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        def heard(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and "status of 422" not in message.text:
                self.complaints.append(f"{self.page.url}: {message.text}")

        self.page.on("console", heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        response = self.page.goto(f"{self.base}{path}")
        assert response is not None
        assert response.status < 400, f"{path}: {response.status}"
        return self.page

    def fill_day(self, name: str, day: str) -> None:
        """`day` as 2011-03-15, into the three boxes of the field `name`."""
        year, month, number = day.split("-")
        self.page.fill(f"[name={name}_day]", str(int(number)))
        self.page.fill(f"[name={name}_month]", str(int(month)))
        self.page.fill(f"[name={name}_year]", year)

    def press(self, label: str) -> None:
        """Press the button of the page's form and wait for the next page."""
        with arriving(self.page):
            self.page.locator("main").get_by_role("button", name=label, exact=True).click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def sees_no_error(self) -> None:
        summary = self.page.locator(".errors, [role=alert]")
        assert summary.count() == 0, summary.first.inner_text()


def enter(
    browser: Browser, address: str, username: str, *, width: int = 1280, language: str = "en"
) -> Person:
    """A fresh browser, signed in by one click."""
    page = browser.new_context(
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",  # no page is drawn again and again while it scrolls smoothly
    ).new_page()
    page.set_default_timeout(10_000)
    person = Person(page, address)
    person.listen()
    person.open("/account/login/")
    with arriving(page):
        page.locator(f'form[action$="/demonstration/sign-in/{username}/"] button').click()
    if (page.locator("html").get_attribute("lang") or "")[:2] != language:
        with arriving(page):
            page.locator(f'form[action$="/language/"] button[value="{language}"]').first.click()
    return person


def leave(people: list[Person]) -> None:
    """Close the browsers; nobody's browser has complained."""
    for person in people:
        person.page.context.close()
    assert [text for person in people for text in person.complaints] == []


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[Any]:
    """Gives `sign_in("leyla")`: a fresh browser, signed in by one click, in English."""
    people: list[Person] = []

    def entering(username: str, **options: Any) -> Person:
        people.append(enter(browser, address, username, **options))
        return people[-1]

    yield entering
    leave(people)


@pytest.fixture(scope="package")
def team(browser: Browser, address: str) -> Iterator[Any]:
    """Gives `team("leyla")`: her one browser, kept open during the whole walk."""
    people: dict[str, Person] = {}

    def entering(username: str) -> Person:
        if username not in people:
            people[username] = enter(browser, address, username)
        return people[username]

    yield entering
    leave(list(people.values()))


@pytest.hookimpl(tryfirst=True)  # before the plugin that deals the groups out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here uses the one played demonstration, so it stays on one worker."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group("demonstration"))
