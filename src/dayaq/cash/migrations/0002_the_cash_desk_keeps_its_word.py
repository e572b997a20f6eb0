"""What a constraint cannot say: whose count was settled, books apart, a signed hand-over stays."""

from django.db import migrations

FORWARD = """
ALTER TABLE cash_cashdifference
  ADD CONSTRAINT a_difference_names_who_counted FOREIGN KEY (count_id, counted_by_id)
    REFERENCES cash_cashcount (id, counted_by_id);

CREATE FUNCTION cash_keep_order_books_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('order-book ' || NEW.kind || NEW.series));
  IF EXISTS (SELECT 1 FROM cash_orderbook b
             WHERE b.programme_id = NEW.programme_id AND b.kind = NEW.kind
             AND b.series = NEW.series AND b.id <> NEW.id
             AND b.first_number <= NEW.last_number AND b.last_number >= NEW.first_number) THEN
    RAISE EXCEPTION 'cash order books do not overlap'
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'cash_order_books_do_not_overlap';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER order_books_apart BEFORE INSERT OR UPDATE ON cash_orderbook
  FOR EACH ROW EXECUTE FUNCTION cash_keep_order_books_apart();

CREATE FUNCTION cash_keep_signed_hand_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.received_by_id IS NOT NULL
     OR NEW.officer_id <> OLD.officer_id OR NEW.declared_minor <> OLD.declared_minor
     OR NEW.declared_on <> OLD.declared_on OR NEW.declared_by_id <> OLD.declared_by_id THEN
    RAISE EXCEPTION 'a signed hand-over never changes'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_signed_hand_over_never_changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed_hand_over BEFORE UPDATE OR DELETE ON cash_handover
  FOR EACH ROW EXECUTE FUNCTION cash_keep_signed_hand_over();
"""
BACKWARD = """
DROP TRIGGER signed_hand_over ON cash_handover;
DROP FUNCTION cash_keep_signed_hand_over();
DROP TRIGGER order_books_apart ON cash_orderbook;
DROP FUNCTION cash_keep_order_books_apart();
ALTER TABLE cash_cashdifference DROP CONSTRAINT a_difference_names_who_counted;
"""


class Migration(migrations.Migration):
    dependencies = [("cash", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
