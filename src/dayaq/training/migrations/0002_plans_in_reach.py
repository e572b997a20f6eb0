"""What a constraint of a model cannot say: a business plan carries what its person's registration
says of who may see it."""

from django.db import migrations

FORWARD = """
ALTER TABLE training_businessplan
  ADD CONSTRAINT a_business_plan_lies_where_its_person_is_registered
  FOREIGN KEY (person_id, programme_id, district_id, caseload_officer_id)
  REFERENCES people_registration (person_id, programme_id, district_id, officer_id)
  ON UPDATE CASCADE;
"""
BACKWARD = """
ALTER TABLE training_businessplan
  DROP CONSTRAINT a_business_plan_lies_where_its_person_is_registered;
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial"), ("people", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
