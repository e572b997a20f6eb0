"""The few batches that a cashier received alone are found without reading all the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credit", "0007_loans_know_their_newest_visit")]
    operations = [
        migrations.AddIndex(
            model_name="collectionbatch",
            index=models.Index(
                fields=["programme"],
                condition=models.Q(("is_alone", True)),
                name="batches_received_alone",
            ),
        ),
    ]
