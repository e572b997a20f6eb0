"""The sealer asks which events have no place yet; of what transaction one is, nobody asks."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_events_are_numbered_by_the_database")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE kernel_event DROP COLUMN xid",
            "ALTER TABLE kernel_event ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()",
        )
    ]
