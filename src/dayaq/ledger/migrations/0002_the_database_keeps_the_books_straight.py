"""What a constraint of a model cannot say: books apart, months closed in order, entries written
once, bags summed by the day."""

from django.db import migrations

FORWARD = """
ALTER TABLE ledger_transfer
  ADD CONSTRAINT a_transfer_debits_its_own_books FOREIGN KEY (debit_id, programme_id, currency)
    REFERENCES ledger_account (id, programme_id, currency),
  ADD CONSTRAINT a_transfer_credits_its_own_books FOREIGN KEY (credit_id, programme_id, currency)
    REFERENCES ledger_account (id, programme_id, currency);

ALTER TABLE ledger_entry
  ADD CONSTRAINT behind_every_entry_is_an_event FOREIGN KEY (event_id)
    REFERENCES kernel_event (id) DEFERRABLE INITIALLY DEFERRED,
  ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE ledger_period ADD CONSTRAINT a_month_is_a_whole_month CHECK (
  extract(day FROM starts_on) = 1 AND ends_on = (starts_on + interval '1 month')::date - 1);

CREATE FUNCTION ledger_entry_is_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE closed_through date;
BEGIN
  -- Postings share this lock; closing a month takes it alone, so none slips in meanwhile.
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('books ' || NEW.programme_id, 0));
  SELECT max(p.ends_on) INTO closed_through FROM ledger_period p
    WHERE p.programme_id = NEW.programme_id AND p.closed_at IS NOT NULL;
  IF NEW.posted_on IS NULL THEN
    NEW.posted_on := greatest(NEW."on", closed_through + 1);
  ELSIF NEW.posted_on <= closed_through THEN
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
DECLARE e record;
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_account a WHERE a.id IN (NEW.debit_id, NEW.credit_id)
             AND a.closed_on IS NOT NULL AND a.closed_on < NEW.posted_on) THEN
    RAISE EXCEPTION 'A closed account takes no posting'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_account_takes_no_posting';
  END IF;
  SELECT programme_id, "on", posted_on, xid INTO e FROM ledger_entry WHERE id = NEW.entry_id;
  IF FOUND AND e.xid <> pg_current_xact_id() THEN
    RAISE EXCEPTION 'A posted entry takes no later transfer'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'an_entry_takes_no_later_transfer';
  END IF;
  IF FOUND AND (e.programme_id, e."on", e.posted_on)
      IS DISTINCT FROM (NEW.programme_id, NEW."on", NEW.posted_on) THEN
    RAISE EXCEPTION 'A transfer has the days and the programme of its entry'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_transfer_has_the_days_of_its_entry';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_is_open BEFORE INSERT ON ledger_transfer
  FOR EACH ROW EXECUTE FUNCTION ledger_account_is_open();

CREATE FUNCTION ledger_month_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was_closed boolean := false;
BEGIN
  IF TG_OP IN ('UPDATE', 'DELETE') THEN was_closed := OLD.closed_at IS NOT NULL; END IF;
  IF TG_OP = 'DELETE' THEN
    IF was_closed THEN
      RAISE EXCEPTION 'A closed month is reopened by two'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_month_is_reopened_by_two';
    END IF;
    RETURN OLD;
  END IF;
  IF was_closed AND (NEW.programme_id, NEW.starts_on, NEW.ends_on)
      IS DISTINCT FROM (OLD.programme_id, OLD.starts_on, OLD.ends_on) THEN
    RAISE EXCEPTION 'A closed month is reopened by two'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_month_is_reopened_by_two';
  END IF;
  IF was_closed AND NEW.closed_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM ledger_reopening r WHERE r.period_id = NEW.id AND r.closing = OLD.closings
      AND (r.second_by_id IS NOT NULL OR r.alone)) THEN
    RAISE EXCEPTION 'A closed month is reopened by two'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_month_is_reopened_by_two';
  END IF;
  IF NOT was_closed AND NEW.closed_at IS NOT NULL AND EXISTS (
      SELECT 1 FROM ledger_period p WHERE p.programme_id = NEW.programme_id
      AND p.starts_on < NEW.starts_on AND p.closed_at IS NULL) THEN
    RAISE EXCEPTION 'Months are closed in order'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'months_are_closed_in_order';
  END IF;
  IF was_closed AND NEW.closed_at IS NULL AND EXISTS (
      SELECT 1 FROM ledger_period p WHERE p.programme_id = NEW.programme_id
      AND p.starts_on > NEW.starts_on AND p.closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'Months are reopened in order'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'months_are_closed_in_order';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER month_is_kept BEFORE INSERT OR UPDATE OR DELETE ON ledger_period
  FOR EACH ROW EXECUTE FUNCTION ledger_month_is_kept();

-- The owner's trigger writes what the role that posts may only read. It adds up a whole statement
-- at once, in the order of the key, so that no two postings wait for each other crosswise. Put on
-- another table, it would write whatever that table says.
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
BACKWARD = """
DROP TRIGGER bag_days_are_kept ON ledger_transfer;
DROP FUNCTION ledger_bag_days_are_kept();
DROP TRIGGER month_is_kept ON ledger_period;
DROP FUNCTION ledger_month_is_kept();
DROP TRIGGER account_is_open ON ledger_transfer;
DROP FUNCTION ledger_account_is_open();
DROP TRIGGER entry_is_allowed ON ledger_entry;
DROP FUNCTION ledger_entry_is_allowed();
ALTER TABLE ledger_period DROP CONSTRAINT a_month_is_a_whole_month;
ALTER TABLE ledger_entry DROP COLUMN xid, DROP CONSTRAINT behind_every_entry_is_an_event;
ALTER TABLE ledger_transfer
  DROP CONSTRAINT a_transfer_debits_its_own_books, DROP CONSTRAINT a_transfer_credits_its_own_books;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("kernel", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
