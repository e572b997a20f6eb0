"""`kill -9` at random points of a posting load: of the process, and of PostgreSQL under it.

A process posts payments one after another and says after each that it is done. It, a backend of
the server, or the whole server is killed; whoever comes next sends again what was not
acknowledged. Afterwards every acknowledged payment must be there, none twice, all rules hold.

The control sends again without the key (on a fresh blank): some payments must then be twice.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

from tests.faults.house import (
    BOOK,
    SERIES,
    UNEXPECTED,
    House,
    fork,
    house,
    read_books,
    replay_differs,
)

SIZE = 4
LIFE_SECONDS_MAX = 0.25
VICTIMS = ("process", "process", "process, acknowledgement lost", "backend", "server")


@dataclass(slots=True)
class Tally:
    """What was done and what was found."""

    points: Counter[str] = field(default_factory=Counter)
    acknowledged: set[int] = field(default_factory=set)
    sent_again: int = 0
    lost: set[int] = field(default_factory=set)
    doubled: set[int] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)


def main() -> int:
    """Kill at `--points` points and say what came of it; status 1 if a payment is wrong."""
    asked = _arguments()
    rng = random.Random(asked.seed)
    loans = max(6, asked.points // 8)
    with house(loans, blanks=BOOK * (1 if asked.points <= 60 else len(SERIES))) as made:
        tally = _kill(made, asked.points, rng, with_keys=not asked.without_keys)
        differing = replay_differs(made)
    points = ", ".join(f"{count} {name}" for name, count in sorted(tally.points.items()))
    print(
        f"kill -9 at {asked.points} points (seed {asked.seed}: {points}): "
        f"{len(tally.acknowledged)} payments acknowledged, {tally.sent_again} sent again "
        f"{'on a fresh blank' if asked.without_keys else 'under their key'}, "
        f"{len(tally.lost)} lost, {len(tally.doubled)} doubled, "
        f"{len(tally.broken)} rules broken, {differing} loans replay differently"
    )
    for sentence in tally.broken:
        print(f"  {sentence}")
    return 1 if tally.lost or tally.doubled or tally.broken or differing else 0


def _kill(made: House, points: int, rng: random.Random, *, with_keys: bool) -> Tally:
    tally = Tally()
    last = made.blanks if with_keys else made.blanks // 2
    fresh = itertools.count(last)
    for point in range(points):
        victim = VICTIMS[point % len(VICTIMS)]
        tally.points[victim] += 1
        first = max(tally.acknowledged, default=0) + 1
        if first >= last:
            raise SystemExit("the blanks are used up: choose a smaller load")
        known = read_books(made).paid if tally.acknowledged else {}
        again = first in known
        tally.sent_again += again
        blank = 0 if with_keys else next(fresh)
        _one_life(made, tally, victim, first, blank if point else 0, rng)
        books = read_books(made)
        tally.lost |= books.lost(tally.acknowledged)
        tally.doubled |= set(books.doubled)
        tally.broken += [f"point {point} ({victim}): {one}" for one in books.broken]
    return tally


def _one_life(
    made: House, tally: Tally, victim: str, first: int, blank: int, rng: random.Random
) -> None:
    """A process posts from payment `first` on until something is killed."""
    hear, say = os.pipe()
    loses = rng.randint(1, 4) if victim.endswith("lost") else 0

    def work() -> int:
        os.close(hear)
        return _post(made, first, blank, say, loses)

    pid = fork(work)
    os.close(say)
    heard = os.read(hear, SIZE)  # it lives: from its first payment on the time is random
    if heard and not loses:
        time.sleep(rng.uniform(0, LIFE_SECONDS_MAX))
        _strike(made, victim, pid)
    # Who loses an acknowledgement ends itself, between the commit and the word about it.
    while chunk := os.read(hear, 4096):
        heard += chunk
    os.close(hear)
    _pid, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) == UNEXPECTED:
        raise SystemExit(f"payment {first} or a later one met an error that is no fault of ours")
    whole = len(heard) // SIZE * SIZE
    tally.acknowledged |= {
        int.from_bytes(heard[at : at + SIZE], "big") for at in range(0, whole, SIZE)
    }
    if victim == "server":
        made.start_again()


def _post(made: House, first: int, blank: int, say: int, loses: int) -> int:
    from django.db import OperationalError

    from dayaq.kernel.db import run_command

    for number in itertools.count(first):
        pay = partial(made.pay, number, blank=blank if number == first else 0)
        try:
            run_command(pay)
        except OperationalError:
            return 0  # the server is gone; nothing is acknowledged
        if loses and number - first + 1 == loses:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(say, number.to_bytes(SIZE, "big"))
    return 0


def _strike(made: House, victim: str, pid: int) -> None:
    if victim == "process":
        os.kill(pid, signal.SIGKILL)
        return
    if victim == "server":
        server = made.server.pid
        assert server is not None
        os.kill(server, signal.SIGKILL)
        return
    rows = made.ask(
        "SELECT pid FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    for (backend,) in rows:
        os.kill(backend, signal.SIGKILL)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-keys", action="store_true", help="the control")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
