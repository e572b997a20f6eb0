"""The projection of a loan: rows computed from a replay, and the least writing to get there.

Two projections of the same loan differ in few rows: a payment touches one or two instalments
and adds a handful of changes. Only those are written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from dayaq.credit.domain.state import LoanState
from dayaq.credit.models import Allocation, Change, Instalment
from dayaq.kernel import rows


class InstalmentRow(NamedTuple):
    """The columns of `Instalment` beside its key."""

    in_force_from: dt.date
    in_force_to: dt.date | None
    due_on: dt.date
    principal_minor: int
    interest_minor: int
    fee_minor: int
    penalty_minor: int
    unpaid_minor: int
    unpaid_principal_minor: int
    settled_on: dt.date | None


class ChangeRow(NamedTuple):
    """The columns of `Change` beside its key."""

    on: dt.date
    event_id: UUID | None
    rule: str
    instalment: int
    component: str
    amount_minor: int


class AllocationRow(NamedTuple):
    """The columns of `Allocation` beside its key."""

    event_id: UUID
    on: dt.date
    instalment: int | None
    component: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Projection:
    """All rows of one loan; instalments by (version, number)."""

    instalments: dict[tuple[int, int], InstalmentRow] = field(default_factory=dict)
    changes: list[ChangeRow] = field(default_factory=list)
    allocations: list[AllocationRow] = field(default_factory=list)


_id = lru_cache(maxsize=1_000)(UUID)
"""The id an event has in the engine, where it is text: the rows of a loan name few of them."""


def project(state: LoanState | None) -> Projection:
    """The rows a replayed loan comes to."""
    if state is None or not state.versions:
        return Projection()
    return Projection(
        instalments=_instalments(state),
        changes=[
            ChangeRow(
                row.on,
                _id(row.event_id) if row.event_id else None,
                str(row.rule),
                row.instalment,
                str(row.component),
                row.amount_minor,
            )
            for row in state.changes
        ],
        allocations=[
            AllocationRow(
                _id(row.payment_id), row.on, row.instalment, str(row.component), row.amount_minor
            )
            for row in state.allocations
        ],
    )


def read(loan_id: UUID) -> Projection:
    """The rows as they are stored."""
    return Projection(
        instalments={
            (row.version, row.number): InstalmentRow(
                *(getattr(row, name) for name in InstalmentRow._fields)
            )
            for row in Instalment.objects.filter(loan_id=loan_id)
        },
        changes=[
            ChangeRow(*(getattr(row, name) for name in ChangeRow._fields))
            for row in Change.objects.filter(loan_id=loan_id).order_by("position")
        ],
        allocations=[
            AllocationRow(*(getattr(row, name) for name in AllocationRow._fields))
            for row in Allocation.objects.filter(loan_id=loan_id).order_by("position")
        ],
    )


def write(
    loan_id: UUID, old: Projection, new: Projection, beside: Sequence[rows.Question] = ()
) -> None:
    """Bring the stored rows from `old` to `new`.

    :param beside: written in the same statement: the event that brings the change
    """
    gone = old.instalments.keys() - new.instalments.keys()
    for version, number in gone:
        Instalment.objects.filter(loan_id=loan_id, version=version, number=number).delete()
    instalments = rows.inserting_values(
        Instalment,
        ("loan_id", "version", "number", *InstalmentRow._fields),
        [
            (loan_id, *key, *row)
            for key, row in new.instalments.items()
            if old.instalments.get(key) != row
        ],
        replacing=("loan_id", "version", "number"),
    )
    changes = _rest(Change, ChangeRow._fields, loan_id, old.changes, new.changes)
    allocations = _rest(
        Allocation, AllocationRow._fields, loan_id, old.allocations, new.allocations
    )
    rows.together(*beside, *instalments, *changes, *allocations)


def _rest(
    model: Any,
    names: tuple[str, ...],
    loan_id: UUID,
    old: Sequence[tuple[Any, ...]],
    new: Sequence[tuple[Any, ...]],
) -> list[rows.Question]:
    """Keep the common beginning and take the rest away; the statement that writes the new one."""
    same = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        same += 1
    if same < len(old):
        model.objects.filter(loan_id=loan_id, position__gte=same).delete()
    return rows.inserting_values(
        model,
        ("loan_id", "position", *names),
        [(loan_id, position, *row) for position, row in enumerate(new[same:], start=same)],
    )


def _instalments(state: LoanState) -> dict[tuple[int, int], InstalmentRow]:
    found: dict[tuple[int, int], InstalmentRow] = {}
    for version, following in zip(state.versions, state.versions[1:], strict=False):
        for plan in version.instalments:
            found[version.number, plan.number] = InstalmentRow(
                version.on,
                following.on,
                plan.due_on,
                plan.principal_minor,
                plan.interest_minor,
                plan.fee_minor,
                plan.penalty_minor,
                0,
                0,
                None,
            )
    last = state.versions[-1]
    for row in state.instalments:
        left = row.outstanding
        found[last.number, row.number] = InstalmentRow(
            last.on,
            None,
            row.due_on,
            row.due.principal,
            row.due.interest,
            row.due.fee,
            row.due.penalty,
            left.total_minor,
            left.principal,
            row.settled_on,
        )
    return found
