"""A posted cut-over never changes; who decided on a loan stays as it is, known or not."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION credit_keep_three_people() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
BACKWARD = """
DROP TRIGGER posted_cutover_stays ON credit_cutover;
DROP FUNCTION credit_keep_posted_cutover();
"""


class Migration(migrations.Migration):
    dependencies = [("credit", "0008_running_loans_come_over")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
