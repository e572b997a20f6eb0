"""A database of before the numbers were sealed: the migration seals them where they stand."""

from importlib import import_module
from types import SimpleNamespace

import pytest

from dayaq.kernel.crypto import unseal_text
from dayaq.people.models.person import document_index

migration = import_module("dayaq.people.migrations.0002_a_document_number_is_sealed")


class Row(SimpleNamespace):
    """A person as the old table has it."""

    def save(self, using: str, update_fields: list[str]) -> None:
        self.saved = [using, *update_fields]


@pytest.mark.parametrize("written", ["AA123456", "aa 123 456"])
def test_a_readable_number_is_sealed_as_the_model_does(written: str) -> None:
    row = Row(pk="p1", document_no=written)
    there = SimpleNamespace(exclude=lambda **_: [row])
    manager = SimpleNamespace(using=lambda _alias: there)
    apps = SimpleNamespace(get_model=lambda *_: SimpleNamespace(objects=manager))

    migration.seal_numbers(apps, SimpleNamespace(connection=SimpleNamespace(alias="owner")))

    assert row.document_index == document_index("AA 123456")
    assert unseal_text(row.document_sealed, context="people.person.document:p1") == "AA123456"
    assert row.saved == ["owner", "document_sealed", "document_index"]
