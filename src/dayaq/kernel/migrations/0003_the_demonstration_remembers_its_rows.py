from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_events_are_numbered_by_the_database")]
    operations = [
        migrations.CreateModel(
            name="DemonstrationKey",
            fields=[
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("row_id", models.UUIDField()),
            ],
        )
    ]
