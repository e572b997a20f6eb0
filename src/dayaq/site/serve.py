"""The supervisor: the database, the web process and the worker, started and stopped in order.

It stays small (no Django in this process). Stopping goes the other way round: the web answers
what it has begun, the worker finishes its job, and only then the database stops.
"""

from __future__ import annotations

import ipaddress
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from dayaq.site import database, lifeline, paths
from dayaq.site.postgres.errors import ServerDidNotStart, Unusable

READY_SECONDS_MAX = 60.0
DRAIN_SECONDS_MAX = 45.0
RESTARTS_MAX = 3
Say = Callable[[str], None]


class PortBusy(Unusable):
    """Another program listens on the port."""


class OpenToOthers(Unusable):
    """The address can be reached from other machines, and that is not safe as configured."""


class Stopped(Exception):  # noqa: N818 - a wish, not a fault
    """Somebody asked the supervisor to stop."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    :raises PortBusy: if another program has the port
    :raises Unusable: if there is no such address on this machine
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(256)
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno == 98:
            raise PortBusy(
                f"Port {port} on {host} is taken by another program: end it or choose another "
                f"port (dayaq serve --port {port + 1}, make run PORT={port + 1})."
            ) from error
        reason = getattr(error, "strerror", None) or str(error)
        raise Unusable(f"Cannot listen on {host} port {port}: {reason}.") from error
    return made


def serve(data_dir: Path, *, host: str, port: int, demonstration: bool, say: Say) -> None:
    """Serve until SIGINT or SIGTERM.

    :raises Unusable: one of its kinds, with a sentence
    """
    require_safe_address(host, demonstration=demonstration)
    lifeline.heed(_ask_to_stop, signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    children = Children()
    try:
        with listen(host, port) as listening, database.running(data_dir) as running:
            try:
                paths.export_secrets(data_dir)
                found = prepare(running, demonstration=demonstration, say=say)
                require_safe_address(host, demonstration=found.is_demonstration)
                children.start(listening)
                listening.close()
                _welcome(host, port, running.app, found, say=say)
                children.watch(running.alive)
            finally:
                _hold_signals()
                children.stop()
    except Stopped:
        say("Stopped.")


def require_safe_address(host: str, *, demonstration: bool) -> None:
    """Refuse to show a demonstration, or a real programme in the clear, to other machines.

    :raises OpenToOthers: with what to do
    """
    if is_loopback(host):
        return
    if demonstration:
        raise OpenToOthers(
            f"The demonstration lets everybody sign in without a password, so it answers on "
            f"this machine only and not on {host}: use 127.0.0.1."
        )
    if os.environ.get("DAYAQ_SECURE", "").lower() not in {"1", "true", "yes", "on"}:
        raise OpenToOthers(
            f"{host} can be reached from other machines, and over plain http passwords and names "
            "could be read on the way: put a web server with TLS before Dayaq and set "
            "DAYAQ_SECURE=1, or use 127.0.0.1."
        )


def prepare(running: database.Running, *, demonstration: bool, say: Say) -> database.State:
    """Bring the database to this code's schema, and see that it is the right kind of database.

    :raises WrongDatabase: another schema epoch, a real programme where a demonstration is
        wanted, or the owner's role to serve with
    """
    found = running.state()
    database.require_epoch(found)
    if demonstration and not found.is_demonstration:
        raise database.WrongDatabase(
            "This database holds no demonstration: build one in an empty data directory with "
            "dayaq demo."
        )
    if not found.prepared:
        if not running.owner:
            raise database.WrongDatabase(
                "The database must be migrated first: run dayaq migrate with "
                f"{database.OWNER_VARIABLE} set."
            )
        say("Preparing the database ...")
        command = [sys.executable, "-m", "dayaq.site.cli", "migrate", "--quiet"]
        if subprocess.run(command, check=False).returncode != 0:  # noqa: S603
            raise database.WrongDatabase("The database could not be migrated; see above.")
        found = running.state()
    database.require_plain_role(running.app)
    return found


class Children:
    """The web process and the worker."""

    def __init__(self) -> None:
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.restarts = 0

    def start(self, listening: socket.socket) -> None:
        """Start both and wait until the web process answers.

        :raises ServerDidNotStart: if it ends or is silent for a minute
        """
        reading, writing = os.pipe()
        try:
            fds = (listening.fileno(), writing)
            self.web = _child("dayaq.site.web_process", *map(str, fds), pass_fds=fds)
        finally:
            os.close(writing)
        self.worker = _child("dayaq.site.worker")
        try:
            readable, _, _ = select.select([reading], [], [], READY_SECONDS_MAX)
            if not readable or not os.read(reading, 1):
                raise ServerDidNotStart("The web process did not start; its message is above.")
        finally:
            os.close(reading)

    def watch(self, database_alive: Callable[[], bool]) -> None:
        """Stay until told to stop; replace a fallen worker.

        :raises ServerDidNotStart: if the web process or the database has ended
        """
        while True:
            time.sleep(1.0)
            if self.web is not None and self.web.poll() is not None:
                raise ServerDidNotStart("The web process ended unexpectedly; start Dayaq again.")
            if self.worker is not None and self.worker.poll() is not None:
                self.restarts += 1
                if self.restarts > RESTARTS_MAX:
                    raise ServerDidNotStart("The background worker keeps falling; see its message.")
                self.worker = _child("dayaq.site.worker")
            if not database_alive():
                raise ServerDidNotStart("The database has ended unexpectedly; start Dayaq again.")

    def stop(self) -> None:
        """Let the web answer what it has begun, then let the worker finish its job."""
        for child in (self.web, self.worker):
            if child is None or child.poll() is not None:
                continue
            child.terminate()
            try:
                child.wait(timeout=DRAIN_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _child(module: str, *arguments: str, pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
    """A process of ours that a Ctrl-C in the terminal does not reach, but our death does."""
    return subprocess.Popen(  # noqa: S603 - an argument list, no shell
        [sys.executable, "-m", module, *arguments],
        env=os.environ | {lifeline.VARIABLE: str(os.getpid())},
        pass_fds=pass_fds,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    _hold_signals()
    raise Stopped


def _hold_signals() -> None:
    """While stopping, a second Ctrl-C changes nothing: the database must still be closed well."""
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, signal.SIG_IGN)


def _welcome(host: str, port: int, app_url: str, found: database.State, *, say: Say) -> None:
    shown = f"[{host}]" if ":" in host else host
    say(f"Dayaq answers on http://{shown}:{port}/ (Ctrl-C stops it)")
    if found.is_demonstration:
        say(f"Demonstration on {found.demonstration_on}; every person is invented. Sign in as:")
        for line in database.sign_ins(app_url):
            say(f"  {line}")
    elif not found.set_up:
        word = os.environ.get("DAYAQ_SETUP_WORD", "")[: paths.SETUP_WORD_LENGTH]
        say("The programme is not set up yet. Begin, with the word that opens it, on")
        say(f"  http://{shown}:{port}/set-up/?word={word}")
