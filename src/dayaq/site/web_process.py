"""The web process: gunicorn with one worker of threads, on a socket its supervisor opened.

Run as `python -m dayaq.site.web_process LISTENING_FD READY_FD`.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

from gunicorn.app.base import BaseApplication

from dayaq.site.lifeline import end_with_parent

THREADS = 8
GRACEFUL_SECONDS = 30


class WebServer(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """The application under gunicorn, without a command line or a configuration file."""

    def __init__(self, listening: int, ready: int) -> None:
        self.listening = listening
        self.ready = ready
        super().__init__()

    def load_config(self) -> None:
        """One process, so that memory stays small; threads, so that a slow reader holds up none."""
        wanted = {
            "bind": f"fd://{self.listening}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": THREADS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "timeout": 60,
            "keepalive": 5,
            "preload_app": False,
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
    WebServer(int(sys.argv[1]), int(sys.argv[2])).run()


if __name__ == "__main__":
    main()
