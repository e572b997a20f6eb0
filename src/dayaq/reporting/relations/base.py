"""A named relation: its columns, its SQL, and the relations it is built on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PERSON_COLUMNS = {
    "sex": "string",
    "age_group": "string",
    "district": "string",
    "directness": "string",
    "displacement": "string",
    "disability": "string",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """`columns` are ibis types by name; `sql` may use the parameters of `engine.parameters`."""

    columns: Mapping[str, str]
    sql: str
    built_on: tuple[str, ...] = ()


def scope(row: str) -> str:
    """The condition that keeps rows within the actor's reach; `row` has the three columns."""
    return (
        f"(%(everything)s OR {row}.district_id = ANY(%(districts)s::uuid[]) "
        f"OR {row}.organisation_id = %(organisation)s::uuid "
        f"OR {row}.officer_id = %(user)s::uuid)"
    )
