"""What many tests begin with, made once for all of them.

It stands in a database of its own. Whoever asks for it works there, inside one transaction that
is undone after, and holds a copy of what was made; nothing is left for the next test.
"""

from __future__ import annotations

import copy
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pytest
from django.db import connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper

from dayaq.credit.models import Loan
from dayaq.site.settings import database
from tests.credit import helpers as lending
from tests.databases import at, create, drop
from tests.safety.everything import History, history

Made = TypeVar("Made")
_numbers = itertools.count(1)


@dataclass
class Standing(Generic[Made]):
    """A database and what `make` has made in it."""

    connection: DatabaseWrapper
    made: Made | None = None

    @contextmanager
    def entered(self, *, to_stay: bool = False) -> Iterator[None]:
        """Django works there, in a transaction; where it worked before, everything waits."""
        before = connections["default"]
        connections["default"] = self.connection
        outermost = transaction.atomic()
        outermost._from_testcase = True  # type: ignore[attr-defined] # commands nest in it
        try:
            with outermost:
                yield
                if not self.connection.needs_rollback and self.connection.is_usable():
                    self.connection.check_constraints()  # what waits for the end, as in any test
                transaction.set_rollback(not to_stay)
        finally:
            self.connection.run_on_commit = []
            connections["default"] = before


def make_once(
    make: Callable[[], Made], template: dict[str, str], blocker: Any
) -> Iterator[Standing[Made]]:
    name = f"dayaq_standing_{os.getpid()}_{next(_numbers)}"
    create(template["owner"], name, template["template"])
    settings = connections.settings["default"] | database(at(template["app"], name))
    standing: Standing[Made] = Standing(DatabaseWrapper(settings, "default"))
    with blocker.unblock(), standing.entered(to_stay=True):
        standing.made = make()
    yield standing
    standing.connection.close()
    drop(template["owner"], name)


@pytest.fixture(autouse=True)
def standing_first(request: pytest.FixtureRequest) -> None:
    """It is entered before a module's own fixtures write anything."""
    for name in ("lent_before", "told"):
        if name in request.fixturenames:
            request.getfixturevalue(name)


def _set() -> lending.Setting:
    made = lending.setting()
    made.everybody()
    return made


@pytest.fixture(scope="session")
def set_once(
    database_template: dict[str, str], django_db_setup: None, django_db_blocker: Any
) -> Iterator[Standing[lending.Setting]]:
    yield from make_once(_set, database_template, django_db_blocker)


@pytest.fixture
def set_before(set_once: Standing[lending.Setting], db: None) -> Iterator[lending.Setting]:
    """A programme that lends, with all its people, that was there before the test began."""
    with set_once.entered():
        yield copy.deepcopy(set_once.made)  # type: ignore[misc]


@dataclass
class Lent:
    """1,000 manat in twelve instalments, paid out on 1 June 2010; a receipt book."""

    made: lending.Setting
    loan: Loan


def _lend() -> Lent:
    made = _set()
    loan = lending.lent(made)
    lending.book(made)
    return Lent(made, loan)


@pytest.fixture(scope="session")
def lent_once(
    database_template: dict[str, str], django_db_setup: None, django_db_blocker: Any
) -> Iterator[Standing[Lent]]:
    yield from make_once(_lend, database_template, django_db_blocker)


@pytest.fixture
def lent_before(lent_once: Standing[Lent], db: None) -> Iterator[Lent]:
    """A loan that was paid out before the test began."""
    with lent_once.entered():
        yield copy.deepcopy(lent_once.made)  # type: ignore[misc]


@pytest.fixture(scope="session")
def lived_once(
    database_template: dict[str, str], django_db_setup: None, django_db_blocker: Any
) -> Iterator[Standing[History]]:
    yield from make_once(history, database_template, django_db_blocker)


@pytest.fixture
def told(lived_once: Standing[History], db: None) -> Iterator[History]:
    """The history of a survivor that was complete before the test began."""
    with lived_once.entered():
        yield copy.deepcopy(lived_once.made)  # type: ignore[misc]
