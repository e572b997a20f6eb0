"""Pages over HTTP from the real web process, with two connections; and memory at rest."""

from __future__ import annotations

import http.client
import os
import re
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import generator
from benchmarks.house import EMPTY, House
from dayaq.site.database import DIRECTORY_VARIABLE
from dayaq.site.serve import Children, listen
from dayaq.site.web_process import IDLE_SECONDS

HOST = "127.0.0.1"
CONNECTIONS = 2
MEDIAN_GOAL = 0.030
P95_GOAL = 0.075
MEMORY_GOAL = 350 * 2**20
WIRE_GOAL = 40_000
WARM = 3
WARM_SECONDS = 2.0
"""Not counted, for each page: eight threads each have a connection that plans a statement anew the
first few times, as on the first visits of a day."""
SETTLE_SECONDS = 12.0
AT_REST = "at rest"

PAGES: dict[str, tuple[str, ...]] = {
    "Today": ("/",),
    "a person": ("/person/{person}/",),
    "a loan": ("/credit/loans/{loan}/",),
    "persons": ("/people/", "/people/?page=40"),
    "cases": ("/cases/", "/cases/?page=40"),
    "loans": ("/credit/loans/", "/credit/loans/?page=20"),
    "applications": ("/credit/applications/",),
    "arrears": ("/credit/arrears/",),
    "collection sheet": ("/credit/sheet/", "/credit/sheet/?page=2"),
    "grids": ("/credit/collections/",),
    "receipt books": ("/credit/books/",),
    "official blanks": ("/cash/blanks/",),
    "courses": ("/training/",),
    "business plans": ("/training/plans",),
    "hazard checks": ("/training/hazard-checks",),
    "journal": ("/money/journal/",),
    "search": ("/search/?q=Mammadov",),
}
GOALS_FOR = ("Today", "a person", "a loan", "persons", "loans")
"""The pages the goals were set for; the others are printed beside them."""
ROLES: dict[str, tuple[str, ...]] = {
    "aytan": ("Today", "a person", "a loan", "persons", "cases", "loans", "applications", "arrears",
              "collection sheet", "grids", "search"),
    "kamran": ("Today", "courses", "business plans", "hazard checks"),
    "nigar": ("Today", "a person", "persons", "cases"),
    "sabina": ("Today", "a loan", "loans", "grids", "receipt books", "official blanks"),
    "vugar": ("Today", "a loan", "loans", "journal"),
    "gunay": ("Today", "applications"),
    "orkhan": ("Today",),
    "leyla": ("Today", "a person", "a loan", "persons", "loans", "search"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """How one page did for one role, in seconds, and its size over the wire."""

    page: str
    role: str
    times: list[float]
    wire_bytes: int

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.95)]

    @property
    def is_met(self) -> bool:
        return self.median < MEDIAN_GOAL and self.p95 < P95_GOAL and self.wire_bytes < WIRE_GOAL


def generated(house: House, name: str, persons: int, loans: int) -> None:
    """Make the large programme, unless an earlier run with `--keep` has left it."""
    if house.has(name):
        return
    building = f"{name}_building"
    house.copy(EMPTY, building)
    house.enter(building)
    began = time.perf_counter()

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty() or done % 600 == 0:
            seconds = time.perf_counter() - began
            sys.stderr.write(f"generated {done} of {total} persons in {seconds:.0f} s\n")

    generator.generate(persons, loans, progress=progress)
    house.analyze()
    house.rename(building, name)
    print(f"-- Generated {persons:,} persons and {loans:,} loans through the services in "
          f"{time.perf_counter() - began:,.0f} s", flush=True)  # fmt: skip


def run(house: House, name: str, seconds: float, *, only: list[str]) -> list[str]:
    """Serve the generated programme and ask for its pages; return what missed its goal."""
    house.enter(name)
    missed: list[str] = []
    with _serving(house) as (children, port):
        if "memory" in only and not _memory(house, children):
            missed.append("memory")
        if "pages" in only:
            missed += _pages(port, seconds)
            rested = "memory" not in only or _memory(house, children, after="at rest again")
            missed += [] if rested else ["memory after the pages"]
    return missed


@contextmanager
def _serving(house: House) -> Iterator[tuple[Children, int]]:
    """The web process and the worker as `dayaq serve` starts them beside its own server."""
    os.environ[DIRECTORY_VARIABLE] = str(house.server.cluster)
    children = Children()
    listening = listen(HOST, 0)
    port = int(listening.getsockname()[1])
    try:
        children.start(listening)
        listening.close()
        yield children, port
    finally:
        children.stop()


class Visitor:
    """A signed-in browser on a connection of its own."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """The status and the body as it came over the wire."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Accept-Encoding": "gzip" if form is None and self.cookies else "identity",
                   "Cookie": cookies}  # fmt: skip
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(
            "GET" if form is None else "POST", path, urlencode(form or {}) or None, headers
        )
        answer = self.connection.getresponse()
        body = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, body

    def sign_in(self, username: str) -> None:
        """By the one click of the demonstration."""
        _status, body = self.ask("/account/login/")
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        assert found, "the sign-in page has no form"
        token = found.group(1).decode()
        path = f"/demonstration/sign-in/{username}/"
        status, _body = self.ask(path, {"csrfmiddlewaretoken": token})
        assert status == 302, f"{username} could not sign in: {status}"


def _pages(port: int, seconds: float) -> list[str]:
    from dayaq.credit.models import Loan

    print(f"-- Pages over HTTP, {CONNECTIONS} connections, each after {WARM_SECONDS:.0f} s of "
          f"visits, first page compressed: goals median {MEDIAN_GOAL * 1000:.0f} ms, "
          f"95th percentile {P95_GOAL * 1000:.0f} ms, "
          f"{WIRE_GOAL // 1000} KB", flush=True)  # fmt: skip
    loans = list(Loan.objects.filter(status="active", officer__username="aytan").order_by("code"))
    chosen = [loans[number * len(loans) // 20] for number in range(20)]
    missed = []
    for role, names in ROLES.items():
        visitors = [Visitor(port) for _ in range(CONNECTIONS)]
        for visitor in visitors:
            visitor.sign_in(role)
        for page in names:
            paths = [
                pattern.format(person=loan.person_id, loan=loan.pk)
                for loan in chosen
                for pattern in PAGES[page]
            ]
            sample = _sample(page, role, visitors, paths, seconds)
            goal = page in GOALS_FOR
            size = sample.wire_bytes / 1000
            say = "" if sample.is_met else "  MISSED" if goal else "  over"
            print(f"{sample.median * 1000:7.1f} ms median {sample.p95 * 1000:7.1f} ms p95 "
                  f"{size:6.1f} KB  {page}, {role}{say}", flush=True)  # fmt: skip
            if goal and not sample.is_met:
                missed.append(f"{page} ({role})")
    return missed


def _sample(
    page: str, role: str, visitors: list[Visitor], paths: list[str], seconds: float
) -> Sample:
    times: list[float] = []
    sizes: list[int] = []
    for number in range(WARM):
        status, body = visitors[0].ask(paths[number % len(paths)])
        assert status == 200, f"{paths[number % len(paths)]} answers {role} with {status}"
        sizes.append(len(body))
    counted_from = time.perf_counter() + WARM_SECONDS

    def visit(visitor: Visitor, turn: int) -> None:
        while (began := time.perf_counter()) < counted_from + seconds:
            status, _body = visitor.ask(paths[turn % len(paths)])
            if began >= counted_from:
                times.append(time.perf_counter() - began)
            assert status == 200
            turn += 1

    threads = [
        threading.Thread(target=visit, args=(visitor, turn * len(paths) // CONNECTIONS))
        for turn, visitor in enumerate(visitors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Sample(page, role, times, max(sizes))


def _memory(house: House, children: Children, after: str = AT_REST) -> bool:
    """Memory of everything that runs, a page that several share counted once between them."""
    time.sleep(SETTLE_SECONDS if after == AT_REST else IDLE_SECONDS + SETTLE_SECONDS)
    assert children.web
    assert children.worker
    assert house.server.pid
    parts = {
        "web": _proportional([children.web.pid, *_children(children.web.pid)]),
        "worker": _proportional([children.worker.pid, *_children(children.worker.pid)]),
        "PostgreSQL": _proportional([house.server.pid, *_children(house.server.pid)]),
    }
    total = sum(parts.values())
    said = ", ".join(f"{name} {size / 2**20:.0f} MB" for name, size in parts.items())
    missed = total >= MEMORY_GOAL
    print(f"-- Memory {after}: {total / 2**20:.0f} MB ({said}; goal "
          f"{MEMORY_GOAL // 2**20} MB){'  MISSED' if missed else ''}", flush=True)  # fmt: skip
    return not missed


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [one for child in map(int, found) for one in (child, *_children(child))]


def _proportional(pids: list[int]) -> int:
    """The processes' own memory and their part of what they share (Pss), in bytes.

    The web workers are forked and share most of theirs: private pages alone would flatter.
    """
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total
