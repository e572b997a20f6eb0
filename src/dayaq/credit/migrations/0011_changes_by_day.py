"""Changes of what is owed are found by their day: a recent position takes back the later ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credit", "0010_lists_newest_first")]

    operations = [
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                fields=["on"],
                include=("loan", "instalment", "component", "amount_minor"),
                name="changes_by_day",
            ),
        ),
    ]
