"""An entry names the event that causes it; the database refuses one without."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("kernel", "0003_the_demonstration_remembers_its_rows"),
        ("ledger", "0007_an_account_of_what_a_successor_took"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    """
ALTER TABLE ledger_entry ALTER COLUMN event_id SET NOT NULL,
  ADD CONSTRAINT behind_every_entry_is_an_event FOREIGN KEY (event_id)
  REFERENCES kernel_event (id) DEFERRABLE INITIALLY DEFERRED;
""",
                    """
ALTER TABLE ledger_entry ALTER COLUMN event_id DROP NOT NULL,
  DROP CONSTRAINT behind_every_entry_is_an_event;
""",
                )
            ],
            state_operations=[
                migrations.RemoveField("entry", "event_id"),
                migrations.AddField(
                    "entry",
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.event",
                    ),
                    preserve_default=False,
                ),
            ],
        ),
    ]
