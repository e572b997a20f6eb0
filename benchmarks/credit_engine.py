"""How fast the credit engine is: schedules, replays and positions a second.

Run with `python benchmarks/credit_engine.py`; it prints one line for each figure and ends with
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
    before = peak_mib()
    for number in range(20_000):
        build_schedule(PLAIN, START + timedelta(days=number % 3_000))
    sys.stdout.write(f"{peak_mib() - before:12,} MiB more after 20,000 streamed schedules\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
