"""Parts paid out later, charges, and what is given up: what the database refuses."""

from django.db import migrations

FORWARD = """
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
"""
BACKWARD = """
DROP TRIGGER reliefs_are_approved ON credit_loanevent;
DROP FUNCTION credit_keep_reliefs_approved();
DROP TRIGGER charges_are_lawful ON credit_loanevent;
DROP FUNCTION credit_keep_charges_lawful();
DROP TRIGGER parts_apart ON credit_loanevent;
DROP FUNCTION credit_keep_parts_apart();
"""


class Migration(migrations.Migration):
    dependencies = [("credit", "0002_refusals")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
