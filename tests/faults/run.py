"""`make faults`: every fault script long, and every control, which must fail."""

from __future__ import annotations

import argparse
import subprocess
import sys

from tests.faults.filling import CANNOT
from tests.faults.house import ROOT

HOLDS, FAILS = 0, 1
SCRIPTS = (
    ("killing", ("--points", "1000"), HOLDS),
    ("killing", ("--points", "20", "--without-keys"), FAILS),
    ("racing", ("--payments", "200"), HOLDS),
    ("racing", ("--payments", "40", "--without", "keys"), FAILS),
    ("racing", ("--payments", "40", "--without", "locks"), FAILS),
    ("filling", (), HOLDS),
    ("filling", ("--without-guard",), FAILS),
)


def main() -> int:
    """Run all; status 1 if one that must hold fails, or a control does not."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    wrong = []
    for script, arguments, expected in SCRIPTS:
        name = " ".join((script, *arguments))
        print(f"-- {name}{' (a control: it must fail)' if expected else ''}", flush=True)
        command = [sys.executable, "-m", f"tests.faults.{script}", *arguments]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        if status not in (expected, CANNOT):
            wrong.append(name)
    print(
        f"Not as expected: {', '.join(wrong)}" if wrong else "All held, and every control failed."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
