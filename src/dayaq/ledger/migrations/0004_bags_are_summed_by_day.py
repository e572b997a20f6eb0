"""What each bag took and gave on each value date, kept by the database beside the transfers."""

import django.db.models.deletion
from django.db import migrations, models

# The owner's trigger writes what the role that posts may only read. It adds up a whole statement
# at once, in the order of the key, so that no two postings wait for each other crosswise. Put on
# another table, it would write whatever that table says.
FORWARD = """
CREATE FUNCTION ledger_bag_days_are_kept() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_RELID <> 'public.ledger_transfer'::regclass THEN
    RAISE EXCEPTION 'Only transfers move what is in a bag' USING ERRCODE = 'restrict_violation';
  END IF;
  INSERT INTO public.ledger_bagday AS kept (account_id, "on", came_minor, went_minor)
  SELECT m.account_id, m."on", sum(m.came)::bigint, sum(m.went)::bigint
  FROM (
    SELECT t.debit_id AS account_id, t."on", t.amount_minor AS came, 0 AS went FROM posted t
    UNION ALL
    SELECT t.credit_id, t."on", 0, t.amount_minor FROM posted t
  ) m
  JOIN public.ledger_account a ON a.id = m.account_id
  WHERE starts_with(a.code, 'transit:')
  GROUP BY m.account_id, m."on"
  ORDER BY m.account_id, m."on"
  ON CONFLICT (account_id, "on") DO UPDATE SET
    came_minor = kept.came_minor + excluded.came_minor,
    went_minor = kept.went_minor + excluded.went_minor;
  RETURN NULL;
END $$;
CREATE TRIGGER bag_days_are_kept AFTER INSERT ON ledger_transfer
  REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION ledger_bag_days_are_kept();
"""

# Behind the trigger, whose lock lets no posting slip in between.
FILL = """
INSERT INTO ledger_bagday (account_id, "on", came_minor, went_minor)
SELECT m.account_id, m."on", sum(m.came)::bigint, sum(m.went)::bigint
FROM (
  SELECT t.debit_id AS account_id, t."on", t.amount_minor AS came, 0 AS went FROM ledger_transfer t
  UNION ALL
  SELECT t.credit_id, t."on", 0, t.amount_minor FROM ledger_transfer t
) m
JOIN ledger_account a ON a.id = m.account_id
WHERE starts_with(a.code, 'transit:')
GROUP BY m.account_id, m."on";
"""
BACKWARD = """
DROP TRIGGER bag_days_are_kept ON ledger_transfer;
DROP FUNCTION ledger_bag_days_are_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_deals_keep_their_rate")]
    operations = [
        migrations.CreateModel(
            name="BagDay",
            fields=[
                ("pk", models.CompositePrimaryKey("account_id", "on", blank=True, editable=False, primary_key=True, serialize=False)),
                ("account", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account")),
                ("on", models.DateField()),
                ("came_minor", models.BigIntegerField()),
                ("went_minor", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("came_minor__gte", 0), ("went_minor__gte", 0)), name="a_bag_day_is_not_below_zero"),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
