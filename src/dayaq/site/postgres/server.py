"""The embedded server: whoever comes first starts it, others join, the last one stops it.

Two lock files in the data directory carry this. `postgres.turn` is held only while somebody
starts or stops; `postgres.in-use` is held shared for as long as a command uses the server.
The kernel releases both at `kill -9`: what is then left running is found by its own
`postmaster.pid` and adopted by the next command.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg

from dayaq.site.postgres import binaries, cluster
from dayaq.site.postgres.account import Account, account, require_way
from dayaq.site.postgres.errors import DirectoryUnwritable, ServerDidNotStart

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_BYTES_MAX = 107
SOCKET_PREFIX = "dayaq-"
START_SECONDS_MAX = 120.0
STOP_SECONDS_MAX = 60.0
LOG_BYTES_MAX = 5_000_000

_left_running: list[subprocess.Popen[bytes]] = []
"""Servers this process started and left to others: kept, so that none is taken for a leak."""


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the database is, for the application role and for the owner role."""

    app: str
    owner: str


@dataclass(frozen=True, slots=True)
class _Running:
    """What `postmaster.pid` says of a living server."""

    pid: int
    socket_dir: Path


class Server:
    """The PostgreSQL of one data directory.

    :param data_dir: made if missing; may hold spaces and any letter
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir.absolute()
        self.cluster = self.data_dir / "postgres"
        self.joined = False
        self._use: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_dir: Path | None = None

    # -- from outside --------------------------------------------------------------------

    def start(self) -> Server:
        """Start the server, join the one that runs, or adopt the one left behind.

        :raises Unusable: one of its kinds, with a sentence
        """
        _prepare(self.data_dir)
        who = account()
        if who.switch:
            self.data_dir.chmod(0o711)  # the system account must reach its own folder inside
        require_way(who, self.data_dir)
        try:
            with self._turn():
                self._use = _open_lock(self.data_dir / "postgres.in-use")
                fcntl.flock(self._use, fcntl.LOCK_SH)
                running = self._running()
                if running is not None and self._answers(running.socket_dir, START_SECONDS_MAX):
                    self.joined = True
                    self._socket_dir = running.socket_dir
                else:
                    self._start(who)
                    cluster.provide_roles(self.url(cluster.SUPERUSER, "postgres"))
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Leave the server; stop it if nobody else uses it."""
        if self._use is None:
            return
        with self._turn():
            os.close(self._use)
            self._use = None
            last = _open_lock(self.data_dir / "postgres.in-use")
            try:
                fcntl.flock(last, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self._process is not None:
                    _left_running.append(self._process)
                    self._process = None
                return  # somebody else still uses it, and will stop it
            else:
                self._stop()
            finally:
                os.close(last)

    def url(self, role: str, database: str = cluster.DATABASE) -> str:
        """The address of `database` for `role`, valid while the server runs."""
        host = quote(str(self.socket_dir), safe="")
        return f"postgresql://{role}@/{quote(database)}?host={host}"

    @property
    def urls(self) -> Urls:
        """Where the application's database is, for both roles."""
        return Urls(app=self.url(cluster.APP), owner=self.url(cluster.OWNER))

    @property
    def socket_dir(self) -> Path:
        """The private directory of the server's socket."""
        if self._socket_dir is None:
            raise RuntimeError("the server has not been started")
        return self._socket_dir

    @property
    def pid(self) -> int | None:
        """The process id of the running server, or None."""
        running = self._running()
        return running.pid if running else None

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.stop()

    # -- inside --------------------------------------------------------------------------

    def _start(self, who: Account) -> None:
        programs = binaries.copy_beside(self.data_dir)
        cluster.ensure(self.cluster, programs, who)
        self._clear_after_crash()
        self._socket_dir = _private_socket_dir(who)
        command = [str(programs / "bin" / "postgres"), "-D", str(self.cluster)]
        command += cluster.options(self._socket_dir)
        with _log(self.data_dir / "postgres.log") as log:
            self._process = subprocess.Popen(  # noqa: S603 - an argument list, no shell
                command,
                cwd=self.cluster,
                env=cluster.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a Ctrl-C in the terminal must not reach it
                **who.popen,
            )
        if not self._answers(self._socket_dir, START_SECONDS_MAX):
            reason = _last_words(self.data_dir / "postgres.log")
            raise ServerDidNotStart(f"PostgreSQL did not start: {reason}")

    def _answers(self, socket_dir: Path, seconds: float) -> bool:
        """Whether the server there accepts connections within `seconds` (it may be recovering)."""
        host, deadline = str(socket_dir), time.monotonic() + seconds
        while time.monotonic() < deadline:
            if (socket_dir / SOCKET_NAME).exists():
                try:
                    with psycopg.connect(host=host, user=cluster.SUPERUSER, dbname="postgres"):
                        return True
                except psycopg.OperationalError:
                    pass
            ended = self._process is not None and self._process.poll() is not None
            if ended or (self._process is None and self._running() is None):
                return False
            time.sleep(0.05)
        return False

    def _running(self) -> _Running | None:
        """The living server of this directory, as its own pid file and the kernel say."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
            pid, socket_dir = int(lines[0]), Path(lines[4])
        except (OSError, ValueError, IndexError):
            return None
        return _Running(pid, socket_dir) if _works_in(pid, self.cluster) else None

    def _clear_after_crash(self) -> None:
        """Clear away the pid file of a server that is gone, once its last process has ended.

        PostgreSQL would refuse to start if another process has got the old number since.
        """
        pid_file = self.cluster / "postmaster.pid"
        if not pid_file.exists():
            return
        running = self._running()
        if running is not None:  # alive, but its socket is gone: it can only be ended
            self._end(running.pid)
        deadline = time.monotonic() + STOP_SECONDS_MAX
        while _anybody_works_in(self.cluster) and time.monotonic() < deadline:
            time.sleep(0.05)
        if pid_file.exists():
            lines = pid_file.read_text().splitlines()
            if len(lines) > 4 and Path(lines[4]).name.startswith(SOCKET_PREFIX):
                shutil.rmtree(lines[4], ignore_errors=True)
            if not _anybody_works_in(self.cluster):
                pid_file.unlink(missing_ok=True)

    def _stop(self) -> None:
        running = self._running()
        if running is not None:
            self._end(running.pid)
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=STOP_SECONDS_MAX)
        if self._socket_dir is not None and self._socket_dir.name.startswith(SOCKET_PREFIX):
            shutil.rmtree(self._socket_dir, ignore_errors=True)
        self._process = self._socket_dir = None

    def _end(self, pid: int) -> None:
        """Fast stop: open transactions are rolled back, committed ones are on disk."""
        for wish, seconds in ((signal.SIGINT, STOP_SECONDS_MAX), (signal.SIGQUIT, 10.0)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, wish)
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                if self._process is not None and self._process.poll() is not None:
                    return
                if not _works_in(pid, self.cluster):
                    return
                time.sleep(0.02)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Nobody else starts or stops this server meanwhile."""
        handle = _open_lock(self.data_dir / "postgres.turn")
        deadline = time.monotonic() + START_SECONDS_MAX + STOP_SECONDS_MAX
        try:
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise ServerDidNotStart(
                            f"Another command has been starting or stopping PostgreSQL in "
                            f"{self.data_dir} for minutes: end it and try again."
                        ) from None
                    time.sleep(0.05)
            yield
        finally:
            os.close(handle)


def _prepare(data_dir: Path) -> None:
    """Make the data directory, closed to others, and see that it can be written.

    :raises DirectoryUnwritable: with the reason of the operating system
    """
    try:
        if not data_dir.is_dir():
            data_dir.mkdir(parents=True)
            data_dir.chmod(0o700)
        with tempfile.TemporaryFile(dir=data_dir):
            pass
    except OSError as error:
        raise DirectoryUnwritable(
            f"The data directory {data_dir} cannot be written ({error.strerror}): "
            "choose another with DAYAQ_DATA."
        ) from error


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _private_socket_dir(who: Account) -> Path:
    """A new directory for the socket with a short path, open to the server's account alone."""
    for base in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - made by mkdtemp, mode 0700
        if len(os.fsencode(base)) + 40 <= SOCKET_PATH_BYTES_MAX:
            made = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=base))
            try:
                who.own(made)
                require_way(who, made)
            except DirectoryUnwritable:
                made.rmdir()
                continue
            return made
    raise ServerDidNotStart("There is no folder for the socket of PostgreSQL: open /tmp for it.")


@contextlib.contextmanager
def _log(path: Path) -> Iterator[int]:
    """The log of the server, begun anew once it is large; the one before is kept."""
    if path.exists() and path.stat().st_size > LOG_BYTES_MAX:
        path.replace(path.with_suffix(".log.1"))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-30:] if log.exists() else []
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error" in line]
    words = telling or lines or ["it gave no reason."]
    return f"{words[-1].partition('FATAL:')[2].strip() or words[-1].strip()} (see {log})"


def _works_in(pid: int, directory: Path) -> bool:
    """Whether process `pid` lives with `directory` as its working directory."""
    try:
        if Path("/proc/self").exists():
            return Path(f"/proc/{pid}/cwd").resolve(strict=True) == directory.resolve()
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _anybody_works_in(directory: Path) -> bool:
    here = directory.resolve()
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if entry.readlink() == here and b"postgres" in (entry.parent / "comm").read_bytes():
                return True
    return False
