"""Put the checkout on the environment's path, with the `dayaq` command.

An editable install would build the package first; a path file and a small script do the same
in no time and without the network.
"""

from __future__ import annotations

import stat
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = """#!/bin/sh
'''exec' "$(dirname "$0")/python" "$0" "$@"
' '''
import sys
from dayaq.site.cli import main
sys.exit(main())
"""


def main() -> None:
    """Write the path file and the command into the running environment."""
    site = Path(sysconfig.get_path("purelib"))
    (site / "dayaq.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    command = Path(sys.executable).parent / "dayaq"
    command.write_text(COMMAND, encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


if __name__ == "__main__":
    main()
