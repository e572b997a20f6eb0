"""A child that ends with its parent, even when the parent is killed without a word."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
VARIABLE = "DAYAQ_SUPERVISOR"


def end_with_parent(wish: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel for `wish` at the parent's death; end now if that has happened already."""
    expected = os.environ.get(VARIABLE)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(wish), 0, 0, 0)
    if expected and os.getppid() != int(expected):
        os.kill(os.getpid(), wish)
