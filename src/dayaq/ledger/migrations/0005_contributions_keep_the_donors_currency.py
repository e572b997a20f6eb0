"""A window has its donor's currency; a contribution keeps its amount, rate, day and source."""

import django.db.models.deletion
from django.db import migrations, models

import dayaq.kernel.ids

# What was booked before is a contribution in the programme's own currency. Books that are open
# get the account of loans that become grants.
FILL = """
UPDATE ledger_window w SET currency = p.currency
FROM access_programme p WHERE p.id = w.programme_id;

INSERT INTO ledger_contribution (id, programme_id, window_id, entry_id, received_on, reference,
  currency, amount_minor, rate_source, credited_currency, credited_minor)
SELECT gen_random_uuid(), t.programme_id, t.window_id, t.entry_id, t."on",
  substr(e.key, length('contribution:') + 1), t.currency, t.amount_minor, '', t.currency,
  t.amount_minor
FROM ledger_transfer t JOIN ledger_entry e ON e.id = t.entry_id
WHERE e.key LIKE 'contribution:%' AND t.window_id IS NOT NULL;

INSERT INTO ledger_account (id, programme_id, code, kind, currency, opened_on)
SELECT gen_random_uuid(), a.programme_id, 'expense.granted', 'expense', a.currency, a.opened_on
FROM ledger_account a WHERE a.code = 'expense.forgiveness'
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_a_month_is_closed_in_order_and_reopened_by_two")]

    operations = [
        migrations.AddField("window", "currency", models.CharField(default="AZN", max_length=3)),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.UUIDField(default=dayaq.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("received_on", models.DateField()),
                ("reference", models.CharField(max_length=120)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("rate", models.DecimalField(decimal_places=8, max_digits=18, null=True)),
                ("rate_on", models.DateField(null=True)),
                ("rate_source", models.CharField(blank=True, default="", max_length=60)),
                ("credited_currency", models.CharField(max_length=3)),
                ("credited_minor", models.BigIntegerField()),
                ("entry", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="contribution", to="ledger.entry")),
                ("programme", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="access.programme")),
                ("window", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="contributions", to="ledger.window")),
            ],
            options={
                "indexes": [models.Index(fields=["window", "received_on"], name="contributions_by_day")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0), ("credited_minor__gt", 0)), name="a_contribution_is_above_zero"),
                    models.CheckConstraint(condition=models.Q(models.Q(("amount_minor", models.F("credited_minor")), ("currency", models.F("credited_currency")), ("rate__isnull", True)), models.Q(models.Q(("currency", models.F("credited_currency")), _negated=True), ("rate__gt", 0), ("rate_on__isnull", False), models.Q(("rate_source", ""), _negated=True)), _connector="OR"), name="a_contribution_names_its_rate_with_day_and_source"),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
