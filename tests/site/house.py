"""A `dayaq` command in a process of its own, as a person would start it. Every wait is bounded."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from dayaq.kernel import guards
from dayaq.site import backup, database
from dayaq.site.postgres import Server

WAIT_SECONDS_MAX = 60.0
COMMAND = [sys.executable, "-m", "dayaq.site.cli"]


def environment(data: Path, **more: str) -> dict[str, str]:
    """The surroundings of a person with a data directory: none of the settings of this run."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DAYAQ_", "DJANGO_", "PG"))}
    return kept | {"DAYAQ_DATA": str(data)} | more


def dayaq(*arguments: str, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(data, **more),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=WAIT_SECONDS_MAX * 2,
        check=False,
    )


def assert_one_sentence(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """It failed, said one sentence with `words`, and showed nobody its inside."""
    assert done.returncode not in {0, 2}, done
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().count("\n") == 0, done.stderr
    assert done.stderr.startswith("dayaq: ")
    for word in words:
        assert word in done.stderr


def fill(data: Path, template: dict[str, str]) -> None:
    """Give a new data directory the migrated, empty database of the tests: no second migration."""
    addresses = database.at(template["owner"], template["template"])
    with Server(data) as server:
        url = server.urls.owner
        script = backup.run_tool(
            ["pg_dump", "--no-owner", "--no-privileges"], addresses, data
        ).replace(b"SET transaction_timeout = 0;\n", b"", 1)
        backup.run_tool(["psql", "--no-psqlrc", "--quiet"], url, data, given=script)
        with psycopg.connect(url) as connection:
            for statement in database.GRANTS:
                connection.execute(sql.SQL(statement).format(role=sql.Identifier("dayaq_app")))
            for table, rights in guards.revoked().items():
                connection.execute(f'REVOKE {rights} ON "{table}" FROM dayaq_app')
            connection.execute(f"COMMENT ON DATABASE dayaq IS '{database.fingerprint()}'")


@contextlib.contextmanager
def data_directory(name: str = "məlumat və data") -> Iterator[Path]:
    """A data directory with spaces and ə in its path, below a folder that others may enter."""
    base = Path(tempfile.mkdtemp(prefix="dayaq site ə "))
    base.chmod(0o755)
    try:
        yield base / name
    finally:
        for pid in processes_in(base):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGINT)
        wait_until(lambda: not processes_in(base), "the servers have ended", 20)
        shutil.rmtree(base, ignore_errors=True)


def processes_in(folder: Path) -> list[int]:
    """The servers that live below `folder`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if entry.readlink().is_relative_to(folder):
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found


def wait_until(true: Callable[[], object], what: str, seconds: float = WAIT_SECONDS_MAX) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A running `dayaq serve`."""

    def __init__(self, data: Path, *arguments: str, **more: str) -> None:
        self.port = free_port()
        self.data = data
        self.output = data.parent / f"output-{self.port}.txt"
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                [*COMMAND, *(arguments or ("serve",)), "--port", str(self.port)],
                env=environment(data, **more),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def until_ready(self) -> Served:
        wait_until(
            lambda: "answers on" in self.text or self.process.poll() is not None, "it answers"
        )
        assert self.process.poll() is None, self.text
        return self

    @property
    def text(self) -> str:
        return self.output.read_text()

    def get(self, path: str, timeout: float = 20) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}{path}", timeout=timeout
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in listed.read_text().split()]

    def stop(self, wish: signal.Signals = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(wish)
        return self.process.wait(timeout=WAIT_SECONDS_MAX)

    def __enter__(self) -> Served:
        return self.until_ready()

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()
