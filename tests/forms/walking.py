"""Finding the forms: every role follows the links of every kind of page, as far as they lead."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.test import Client

from tests.forms.judging import Answer, look
from tests.forms.reading import ID, Asked, shape
from tests.forms.values import NOBODY
from tests.safety.addresses import WORDS, Address

NO_PAGE = re.compile(
    r"logout|\.pdf|\.xlsx|/pdf|/print|download|format=|/paper|/(table|json|csv|xlsx)$"
)
EACH_KIND_MAX = 3
"""How many pages of one kind a role opens: loans differ by their state."""
BARREN_MAX = 3
"""After so many pages of one kind without a new form or link, nobody opens another."""
CANDIDATES_MAX = 8


@functools.cache
def kind_of(one: Address) -> str:
    """The entry of the URL conf, as pages and forms are told apart by it."""
    return shape(one.to())


@dataclass
class Found:
    """A form with the person who met it first."""

    form: Asked
    by: str


@dataclass
class Walk:
    """What all roles have met."""

    enter: Callable[[str], Client]
    today: dt.date
    forms: dict[tuple[str, ...], Found] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)
    barren: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    probed: set[tuple[str, str]] = field(default_factory=set)

    def follow(self, who: str, start: Iterable[str]) -> None:
        """Open the pages that these lead to, breadth first."""
        opened: dict[str, int] = defaultdict(int)
        queue, known = list(start), set(start)
        given = set(known)
        while queue:
            url = queue.pop(0)
            kind = shape(url)
            enough = opened[kind] >= EACH_KIND_MAX or self._is_exhausted(kind, opened[kind])
            if enough and url not in given:
                continue
            opened[kind] += 1
            before = self._size()
            links = self.take(who, url, look(self.enter(who), url))
            self.barren[kind] = 0 if self._size() > before else self.barren[kind] + 1
            queue += [link for link in links if link not in known]
            known.update(links)

    def open(self, pages: Iterable[tuple[str, str]]) -> None:
        """Open these pages, each as the person beside it."""
        for who, url in pages:
            self.take(who, url, look(self.enter(who), url))

    def go_on(self, who: str, url: str, wanted: set[str]) -> list[Found]:
        """Open this page, and of what it leads to the kinds that nobody has seen, or that are
        wanted again; return the forms met."""
        met = []
        queue = [url]
        while queue:
            here = queue.pop(0)
            answer = look(self.enter(who), here)
            links = self.take(who, here, answer)
            met += [Found(form, who) for form in answer.page.forms] if answer.page else []
            if here == url:
                seen = self.kinds - wanted
                new = {shape(link): link for link in links if shape(link) not in seen}
                queue += [link for link in new.values() if link != url]
        return met

    def _size(self) -> int:
        return len(self.forms) + len(self.linked)

    def _is_exhausted(self, kind: str, opened: int) -> bool:
        """Whether pages of the kind led to nothing new lately, for this role or any."""
        return self.barren[kind] >= (BARREN_MAX if opened == 0 else 1)

    def probe(self, addresses: Iterable[Address], who_can: Callable[[str], list[str]]) -> None:
        """Open what no link has led to, with the ids that stand behind such addresses."""
        for one in addresses:
            if not one.is_guarded or one.capability is None:
                continue
            kind = kind_of(one)
            pattern = one.to({part: NOBODY for part in one.parts if part not in WORDS})
            for who in who_can(one.capability)[:2]:
                for url in self._with_ids(pattern):
                    if (who, url) in self.probed or NO_PAGE.search(url) or kind in self.kinds:
                        continue
                    self.probed.add((who, url))
                    answer = look(self.enter(who), url)
                    if answer.status in (200, 302):
                        self.take(who, url, answer)
                    elif answer.status not in (403, 404, 405):
                        self.wrong.append(f"{who}: {kind}: {answer.status} {answer.fault}")

    def _with_ids(self, pattern: str) -> list[str]:
        begin, found, end = pattern.partition(NOBODY)
        if not found:
            return [pattern]
        known = self.ids.get(begin, [])[-CANDIDATES_MAX:]
        return [f"{begin}{one}{end}" for one in known if NOBODY not in end]

    def take(self, who: str, url: str, answer: Answer) -> list[str]:
        """Keep the forms of a page; return the pages that it leads to."""
        if answer.fault or answer.status >= 400:
            self.wrong.append(f"{who}: {shape(url)}: {answer.status} {answer.fault}")
        if answer.location:
            return [urljoin(url, answer.location)]
        if answer.page is None:
            return []
        self.kinds.add(shape(url))
        for form in answer.page.forms:
            if form.buttons:  # nobody can send one without
                self.forms.setdefault(form.key, Found(form, who))
        links = [urlsplit(urljoin(url, link)) for link in answer.page.links]
        inside = [f"{one.path}?{one.query}" if one.query else one.path
                  for one in links if not one.netloc and one.path.startswith("/")]  # fmt: skip
        for link in inside:
            self.linked.add(shape(link))
            self._note(link)
        return [link for link in inside if not NO_PAGE.search(link)]

    def _note(self, link: str) -> None:
        """Remember which ids stand behind which beginning of an address."""
        for match in ID.finditer(link):
            known = self.ids[shape(link[: match.start()])]
            if match[0] not in known:
                known.append(match[0])
