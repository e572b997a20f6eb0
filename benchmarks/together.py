"""Collections by eight processes at once, each payment in a durable transaction of its own.

They pay different loans, as eight officers would; the sealer works beside them, as in the house.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import connections

from benchmarks import generator, lending
from benchmarks.house import EMPTY, House
from dayaq.credit.models import Loan, Receipt
from dayaq.credit.services import collections
from dayaq.kernel import seal
from dayaq.kernel.db import run_command
from dayaq.site.demo.plan import DAY, Figure
from dayaq.site.demo.stage import Stage

PROCESSES = 8
GOAL = 250
EACH = 125
LOANS_EACH = 5
NAME = "benchmarks_together"
SEAL_EVERY_SECONDS = 1.0


def run(house: House) -> bool:
    """Measure all of them together, from the first payment to the last."""
    house.copy(EMPTY, NAME)
    house.enter(NAME)
    stage = generator.found()
    people = lending._ready(stage, PROCESSES * LOANS_EACH)
    lending.lend(stage, people)
    codes = dict(Loan.objects.values_list("pk", "code"))
    stage.on += 31 * DAY
    shares = [_slips(stage, people[place::PROCESSES], codes) for place in range(PROCESSES)]
    connections.close_all()
    began = time.perf_counter()
    pids = [_fork(partial(_pay, stage, share)) for share in shares]
    sealing = _fork(_seal)
    codes_ended = [os.waitpid(pid, 0)[1] for pid in pids]
    seconds = time.perf_counter() - began
    os.kill(sealing, 15)
    os.waitpid(sealing, 0)
    done = Receipt.objects.count()
    house.drop(NAME)
    met = not any(codes_ended) and done == PROCESSES * EACH and done / seconds >= GOAL
    print(
        f"-- {PROCESSES} processes collect at once, the sealer beside them\n"
        f"{done / seconds:8.1f}/s  collections, durable (goal {GOAL}/s)"
        f"{'' if met else '  MISSED'}; {done} done"
    )
    return met


def _slips(
    stage: Stage, people: list[Figure], codes: dict[UUID, str]
) -> list[tuple[UUID, str, collections.Slip]]:
    found = []
    for number in range(EACH):
        figure = people[number % len(people)]
        loan_id = stage.keys[f"loan:{figure.key}"]
        slip = run_command(
            partial(generator.next_slip, stage, figure.officer, codes[loan_id], 1_00)
        )
        stage.actor(figure.officer)
        found.append((loan_id, figure.officer, slip))
    return found


def _pay(stage: Stage, share: list[tuple[UUID, str, collections.Slip]]) -> None:
    for loan_id, officer, slip in share:
        run_command(
            partial(collections.record_collection, **stage.as_(officer), loan_id=loan_id, slip=slip)
        )


def _seal() -> None:
    while True:
        seal.EVENTS.seal_all()
        time.sleep(SEAL_EVERY_SECONDS)


def _fork(work: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        work()
        code = 0
    finally:
        os._exit(code)
