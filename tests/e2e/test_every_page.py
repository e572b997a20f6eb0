"""Every page that a role can reach by following links opens, quietly and accessibly."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe

ROLES = (
    "aytan", "kamran", "nigar", "sabina", "vugar", "farid", "tural", "gunay", "leyla", "ilgar",
    "orkhan", "helga", "rana", "murad",
)  # fmt: skip
KINDS_MAX = 300
"""No role has as many kinds of pages (166 at most): a crawl that gets here runs in circles."""
EXAMINED: set[str] = set()
"""The paths of tags that were examined already, whichever role and page had them."""
ASKED = {"resultTypes": ["violations"]}
"""Every rule is tried; only what it let pass is not described element by element."""
FILES = re.compile(
    r"logout|\.pdf|\.xlsx|/pdf|/print|download|format=|/paper|/forms/.+|/(table|json|csv|xlsx)$"
)
EMPTY = {"area", "br", "hr", "img", "input", "link", "meta", "path", "rect", "line", "circle"}


class Structure(HTMLParser):
    """The paths of tags that a page is made of, each once however often it is repeated.

    Two pages of the same paths differ in words only: what is wrong with one is wrong with
    both. A button that one role has more is a path more.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.paths: set[str] = set()
        self.links: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        kept = [f"{key}={given[key]}" for key in ("class", "type", "role", "name") if key in given]
        named = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", " ".join([tag, *kept]))
        named += "".join(sorted(key for key in given if key.startswith("aria-")))
        self.paths.add("/".join([*self._open, named]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag not in EMPTY:
            self._open.append(named)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].partition(" ")[0] == tag:
                del self._open[index:]
                return


def shape(address: str) -> str:
    """An address without its ids and question, so that each kind of page is visited once."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", address).partition("?")[0].partition("#")[0]


def examine(person: Any, url: str) -> list[str]:
    """Open the page in the browser, which complains of what it refuses, and ask axe."""
    person.page.goto(url)
    return [
        f"{shape(url)}: {found['id']}: {found['nodes'][0]['html'][:120]}"
        for found in Axe().run(person.page, options=ASKED).response["violations"]
    ]


def walk(person: Any) -> list[str]:
    """Follow every link from Today; return what is wrong.

    Every kind of page is fetched for every role; it is drawn and examined when it holds
    anything that no page examined before had.
    """
    wrong: list[str] = []
    seen: set[str] = set()
    queue = [person.page.url]
    while queue:
        url = queue.pop(0)
        kind = shape(url)
        if kind in seen:
            continue
        seen.add(kind)
        assert len(seen) < KINDS_MAX, sorted(seen)
        answer = person.page.request.get(url)
        if answer.status >= 400:
            wrong.append(f"{kind}: {answer.status}")
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        drawn = Structure(answer.text())
        if drawn.paths - EXAMINED:
            EXAMINED.update(drawn.paths)
            wrong += examine(person, url)
        links = (urljoin(url, link) for link in drawn.links)
        queue += [
            link for link in links
            if link.startswith(person.base) and shape(link) not in seen and not FILES.search(link)
        ]  # fmt: skip
    assert len(seen) > 3
    return wrong


@pytest.mark.browser
@pytest.mark.parametrize("username", ROLES)
def test_every_page_of_a_role_opens(sign_in: Any, username: str) -> None:
    assert walk(sign_in(username)) == []


BEYOND = """() => [...document.querySelectorAll("main *")].filter(it => {
  const box = it.parentElement.closest("td, th, dd, li, p, button, .card");
  return !it.children.length && box && it.clientWidth
    && it.getBoundingClientRect().right > box.getBoundingClientRect().right + 1;
}).map(it => it.textContent.trim().slice(0, 60))"""
"""The words that reach beyond the box they stand in, where they could be cut."""


@pytest.mark.browser
@pytest.mark.parametrize("username", ["aytan", "leyla"])
def test_no_page_runs_over_the_edge_of_a_phone(
    sign_in: Any, request: pytest.FixtureRequest, username: str
) -> None:
    person = sign_in(username, width=360, language="az")
    request.addfinalizer(lambda: sign_in(username))  # others go on in English: it is kept
    links = person.page.eval_on_selector_all("nav a[href]", "all => all.map(a => a.href)")
    wrong = []
    for link in dict.fromkeys(links):
        if not link.startswith(person.base) or "#" in link:
            continue
        person.page.goto(link)
        where = link.removeprefix(person.base)
        width = person.page.evaluate("document.documentElement.scrollWidth")
        wrong += [(where, width)] if width > 360 else []
        wrong += [(where, words) for words in person.page.evaluate(BEYOND)]

    assert wrong == []
