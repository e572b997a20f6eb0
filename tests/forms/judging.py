"""One submit and what came of it: how it was answered, and what it left in the database."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin

from django.db import connection
from django.test import Client

from tests.forms.reading import Asked, Page
from tests.forms.values import Typed

NO_BUSINESS = ("django_session", "dayaq_cache")
"""Tables that any request may write: who is signed in, and how often somebody tried."""

WRITTEN = """
SELECT relname, pg_stat_get_xact_tuples_inserted(oid), pg_stat_get_xact_tuples_updated(oid),
       pg_stat_get_xact_tuples_deleted(oid)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
  AND relname <> ALL(%s)
"""


@dataclass
class Answer:
    """What came back, and how many rows of each table were written on the way."""

    status: int
    page: Page | None = None
    location: str = ""
    fault: str = ""
    written: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    text: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether it led on, or gave a file to keep."""
        is_file = self.status == 200 and self.page is None and not self.fault
        return is_file or (self.status == 302 and not self.location.startswith("/account/login/"))

    @property
    def is_refused(self) -> bool:
        return self.page is not None and self.page.summary is not None

    @property
    def events(self) -> int:
        return self.written.get("kernel_event", (0, 0, 0))[0]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is undone; the transaction around it goes on."""
    mark = connection.savepoint()
    try:
        yield
    finally:
        connection.needs_rollback = False
        connection.savepoint_rollback(mark)
        connection.savepoint_commit(mark)
        connection.run_on_commit = []


def left_behind(act: Callable[[], Answer]) -> tuple[Answer, bool]:
    """What `act` is answered, and whether it left anything in a table; it is undone after."""
    with undone():
        answer = act()
        now = contents(list(answer.written))
    return answer, now != contents(list(now))


def signed_in(client: Client) -> SimpleCookie:
    """The person's cookies as they are now, untouched by what comes."""
    return SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})


def written() -> dict[str, tuple[int, int, int]]:
    """Rows inserted, updated and deleted so far in this transaction, by table."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [list(NO_BUSINESS)])
        return {name: tuple(counts) for name, *counts in cursor.fetchall() if any(counts)}


def contents(tables: list[str]) -> dict[str, tuple[int, int]]:
    """How many rows these tables have, and a sum over all that is in them."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{table}" t'  # noqa: S608
            )
            found[table] = cursor.fetchone()
    return found


def send(client: Client, form: Asked, typed: Typed) -> Answer:
    """Submit the form as this person; a fault is told, not raised."""
    cookies, before = signed_in(client), written()
    address = urljoin(form.page, form.action)
    for values in typed.values():
        for value in values:
            if not isinstance(value, str):
                value.seek(0)
    try:
        if form.method == "get":
            question = urlencode([(n, v) for n, values in typed.items() for v in values])
            answer = client.get(address.partition("?")[0] + "?" + question)
        else:
            answer = client.post(address, {n: v for n, v in typed.items() if v != []})
        if answer.status_code == 302:
            with connection.cursor() as cursor:  # what is checked at the end of a transaction
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except Exception as error:  # noqa: BLE001 - the finding
        connection.needs_rollback = False
        return Answer(500, fault=_told(error))
    finally:
        client.cookies = cookies
    return _read(answer, address, before)


def look(client: Client, url: str) -> Answer:
    """Open a page."""
    cookies, before = signed_in(client), written()
    try:
        answer = client.get(url)
    except Exception as error:  # noqa: BLE001 - the finding
        connection.needs_rollback = False
        return Answer(500, fault=_told(error))
    finally:
        client.cookies = cookies  # whoever is signed out by what is undone later comes back
    return _read(answer, url, before)


def _told(error: Exception) -> str:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/dayaq/" in f.filename]
    last = f"{frames[-1].filename.rpartition('/dayaq/')[2]}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}: {str(error)[:160]} at {last}"


def _read(answer: Any, address: str, before: dict[str, tuple[int, int, int]]) -> Answer:
    is_page = "text/html" in answer.headers.get("Content-Type", "") and not answer.streaming
    text = answer.content.decode() if is_page else ""
    after = written()
    changed = {
        name: tuple(a - b for a, b in zip(counts, before.get(name, (0, 0, 0)), strict=True))
        for name, counts in after.items()
        if counts != before.get(name)
    }
    return Answer(
        answer.status_code, Page(text, address) if is_page else None,
        answer.headers.get("Location", ""), written=changed, text=text,
    )  # fmt: skip
