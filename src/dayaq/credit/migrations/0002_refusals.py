"""What a constraint cannot say: relatives, the appraiser's vote, book overlaps, locked terms, lawful lending."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION credit_keep_votes_clean() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM credit_recusal r
             WHERE r.application_id = NEW.application_id AND r.member_id = NEW.member_id)
     OR EXISTS (SELECT 1 FROM credit_relative f
                JOIN credit_loanapplication a ON a.person_id = f.person_id
                WHERE a.id = NEW.application_id AND f.user_id = NEW.member_id) THEN
    RAISE EXCEPTION 'nobody decides on a relative'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_decides_on_a_relative';
  END IF;
  IF EXISTS (SELECT 1 FROM credit_loanapplication a
             WHERE a.id = NEW.application_id AND a.appraised_by_id = NEW.member_id) THEN
    RAISE EXCEPTION 'nobody appraises and votes'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_appraises_and_votes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER votes_are_clean BEFORE INSERT ON credit_vote
  FOR EACH ROW EXECUTE FUNCTION credit_keep_votes_clean();

CREATE FUNCTION credit_keep_three_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.disbursed_by_id IS NOT NULL
     AND (EXISTS (SELECT 1 FROM credit_vote v WHERE v.application_id = NEW.application_id
                  AND v.member_id = NEW.disbursed_by_id)) THEN
    RAISE EXCEPTION 'nobody votes and disburses one loan'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_votes_and_disburses_one_loan';
  END IF;
  IF TG_OP = 'UPDATE' AND (
       NEW.appraised_by_id IS DISTINCT FROM OLD.appraised_by_id
       OR NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id
       OR NEW.decision_recorded_by_id IS DISTINCT FROM OLD.decision_recorded_by_id
       OR NEW.cutover_id IS DISTINCT FROM OLD.cutover_id
       OR (OLD.disbursed_by_id IS NOT NULL
           AND NEW.disbursed_by_id IS DISTINCT FROM OLD.disbursed_by_id)
       OR NEW.principal_minor <> OLD.principal_minor OR NEW.terms <> OLD.terms) THEN
    RAISE EXCEPTION 'what was agreed on a loan, and by whom, never changes'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER three_people BEFORE INSERT OR UPDATE ON credit_loan
  FOR EACH ROW EXECUTE FUNCTION credit_keep_three_people();

CREATE FUNCTION credit_keep_books_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('receipt-book ' || NEW.series));
  IF EXISTS (SELECT 1 FROM credit_receiptbook b WHERE b.series = NEW.series AND b.id <> NEW.id
             AND b.first_number <= NEW.last_number AND b.last_number >= NEW.first_number) THEN
    RAISE EXCEPTION 'receipt books do not overlap'
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'receipt_books_do_not_overlap';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER books_apart BEFORE INSERT OR UPDATE ON credit_receiptbook
  FOR EACH ROW EXECUTE FUNCTION credit_keep_books_apart();

CREATE FUNCTION credit_keep_locked_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.locked_at IS NOT NULL THEN
    RAISE EXCEPTION 'terms under which money was lent never change'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked_terms BEFORE UPDATE OR DELETE ON credit_productversion
  FOR EACH ROW EXECUTE FUNCTION credit_keep_locked_terms();

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
BACKWARD = """
DROP TRIGGER lending_is_lawful ON credit_loanapplication;
DROP FUNCTION credit_keep_lending_lawful();
DROP TRIGGER locked_terms ON credit_productversion;
DROP FUNCTION credit_keep_locked_terms();
DROP TRIGGER books_apart ON credit_receiptbook;
DROP FUNCTION credit_keep_books_apart();
DROP TRIGGER three_people ON credit_loan;
DROP FUNCTION credit_keep_three_people();
DROP TRIGGER votes_are_clean ON credit_vote;
DROP FUNCTION credit_keep_votes_clean();
"""


class Migration(migrations.Migration):
    dependencies = [("credit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
