"""No application under terms that nobody may lawfully lend on."""

from django.db import migrations

LAWFUL = """
CREATE FUNCTION credit_keep_lending_lawful() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM credit_productversion v
    WHERE v.id = NEW.product_version_id
      AND (btrim(v.legal_lender) = '' OR v.legal_basis = ''
           OR (v.legal_basis NOT IN ('licensed', 'interest_subsidy')
               AND (coalesce(v.terms->>'interest', 'none') <> 'none'
                    OR coalesce(v.terms->'fees', '[]') NOT IN ('[]', 'null')
                    OR coalesce(v.terms->'penalty', 'null') <> 'null')))) THEN
    RAISE EXCEPTION 'a product lends when its lender and legal basis are named'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_locked_product_does_not_lend';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lending_is_lawful BEFORE INSERT OR UPDATE OF product_version_id
  ON credit_loanapplication FOR EACH ROW EXECUTE FUNCTION credit_keep_lending_lawful();
"""

UNDO = """
DROP TRIGGER lending_is_lawful ON credit_loanapplication;
DROP FUNCTION credit_keep_lending_lawful();
"""


class Migration(migrations.Migration):
    dependencies = [("credit", "0002_refusals")]

    operations = [migrations.RunSQL(LAWFUL, UNDO)]
