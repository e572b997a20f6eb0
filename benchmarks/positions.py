"""Where 100,000 loans stand on a day: one statement, compared with the engine on a sample."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import uuid
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from django.db import connection, connections
from psycopg import sql

from benchmarks.house import EMPTY, House
from dayaq.credit.domain import (
    Component,
    Disbursed,
    EarlyPrincipal,
    Event,
    Excess,
    FeeCharged,
    LoanTerms,
    Paid,
    Paused,
    Rescheduled,
    TermsError,
    build_schedule,
    position_at,
    replay,
)
from dayaq.credit.projecting import AllocationRow, ChangeRow, InstalmentRow, project
from dayaq.credit.queries.positions import Standing, positions, standing_of

SECONDS_GOAL = 2.0
SAMPLE = 1_000
LIVES = 4_000
NAME = "benchmarks_positions"
START = dt.date(2009, 1, 5)
ON = dt.date(2010, 6, 30)
LONG_AGO = dt.date(2009, 10, 15)
LOWERS: dict[str, Any] = {
    "excess": Excess.PRINCIPAL,
    "early_principal": EarlyPrincipal.LESS_INTEREST,
}
TABLES = ("credit_loan", "credit_instalment", "credit_change", "credit_allocation")

Life = tuple[LoanTerms, list[Event]]


def lives(count: int) -> Iterator[Life]:
    """Different loans that were lived: paid on time, late, in parts, too much, paused, renewed."""
    chance = random.Random(7)
    while count:
        terms = LoanTerms(
            principal_minor=chance.randrange(50_000, 200_000, 5_000),
            instalments=chance.choice((6, 12, 12, 12, 18)),
            multiple_minor=100,
            principal_grace=chance.choice((0, 0, 3)),
            interest=(bears := chance.choice(("none", "none", "none", "declining", "flat"))),
            annual_rate=Decimal(0 if bears == "none" else 12),
            **(chance.choice(({}, LOWERS)) if bears == "declining" else {}),
            arrears_grace_days=chance.choice((0, 0, 5)),
        )
        out = START + dt.timedelta(days=chance.randrange(500))
        try:
            yield terms, _events(terms, out, chance)
        except TermsError:
            continue
        count -= 1


def _events(terms: LoanTerms, out: dt.date, chance: random.Random) -> list[Event]:
    identity = iter(uuid.UUID(int=chance.getrandbits(128)).hex for _ in range(60))
    events: list[Event] = [
        Disbursed(id=next(identity), value_on=out, amount_minor=terms.principal_minor)
    ]
    diligence = chance.random()
    for row in build_schedule(terms, out).instalments:
        if row.due_on > ON or chance.random() > diligence + 0.3:
            continue
        day = row.due_on + dt.timedelta(days=chance.choice((-9, 0, 0, 0, 2, 35)))
        amount = row.total_minor * chance.choice((50, 100, 100, 100, 150)) // 100
        if amount and day > out:
            events.append(
                Paid(id=next(identity), value_on=day, sequence=len(events), amount_minor=amount)
            )
    on = out + dt.timedelta(days=chance.randrange(40, 200))
    kind = chance.random()
    if kind < 0.05:
        events.append(
            Paused(
                id=next(identity), value_on=on, sequence=90, from_on=on,
                to_on=on + dt.timedelta(days=60),
            )
        )  # fmt: skip
    elif kind < 0.1:
        events.append(Rescheduled(id=next(identity), value_on=on, sequence=90, instalments=10))
    elif kind < 0.15:
        events.append(
            FeeCharged(
                id=next(identity), value_on=on, sequence=90, amount_minor=500,
                component=Component.FEE,
            )
        )  # fmt: skip
    return events


def run(house: House, count: int) -> bool:
    """Fill a book of `count` loans, ask for the positions of all, compare a sample."""
    house.copy(EMPTY, NAME)
    house.enter(NAME)
    made = list(lives(min(LIVES, count)))
    ids = fill(made, count)
    house.analyze()
    print(f"-- Positions of {count:,} loans ({len(made):,} different lives) on a day")
    for day in (LONG_AGO, ON):
        spent, waited, found = min((_asked(ids, day) for _ in range(3)), key=lambda got: got[0])
        met = spent <= SECONDS_GOAL or day is LONG_AGO
        print(
            f"{spent:12.2f} s  of the server's processor time for {day}, one statement "
            f"(goal {SECONDS_GOAL:.0f} s{'' if day is ON else ' for the other day'})"
            f"{'' if met else '  MISSED'}; {waited:.2f} s went by with others at work"
        )
    wrong = 0
    for index in random.Random(11).sample(range(count), min(SAMPLE, count)):
        terms, events = made[index % len(made)]
        wrong += found[ids[index]] != standing_of(position_at(terms, events, ON))
    print(
        f"{wrong:12,}    of {min(SAMPLE, count):,} drawn at random differ from the engine (goal 0)"
    )
    house.drop(NAME)
    return met and not wrong


def _asked(ids: list[uuid.UUID], on: dt.date) -> tuple[float, float, dict[uuid.UUID, Standing]]:
    """Seconds of the server process, seconds by the clock until the answer was here, and it."""
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    used, began = _ticks(stat), perf_counter()
    found = positions(ids, on)
    waited = perf_counter() - began
    return (_ticks(stat) - used) / os.sysconf("SC_CLK_TCK"), waited, found


def _ticks(stat: Path) -> int:
    """Processor time of a process, in user and in system mode."""
    fields = stat.read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def fill(made: list[Life], count: int) -> list[uuid.UUID]:
    """Write the projections of `count` loans by COPY, each life as often as it takes.

    Borrowers, applications and events are left out: the foreign keys to them are dropped in this
    throw-away database.
    """
    began = process_time()
    projected = [(terms, project(replay(terms, events))) for terms, events in made]
    ids = [uuid.UUID(int=(1 << 100) + number * 7919) for number in range(count)]
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
                [table],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        _copy(cursor, "credit_loan", tuple(_loan(0, ids[0], *made[0])), (
            _loan(number, one, *made[number % len(made)]).values()
            for number, one in enumerate(ids)
        ), key="id")  # fmt: skip
        _copy(cursor, "credit_instalment", ("version", "number", *InstalmentRow._fields), (
            (one, *key, *row) for number, one in enumerate(ids)
            for key, row in projected[number % len(made)][1].instalments.items()
        ))  # fmt: skip
        _copy(cursor, "credit_change", ("position", *_columns(ChangeRow)), (
            (one, position, *row) for number, one in enumerate(ids)
            for position, row in enumerate(projected[number % len(made)][1].changes)
        ))  # fmt: skip
        _copy(cursor, "credit_allocation", ("position", *_columns(AllocationRow)), (
            (one, position, *row) for number, one in enumerate(ids)
            for position, row in enumerate(projected[number % len(made)][1].allocations)
        ))  # fmt: skip
    print(f"-- Filled by COPY in {process_time() - began:.0f} s of our processor time")
    return ids


def _columns(kind: type[tuple[object, ...]]) -> tuple[str, ...]:
    """Columns of a projected row; a reference to an event is stored under its id."""
    return tuple(getattr(kind, "_fields"))  # noqa: B009 - a named tuple has them


def _copy(
    cursor: Any, table: str, columns: tuple[str, ...], rows: Iterable[Iterable[object]],
    key: str = "loan_id",
) -> None:  # fmt: skip
    names = sql.SQL(", ").join(map(sql.Identifier, columns if key == "id" else (key, *columns)))
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)) as to:
        for row in rows:
            to.write_row(tuple(row))


def _loan(number: int, one: uuid.UUID, terms: LoanTerms, events: list[Event]) -> dict[str, object]:
    """The columns of a loan that was paid out; the people around it are invented ids."""
    officer, approver, cashier = (uuid.UUID(int=k) for k in (1, 2, 3))
    out = events[0].value_on
    return {
        "id": one, "code": f"B-{number}", "programme_id": officer, "person_id": one,
        "application_id": one, "product_version_id": officer, "cycle": 1,
        "principal_minor": terms.principal_minor, "currency": terms.currency,
        "instalments": terms.instalments,
        "terms": json.dumps({"arrears_grace_days": terms.arrears_grace_days}),
        "window": "ada", "status": "active", "officer_id": officer, "district_id": officer,
        "organisation_id": officer, "appraised_by_id": officer, "approved_by_id": approver,
        "decision_recorded_by_id": approver, "disbursed_by_id": cashier, "agreed_on": out,
        "disbursed_on": out, "closed_on": None, "events_seen": len(events),
        "outstanding_minor": 0, "credit_minor": 0, "reschedules_count": 0, "is_reopened": False,
        "moves_with_time": False, "is_shared": False,
    }  # fmt: skip
