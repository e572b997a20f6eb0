from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0002_a_document_number_is_sealed")]

    operations = [
        migrations.RemoveConstraint("person", "a_document_number_belongs_to_one_person"),
        migrations.RemoveConstraint("person", "a_document_number_has_a_document_type"),
        migrations.RemoveField("person", "document_no"),
        migrations.AddConstraint(
            "person",
            models.UniqueConstraint(
                fields=["document_type", "document_index"],
                condition=Q(document_index__isnull=False),
                name="a_document_number_belongs_to_one_person",
            ),
        ),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=Q(document_index__isnull=True) | ~Q(document_type=""),
                name="a_document_number_has_a_document_type",
            ),
        ),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=Q(document_index__isnull=True, document_sealed__isnull=True)
                | Q(document_index__isnull=False, document_sealed__isnull=False),
                name="a_sealed_document_number_can_be_found",
            ),
        ),
    ]
