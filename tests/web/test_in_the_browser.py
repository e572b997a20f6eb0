"""The components in Chromium: the policy holds, axe is content, the small script does its part."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import django_htmx
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright
from scripts.chromium import find as find_chromium

import dayaq
from tests.web import page as pages

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
FOLDERS = [
    Path(dayaq.__file__).parent / "web/static",
    Path(django_htmx.__file__).parent / "static",
]
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
WATCH = """
window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refusedByPolicy.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


def policy() -> str:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class Site:
    """Serves one drawn page and the static files, and counts what is sent to it."""

    def __init__(self, html: str) -> None:
        self.posts = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                # The sources are served, also where a build has given them hashed names.
                path = re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", self.path.split("?")[0])
                file = next(
                    (
                        folder / path.removeprefix("/static/")
                        for folder in FOLDERS
                        if (folder / path.removeprefix("/static/")).is_file()
                    ),
                    None,
                )
                kind = KINDS[file.suffix] if file else "text/html; charset=utf-8"
                self.answer(file.read_bytes() if file else html.encode(), kind)

            def do_POST(self) -> None:
                site.posts += 1
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                time.sleep(0.4)
                self.send_response(204)
                self.end_headers()

            def answer(self, content: bytes, kind: str) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Security-Policy", policy())
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *parts: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with translation.override("en"):
        made = Site(pages.styleguide())
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip("NO CHROMIUM FOUND: browser tests skipped (see scripts/chromium.py)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Any]:
    made: list[Page] = []

    def opened(width: int = 1280, scheme: str = "light", script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=script,
        )
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(site.url)
        made.append(page)
        return page

    yield opened
    for page in made:
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    open_page: Any, width: int, scheme: str
) -> None:
    page = open_page(width, scheme)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("window.refusedByPolicy") == []


def test_at_two_hundred_percent_nothing_runs_over_the_edge(open_page: Any) -> None:
    page = open_page(320)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_error_summary_takes_the_focus(open_page: Any) -> None:
    page = open_page()

    assert page.evaluate("document.activeElement.className") == "error-summary"


def test_a_double_click_sends_once(open_page: Any, site: Site) -> None:
    page = open_page()
    button = page.get_by_role("button", name="Record attendance")
    before = site.posts

    button.dblclick()
    page.wait_for_timeout(1000)

    assert site.posts == before + 1


def test_one_button_gives_every_row_its_answer(open_page: Any) -> None:
    page = open_page()

    page.get_by_role("button", name="All present").click()

    assert page.locator("input[value=present]:checked").count() == 2


def test_the_sum_follows_what_is_typed(open_page: Any) -> None:
    page = open_page()
    total = page.locator("output[data-sum=amount]")

    page.locator("[name=row-0-amount]").fill("1 000,50")
    page.locator("[name=row-1-amount]").fill("0,5")

    assert total.inner_text() == "1\u00a0001,00"


def test_without_script_the_menu_opens_and_nothing_useless_shows(open_page: Any) -> None:
    page = open_page(360, script=False)

    assert not page.get_by_role("button", name="All present").is_visible()
    page.locator(".site-nav summary").click()
    assert page.locator(".site-nav a").first.is_visible()


def test_targets_are_large_enough_for_a_thumb(open_page: Any) -> None:
    page = open_page(360)

    small = page.eval_on_selector_all(
        "main button:not([hidden]), main select, main input:not([type=hidden]):not([type=radio])"
        ":not([type=checkbox]), main .choice label",
        "(all) => all.filter((one) => one.getBoundingClientRect().height < 43.5)"
        ".map((one) => one.outerHTML.slice(0, 90))",
    )

    assert small == []
