"""Numbers of identity documents are sealed where they stand; the readable column goes."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from dayaq.kernel.crypto import blind_index, seal_text


def seal_numbers(apps: Any, editor: Any) -> None:
    """Seal what is there, as `Person.document_no` does, on the connection that migrates."""
    persons = apps.get_model("people", "Person").objects.using(editor.connection.alias)
    for row in persons.exclude(document_no=""):
        number = "".join(row.document_no.split()).upper()
        row.document_sealed = seal_text(number, context=f"people.person.document:{row.pk}")
        row.document_index = blind_index(number, purpose="people.document")
        row.save(using=editor.connection.alias, update_fields=["document_sealed", "document_index"])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField("person", "document_sealed", models.BinaryField(null=True)),
        migrations.AddField(
            "person", "document_index", models.BinaryField(max_length=8, null=True)
        ),
        migrations.RunPython(seal_numbers, elidable=True),
    ]
