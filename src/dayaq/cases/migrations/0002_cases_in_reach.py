"""What a constraint of a model cannot say: a case goes by a plan of its own, and carries what its
person's registration says of who may see it and where it is listed."""

from django.db import migrations

FORWARD = """
ALTER TABLE cases_case ADD CONSTRAINT a_case_goes_by_a_plan_of_its_own
  FOREIGN KEY (plan_id, id) REFERENCES cases_plan (id, case_id);
ALTER TABLE cases_case ADD CONSTRAINT a_case_lies_where_its_person_is_registered
  FOREIGN KEY (person_id, programme_id, district_id, caseload_officer_id, sort_key)
  REFERENCES people_registration (person_id, programme_id, district_id, officer_id, sort_key)
  ON UPDATE CASCADE;
"""
BACKWARD = """
ALTER TABLE cases_case DROP CONSTRAINT a_case_lies_where_its_person_is_registered;
ALTER TABLE cases_case DROP CONSTRAINT a_case_goes_by_a_plan_of_its_own;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("people", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
