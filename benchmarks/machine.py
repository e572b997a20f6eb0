"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def describe(postgres_version: str) -> str:
    """Cores, processor, memory, what else runs, and the versions."""
    cores = len(os.sched_getaffinity(0))
    words = [
        f"{cores} cores ({_first('/proc/cpuinfo', 'model name')})",
        f"{int(_first('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.1f} GB of memory",
        f"Python {platform.python_version()}",
        f"PostgreSQL {postgres_version}",
        f"load before: {os.getloadavg()[0]:.1f}",
    ]
    return ", ".join(words)


def _first(path: str, key: str) -> str:
    for line in Path(path).read_text().splitlines():
        if line.startswith(key):
            return line.partition(":")[2].strip()
    return "unknown"
