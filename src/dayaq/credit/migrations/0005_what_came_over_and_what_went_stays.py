"""A workbook once posted stays; a handover takes its steps in order; a loan handed over takes nothing more."""

from django.db import migrations

FORWARD = """
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
"""


class Migration(migrations.Migration):
    dependencies = [("credit", "0004_shares_make_up_the_loan")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
