"""How many statements lending and collecting take: as Django logs them, and as the driver sent
them, so that no way past the log goes uncounted."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks import generator, lending
from django.db import connection

pytestmark = pytest.mark.django_db
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
MESSAGE = re.compile(r"\tF\t\d+\t(Query|Parse|Execute)\b(.*)")


def sent(work: Callable[[], object]) -> int:
    """Statements that left for the server, by the protocol's own messages."""
    connection.ensure_connection()
    raw = connection.connection.pgconn
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "protocol"
        with path.open("wb") as file:
            raw.trace(file.fileno())
            try:
                work()
            finally:
                raw.untrace()
        text = path.read_text(errors="replace")
    count, parsed = 0, ""
    for kind, rest in MESSAGE.findall(text):
        if kind == "Parse":
            parsed = rest
            continue
        said = rest if kind == "Query" else parsed
        words = said.replace('""', "").strip(' \t"')
        count += not words.startswith(CONTROL)
        parsed = ""
    return count


class Counted(lending.Figures):
    """Counts the one that the benchmark counts a second way."""

    on_the_wire = 0

    def count(self, work: Callable[[], None]) -> None:
        def inner() -> None:
            self.on_the_wire = sent(work)

        super().count(inner)


def test_a_loan_takes_26_statements_and_a_collection_9(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lending, "Figures", Counted)
    stage = generator.found()
    people = lending._ready(stage, 3)

    lent = lending.lend(stage, people)
    collected = lending.collect(stage, people)

    assert isinstance(lent, Counted)
    assert isinstance(collected, Counted)
    assert lent.on_the_wire == 26 <= lending.LOAN_STATEMENTS_GOAL
    assert collected.on_the_wire == 9 <= lending.COLLECTION_STATEMENTS_GOAL
