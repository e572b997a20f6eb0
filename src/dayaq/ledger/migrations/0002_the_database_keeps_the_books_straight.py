from django.db import migrations

FORWARD = """
ALTER TABLE ledger_transfer
  ADD CONSTRAINT a_transfer_debits_its_own_books FOREIGN KEY (debit_id, programme_id, currency)
    REFERENCES ledger_account (id, programme_id, currency),
  ADD CONSTRAINT a_transfer_credits_its_own_books FOREIGN KEY (credit_id, programme_id, currency)
    REFERENCES ledger_account (id, programme_id, currency);

CREATE FUNCTION ledger_entry_is_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_period p WHERE p.programme_id = NEW.programme_id
             AND NEW.posted_on BETWEEN p.starts_on AND p.ends_on AND p.closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'A closed month takes no posting'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_month_takes_no_posting';
  END IF;
  IF NEW.reverses_id IS NOT NULL AND EXISTS (
      SELECT 1 FROM ledger_entry e WHERE e.id = NEW.reverses_id AND e.reverses_id IS NOT NULL) THEN
    RAISE EXCEPTION 'A reversal is not reversed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_reversal_is_not_reversed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_is_allowed BEFORE INSERT ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_allowed();

CREATE FUNCTION ledger_account_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_account a WHERE a.id IN (NEW.debit_id, NEW.credit_id)
             AND a.closed_on IS NOT NULL AND a.closed_on < NEW.posted_on) THEN
    RAISE EXCEPTION 'A closed account takes no posting'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_account_takes_no_posting';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_is_open BEFORE INSERT ON ledger_transfer
  FOR EACH ROW EXECUTE FUNCTION ledger_account_is_open();
"""
BACKWARD = """
DROP TRIGGER account_is_open ON ledger_transfer;
DROP FUNCTION ledger_account_is_open();
DROP TRIGGER entry_is_allowed ON ledger_entry;
DROP FUNCTION ledger_entry_is_allowed();
ALTER TABLE ledger_transfer
  DROP CONSTRAINT a_transfer_debits_its_own_books, DROP CONSTRAINT a_transfer_credits_its_own_books;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
