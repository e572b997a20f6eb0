"""Runs an indicator: its rows are written once in ibis, compiled to SQL, and summed here.

An indicator says, for every unit it counts (a person, a loan, an instalment), what that unit
adds to the numerator and to the denominator. This module sums them, in all or by a dimension.
The compiled text lies beside the code (`compiled/<key>.sql`), so that a running installation
needs no ibis in memory; a test compiles every indicator anew and compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from dayaq.kernel.access.actor import Actor
from dayaq.reporting.domain.values import IndicatorValue, Unit
from dayaq.reporting.relations import RELATIONS, with_clause

if TYPE_CHECKING:
    import ibis.expr.types as ir

COMPILED = Path(__file__).parent / "compiled"

PERSON = ("sex", "age_group", "district", "directness", "displacement", "disability")
"""Dimensions of a person."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: its name, unit, definition in words, and the rows it is summed from.

    `rows` returns a table with the whole numbers `numerator` and `denominator` and the columns
    of `dimensions`.
    """

    key: str
    name: Any
    unit: Unit
    definition: Any
    numerator: Any
    denominator: Any
    source: Any
    rows: Callable[[], ir.Table]
    dimensions: tuple[str, ...] = ()
    lower_is_better: bool = False


def relation(name: str) -> ir.Table:
    """The named relation, to build an expression from."""
    import ibis

    return ibis.table(RELATIONS[name].columns, name=name)


def asked(column: str) -> ir.Scalar:
    """What was asked for: `frm` and `to` (both included) or `as_of`."""
    scalar: ir.Scalar = relation("asked")[column].as_scalar()
    return scalar


def whole(number: int) -> ir.IntegerScalar:
    """A whole number as the database counts it."""
    import ibis

    literal: ir.IntegerScalar = ibis.literal(number, type="int64")
    return literal


def smaller(one: ir.IntegerValue, other: ir.IntegerValue) -> ir.IntegerValue:
    """The smaller of two whole numbers of a row."""
    import ibis

    return ibis.least(one, other)


def larger(one: ir.IntegerValue, other: ir.IntegerValue) -> ir.IntegerValue:
    """The larger of two whole numbers of a row."""
    import ibis

    return ibis.greatest(one, other)


def compile_rows(indicator: Indicator) -> str:
    """The rows of an indicator as PostgreSQL text."""
    from ibis.backends.sql.compilers.postgres import PostgresCompiler

    rows = indicator.rows().select("numerator", "denominator", *indicator.dimensions)
    text = PostgresCompiler().to_sqlglot(rows.unbind()).sql("postgres", pretty=True)
    return str(text) + "\n"


@cache
def compiled_rows(indicator: Indicator) -> str:
    """The compiled text beside the code, or compiled now where an indicator is new."""
    path = COMPILED / f"{indicator.key}.sql"
    return path.read_text() if path.is_file() else compile_rows(indicator)


def used_relations(sql: str) -> frozenset[str]:
    """The named relations a compiled text reads."""
    return frozenset(re.findall(r'(?:FROM|JOIN) "(\w+)" AS "t', sql)) & RELATIONS.keys()


def parameters(
    *, actor: Actor, programme_id: UUID, frm: date, to: date, as_of: date
) -> Mapping[str, Any]:
    """What every relation may name: the period, the programme and the actor's reach."""
    scope = actor.scope("reporting.view_figures")
    return {
        "frm": frm,
        "to": to,
        "as_of": as_of,
        "programme": programme_id,
        "everything": scope.everything,
        "districts": list(scope.district_ids),
        "organisation": scope.organisation_id,
        "user": scope.user_id,
    }


def run(
    indicators: Sequence[Indicator],
    *,
    actor: Actor,
    programme_id: UUID,
    frm: date,
    to: date,
    as_of: date,
    by: str | None = None,
) -> list[IndicatorValue]:
    """Sum the indicators over a period, by one dimension if `by` is given. One statement.

    A relation that several of them read is worked out once.

    :raises NotAllowed: the actor may not see figures, or not those of this programme
    :raises KeyError: an indicator has no such dimension
    """
    actor.require("reporting.view_figures")
    if by is not None and any(by not in indicator.dimensions for indicator in indicators):
        raise KeyError(by)
    group = f"coalesce(\"{by}\"::text, '')" if by else "''"
    texts = [compiled_rows(indicator) for indicator in indicators]
    sums = " UNION ALL\n".join(
        f"SELECT {place}, {group}, coalesce(sum(numerator), 0), coalesce(sum(denominator), 0)\n"
        f"FROM (\n{text.replace('%', '%%')}) AS unit GROUP BY 1, 2"
        for place, text in enumerate(texts)
    )
    given = parameters(actor=actor, programme_id=programme_id, frm=frm, to=to, as_of=as_of)
    if programme_id != actor.programme_id:
        given = {**given, "programme": None}
    found: list[dict[str, tuple[int, int]]] = [{} for _indicator in indicators]
    with connection.cursor() as cursor:
        used = frozenset().union(*map(used_relations, texts))
        cursor.execute(f"{with_clause(used)}\n{sums} ORDER BY 1, 2", given)
        for place, key, numerator, denominator in cursor.fetchall():
            found[place][str(key)] = (int(numerator), int(denominator))
    return [
        IndicatorValue(
            key=indicator.key,
            unit=indicator.unit,
            numerator=sum(n for n, _d in parts.values()),
            denominator=sum(d for _n, d in parts.values()),
            breakdown=parts if by else {},
        )
        for indicator, parts in zip(indicators, found, strict=True)
    ]


def fetch(sql: str, relations: frozenset[str], given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Rows of a question over named relations, for the tables of a report."""
    with connection.cursor() as cursor:
        cursor.execute(f"{with_clause(relations)}\n{sql}", given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
