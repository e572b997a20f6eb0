"""What a submitted report has charged never changes: the database refuses it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION programme_keep_charged_expense() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'charged' THEN
    RAISE EXCEPTION 'A charged expense never changes'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_charged_expense_never_changes';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER a_charged_expense_never_changes BEFORE UPDATE OR DELETE ON programme_expense
  FOR EACH ROW EXECUTE FUNCTION programme_keep_charged_expense();

CREATE FUNCTION programme_keep_charged_split() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kept uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.expense_id ELSE OLD.expense_id END;
BEGIN
  IF EXISTS (SELECT FROM programme_expense WHERE id = kept AND status = 'charged') THEN
    RAISE EXCEPTION 'The split of a charged expense never changes'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_charged_expense_never_changes';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER a_charged_split_never_changes BEFORE INSERT OR UPDATE OR DELETE
  ON programme_expensesplit FOR EACH ROW EXECUTE FUNCTION programme_keep_charged_split();
"""

BACK = """
DROP TRIGGER a_charged_split_never_changes ON programme_expensesplit;
DROP FUNCTION programme_keep_charged_split();
DROP TRIGGER a_charged_expense_never_changes ON programme_expense;
DROP FUNCTION programme_keep_charged_expense();
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
