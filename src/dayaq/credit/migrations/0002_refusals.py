"""What a constraint of a model cannot say: who may act on a loan, what lending is lawful, what
of it stays as it was signed."""

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

CREATE FUNCTION credit_keep_parts_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  loan credit_loan%ROWTYPE;
  paid bigint;
  since date;
BEGIN
  SELECT * INTO loan FROM credit_loan WHERE id = NEW.loan_id;
  IF NEW.recorded_by_id IN (loan.appraised_by_id, loan.approved_by_id, loan.decision_recorded_by_id)
     OR EXISTS (SELECT 1 FROM credit_vote v WHERE v.application_id = loan.application_id
                AND v.member_id = NEW.recorded_by_id) THEN
    RAISE EXCEPTION 'nobody decides on a loan and pays out a part of it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_decides_and_pays_out_a_part';
  END IF;
  SELECT coalesce(sum(e.amount_minor), 0), max(e.value_on) INTO paid, since
  FROM credit_loanevent e
  WHERE e.loan_id = NEW.loan_id AND e.kind = 'disbursed'
    AND NOT EXISTS (SELECT 1 FROM credit_loanevent r WHERE r.reverses_id = e.id);
  IF paid + NEW.amount_minor > loan.principal_minor THEN
    RAISE EXCEPTION 'the parts paid out are not more than was agreed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'parts_are_not_more_than_was_agreed';
  END IF;
  IF paid > 0 AND NOT EXISTS (
       SELECT 1 FROM credit_monitoringvisit v
       WHERE v.loan_id = NEW.loan_id AND v.used_as_planned
         AND v.visited_on BETWEEN since AND NEW.value_on
         AND v.visited_by_id <> NEW.recorded_by_id) THEN
    RAISE EXCEPTION 'a further part follows a visit by somebody else'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_later_part_follows_a_visit';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER parts_apart BEFORE INSERT ON credit_loanevent
  FOR EACH ROW WHEN (NEW.kind = 'disbursed') EXECUTE FUNCTION credit_keep_parts_apart();

CREATE FUNCTION credit_keep_charges_lawful() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM credit_loan l JOIN credit_productversion v ON v.id = l.product_version_id
    WHERE l.id = NEW.loan_id AND v.legal_basis IN ('licensed', 'interest_subsidy')
      AND btrim(v.legal_lender) <> '') THEN
    RAISE EXCEPTION 'only a lawful lender charges'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'only_a_lawful_lender_charges';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER charges_are_lawful BEFORE INSERT ON credit_loanevent
  FOR EACH ROW WHEN (NEW.kind = 'fee_charged') EXECUTE FUNCTION credit_keep_charges_lawful();

CREATE FUNCTION credit_keep_reliefs_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM credit_relief r
    WHERE r.loan_id = NEW.loan_id AND 'relief:' || r.id = NEW.key
      AND r.status = 'approved' AND r.decided_by_id <> r.proposed_by_id) THEN
    RAISE EXCEPTION 'what is given up was approved by somebody else'
      USING ERRCODE = 'check_violation',
            CONSTRAINT = 'what_is_given_up_was_approved_by_somebody_else';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reliefs_are_approved AFTER INSERT ON credit_loanevent
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind IN ('waived', 'part_forgiven', 'granted'))
  EXECUTE FUNCTION credit_keep_reliefs_approved();

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

CREATE FUNCTION credit_keep_posted_cutover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('posted', 'undone') THEN
    RAISE EXCEPTION 'a workbook that is brought over or undone stays as it was signed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER posted_cutover_stays BEFORE UPDATE OR DELETE ON credit_cutover
  FOR EACH ROW EXECUTE FUNCTION credit_keep_posted_cutover();

CREATE FUNCTION credit_handover_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a handover is called off, not removed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_handover_goes_forward';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'planned' THEN
      RAISE EXCEPTION 'a handover begins with its plan'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_handover_goes_forward';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.status, NEW.status) NOT IN (
       ('planned', 'audited'), ('audited', 'agreed'), ('agreed', 'transferred'),
       ('transferred', 'closed'), ('planned', 'called_off'), ('audited', 'called_off'),
       ('agreed', 'called_off')) THEN
    RAISE EXCEPTION 'a handover goes forward, one step after the other'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_handover_goes_forward';
  END IF;
  IF (NEW.programme_id, NEW.successor, NEW.planned_on, NEW.planned_by_id, NEW.planned_at)
     IS DISTINCT FROM
     (OLD.programme_id, OLD.successor, OLD.planned_on, OLD.planned_by_id, OLD.planned_at)
  OR (OLD.status <> 'planned' AND
      (NEW.auditor, NEW.audited_on, NEW.audit_note, NEW.audit_head, NEW.audited_by_id)
      IS DISTINCT FROM
      (OLD.auditor, OLD.audited_on, OLD.audit_note, OLD.audit_head, OLD.audited_by_id))
  OR (OLD.status IN ('agreed', 'transferred') AND
      (NEW.agreement_number, NEW.agreement_on, NEW.legal_basis, NEW.agreed_by_id)
      IS DISTINCT FROM
      (OLD.agreement_number, OLD.agreement_on, OLD.legal_basis, OLD.agreed_by_id))
  OR (OLD.status = 'transferred' AND
      (NEW.transferred_on, NEW.transferred_by_id, NEW.loans_count, NEW.loans_minor,
       NEW.allowance_minor, NEW.money_minor)
      IS DISTINCT FROM
      (OLD.transferred_on, OLD.transferred_by_id, OLD.loans_count, OLD.loans_minor,
       OLD.allowance_minor, OLD.money_minor)) THEN
    RAISE EXCEPTION 'what a step of a handover recorded stays'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_handover_goes_forward';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER handover_goes_forward BEFORE INSERT OR UPDATE OR DELETE ON credit_handover
  FOR EACH ROW EXECUTE FUNCTION credit_handover_goes_forward();

CREATE FUNCTION credit_handed_over_by_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM credit_handover h JOIN credit_loan l ON l.programme_id = h.programme_id
    WHERE l.id = NEW.loan_id AND 'handover:' || h.id = NEW.key AND h.status = 'agreed'
      AND h.agreed_by_id <> NEW.recorded_by_id) THEN
    RAISE EXCEPTION 'a loan is handed over by an agreement'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_loan_is_handed_over_by_an_agreement';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER handed_over_by_agreement BEFORE INSERT ON credit_loanevent
  FOR EACH ROW WHEN (NEW.kind = 'handed_over')
  EXECUTE FUNCTION credit_handed_over_by_agreement();

CREATE FUNCTION credit_handed_over_is_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM credit_loanevent e
             WHERE e.loan_id = NEW.loan_id AND e.kind = 'handed_over') THEN
    RAISE EXCEPTION 'a loan handed over takes no event'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'a_loan_handed_over_takes_no_event';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER handed_over_is_over BEFORE INSERT ON credit_loanevent
  FOR EACH ROW EXECUTE FUNCTION credit_handed_over_is_over();
"""
BACKWARD = """
DROP TRIGGER handed_over_is_over ON credit_loanevent;
DROP FUNCTION credit_handed_over_is_over();
DROP TRIGGER handed_over_by_agreement ON credit_loanevent;
DROP FUNCTION credit_handed_over_by_agreement();
DROP TRIGGER handover_goes_forward ON credit_handover;
DROP FUNCTION credit_handover_goes_forward();
DROP TRIGGER posted_cutover_stays ON credit_cutover;
DROP FUNCTION credit_keep_posted_cutover();
DROP TRIGGER shares_make_up_the_loan ON credit_loan;
DROP TRIGGER shares_make_up_the_loan ON credit_loanshare;
DROP FUNCTION credit_shares_make_up_the_loan();
DROP TRIGGER reliefs_are_approved ON credit_loanevent;
DROP FUNCTION credit_keep_reliefs_approved();
DROP TRIGGER charges_are_lawful ON credit_loanevent;
DROP FUNCTION credit_keep_charges_lawful();
DROP TRIGGER parts_apart ON credit_loanevent;
DROP FUNCTION credit_keep_parts_apart();
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
