"""Money in other currencies: its revaluations, and the income account of exchange."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dayaq.kernel.ids

FILL = """
INSERT INTO ledger_account (id, programme_id, code, kind, currency, opened_on)
SELECT gen_random_uuid(), a.programme_id, 'income.exchange', 'income', a.currency, a.opened_on
FROM ledger_account a WHERE a.code = 'expense.exchange'
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_behind_every_entry_is_an_event"),
        ("access", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Revaluation",
            fields=[
                ("id", models.UUIDField(default=dayaq.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("currency", models.CharField(max_length=3)),
                ("on", models.DateField()),
                ("rate_base", models.CharField(max_length=3)),
                ("rate", models.DecimalField(decimal_places=8, max_digits=18)),
                ("rate_on", models.DateField()),
                ("rate_source", models.CharField(max_length=60)),
                ("held_minor", models.BigIntegerField()),
                ("carried_minor", models.BigIntegerField()),
                ("value_minor", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("entry", models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="revaluation", to="ledger.entry")),
                ("programme", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="access.programme")),
                ("recorded_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "on"], name="revaluations_by_day")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("rate__gt", 0), ("rate_on__lte", models.F("on")), models.Q(("rate_source", ""), _negated=True)), name="a_revaluation_names_its_rate_with_day_and_source"),
                    models.CheckConstraint(condition=models.Q(("entry__isnull", False), ("carried_minor", models.F("value_minor")), _connector="OR"), name="a_revaluation_posts_its_difference"),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
