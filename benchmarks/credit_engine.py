"""How fast the credit engine is: schedules, replays and positions a second.

Run with `python benchmarks/credit_engine.py [LOANS]`, where LOANS is how many to stream (a
million, when not given); it prints one line for each figure and ends with
status 1 when a goal is missed. The goals are those of `docs/credit-engine.md`.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from time import process_time

from dayaq.credit.domain import (
    Disbursed,
    Event,
    FeeCharged,
    Interest,
    LoanTerms,
    Paid,
    Reversed,
    build_schedule,
    disclosure,
    position_at,
    replay,
)

MORE_MIB_GOAL = 8
START = date(2026, 1, 31)
PLAIN = LoanTerms(principal_minor=100_000, instalments=12, multiple_minor=100)
DECLINING = LoanTerms(
    principal_minor=100_000,
    instalments=12,
    interest=Interest.DECLINING,
    annual_rate=Decimal(12),
)
LONG = LoanTerms(
    principal_minor=240_000,
    instalments=24,
    interest=Interest.DECLINING,
    annual_rate=Decimal(12),
)


def busy_life() -> list[Event]:
    """Sixty events on a loan of 24 instalments: payments, some reversed, and charges."""
    events: list[Event] = [Disbursed(id="out", value_on=START, amount_minor=240_000)]
    for number in range(1, 60):
        day = START + timedelta(days=12 * number)
        name = f"e{number}"
        if number % 10 == 0:
            events.append(Reversed(id=name, value_on=day, sequence=number, of=f"e{number - 1}"))
        elif number % 7 == 0:
            events.append(FeeCharged(id=name, value_on=day, sequence=number, amount_minor=150))
        else:
            events.append(Paid(id=name, value_on=day, sequence=number, amount_minor=4_700))
    return events


def rate(work: Callable[[], object], seconds: float = 1.0) -> float:
    """Runs of `work` a second of processor time, the best of three tries."""
    work()
    best = 0.0
    for _ in range(3):
        count = 0
        start = process_time()
        while (spent := process_time() - start) < seconds / 3:
            work()
            count += 1
        best = max(best, count / spent)
    return best


def peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    life = busy_life()
    on = START + timedelta(days=400)
    figures = [
        ("schedules of 12 instalments, interest-free", lambda: build_schedule(PLAIN, START), 8_000),
        ("schedules of 12 instalments, declining", lambda: build_schedule(DECLINING, START), 8_000),
        ("replays of 24 instalments and 60 events", lambda: replay(LONG, life), 334),
        ("positions of such a loan", lambda: position_at(LONG, life, on), 300),
        ("disclosures, declining", lambda: disclosure(DECLINING, START), 100),
    ]
    missed = 0
    for name, work, goal in figures:
        found = rate(work)
        missed += found < goal
        sys.stdout.write(f"{found:12,.0f}/s  {name} (goal {goal:,}/s)\n")
    missed += not stream(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    return 1 if missed else 0


def stream(count: int) -> bool:
    """Make, sum up and forget `count` loans; memory must not grow with their number."""
    outstanding = first = 0
    for number in range(1, count + 1):
        schedule = build_schedule(PLAIN, START + timedelta(days=number % 3_000))
        outstanding += schedule.principal_minor
        if number in (10_000, 100_000, 1_000_000):
            peak = peak_mib()
            first = first or peak
            sys.stdout.write(f"{peak:12,} MiB at most after {number:,} streamed loans\n")
            sys.stdout.flush()
    met = peak_mib() - first <= MORE_MIB_GOAL and outstanding == count * PLAIN.principal_minor
    sys.stdout.write(f"{peak_mib() - first:12,} MiB more than after the first 10,000"
                     f" (goal {MORE_MIB_GOAL})\n")  # fmt: skip
    return met


if __name__ == "__main__":
    sys.exit(main())
