"""Every page that a role can reach by following links opens, quietly and accessibly."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

ROLES = (
    "aytan", "kamran", "nigar", "sabina", "vugar", "farid", "tural", "gunay", "leyla", "ilgar",
    "orkhan", "helga", "rana", "murad",
)  # fmt: skip
PAGES_MAX = 40
EXAMINED: set[str] = set()
"""Kinds of pages whose accessibility was examined already, for whichever role came first."""
FILES = re.compile(r"logout|\.pdf|\.xlsx|/pdf|/print|download|format=|/paper|/forms/.+")


def shape(address: str) -> str:
    """An address without its ids and question, so that each kind of page is visited once."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", address).partition("?")[0].partition("#")[0]


def walk(person: Any) -> list[str]:
    """Follow links from Today; return what is wrong."""
    wrong: list[str] = []
    seen: set[str] = set()
    queue = [person.page.url]
    while queue and len(seen) < PAGES_MAX:
        url = queue.pop(0)
        kind = shape(url)
        if kind in seen:
            continue
        seen.add(kind)
        response = person.page.goto(url)
        if response is None or response.status >= 400:
            wrong.append(f"{kind}: {response.status if response else 'no answer'}")
            continue
        if kind not in EXAMINED:
            EXAMINED.add(kind)
            wrong += [
                f"{kind}: {found['id']}: {found['nodes'][0]['html'][:120]}"
                for found in Axe().run(person.page).response["violations"]
            ]
        links = person.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
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


@pytest.mark.browser
@pytest.mark.parametrize("username", ["aytan", "leyla"])
def test_no_page_runs_over_the_edge_of_a_phone(sign_in: Any, username: str) -> None:
    person = sign_in(username, width=360, language="az")
    links = person.page.eval_on_selector_all("nav a[href]", "all => all.map(a => a.href)")
    wide = []
    for link in dict.fromkeys(links):
        if not link.startswith(person.base) or "#" in link:
            continue
        person.page.goto(link)
        width = person.page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide.append((link.removeprefix(person.base), width))

    assert wide == []
