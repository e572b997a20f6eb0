"""The numbers used of a book of receipts stand in one index, in their order."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credit", "0008_few_batches_are_received_alone")]
    operations = [
        migrations.AlterField(
            "receipt",
            "book",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="credit.receiptbook",
            ),
        ),
        migrations.AddIndex(
            "receipt", models.Index(fields=["book", "number"], name="receipts_of_a_book")
        ),
    ]
