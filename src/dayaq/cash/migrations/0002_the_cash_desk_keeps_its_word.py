"""What a constraint of a model cannot say: whose count was settled, books apart, a signed
hand-over stays, and sums at the bank are equal on both sides."""

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

-- A posting counts as the first transfer of its entry on the account of the lines, so that no
-- entry is counted twice; lines of two accounts are no match.
CREATE FUNCTION cash_match_has_equal_sums() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  accounts uuid[];
  there bigint;
  here bigint;
BEGIN
  SELECT array_agg(DISTINCT s.account_id), coalesce(sum(l.amount_minor), 0) INTO accounts, there
  FROM cash_linematch m
  JOIN cash_statementline l ON l.id = m.line_id
  JOIN cash_bankstatement s ON s.id = l.statement_id
  WHERE m.matching_id = NEW.matching_id;
  IF cardinality(accounts) > 1 THEN
    RAISE EXCEPTION 'a match is of one account'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_match_is_of_one_account';
  END IF;
  SELECT coalesce(sum(CASE WHEN t.debit_id = accounts[1] THEN t.amount_minor
                           ELSE -t.amount_minor END), 0) INTO here
  FROM cash_postingmatch p
  JOIN ledger_transfer first ON first.id = p.transfer_id
  JOIN ledger_transfer t ON t.entry_id = first.entry_id
  WHERE p.matching_id = NEW.matching_id AND accounts[1] IN (t.debit_id, t.credit_id)
    AND first.id = (SELECT min(x.id) FROM ledger_transfer x
                    WHERE x.entry_id = first.entry_id AND accounts[1] IN (x.debit_id, x.credit_id));
  IF there <> here THEN
    RAISE EXCEPTION 'a match has equal sums: % and %', there, here
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_match_has_equal_sums';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_match_has_equal_sums AFTER INSERT ON cash_linematch
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cash_match_has_equal_sums();
CREATE CONSTRAINT TRIGGER a_match_has_equal_sums AFTER INSERT ON cash_postingmatch
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cash_match_has_equal_sums();

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

-- A statement that has lines stays on its account: what they were matched with is there.
CREATE FUNCTION cash_statement_keeps_its_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.account_id <> OLD.account_id AND OLD.staged IS NULL THEN
    RAISE EXCEPTION 'an imported statement keeps its account'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'an_imported_statement_keeps_its_account';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER statement_keeps_its_account BEFORE UPDATE ON cash_bankstatement
  FOR EACH ROW EXECUTE FUNCTION cash_statement_keeps_its_account();
"""
BACKWARD = """
DROP TRIGGER statement_keeps_its_account ON cash_bankstatement;
DROP FUNCTION cash_statement_keeps_its_account();
DROP TRIGGER no_more_leaves_suspense ON cash_clearing;
DROP FUNCTION cash_no_more_leaves_suspense();
DROP TRIGGER a_match_has_equal_sums ON cash_postingmatch;
DROP TRIGGER a_match_has_equal_sums ON cash_linematch;
DROP FUNCTION cash_match_has_equal_sums();
DROP TRIGGER signed_hand_over ON cash_handover;
DROP FUNCTION cash_keep_signed_hand_over();
DROP TRIGGER order_books_apart ON cash_orderbook;
DROP FUNCTION cash_keep_order_books_apart();
ALTER TABLE cash_cashdifference DROP CONSTRAINT a_difference_names_who_counted;
"""


class Migration(migrations.Migration):
    dependencies = [("cash", "0001_initial"), ("credit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
