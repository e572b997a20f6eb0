"""Put uv into this environment with the pip that Python carries.

That pip is a wheel, and a wheel runs as it is: installing it first, for one use, would take
longer than everything else that is installed.
"""

from __future__ import annotations

import ensurepip
import subprocess
import sys
import sysconfig
from pathlib import Path

ASKED = ["--quiet", "--disable-pip-version-check", "--require-hashes"]


def pip() -> list[str]:
    """The command that runs pip: from its wheel (Debian keeps it apart), or installed."""
    places = [Path(ensurepip.__file__).parent / "_bundled"]
    if apart := sysconfig.get_config_var("WHEEL_PKG_DIR"):
        places.append(Path(apart))
    for place in places:
        for wheel in sorted(place.glob("pip-*.whl")):
            return [sys.executable, str(wheel / "pip")]
    subprocess.run([sys.executable, "-m", "ensurepip"], check=True)
    return [sys.executable, "-m", "pip"]


def main() -> int:
    """Install what the lock file names; pip's own exit code."""
    command = [*pip(), "install", *ASKED, "-r", "requirements-boot.lock"]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
