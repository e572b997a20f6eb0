"""The shape of the house: short functions, short modules, arrows that point down."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from dayaq.kernel.access.capabilities import capabilities
from dayaq.kernel.guards import revoked

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "dayaq"
FUNCTION_LINES_MAX = 70
MODULE_LINES_MAX = 400
ORDER = (
    "kernel", "access", "files", "ledger", "people", "programme", "network", "cases", "training",
    "credit", "cash", "reporting", "web",
)  # fmt: skip


def modules() -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts and "static_root" not in path.parts:
            yield path


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{name(path)}:{node.name} {lines}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES_MAX
    ]

    assert long == []


def test_no_module_is_longer_than_an_idea() -> None:
    long = [
        f"{name(path)} {lines}"
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MODULE_LINES_MAX
    ]

    assert long == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        name(path)
        for path in modules()
        if path.read_text(encoding="utf-8").strip()
        and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]

    assert silent == []


def test_foreign_keys_point_down_the_house() -> None:
    """String references ("people.Person") are not imports, so import-linter cannot see them."""
    level = {label: place for place, label in enumerate(ORDER)}
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in level
        for field in model._meta.get_fields()
        if field.is_relation
        and getattr(field, "concrete", False)
        and field.related_model is not None
        and field.related_model._meta.app_label in level
        and level[field.related_model._meta.app_label] > level[model._meta.app_label]
    ]

    assert upward == []


def test_only_parts_go_with_their_whole() -> None:
    """A cascade stays inside a room: rows of a plan may go with the plan, a person never does."""
    cascading = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ORDER
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None) is not None
        and getattr(field.remote_field, "on_delete", None) is not None
        and field.remote_field.on_delete.__name__ == "CASCADE"
        and field.related_model._meta.app_label != model._meta.app_label
        and not field.many_to_many
        and not model._meta.auto_created
    ]

    assert cascading == []


def test_every_guarded_table_exists() -> None:
    tables = {model._meta.db_table for model in apps.get_models()}

    assert set(revoked()) - tables == set()


def test_no_default_order_hides_in_a_model() -> None:
    ordered = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ORDER and model._meta.ordering
    ]

    assert ordered == []


def test_migrations_have_telling_names() -> None:
    dull = [
        path.name
        for path in PACKAGE.rglob("migrations/[0-9]*.py")
        if re.search(r"_auto_|_alter_|\d{4}_\d{8}", path.name)
    ]

    assert dull == []


@pytest.mark.parametrize("forbidden", ["DateTimeField(auto_now", "DateField(auto_now"])
def test_no_row_reads_the_clock_by_itself(forbidden: str) -> None:
    assert [name(p) for p in modules() if forbidden in p.read_text(encoding="utf-8")] == []


def test_every_capability_has_a_label_and_somebody_who_holds_it() -> None:
    assert [c.name for c in capabilities().values() if not c.roles or not str(c.label)] == []
