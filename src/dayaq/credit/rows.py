"""Rows by statements that are put together once for each model.

The ORM composes every statement anew, and that composing, not the database, is most of what
lending costs: a loan takes some forty statements from application to payment. The verbs of the
hot path lock, insert and update through here; everything else uses the ORM. Values pass through
the fields' own preparation, constraints and triggers through the same database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

M = TypeVar("M", bound=models.Model)


def lock(model: type[M], pk: UUID, related: tuple[str, ...] = (), *, by: str = "id") -> M | None:
    """The row of this id, locked until the transaction ends, with `related` rows at hand.

    :param by: the unique column that holds the id
    """
    sql, parts = _select(model, related, by)
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk])
        found = cursor.fetchone()
    if found is None:
        return None
    objects: list[Any] = []
    start = 0
    for part in parts:
        fields = _fields(part)
        objects.append(_hydrated(part, found[start : start + len(fields)]))
        start += len(fields)
    row: M = objects[0]
    for name, other in zip(related, objects[1:], strict=True):
        setattr(row, name, other)
    return row


def where(model: type[M], *, order: str = "id", **equal: UUID | str | int) -> list[M]:
    """The rows whose columns equal these values, in the order of one column."""
    columns = ", ".join(f't0."{field.column}"' for field in _fields(model))
    sql = _where(model, columns, tuple(equal), order)
    with connection.cursor() as cursor:
        cursor.execute(sql, list(equal.values()))
        return [_hydrated(model, values) for values in cursor.fetchall()]  # type: ignore[misc]


def insert(row: M) -> M:
    """Write a new row."""
    insert_all([row])
    return row


def insert_all(rows: Iterable[models.Model], *, replacing: tuple[str, ...] = ()) -> None:
    """Write new rows of one model in one statement; none is nothing.

    :param replacing: the unique columns on which a row that exists takes the new values
    """
    every = list(rows)
    if not every:
        return
    model = type(every[0])
    fields = _fields(model)
    database = connections[DEFAULT_DB_ALIAS]  # looked up once: its proxy costs at every value
    columns = [
        [field.get_db_prep_save(field.pre_save(row, True), database) for row in every]
        for field in fields
    ]
    with database.cursor() as cursor:
        if len(every) == 1:
            cursor.execute(_insert(model, replacing), [value for (value,) in columns])
        else:
            cursor.execute(_insert_many(model, replacing), columns)
    for row in every:
        row._state.adding = False
        row._state.db = connection.alias


def update(row: models.Model, *names: str) -> None:
    """Write the named fields of a row that exists."""
    sql, fields = _update(type(row), names)
    database = connections[DEFAULT_DB_ALIAS]
    values = [field.get_db_prep_save(field.pre_save(row, False), database) for field in fields]
    with database.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])


@cache
def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(field for field in model._meta.local_concrete_fields if field.column)


@cache
def _select(
    model: type[models.Model], related: tuple[str, ...], by: str
) -> tuple[str, tuple[type[models.Model], ...]]:
    parts: list[type[models.Model]] = [model]
    joins = []
    for number, name in enumerate(related, start=1):
        field: Any = model._meta.get_field(name)
        other = field.related_model
        parts.append(other)
        joins.append(
            f'LEFT JOIN "{other._meta.db_table}" t{number} ON t{number}.id = t0."{field.column}"'
        )
    columns = ", ".join(
        f't{number}."{field.column}"'
        for number, part in enumerate(parts)
        for field in _fields(part)
    )
    sql = f'SELECT {columns} FROM "{model._meta.db_table}" t0 {" ".join(joins)} '  # noqa: S608
    return f'{sql}WHERE t0."{by}" = %s FOR UPDATE OF t0', tuple(parts)


@cache
def _where(model: type[models.Model], columns: str, names: tuple[str, ...], order: str) -> str:
    table = model._meta.db_table
    equal = " AND ".join(f't0."{name}" = %s' for name in names)
    return f'SELECT {columns} FROM "{table}" t0 WHERE {equal} ORDER BY t0."{order}"'  # noqa: S608


@cache
def _insert(model: type[models.Model], replacing: tuple[str, ...]) -> str:
    head, tail = _insert_parts(model, replacing)
    return f"{head} VALUES ({', '.join(['%s'] * len(_fields(model)))}){tail}"


@cache
def _insert_many(model: type[models.Model], replacing: tuple[str, ...]) -> str:
    """One array for each column: a short statement, however many rows."""
    head, tail = _insert_parts(model, replacing)
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in _fields(model))
    return f"{head} SELECT * FROM unnest({arrays}){tail}"  # noqa: S608 - names of the models


def _insert_parts(model: type[models.Model], replacing: tuple[str, ...]) -> tuple[str, str]:
    fields = _fields(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    tail = ""
    if replacing:
        fresh = ", ".join(
            f'"{field.column}" = EXCLUDED."{field.column}"'
            for field in fields
            if field.column not in replacing
        )
        unique = ", ".join(f'"{name}"' for name in replacing)
        tail = f" ON CONFLICT ({unique}) DO UPDATE SET {fresh}"
    return f'INSERT INTO "{model._meta.db_table}" ({columns})', tail


@cache
def _update(
    model: type[models.Model], names: Sequence[str]
) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    fields: tuple[Any, ...] = tuple(model._meta.get_field(name) for name in names)
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    table = model._meta.db_table
    return f'UPDATE "{table}" SET {changes} WHERE id = %s', fields  # noqa: S608


def _hydrated(model: type[models.Model], values: Sequence[Any]) -> models.Model | None:
    fields = _fields(model)
    if all(value is None for value in values):
        return None
    names = [field.attname for field in fields]
    read = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(fields, values, strict=True)
    ]
    return model.from_db(connection.alias, names, read)
