"""The benchmark of positions writes loans past the services: it must know every column."""

from __future__ import annotations

import uuid

from benchmarks import positions
from dayaq.credit.models import Loan


def test_the_benchmark_fills_every_column_of_a_loan() -> None:
    (terms, events), *_others = positions.lives(1)
    filled = positions._loan(0, uuid.UUID(int=1), terms, events)
    assert set(filled) == {field.column for field in Loan._meta.concrete_fields}
