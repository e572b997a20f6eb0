"""A matching has equal sums on both sides; no more leaves suspense than came."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION cash_match_has_equal_sums() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  there bigint;
  here bigint;
BEGIN
  SELECT coalesce(sum(l.amount_minor), 0) INTO there
  FROM cash_linematch m JOIN cash_statementline l ON l.id = m.line_id
  WHERE m.matching_id = NEW.matching_id;
  SELECT coalesce(sum(CASE WHEN d.code = 'bank' THEN t.amount_minor ELSE -t.amount_minor END), 0)
    INTO here
  FROM cash_postingmatch p
  JOIN ledger_transfer first ON first.id = p.transfer_id
  JOIN ledger_transfer t ON t.entry_id = first.entry_id
  JOIN ledger_account d ON d.id = t.debit_id
  JOIN ledger_account c ON c.id = t.credit_id
  WHERE p.matching_id = NEW.matching_id AND 'bank' IN (d.code, c.code);
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
"""
BACKWARD = """
DROP TRIGGER no_more_leaves_suspense ON cash_clearing;
DROP FUNCTION cash_no_more_leaves_suspense();
DROP TRIGGER a_match_has_equal_sums ON cash_postingmatch;
DROP TRIGGER a_match_has_equal_sums ON cash_linematch;
DROP FUNCTION cash_match_has_equal_sums();
"""


class Migration(migrations.Migration):
    dependencies = [("cash", "0002_the_cash_desk_keeps_its_word")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
