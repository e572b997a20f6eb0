"""Migrations in fewer steps: a fraction of the time on an empty database, the same schema.

Django writes the constraints and indexes of a first migration after all of its tables, each
as a step of its own, and after each step builds every related model anew: two hundred steps
over a hundred related models. Where a constraint needs no column that comes later, it is made
with its table instead, and tables that follow one another are made in one step. Nothing is
written to the migration files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Together(Operation):
    """Tables made in one step, so that their models are built once."""

    reversible = True

    def __init__(self, steps: Sequence[Operation]) -> None:
        self.steps = steps

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # built anew, once, when they are asked for
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for step in self.steps:
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for step in reversed(self.steps):
            step.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(step.describe() for step in self.steps)


def shorten_migrations() -> None:
    """Shorten every migration on disk, in this process."""
    for (_, name), found in MigrationLoader(
        None, ignore_no_migrations=True
    ).disk_migrations.items():
        kind = type(found)
        if kind.__module__.startswith("dayaq.") and name.startswith("0001"):
            kind.operations = squeezed(kind.operations)
        kind.operations = gathered(kind.operations)


def gathered(operations: Sequence[Operation]) -> list[Operation]:
    """The same schema with tables that follow one another made in one step."""
    done: list[Operation] = []
    for kind, group in groupby(operations, key=type):
        alike = list(group)
        done += [Together(alike)] if kind is migrations.CreateModel and len(alike) > 1 else alike
    return done


def squeezed(operations: Sequence[Operation]) -> list[Operation]:
    """The same schema with constraints and indexes made together with their tables."""
    later: dict[str, set[str]] = defaultdict(set)
    for operation in operations:
        if isinstance(operation, migrations.AddField):
            later[operation.model_name_lower].add(operation.name)
    done: list[Operation] = []
    places: dict[str, int] = {}
    for operation in operations:
        if isinstance(operation, migrations.CreateModel):
            places[operation.name_lower] = len(done)
        elif isinstance(operation, migrations.AddConstraint | migrations.AddIndex):
            model = operation.model_name_lower
            if model in places and not _needs(operation, later[model]):
                done[places[model]] = _with(done[places[model]], operation)
                continue
        done.append(operation)
    return done


def _needs(operation: migrations.AddConstraint | migrations.AddIndex, columns: set[str]) -> bool:
    """Whether it names one of `columns` anywhere (rather once too often than once too seldom)."""
    words = repr(_subject(operation).deconstruct())
    return any(column in words for column in columns)


def _subject(
    operation: migrations.AddConstraint | migrations.AddIndex,
) -> models.BaseConstraint | models.Index:
    return (
        operation.constraint if isinstance(operation, migrations.AddConstraint) else operation.index
    )


def _with(
    table: Operation, operation: migrations.AddConstraint | migrations.AddIndex
) -> migrations.CreateModel:
    if not isinstance(table, migrations.CreateModel):
        raise TypeError(f"{table} makes no table")
    key = "constraints" if isinstance(operation, migrations.AddConstraint) else "indexes"
    options = dict(table.options)
    options[key] = [*options.get(key, []), _subject(operation)]
    return migrations.CreateModel(
        table.name, fields=table.fields, options=options, bases=table.bases, managers=table.managers
    )
