"""The shares of a loan over the donors' windows make up its principal."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION credit_shares_make_up_the_loan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked uuid;
BEGIN
  IF TG_TABLE_NAME = 'credit_loan' THEN asked := NEW.id; ELSE asked := NEW.loan_id; END IF;
  IF EXISTS (
    SELECT 1 FROM credit_loan l WHERE l.id = asked
      AND l.principal_minor * l.is_shared::int <>
          (SELECT coalesce(sum(s.amount_minor), 0) FROM credit_loanshare s WHERE s.loan_id = l.id)
  ) THEN
    RAISE EXCEPTION 'the shares of a loan make up its principal'
      USING ERRCODE = 'check_violation',
            CONSTRAINT = 'the_shares_of_a_loan_make_up_its_principal';
  END IF;
  IF EXISTS (
    SELECT 1 FROM credit_loanshare s JOIN credit_loan l ON l.id = s.loan_id
    JOIN ledger_window w ON w.id = s.window_id
    WHERE s.loan_id = asked AND w.programme_id <> l.programme_id
  ) THEN
    RAISE EXCEPTION 'a loan draws on windows of its own programme'
      USING ERRCODE = 'check_violation',
            CONSTRAINT = 'a_loan_draws_on_windows_of_its_own_programme';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER shares_make_up_the_loan AFTER INSERT ON credit_loanshare
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION credit_shares_make_up_the_loan();
CREATE CONSTRAINT TRIGGER shares_make_up_the_loan AFTER UPDATE OF is_shared ON credit_loan
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION credit_shares_make_up_the_loan();
"""
BACKWARD = """
DROP TRIGGER shares_make_up_the_loan ON credit_loan;
DROP TRIGGER shares_make_up_the_loan ON credit_loanshare;
DROP FUNCTION credit_shares_make_up_the_loan();
"""


class Migration(migrations.Migration):
    dependencies = [("credit", "0003_refusals_of_a_long_life")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
