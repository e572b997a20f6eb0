"""Migrations in fewer steps: a fraction of the time on an empty database, the same schema.

Django writes the constraints and indexes of a first migration after all of its tables, each
as a step of its own, and after each step builds every related model anew: two hundred steps
over a hundred related models. Where a constraint needs no column that comes later, it is made
with its table instead, and steps that follow one another and do not meet are made over models
that are built once. Nothing is written to the migration files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Together(Operation):
    """Steps that do not meet, made one after another over models that are built once for all."""

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


class _Group:
    """Steps of one run so far, and what they touch."""

    def __init__(self) -> None:
        self.steps: list[Operation] = []
        self._made: set[str] = set()
        self._columns: set[tuple[str, str]] = set()

    def takes(self, operation: Operation) -> bool:
        """Whether `operation` reads the same over the models at the end of the group.

        It does not if its table is made in the group (the table would have the column or the
        constraint already) or its column was touched before (it would never be what it was).
        """
        if isinstance(operation, migrations.CreateModel):
            self._made.add(operation.name_lower)
        elif isinstance(operation, migrations.AddField | migrations.AlterField):
            column = (operation.model_name_lower, operation.name_lower)
            if operation.model_name_lower in self._made or column in self._columns:
                return False
            self._columns.add(column)
        elif isinstance(operation, migrations.AddConstraint | migrations.AddIndex):
            if operation.model_name_lower in self._made:
                return False
        elif not (isinstance(operation, migrations.RunSQL) and not operation.state_operations):
            return False
        self.steps.append(operation)
        return True

    def closed(self) -> list[Operation]:
        """The group as one step, or as it was if there is nothing to gain."""
        return [Together(self.steps)] if len(self.steps) > 1 else self.steps


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
    """The same schema with steps that follow one another and do not meet made together."""
    done: list[Operation] = []
    group = _Group()
    for operation in operations:
        if not group.takes(operation):
            done += group.closed()
            group = _Group()
            if not group.takes(operation):
                done.append(operation)
    return done + group.closed()


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
