"""Find Chromium for the browser tests; install it where this machine lets us; say so if not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable",
)  # fmt: skip
"""The shell is the same engine without windows around its pages: it takes half the time."""
PACKAGE = NAMES[0]


def find() -> str | None:
    """The path of a Chromium on this machine, or None."""
    given = os.environ.get("DAYAQ_CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Make Chromium available if it can be; the tests say loudly when they are skipped."""
    if find():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stderr.write("Installing Chromium for the browser tests...\n")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(  # type: ignore[call-overload]
            ["apt-get", "install", "-y", "--no-install-recommends", PACKAGE, "fonts-dejavu-core"],
            check=False,
            **quiet,
        )
    if not find():
        sys.stderr.write(
            "\n*** No Chromium found: THE BROWSER TESTS WILL BE SKIPPED. ***\n"
            f"*** Install it (Debian: sudo apt install {PACKAGE}) or set DAYAQ_CHROMIUM. ***\n\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
