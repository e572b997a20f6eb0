"""The books at a size that no programme of today has: a million transfers, made by COPY."""

from __future__ import annotations

import datetime as dt
import hashlib
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from benchmarks.house import EMPTY, House
from dayaq.kernel.access.models import Organisation, Programme
from dayaq.kernel.access.services import create_programme
from dayaq.kernel.events import record
from dayaq.kernel.ids import uuid7
from dayaq.ledger import closing, plain_text, services, statements
from dayaq.ledger.models import Account, Period

NAME = "benchmarks_books"
STARTS = dt.date(2001, 1, 1)
MONTHS = 120
BALANCE_GOAL, CLOSED_GOAL, EXPORT_GOAL = 1.0, 0.050, 60.0
MEMORY_GOAL_MB = 64
ROUNDS = 5


def run(house: House, transfers: int) -> bool:
    """Fill the books, ask them, write them out; True when the goals are met."""
    house.copy(EMPTY, NAME)
    house.enter(NAME)
    programme = _programme()
    began = time.perf_counter()
    _fill(programme, transfers)
    _close(programme)
    house.analyze()
    print(f"-- {transfers:,} transfers by COPY over {MONTHS} months, in "
          f"{time.perf_counter() - began:.0f} s", flush=True)  # fmt: skip
    last = closing.month_of(STARTS + dt.timedelta(days=31 * MONTHS)).ends_on
    by_value = _middle(lambda: statements.trial_balance(programme.pk, last, basis="value"))
    closed = Period.objects.filter(closed_at__isnull=False).latest("ends_on").ends_on
    by_snapshot = _middle(lambda: statements.trial_balance(programme.pk, closed))
    proved = closing.prove(programme.pk) == []
    seconds, grown, size = _export(programme.pk)
    print(f"Trial balance over all of them   {by_value:8.3f} s   goal {BALANCE_GOAL} s")
    print(f"Trial balance, closed history    {by_snapshot:8.3f} s   goal {CLOSED_GOAL} s")
    print(f"Snapshots proved by recomputation      {'yes' if proved else 'NO'}")
    print(f"Export for beancount, {size / 1e6:,.0f} MB    {seconds:8.1f} s   goal {EXPORT_GOAL} s; "
          f"memory grew by {grown:.0f} MB, goal {MEMORY_GOAL_MB}")  # fmt: skip
    return (
        by_value < BALANCE_GOAL and by_snapshot < CLOSED_GOAL and proved
        and seconds < EXPORT_GOAL and grown < MEMORY_GOAL_MB
    )  # fmt: skip


def _programme() -> Programme:
    at = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
    programme = create_programme(
        by=None, code="large", name="Large", name_az="", starts_on=STARTS,
        ends_on=STARTS.replace(year=2020), on=STARTS, at=at,
    )  # fmt: skip
    services.open_books(by=None, programme=programme, on=STARTS, at=at)
    donor = Organisation.objects.create(name="Donor", kind="donor")
    services.open_window(
        by=None, programme=programme, code="ada", name="Donor", donor=donor, on=STARTS, at=at
    )
    return programme


def _fill(programme: Programme, transfers: int) -> None:
    """Loans paid out and paid back in twelve parts, one transfer to an entry, by COPY."""
    accounts = dict(Account.objects.filter(programme=programme).values_list("code", "pk"))
    cash, loans = accounts["cash"], accounts["loans:ada"]
    at = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
    days = 30 * MONTHS
    entries: list[tuple[Any, ...]] = []
    moved: list[tuple[Any, ...]] = []
    subject = uuid7()
    event = record("ledger.books_opened", by=None, on=STARTS, at=at, subjects=[])
    for number in range(transfers):
        part = number % 13
        if part == 0:
            subject = uuid7()
        on = STARTS + dt.timedelta(days=min(days, number * days // transfers + part * 30))
        entry = uuid7()
        digest = hashlib.sha256(str(number).encode()).digest()
        memo = "disbursement" if part == 0 else "repayment"
        entries.append((entry, programme.pk, f"L{number}", digest, on, on, at, memo, event))
        debit, credit, minor = (loans, cash, 120_000) if part == 0 else (cash, loans, 10_000)
        moved.append((entry, programme.pk, "AZN", debit, credit, minor, subject, on, on))
        if len(entries) == 50_000:
            _copy(entries, moved)
            entries, moved = [], []
    _copy(entries, moved)


def _copy(entries: list[tuple[Any, ...]], moved: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        connection.ensure_connection()
        with connection.connection.cursor() as cursor:
            with cursor.copy(
                'COPY ledger_entry (id, programme_id, key, digest, "on", posted_on, recorded_at, '
                "memo, event_id) FROM STDIN"
            ) as copy:
                for row in entries:
                    copy.write_row(row)
            with cursor.copy(
                "COPY ledger_transfer (entry_id, programme_id, currency, debit_id, credit_id, "
                'amount_minor, subject_id, "on", posted_on) FROM STDIN'
            ) as copy:
                for row in moved:
                    copy.write_row(row)


def _close(programme: Programme) -> None:
    """The last month but one is closed: one snapshot of all that lies before."""
    month = closing.month_of(STARTS + dt.timedelta(days=30 * MONTHS - 31))
    period = Period.objects.create(
        programme=programme, starts_on=month.starts_on, ends_on=month.ends_on, closings=1,
        closed_at=dt.datetime(2012, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    closing.take_snapshot(period)


def _middle(ask: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _export(programme_id: UUID) -> tuple[float, float, int]:
    """Seconds, how much the memory grew (MB) and how large the file became."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.beancount"
        with path.open("w", encoding="utf-8") as out:
            out.writelines(plain_text.export(programme_id, "beancount"))
        size = path.stat().st_size
    seconds = time.perf_counter() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return seconds, grown, size
