"""Rows by statements that are put together once for each model.

The ORM composes every statement anew, and that composing, not the database, is most of what
a command costs: a loan takes some forty statements from application to payment. The verbs of the
hot path lock, insert and update through here; everything else uses the ORM, which saves a new
`Row` (kernel.models) through here as well. The database, its constraints and triggers are the same.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial
from operator import itemgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.base import ModelState
from psycopg.types.json import Jsonb

from dayaq.kernel import db

M = TypeVar("M", bound=models.Model)


def lock(model: type[M], pk: UUID, related: tuple[str, ...] = (), *, by: str = "id") -> M | None:
    """The row of this id, locked until the transaction ends, with `related` rows at hand.

    :param by: the unique column that holds the id
    """
    (found,) = db.fetch_each(locking(model, pk, related, by=by))
    return read(model, found, related)


def get(model: type[M], pk: UUID, related: tuple[str, ...] = ()) -> M | None:
    """As `lock`, but others may change the row meanwhile."""
    (found,) = db.fetch_each(getting(model, pk, related))
    return read(model, found, related)


Question = tuple[str, Sequence[Any]]
"""A statement and its values, to be asked with others in one turn (`db.fetch_each`)."""


def locking(
    model: type[models.Model], pk: UUID, related: tuple[str, ...] = (), *, by: str = "id"
) -> Question:
    """The question of `lock`; `read` makes the row of its answer."""
    return f"{_select(model, related, by)} FOR UPDATE OF t0", [pk]


def getting(model: type[models.Model], pk: UUID, related: tuple[str, ...] = ()) -> Question:
    """The question of `get`; `read` makes the row of its answer."""
    return _select(model, related, "id"), [pk]


def read(model: type[M], found: Sequence[Sequence[Any]], related: tuple[str, ...] = ()) -> M | None:
    """The row that was asked for, with `related` rows at hand; None when there is none."""
    if not found:
        return None
    (values,) = found
    objects: list[Any] = []
    start = 0
    for part in _parts(model, related):
        end = start + len(_fields(part))
        objects.append(_hydrated(part, values[start:end]))
        start = end
    row: M = objects[0]
    for name, other in zip(related, objects[1:], strict=True):
        row._state.fields_cache[name] = other  # as select_related keeps it
    return row


def where(model: type[M], *, order: str = "id", **equal: UUID | str | int) -> list[M]:
    """The rows whose columns equal these values, in the order of one column."""
    (found,) = db.fetch_each(finding(model, order=order, **equal))
    return read_all(model, found)


def finding(model: type[models.Model], *, order: str = "id", **equal: UUID | str | int) -> Question:
    """The question of `where`; `read_all` makes the rows of its answer."""
    return _where(model, tuple(equal), order), list(equal.values())


def read_all(model: type[M], found: Sequence[Sequence[Any]]) -> list[M]:
    """The rows that were asked for."""
    return [_hydrated(model, values) for values in found]  # type: ignore[misc]


def insert(row: M) -> M:
    """Write a new row."""
    insert_all([row])
    return row


def insert_saved(row: models.Model, fields: Sequence[models.Field[Any, Any]]) -> bool:
    """Write `fields` of a new row that the ORM saves; False if that takes the ORM itself.

    Values that the database computes (expressions) and fields with a way of their own into a
    statement are left to it.
    """
    sql, ways = _saving(type(row), tuple(fields))
    if sql is None:
        return False
    values = [getattr(row, field.attname) for field in fields]
    if any(hasattr(value, "resolve_expression") for value in values):
        return False
    for place, way in ways.items():
        values[place] = way(row)
    db.send(sql, values)
    return True


def update_saved(
    row: models.Model, values: Sequence[tuple[models.Field[Any, Any], Any, Any]]
) -> bool | None:
    """Write the values that the ORM saves of a row that exists; None if that takes the ORM.

    :param values: each field with None and its value
    :returns: whether there is such a row
    """
    fields = tuple(field for field, _none, _value in values)
    if any(_is_own(field) or hasattr(value, "resolve_expression") for field, _n, value in values):
        return None
    database = connections[DEFAULT_DB_ALIAS]
    written = [field.get_db_prep_save(value, database) for field, _none, value in values]
    sql, _names, _wraps = _update(type(row), tuple(field.name for field in fields))
    return db.execute(sql, [*written, row.pk]) > 0


def insert_all(rows: Iterable[models.Model], *, replacing: tuple[str, ...] = ()) -> None:
    """Write new rows of one model in one statement; none is nothing.

    :param replacing: the unique columns on which a row that exists takes the new values
    """
    together(*inserting(*rows, replacing=replacing))


def together(*writes: Question) -> None:
    """Write rows of different tables in one statement; none is nothing.

    None of them may read what another one writes, nor may a trigger decide by it: they see the
    database as it was before, and what they refer to is checked when all are written.
    """
    if len(writes) == 1:
        db.send(*writes[0])
    elif writes:
        values = [value for _sql, given in writes for value in given]
        db.send(_one_of(tuple(sql for sql, _given in writes)), values)


@cache
def _one_of(statements: tuple[str, ...]) -> str:
    *first, last = statements
    tables = {sql.split('"', 2)[1] for sql in statements}
    # PostgreSQL would keep only one of two changes of the same row.
    assert len(tables) == len(statements), statements  # noqa: S101
    named = ", ".join(f"w{number} AS ({sql})" for number, sql in enumerate(first))
    return f"WITH {named} {last}"


def inserting(*rows: models.Model, replacing: tuple[str, ...] = ()) -> list[Question]:
    """The statement of `insert_all`, for `together`: none when there are no rows."""
    if not rows:
        return []
    model = type(rows[0])
    names, wraps = _values(model)
    take = itemgetter(*names)  # past the descriptors: a new row has all its values at hand
    for row in rows:
        row._state.adding = False
        row._state.db = DEFAULT_DB_ALIAS
    return inserting_values(
        model, names, [take(row.__dict__) for row in rows], replacing=replacing, wraps=wraps
    )


def inserting_values(
    model: type[models.Model],
    names: tuple[str, ...],
    values: Sequence[Sequence[Any]],
    *,
    replacing: tuple[str, ...] = (),
    wraps: Mapping[int, Callable[[Any], Any]] | None = None,
) -> list[Question]:
    """As `inserting`, of rows given as the values of `names`, without making a model of each.

    :param wraps: for the place of a value, what makes it readable to the database
    """
    if len(values) == 1:
        row = list(values[0])
        for place, wrap in (wraps or {}).items():
            row[place] = wrap(row[place])
        return [(_insert(model, names, replacing), row)]
    if not values:
        return []
    objects = [dict(zip(names, row, strict=True)) for row in values]
    return [(_insert_many(model, names, replacing), [json.dumps(objects, default=_as_text)])]


@lru_cache(maxsize=1_000)
def _as_text(value: Any) -> str:
    """Dates, moments and ids as PostgreSQL reads them; anything else is a fault.

    The rows of a schedule name the same loan, events and days over and over.
    """
    if isinstance(value, (dt.date, UUID)):
        return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be one of many values")


def update(row: models.Model, *names: str) -> None:
    """Write the named fields of a row that exists."""
    db.send(*changing(row, *names))


def changing(row: models.Model, *names: str) -> Question:
    """The statement of `update`, for `together`."""
    sql, attributes, wraps = _update(type(row), names)
    values = [getattr(row, name) for name in attributes]
    for place, wrap in wraps.items():
        values[place] = wrap(values[place])
    return sql, [*values, row.pk]


@cache
def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(field for field in model._meta.local_concrete_fields if field.column)


@cache
def _parts(model: type[models.Model], related: tuple[str, ...]) -> tuple[type[models.Model], ...]:
    fields: list[Any] = [model._meta.get_field(name) for name in related]
    return (model, *(field.related_model for field in fields))


@cache
def _select(model: type[models.Model], related: tuple[str, ...], by: str) -> str:
    parts = _parts(model, related)
    joins = []
    for number, name in enumerate(related, start=1):
        field: Any = model._meta.get_field(name)
        table = parts[number]._meta.db_table
        joins.append(f'LEFT JOIN "{table}" t{number} ON t{number}.id = t0."{field.column}"')
    columns = ", ".join(
        f't{number}."{field.column}"'
        for number, part in enumerate(parts)
        for field in _fields(part)
    )
    sql = f'SELECT {columns} FROM "{model._meta.db_table}" t0 {" ".join(joins)} '  # noqa: S608
    return f'{sql}WHERE t0."{by}" = %s'


@cache
def _where(model: type[models.Model], names: tuple[str, ...], order: str) -> str:
    table = model._meta.db_table
    columns = ", ".join(f't0."{field.column}"' for field in _fields(model))
    equal = " AND ".join(f't0."{name}" = %s' for name in names)
    return f'SELECT {columns} FROM "{table}" t0 WHERE {equal} ORDER BY t0."{order}"'  # noqa: S608


@cache
def _values(
    model: type[models.Model],
) -> tuple[tuple[str, ...], Mapping[int, Callable[[Any], Any]]]:
    """The attributes that make a row, and for the places of some what the database reads."""
    fields = _fields(model)
    return tuple(field.attname for field in fields), _wraps(fields)


def _wraps(fields: Sequence[models.Field[Any, Any]]) -> Mapping[int, Callable[[Any], Any]]:
    """PostgreSQL's driver reads plain values as they are; other kinds ask their field."""
    found: dict[int, Callable[[Any], Any]] = {}
    for place, field in enumerate(fields):
        if isinstance(field, models.JSONField) and field.encoder is None:
            found[place] = Jsonb
        elif not isinstance(field, PLAIN) or getattr(field, "auto_now", False):
            found[place] = _prepared_by(field)
    return found


def _prepared_by(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    return lambda value: field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])


@cache
def _saving(
    model: type[models.Model], fields: tuple[models.Field[Any, Any], ...]
) -> tuple[str | None, Mapping[int, Callable[[models.Model], Any]]]:
    """The statement, and for the places of fields that are not plain how their value is made."""
    if any(_is_own(field) for field in fields):
        return None, {}
    names = tuple(field.attname for field in fields)
    ways = {
        place: partial(_saved, field)
        for place, field in enumerate(fields)
        if place in _wraps(fields) or type(field).pre_save is not models.Field.pre_save
    }
    return _insert(model, names, ()), ways


def _saved(field: models.Field[Any, Any], row: models.Model) -> Any:
    value = field.pre_save(row, add=True)
    return field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])


def _is_own(field: models.Field[Any, Any]) -> bool:
    """Whether the field stands in a statement otherwise than as a value."""
    return hasattr(field, "get_placeholder")


PLAIN = (
    models.UUIDField,
    models.CharField,
    models.TextField,
    models.DateField,
    models.IntegerField,
    models.BooleanField,
    models.ForeignKey,
)


@cache
def _insert(model: type[models.Model], names: tuple[str, ...], replacing: tuple[str, ...]) -> str:
    head, tail = _insert_parts(model, names, replacing)
    return f"{head} VALUES ({', '.join(['%s'] * len(names))}){tail}"


@cache
def _insert_many(
    model: type[models.Model], names: tuple[str, ...], replacing: tuple[str, ...]
) -> str:
    """All rows as one JSON text: a short statement, and one value, however many rows."""
    head, tail = _insert_parts(model, names, replacing)
    typed = ", ".join(
        f'"{field.attname}" {field.db_type(connection)}' for field in _named(model, names)
    )
    return f"{head} SELECT * FROM json_to_recordset(%s::json) AS t({typed}){tail}"  # noqa: S608


def _insert_parts(
    model: type[models.Model], names: tuple[str, ...], replacing: tuple[str, ...]
) -> tuple[str, str]:
    fields = _named(model, names)
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


def _named(model: type[models.Model], names: tuple[str, ...]) -> list[models.Field[Any, Any]]:
    by_attribute = {field.attname: field for field in _fields(model)}
    return [by_attribute[name] for name in names]


@cache
def _update(
    model: type[models.Model], names: Sequence[str]
) -> tuple[str, tuple[str, ...], Mapping[int, Callable[[Any], Any]]]:
    fields: tuple[Any, ...] = tuple(model._meta.get_field(name) for name in names)
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    table = model._meta.db_table
    sql = f'UPDATE "{table}" SET {changes} WHERE id = %s'  # noqa: S608
    return sql, tuple(field.attname for field in fields), _wraps(fields)


def _hydrated(model: type[models.Model], values: Sequence[Any]) -> models.Model | None:
    """As `Model.from_db`, which sets every attribute through its descriptor."""
    names, readers = _reading(model)
    if all(value is None for value in values):
        return None
    row = model.__new__(model)
    row._state = ModelState()
    row._state.adding = False
    row._state.db = DEFAULT_DB_ALIAS
    row.__dict__.update(zip(names, values, strict=True))
    for name, reader in readers:
        row.__dict__[name] = reader(row.__dict__[name], None, connection)
    return row


@cache
def _reading(
    model: type[models.Model],
) -> tuple[list[str], list[tuple[str, Callable[..., Any]]]]:
    """The attributes in the order of the columns, and those whose field reads the value."""
    fields: tuple[Any, ...] = _fields(model)
    readers = [
        (field.attname, field.from_db_value) for field in fields if hasattr(field, "from_db_value")
    ]
    return [field.attname for field in fields], readers
