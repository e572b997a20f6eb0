"""New rows, made of named values without asking each field about each of them (ADR 0022)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import models
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query_utils import DeferredAttribute


def fill(row: models.Model, given: Mapping[str, Any]) -> bool:
    """Make `row` a new one of the values `given` by the names of its fields, the others their
    defaults; False if that takes Django itself: for names that are no fields, or twice the same.
    """
    filling = _filling(type(row))
    if filling is None:
        return False
    attributes, defaults, made = filling
    if not given.keys() <= attributes.keys():
        return False
    named = {attributes[name] for name in given}
    if len(named) < len(given):
        return False
    row._state = ModelState()
    values = row.__dict__
    values.update(defaults)
    for attribute, default in made:
        if attribute not in named:
            values[attribute] = default()
    for name, value in given.items():
        if name == attributes[name]:
            values[name] = value
        else:  # another row: its descriptor looks at it, and keeps it at hand
            setattr(row, name, value)
    return True


@cache
def _filling(
    model: type[models.Model],
) -> tuple[Mapping[str, str], Mapping[str, Any], Sequence[tuple[str, Callable[[], Any]]]] | None:
    """The attribute of each name a value may be given by, what those not given are, and what is
    made anew for each row; None for a model with a field that is more than its value."""
    fields: tuple[Any, ...] = tuple(model._meta.fields)
    plain = (DeferredAttribute, ForeignKeyDeferredAttribute)
    if model._meta.abstract or any(
        field.column is None or field.generated or field.descriptor_class not in plain
        for field in fields
    ):
        return None
    attributes = {field.attname: field.attname for field in fields}
    attributes |= {field.name: field.attname for field in fields}
    made = [
        field
        for field in fields
        if (field.has_default() and callable(field.default)) or field.has_db_default()
    ]
    defaults = {field.attname: field.get_default() for field in fields if field not in made}
    return attributes, defaults, [(field.attname, field.get_default) for field in made]
