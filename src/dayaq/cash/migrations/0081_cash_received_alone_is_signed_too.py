"""Cash received without the officer is among what a second person signs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cash", "0080_lines_and_postings_of_one_sum")]

    operations = [
        migrations.AlterField("secondsignature", "kind", models.CharField(choices=[("blank", "Spoilt receipt blank"), ("order", "Spoilt cash order blank"), ("reversal", "Reversed receipt"), ("alone", "Cash received without the officer")], max_length=10)),
    ]
