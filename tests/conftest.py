"""One throw-away PostgreSQL for the whole run, and a database of its own for every worker.

The controller starts the server, migrates a template as the owner role and clones it; the
tests connect as the application role, so that a missing grant shows in every one of them.
With DAYAQ_TEST_DATABASE_OWNER_URL and DAYAQ_TEST_DATABASE_URL an existing server is used.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from _pytest.nodeid import coerce_node_id

from dayaq.site.postgres import Server
from tests.databases import at, create, drop
from tests.played import (  # noqa: F401 - fixtures
    at_pilots_end,
    at_the_end,
    browsed,
    demonstration,
    examined,
    in_the_middle,
)
from tests.standing import (  # noqa: F401 - fixtures
    lent_before,
    lent_once,
    lived_once,
    set_before,
    set_once,
    standing_first,
    told,
)

# How fast a machine draws examples proves nothing: no property is timed.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

PREFIX = "dayaq-tests-"
ROOM_BYTES_MIN = 2_000_000_000
_numbers = itertools.count(1)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Let the groups of tests be heeded: pytest-xdist 3.8 writes them into an attribute that
    pytest 9.2 reads no more."""
    found = yield
    for item in items:
        if grouped := vars(item).get("_nodeid"):
            item._id = coerce_node_id(grouped)  # type: ignore[attr-defined]
    return found


class Provider:
    """The server of this run and its template, made when the first test asks for a database."""

    def __init__(self) -> None:
        self.server: Server | None = None
        self.directory: Path | None = None
        self.app = os.environ.get("DAYAQ_TEST_DATABASE_URL", "")
        self.owner = os.environ.get("DAYAQ_TEST_DATABASE_OWNER_URL", "")
        self.template = f"dayaq_template_{os.getpid()}"
        self.ready = False

    def urls(self) -> dict[str, str]:
        """Where the migrated template is; the first call starts the server and migrates."""
        if not self.ready:
            if not self.owner:
                _clear_left_over_servers()
                self.directory = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_workshop()))
                self.server = Server(self.directory).start()
                self.app, self.owner = self.server.urls.app, self.server.urls.owner
            create(self.owner, self.template)
            migrate_template(at(self.app, self.template), at(self.owner, self.template))
            self.ready = True
        return {"app": self.app, "owner": self.owner, "template": self.template}

    def stop(self) -> None:
        if self.server is not None and self.directory is not None:
            self.server.stop()
            shutil.rmtree(self.directory, ignore_errors=True)
        elif self.ready:
            drop(self.owner, self.template)


def point_django_at(app_url: str, owner_url: str) -> None:
    """Every connection opened from now on, in any thread, goes there."""
    from django.db import connections

    from dayaq.site.settings import database

    for alias, url in (("default", app_url), ("owner", owner_url)):
        connections[alias].close()
        wanted = database(url)
        for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"):
            connections.settings[alias][key] = wanted[key]


def migrate_template(app_url: str, owner_url: str) -> None:
    from django.db import connections

    from dayaq.site.database import migrate

    point_django_at(app_url, owner_url)
    migrate()
    connections.close_all()


def _workshop() -> Path:
    """Where the throw-away data live: in memory if there is room, so that syncing costs little.

    The server keeps its durable settings: a house is served from it in some tests, and that
    refuses any other.
    """
    memory = Path("/dev/shm")  # noqa: S108 - the folder inside it is made by mkdtemp
    if memory.is_dir() and shutil.disk_usage(memory).free > ROOM_BYTES_MIN:
        return memory
    return Path(tempfile.gettempdir())


def _clear_left_over_servers() -> None:
    """End the throw-away servers of runs that were killed: nobody holds their lock."""
    for directory in _workshop().glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - directory.stat().st_mtime < 300:
                continue  # perhaps just being started by another run
            handle = os.open(directory / "postgres.in-use", os.O_RDWR)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                pid = Server(directory).pid
                if pid is not None:
                    os.kill(pid, signal.SIGINT)
                shutil.rmtree(directory, ignore_errors=True)
            finally:
                os.close(handle)


_provider = Provider()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Runs in the controller for every worker: hand it the template."""
    blocker = node.config.stash.get(_blocker_key(), None)
    with blocker.unblock() if blocker else contextlib.nullcontext():
        node.workerinput["dayaq_database"] = _provider.urls()


def _blocker_key() -> Any:
    from pytest_django.plugin import blocking_manager_key

    return blocking_manager_key


def pytest_unconfigure() -> None:
    _provider.stop()


@pytest.fixture(scope="session")
def database_template(request: pytest.FixtureRequest, django_db_blocker: Any) -> dict[str, str]:
    """Addresses (`app`, `owner`) of the test server and the name of its migrated `template`."""
    given = getattr(request.config, "workerinput", {}).get("dayaq_database")
    if given is not None:
        return dict(given)
    with django_db_blocker.unblock():
        return _provider.urls()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, database_template: dict[str, str], django_db_blocker: Any
) -> Iterator[None]:
    """Replaces pytest-django's: this worker's clone of the template, as the application role."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"dayaq_test_{os.getpid()}_{worker}"
    owner = database_template["owner"]
    create(owner, name, database_template["template"])
    with django_db_blocker.unblock():
        point_django_at(at(database_template["app"], name), at(owner, name))
    yield
    from django.db import connections

    with django_db_blocker.unblock():
        connections.close_all()
    drop(owner, name)


@pytest.fixture
def own_database(
    database_template: dict[str, str], django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, str]]:
    """A fresh clone for a test that commits; gives its `app` and `owner` addresses."""
    from django.db import connections

    name = f"dayaq_own_{os.getpid()}_{next(_numbers)}"
    create(database_template["owner"], name, database_template["template"])
    urls = {key: at(database_template[key], name) for key in ("app", "owner")}
    before = {
        alias: {key: connections.settings[alias][key] for key in ("NAME", "USER")}
        for alias in ("default", "owner")
    }
    with django_db_blocker.unblock():
        point_django_at(urls["app"], urls["owner"])
        try:
            yield urls
        finally:
            for alias, kept in before.items():
                connections[alias].close()
                connections.settings[alias].update(kept)
            drop(database_template["owner"], name)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are asked for in English, whatever language the machine has compiled."""
    from django.utils import translation

    with translation.override("en"):
        yield
