"""A house to be ill-treated: a PostgreSQL of its own with durable settings, and loans to pay.

Payments are numbered from 1, and payment number N is of N qəpik on a blank of its own: from the
books alone it can be said which payments are there, and how often.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import psycopg

from dayaq.ledger.bag_days import DIFFERING
from dayaq.site import database, paths
from dayaq.site.postgres import Server

ROOT = Path(__file__).resolve().parents[2]
SERIES = tuple(f"F{letter}" for letter in "ABCDEFGHIJKLMNOPQRST")
BOOK = 1_000
SMALL = (6, 4_000)
"""Loans and blanks of the house that the short runs share."""
PREPARED = "DAYAQ_FAULTS_HOUSE"
OFFICER = "aytan"
DISTRICT = "FZ"
"""Where that officer works."""
PAID_ON = dt.date(2011, 3, 15)
RECOVERY_SECONDS_MAX = 120.0
UNEXPECTED = 70
"""How a process ends that met an error nobody foresaw."""


@dataclass(slots=True)
class House:
    """The server, and who pays what; `blanks` is how many blanks the officer has."""

    directory: Path
    server: Server
    loans: list[tuple[UUID, str]] = field(default_factory=list)
    stage: Any = None
    blanks: int = 0

    def start_again(self) -> None:
        """Start the server after it was ended, and turn every later connection to it."""
        self.server.stop()
        self.server = Server(self.directory).start()
        self.enter()

    def enter(self) -> None:
        """Connections opened from now on go to the running server."""
        from django.db import connections

        from dayaq.site.settings import database as parsed

        urls = self.server.urls
        for alias, url in (("default", urls.app), ("owner", urls.owner)):
            connections[alias].close()
            connections.settings[alias].update(
                {key: parsed(url)[key] for key in ("NAME", "USER", "HOST", "PORT", "OPTIONS")}
            )

    def ask(self, sql: str, *params: object) -> list[tuple[Any, ...]]:
        """Rows of a question, on a connection of its own, waiting for a server that recovers."""
        deadline = time.monotonic() + RECOVERY_SECONDS_MAX
        while True:
            try:
                with psycopg.connect(self.server.urls.app, connect_timeout=10) as connection:
                    found = connection.execute(cast("Any", sql), params).fetchall()
                    return [tuple(row) for row in found]
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def as_superuser(self, sql: str) -> None:
        """One statement of the one who may change how the server works."""
        url = self.server.url("postgres", "postgres")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(cast("Any", sql))

    def pay(self, number: int, *, blank: int = 0) -> None:
        """Payment `number`, on its own blank or another, in the caller's transaction."""
        from dayaq.credit.services.collections import Slip, record_collection

        loan_id, code = self.loans[number % len(self.loans)]
        blank = blank or number
        record_collection(
            **self.stage.as_(OFFICER),
            loan_id=loan_id,
            slip=Slip(
                loan_code=code, series=SERIES[(blank - 1) // BOOK], number=blank,
                paid_on=self.stage.on, amount_minor=number,
            ),
        )  # fmt: skip


@contextmanager
def house(loans: int, *, blanks: int, directory: Path | None = None) -> Iterator[House]:
    """A migrated house with `loans` running loans and `blanks` blanks to collect on.

    A small one is a copy of the house that PREPARED names, where a test run has made one.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    with tempfile.TemporaryDirectory(prefix="dayaq-faults-") as temporary:
        place = directory or Path(temporary)
        copied = bool(os.environ.get(PREPARED)) and loans <= SMALL[0] and blanks <= SMALL[1]
        if copied:
            source = f"{os.environ[PREPARED]}/."
            subprocess.run(["cp", "-a", source, str(place)], check=True)
        made = House(place, Server(place).start())
        try:
            os.environ[database.APP_VARIABLE] = made.server.urls.app
            os.environ[database.OWNER_VARIABLE] = made.server.urls.owner
            paths.export_secrets(made.directory)
            from dayaq.site.cli.verbs import set_up_django

            set_up_django()
            if not copied:
                database.migrate()
                _furnish(max(SMALL[0], loans), blanks)
            _move_in(made, loans, blanks)
            yield made
        finally:
            from django.db import connections

            connections.close_all()
            made.server.stop()


def _furnish(loans: int, blanks: int) -> None:
    """Lend to people, and hand out the books of blanks."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from benchmarks import generator

    from dayaq.credit.services import books
    from dayaq.kernel.db import run_command
    from dayaq.site.demo.plan import DISTRICTS_NEW, DISTRICTS_PILOT

    stage = generator.found()
    # One officer collects them all, so only groups of that officer's district are made.
    many = loans if loans <= generator.GROUP else loans * len((*DISTRICTS_PILOT, *DISTRICTS_NEW))
    planned = [one for one in generator.groups(many, many) if one.course.district == DISTRICT]
    for group in planned:
        generator.register(stage, group.people)
        generator.train(stage, group)
        generator.lend(stage, group.people)
    for first in range(1, blanks + 1, BOOK):

        def issue(first: int = first) -> None:
            books.issue_receipt_book(
                **stage.as_("sabina"), series=SERIES[(first - 1) // BOOK], first_number=first,
                last_number=min(first + BOOK - 1, blanks),
                issued_to_id=stage.keys[f"user:{OFFICER}"],
            )  # fmt: skip

        run_command(issue)


def _move_in(made: House, loans: int, blanks: int) -> None:
    from django.db import connections

    from dayaq.credit.models import Loan
    from dayaq.site.demo.stage import Stage

    made.stage = Stage.open()
    made.stage.on = PAID_ON
    made.stage.actor(OFFICER)
    own = Loan.objects.filter(officer_id=made.stage.keys[f"user:{OFFICER}"])
    made.loans = sorted(own.values_list("pk", "code"))[:loans]
    made.blanks = blanks
    connections.close_all()


def fork(work: Callable[[], int]) -> int:
    """Do `work` in a process of its own that ends with what it returns; give its id."""
    from django.db import connections

    connections.close_all()  # a connection is never shared by two processes
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    code = UNEXPECTED
    try:
        code = work()
    except Exception:  # noqa: BLE001 - told here, for the process ends without unwinding
        traceback.print_exc()
    finally:
        os._exit(code)


@dataclass(frozen=True, slots=True)
class Books:
    """What the books say, however they came about."""

    paid: dict[int, int]
    """How often each payment (by its number) is in the books."""
    broken: list[str]
    """Sentences about what does not hold."""

    @property
    def doubled(self) -> list[int]:
        return [number for number, times in self.paid.items() if times > 1]

    def lost(self, acknowledged: set[int]) -> set[int]:
        return acknowledged - self.paid.keys()


RULES = {
    "a receipt has not exactly one event of its loan": """
        SELECT count(*) FROM (SELECT r.id FROM credit_receipt r
        LEFT JOIN credit_loanevent e ON e.receipt_id = r.id AND e.amount_minor = r.amount_minor
        GROUP BY r.id HAVING count(e.id) <> 1) x""",
    "a receipt has not exactly one entry with its whole amount": """
        SELECT count(*) FROM (SELECT r.id FROM credit_receipt r JOIN credit_loan l
        ON l.id = r.loan_id LEFT JOIN ledger_entry e
        ON e.key = l.code || ':receipt:' || r.series || ':' || r.number
        LEFT JOIN ledger_transfer t ON t.entry_id = e.id
        GROUP BY r.id, r.amount_minor
        HAVING count(DISTINCT e.id) <> 1 OR sum(t.amount_minor) <> r.amount_minor) x""",
    "an entry has no transfers": """
        SELECT count(*) FROM ledger_entry e
        WHERE NOT EXISTS (SELECT 1 FROM ledger_transfer t WHERE t.entry_id = e.id)""",
    "a loan's account is not its principal outstanding": """
        SELECT count(*) FROM credit_loan l WHERE l.disbursed_on IS NOT NULL AND l.principal_minor
        - (SELECT coalesce(sum(a.amount_minor), 0) FROM credit_allocation a
           WHERE a.loan_id = l.id AND a.component = 'principal') <>
        (SELECT coalesce(sum(CASE WHEN d.code LIKE 'loans:%%' THEN t.amount_minor ELSE 0 END
         - CASE WHEN c.code LIKE 'loans:%%' THEN t.amount_minor ELSE 0 END), 0)
         FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_id
         JOIN ledger_account c ON c.id = t.credit_id WHERE t.subject_id = l.id)""",
    "a loan has not seen all its events": """
        SELECT count(*) FROM credit_loan l WHERE l.events_seen <>
        (SELECT count(*) FROM credit_loanevent e WHERE e.loan_id = l.id)""",
    "a bag does not hold what the books put into it": f"""
        SELECT count(*) FROM ({DIFFERING}) x""",  # noqa: S608 - our own text
    "a receipt is not in the log of events": """
        SELECT abs((SELECT count(*) FROM credit_receipt) - (SELECT count(*) FROM kernel_event
        WHERE verb IN ('credit.collection_recorded', 'credit.recovery_recorded')))""",
}
"""What must hold; each question counts where it does not."""


def read_books(house: House) -> Books:
    """Look at the books as anybody may who can read the database."""
    sql = "SELECT amount_minor, count(*) FROM credit_receipt GROUP BY amount_minor"
    broken = [
        f"{sentence} ({count} times)"
        for sentence, sql_of_rule in RULES.items()
        for ((count,),) in [house.ask(sql_of_rule)]
        if count
    ]
    return Books({int(number): int(times) for number, times in house.ask(sql)}, broken)


def replay_differs(house: House) -> int:
    """How many loans come out differently when everything is replayed from their events."""
    from django.db import connections

    from dayaq.credit import services
    from dayaq.kernel.db import run_command

    house.enter()
    differing = run_command(lambda: services.rebuild_loans(loan_ids=[pk for pk, _ in house.loans]))
    connections.close_all()
    return len(differing)


def main() -> int:
    """Prepare the small house in the folder that is given."""
    with house(SMALL[0], blanks=SMALL[1], directory=Path(sys.argv[1])):
        return 0


if __name__ == "__main__":
    sys.exit(main())
