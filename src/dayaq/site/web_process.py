"""The web process: gunicorn with two workers of threads, on a socket its supervisor opened.

Run as `python -m dayaq.site.web_process LISTENING_FD READY_FD`.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from concurrent.futures import Future
from importlib import import_module
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from dayaq.site.lifeline import end_with_parent

WORKERS = 2
THREADS = 4
GRACEFUL_SECONDS = 30
YIELD_SECONDS = 0.004
"""So long a busy worker leaves a new connection to the other: far longer than a worker that rests
needs to take it, and short beside a page. Two pages in one worker take turns at one processor."""
IDLE_SECONDS = 300
"""A connection to our own PostgreSQL that no page has used for so long is closed, and with it the
plans that PostgreSQL keeps for it: a few hundred megabytes after a busy day."""


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """Leaves a visitor to the worker that rests, and lets nobody wait for a slow goodbye."""

    def accept(self, listener: Any) -> None:
        """Take a connection; while another page is drawn here, only if nobody else takes it."""
        if self.nr_conns:
            time.sleep(YIELD_SECONDS)  # the page that is drawn goes on meanwhile
        super().accept(listener)

    def handle(self, conn: Any) -> Any:
        """Answer, and see the visitor off in this thread: on a slow line that takes a while."""
        kept = super().handle(conn)
        if kept is False:
            conn.close(graceful=True)
        return kept

    def finish_request(self, conn: Any, fs: Future[Any]) -> None:
        """Count out who has been seen off already."""
        if not fs.cancelled() and fs.exception() is None and fs.result() is False:
            self.nr_conns -= 1
        else:
            super().finish_request(conn, fs)


class WebServer(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """The application under gunicorn, without a command line or a configuration file."""

    def __init__(self, listening: int, ready: int) -> None:
        self.listening = listening
        self.ready = ready
        super().__init__()

    def load_config(self) -> None:
        """Two processes, so that two pages are drawn at once; threads for slow readers.

        The workers are forked from the loaded application and share its memory. A connection
        brings one request: kept open it would stay with its worker, and two visitors might wait
        for the same one while the other rests. Whoever speaks TLS before us keeps its own open.

        A worker takes no more connections than it has threads: the next visitor waits where
        either worker finds them, not behind four who are slow while the other has room.
        """
        wanted = {
            "bind": f"fd://{self.listening}",
            "worker_class": Worker,
            "workers": WORKERS,
            "threads": THREADS,
            "worker_connections": THREADS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "timeout": 60,
            "keepalive": 0,
            "preload_app": True,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "dayaq-web",
            "post_worker_init": self.say_ready,
        }
        for name, value in wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application, with its addresses imported before the first visitor asks."""
        from dayaq.site.wsgi import application

        import_module("dayaq.site.urls")
        # What is loaded now stays; the collector of a worker need not touch, and so copy, it.
        gc.collect()
        gc.freeze()
        return application

    def say_ready(self, _worker: object) -> None:
        """Tell the supervisor, once; a worker restarted later finds nobody listening."""
        try:
            os.write(self.ready, b"1")
            os.close(self.ready)
        except OSError:
            pass


def main() -> None:
    """Serve until SIGTERM; requests in flight are answered first."""
    end_with_parent()
    if os.environ.get("DAYAQ_POSTGRES_DIR"):  # a pooler before another one would refuse it
        os.environ["PGOPTIONS"] = f"-c idle_session_timeout={IDLE_SECONDS}s"
    WebServer(int(sys.argv[1]), int(sys.argv[2])).run()


if __name__ == "__main__":
    main()
