"""Sixteen processes pay the same loans at once, all of them with all the payments.

Every payment is sent sixteen times under one key, two to a transaction and in any order, so that
processes wait for one another crosswise: the deadlocks, and in a second round the serialization
failures, are tried again until each payment has had its one effect.

Controls: the same load without keys (every process on blanks of its own) must double payments;
without the lock on the loan, the database must have to refuse what the lock would have prevented.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import sys
from collections.abc import Callable
from typing import Any

from tests.faults.house import House, fork, house, read_books, replay_differs

PROCESSES = 16
LOANS = 4
TRIES_MAX = 200
CONTROLS = ("keys", "locks")


class Retries(logging.Handler):
    """Counts how often a transaction was run again."""

    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += record.getMessage() == "transaction retried"


def main() -> int:
    """Race, and say what came of it; status 1 if a payment has not exactly one effect."""
    asked = _arguments()
    with house(LOANS, blanks=1_000) as made:
        made.as_superuser("ALTER DATABASE dayaq SET deadlock_timeout = '20ms'")
        half = asked.payments // 2
        rounds = {
            "read committed": range(1, half + 1),
            "serializable": range(half + 1, asked.payments + 1),
        }
        wrong = 0
        for level, numbers in rounds.items():
            made.as_superuser(f"ALTER DATABASE dayaq SET default_transaction_isolation = '{level}'")
            retried, refused = race(made, list(numbers), without=asked.without)
            print(
                f"{PROCESSES} processes, {len(numbers)} payments each, {level}: "
                f"{retried} transactions tried again, {refused} refused by the database"
            )
            wrong += refused
            if not retried and not asked.without:
                print("  nobody had to try again: the race proves nothing")
                wrong += 1
            if asked.without:
                break
        made.as_superuser("ALTER DATABASE dayaq RESET default_transaction_isolation")
        books, differing = read_books(made), replay_differs(made)
    sent = range(1, (half if asked.without else asked.payments) + 1)
    lost = books.lost(set(sent))
    print(
        f"  {len(sent)} payments sent {PROCESSES} times each: {len(lost)} lost, "
        f"{len(books.doubled)} doubled, {len(books.broken)} rules broken, "
        f"{differing} loans replay differently"
    )
    for sentence in books.broken:
        print(f"  {sentence}")
    return 1 if wrong or lost or books.doubled or books.broken or differing else 0


def race(made: House, numbers: list[int], *, without: str) -> tuple[int, int]:
    """All processes at once; how many transactions were tried again, how many refused for good."""
    ready, go = os.pipe()
    hear, say = os.pipe()

    def racer(place: int) -> Callable[[], int]:
        def work() -> int:
            os.close(go)
            retries = Retries()
            logging.getLogger("dayaq.kernel.db").handlers = [retries]
            logging.getLogger("dayaq.kernel.db").propagate = False
            if without == "locks":
                _without_locks()
            os.read(ready, 1)  # all begin when the parent closes its end
            refused = _pay_all(made, numbers, place, without=without)
            os.write(say, b"%d %d\n" % (retries.count, refused))
            return 0

        return work

    pids = [fork(racer(place)) for place in range(PROCESSES)]
    os.close(ready)
    os.close(go)
    os.close(say)
    codes = [os.waitpid(pid, 0)[1] for pid in pids]
    with os.fdopen(hear) as lines:
        said = [tuple(map(int, line.split())) for line in lines]
    if any(codes) or len(said) != PROCESSES:
        raise SystemExit(f"a process did not end well: {codes}")
    return sum(retried for retried, _ in said), sum(refused for _, refused in said)


def _pay_all(made: House, numbers: list[int], place: int, *, without: str) -> int:
    """Pay everything, two payments to a transaction; how often the database refused for good."""
    from django.db import IntegrityError

    from dayaq.kernel.db import run_command
    from dayaq.kernel.errors import Conflict, Refused

    rng = random.Random(place)
    rng.shuffle(numbers)
    pairs = [numbers[at : at + 2] for at in range(0, len(numbers), 2)]
    shift = (place + 1) * len(numbers) if without else 0  # blanks of one's own: no keys in common
    refused = 0
    for pair in pairs:

        def pay(pair: list[int] = pair) -> None:
            for number in pair:
                made.pay(number, blank=number + shift)

        for _ in range(TRIES_MAX):
            try:
                run_command(pay)
            except Conflict:
                continue  # "several people changed this at the same moment: send it again"
            except (IntegrityError, Refused):
                refused += 1
            break
        else:
            refused += 1
    return refused


def _without_locks() -> None:
    from dayaq.kernel import rows

    locking = rows.locking

    def unlocked(*args: Any, **kwargs: Any) -> rows.Question:
        sql, values = locking(*args, **kwargs)
        without = sql.removesuffix(" FOR UPDATE OF t0")
        assert without != sql, "this takes no lock"
        return without, values

    rows.locking = unlocked


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payments", type=int, default=24)
    parser.add_argument("--without", choices=CONTROLS, default="", help="a control")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
