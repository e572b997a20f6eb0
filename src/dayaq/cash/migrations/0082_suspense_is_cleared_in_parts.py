"""A line in suspense is cleared in parts; no more leaves than came in (trigger)."""

from django.db import migrations, models

# What was cleared before was the whole line. The rows are written once, so the guard is lifted
# for as long as the new column is filled.
FILL = """
ALTER TABLE cash_clearing DISABLE TRIGGER USER;
UPDATE cash_clearing c SET amount_minor = l.amount_minor
FROM cash_statementline l WHERE l.id = c.line_id;
ALTER TABLE cash_clearing ENABLE TRIGGER USER;
"""
FORWARD = """
CREATE FUNCTION cash_no_more_leaves_suspense() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.amount_minor + (
      SELECT coalesce(sum(c.amount_minor), 0) FROM cash_clearing c
      WHERE c.line_id = NEW.line_id AND c.id <> NEW.id AND NOT EXISTS (
        SELECT 1 FROM credit_loanevent e JOIN credit_loanevent r ON r.reverses_id = e.id
        WHERE e.receipt_id = c.receipt_id)
    ) > (SELECT l.amount_minor FROM cash_statementline l WHERE l.id = NEW.line_id) THEN
    RAISE EXCEPTION 'no more leaves suspense than came'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'no_more_leaves_suspense_than_came';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER no_more_leaves_suspense BEFORE INSERT ON cash_clearing
  FOR EACH ROW EXECUTE FUNCTION cash_no_more_leaves_suspense();
"""
BACKWARD = """
DROP TRIGGER no_more_leaves_suspense ON cash_clearing;
DROP FUNCTION cash_no_more_leaves_suspense();
"""


class Migration(migrations.Migration):
    dependencies = [("cash", "0081_cash_received_alone_is_signed_too")]

    operations = [
        migrations.AddField("clearing", "amount_minor", models.BigIntegerField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("clearing", "amount_minor", models.BigIntegerField()),
        migrations.AddConstraint("clearing", models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="a_clearing_is_above_zero")),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
