"""The benchmark of positions writes loans past the services: it must know every column."""

from __future__ import annotations

import uuid

from benchmarks import positions

from dayaq.credit.models import Loan


def test_the_benchmark_fills_every_column_a_loan_must_have() -> None:
    (terms, events), *_others = positions.lives(1)
    filled = set(positions._loan(0, uuid.UUID(int=1), terms, events))
    columns = {field.column: field.null for field in Loan._meta.concrete_fields}
    assert filled <= set(columns)
    assert {column for column, empty in columns.items() if not empty} <= filled
