"""When a process of ours ends: as it is asked to, and with its parent, even one killed unheard."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

PR_SET_PDEATHSIG = 1
VARIABLE = "DAYAQ_SUPERVISOR"


def end_with_parent() -> None:
    """Ask the kernel for SIGTERM at the parent's death; end now if that has happened already."""
    expected = os.environ.get(VARIABLE)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if expected and os.getppid() != int(expected):
        os.kill(os.getpid(), signal.SIGTERM)


def heed(handler: Callable[[int, FrameType | None], object], *wishes: signal.Signals) -> None:
    """Let `handler` meet each of `wishes`; whom nohup made deaf to a hangup stays deaf to it."""
    for wish in wishes:
        if wish != signal.SIGHUP or signal.getsignal(wish) != signal.SIG_IGN:
            signal.signal(wish, handler)
