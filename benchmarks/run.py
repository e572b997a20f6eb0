"""Rates and ratios, printed with the machine: `make bench`, or `python benchmarks/run.py`.

`--only PART` runs one part (again for more), `--keep FOLDER` keeps the server's data, so that
the large programme is generated once. Ends with status 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
PARTS = (
    "engine", "positions", "books", "loans", "together", "pages", "full", "memory",
)  # fmt: skip
GENERATED = "benchmarks_generated_{persons}_{loans}_{code}"
"""With the code that made it: what another one left under `--keep` is not taken for it."""


def main() -> int:
    """Run the parts that were asked for."""
    asked = _arguments()
    parts = asked.only or list(PARTS)
    missed = []
    if "engine" in parts:
        print("-- The credit engine", flush=True)
        done = subprocess.run([sys.executable, str(HERE / "credit_engine.py")], check=False)  # noqa: S603
        missed += ["engine"] if done.returncode else []
    if set(parts) - {"engine"}:
        missed += _with_database(asked, parts)
    print(f"Goals missed in: {', '.join(missed)}" if missed else "All goals are met.")
    return 1 if missed else 0


def _with_database(asked: argparse.Namespace, parts: list[str]) -> list[str]:
    from benchmarks.house import house

    missed: list[str] = []
    with house(asked.keep) as made:
        from benchmarks import books, lending, machine, pages, positions, together
        from dayaq.site import database

        print(f"-- The machine: {machine.describe(made.version)}", flush=True)
        if "positions" in parts and not positions.run(made, asked.positions):
            missed.append("positions")
        if "books" in parts and not books.run(made, asked.transfers):
            missed.append("books")
        if "loans" in parts and not lending.run(made, asked.count):
            missed.append("loans")
        if "together" in parts and not together.run(made):
            missed.append("together")
        if {"pages", "full", "memory"} & set(parts):
            name = GENERATED.format(
                persons=asked.persons,
                loans=asked.loans,
                code=database.fingerprint().split()[2][:8],
            )
            pages.generated(made, name, asked.persons, asked.loans)
            if "full" in parts and not lending.run(made, asked.count, inside=name):
                missed.append("full")
            if {"pages", "memory"} & set(parts):
                missed += pages.run(made, name, asked.seconds, only=parts)
    return missed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS, metavar="PART",
                        help="one part: " + ", ".join(PARTS))  # fmt: skip
    parser.add_argument("--keep", type=Path, help="keep the server's data in this folder")
    parser.add_argument("--count", type=int, default=120, help="loans measured")
    parser.add_argument("--positions", type=int, default=100_000, help="loans asked at once")
    parser.add_argument("--transfers", type=int, default=1_000_000)
    parser.add_argument("--persons", type=int, default=5_000)
    parser.add_argument("--loans", type=int, default=3_000)
    parser.add_argument("--seconds", type=float, default=4.0, help="for each page and role")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
