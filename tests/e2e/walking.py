"""What somebody does on any page: fill a form by the names of its fields, follow, press, fetch."""

from __future__ import annotations

import io
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from playwright.sync_api import Locator, Page

DAY = re.compile(r"\d{4}-\d\d-\d\d")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def suffix() -> str:
    """Letters that differ from run to run, so that the walk can be repeated on one database."""
    return "".join(secrets.choice(LETTERS) for _position in range(6))


@dataclass
class Story:
    """Whom the walk is about and what has come of it so far; filled in step by step."""

    mark: str = field(default_factory=suffix)
    urls: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def surname(self) -> str:
        return f"{self.mark.capitalize()}ova"

    @property
    def widow(self) -> str:
        return f"{self.surname} Gülşən"

    @property
    def series(self) -> str:
        """The series of the receipt book of this run."""
        return self.mark.upper()

    def birthday(self, year: int) -> str:
        """A day of birth, so that nobody of an earlier run is taken for the same person."""
        return f"{year}-{1 + secrets.randbelow(12):02}-{1 + secrets.randbelow(28):02}"

    def number(self) -> int:
        """A number that no other run has used: of a receipt, a paper, a voucher."""
        self._last = getattr(self, "_last", int(time.time()) % 10**7 * 10) + 1
        return self._last


VALUES = "all => all.map(it => it.value)"
KINDS = """main => Object.fromEntries(
  [...main.querySelectorAll("[name]:not([type=hidden])")].reverse()
    .map(it => [it.name, it.type]))"""
"""By name, of what kind the fields of a page are; asked once, as every question takes a while."""


def arriving(page: Page) -> AbstractContextManager[Any]:
    """Inside, something is clicked; afterwards the document that it leads to is there, whole.

    Not `expect_navigation`: a form that is sent writes its command into the history first, which
    is a navigation too, and what is asked next would be asked of the page that was left.
    """
    return page.expect_event("load")


def fill(person: Any, **answers: Any) -> None:
    """Fill the fields of the page's form by name: text, days, choices, lists and ticks."""
    main = person.page.locator("main")
    kinds = main.evaluate(KINDS)
    for name, answer in answers.items():
        assert name in kinds or f"{name}_day" in kinds, f"{person.page.url} asks for no {name}"
        if f"{name}_day" in kinds:
            person.fill_day(name, answer)
        else:
            fill_one(main.locator(f"[name={name}]:not([type=hidden])"), kinds[name], answer)


def fill_one(found: Locator, kind: str, answer: Any) -> None:
    if kind == "select-one":
        choose(found.first, answer)
    elif kind == "radio":
        pick(found, answer)
    elif kind == "checkbox" and isinstance(answer, list | tuple):
        for value, box in zip(found.evaluate_all(VALUES), found.all(), strict=True):
            box.set_checked(value in answer)
    elif kind == "checkbox":
        found.first.set_checked(bool(answer))
    elif kind == "file":
        found.first.set_input_files(answer)
    else:
        found.first.fill(str(answer))


def pick(radios: Locator, answer: str) -> None:
    """Pick by value, or else by the beginning of what is written beside it."""
    offered = radios.evaluate_all("all => all.map(it => [it.value, it.labels[0].innerText])")
    radios.nth(place_of(answer, offered)).check()


def choose(select: Locator, answer: str) -> None:
    """Choose by value, or else by the beginning of what is written."""
    offered = select.evaluate("it => [...it.options].map(one => [one.value, one.innerText])")
    select.select_option(index=place_of(answer, offered))


def place_of(answer: str, offered: list[list[str]]) -> int:
    """Where `answer` is among values and texts that are offered."""
    values = [value for value, _text in offered]
    if answer in values:
        return values.index(answer)
    texts = [text.strip() for _value, text in offered]
    place = next((at for at, text in enumerate(texts) if text.startswith(answer)), None)
    assert place is not None, f"{answer} is not among {texts}"
    return place


def follow(person: Any, label: str | re.Pattern[str]) -> None:
    """Click the link of the page that says `label`."""
    with arriving(person.page):
        person.page.locator("main").get_by_role("link", name=label).first.click()


def go(person: Any, url: str) -> None:
    """Open an address that another page has shown."""
    person.open(url.removeprefix(person.base))


def fetch(person: Any, url: str) -> bytes:
    """Download what a link of the page leads to, with this person's session."""
    answer = person.page.request.get(url if url.startswith("http") else person.base + url)
    assert answer.ok, f"{url}: {answer.status}"
    return bytes(answer.body())


def fetch_link(person: Any, label: str | re.Pattern[str]) -> bytes:
    """Download what the link that says `label` leads to."""
    link = person.page.locator("main").get_by_role("link", name=label).first
    return fetch(person, str(link.evaluate("it => it.href")))


def pdf_text(content: bytes) -> str:
    """The text of a PDF, its lines joined."""
    assert content.startswith(b"%PDF")
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def sheet_rows(content: bytes) -> list[tuple[Any, ...]]:
    """The rows of the first sheet."""
    book = load_workbook(io.BytesIO(content))
    return [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def rejected(person: Any, *sentences: str) -> None:
    """The page comes back with a summary of what is wrong, and each sentence."""
    summary = person.page.locator("main .errors, main .error-summary, main [role=alert]")
    expect(summary.first, f"{person.page.url} shows no summary of errors").to_be_attached()
    for sentence in sentences:
        person.sees(sentence)


def act(person: Any, label: str | re.Pattern[str]) -> None:
    """Press a button of the page that is not the button of a form to fill in."""
    with arriving(person.page):
        person.page.locator("main").get_by_role("button", name=label).first.click()
    person.sees_no_error()


def save(person: Any, label: str) -> None:
    """Press the button of the form; it is accepted."""
    person.press(label)
    person.sees_no_error()


def rows(start: int, *lines: dict[str, Any]) -> dict[str, Any]:
    """Lines of a grid as the answers of a form, from row `start` on."""
    return {
        f"row-{start + number}-{name}": answer
        for number, line in enumerate(lines)
        for name, answer in line.items()
    }
