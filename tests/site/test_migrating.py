"""Migrations in fewer steps end in the same models, in the same order."""

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from dayaq.site.migrating import Together, gathered

LABEL = models.CharField(max_length=9)


def _table(name: str) -> migrations.CreateModel:
    return migrations.CreateModel(name, [("id", models.AutoField(primary_key=True))])


def _state(operations: list[Operation]) -> ProjectState:
    state = ProjectState()
    for operation in operations:
        operation.state_forwards("room", state)
    return state


def test_tables_that_follow_one_another_are_one_step_and_nothing_else_is() -> None:
    steps: list[Operation] = [
        _table("A"), _table("B"), migrations.AddField("a", "label", LABEL), _table("C"),
        migrations.RunSQL("SELECT 1"), _table("D"), _table("E"), _table("F"),
    ]  # fmt: skip

    fewer = gathered(steps)

    assert [type(step) for step in fewer] == [
        Together, migrations.AddField, migrations.CreateModel, migrations.RunSQL, Together
    ]  # fmt: skip
    assert _state(fewer) == _state(steps)
    assert list(_state(fewer).models) == list(_state(steps).models)
