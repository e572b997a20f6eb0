"""Migrations in fewer steps end in the same models, in the same order."""

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from dayaq.site.migrating import Together, gathered


def _table(name: str) -> migrations.CreateModel:
    return migrations.CreateModel(name, [("id", models.AutoField(primary_key=True))])


def _state(operations: list[Operation]) -> ProjectState:
    state = ProjectState()
    for operation in operations:
        operation.state_forwards("room", state)
    return state


def _kinds(operations: list[Operation]) -> list[list[str]]:
    return [
        [type(step).__name__ for step in (made.steps if isinstance(made, Together) else [made])]
        for made in operations
    ]


def test_steps_that_do_not_meet_are_made_together_in_their_order() -> None:
    label, sql = models.CharField(max_length=9), migrations.RunSQL("SELECT 1")
    steps: list[Operation] = [
        _table("A"), _table("B"), sql, _table("C"),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.AddField("a", "label", label), migrations.AddField("b", "label", label),
        migrations.AddIndex("b", models.Index(fields=["label"], name="by_label")), _table("D"),
    ]  # fmt: skip

    fewer = gathered(steps)

    assert _kinds(fewer) == [
        ["CreateModel", "CreateModel", "RunSQL", "CreateModel"],
        ["RunPython"],
        ["AddField", "AddField", "AddIndex", "CreateModel"],
    ]
    assert _state(fewer) == _state(steps)
    assert list(_state(fewer).models) == list(_state(steps).models)


def test_a_step_that_meets_an_earlier_one_begins_anew() -> None:
    label, longer = models.CharField(max_length=9), models.CharField(max_length=99)
    by_label = migrations.AddIndex("a", models.Index(fields=["label"], name="by_label"))
    steps: list[Operation] = [
        _table("A"), migrations.AddField("a", "label", label),
        migrations.AlterField("a", "label", longer), by_label,
        migrations.RunSQL("SELECT 1", state_operations=[_table("E")]),
    ]  # fmt: skip

    fewer = gathered(steps)

    assert _kinds(fewer) == [["CreateModel"], ["AddField"], ["AlterField", "AddIndex"], ["RunSQL"]]
    assert _state(fewer) == _state(steps)
