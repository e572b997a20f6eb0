"""What the pages of the day ask of a loan before they show it stands in one index; the list of
batches has its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credit", "0005_what_came_over_and_what_went_stays")]
    operations = [
        migrations.RemoveIndex(model_name="loan", name="loans_by_status"),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(
                fields=["programme", "status", "district", "officer"],
                include=("id", "code", "disbursed_on"),
                name="loans_in_reach",
            ),
        ),
        migrations.RemoveIndex(model_name="loan", name="loans_newest_first"),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(
                fields=["programme", "-agreed_on", "-code"],
                include=("id", "status", "district", "officer"),
                name="loans_newest_first",
            ),
        ),
        migrations.AddIndex(
            model_name="collectionbatch",
            index=models.Index(
                fields=["programme", "-collected_on", "-recorded_at"], name="batches_newest_first"
            ),
        ),
    ]
