"""What a constraint of a model cannot say: a business plan is of a person registered in its
programme."""

from django.db import migrations

FORWARD = """
ALTER TABLE training_businessplan ADD CONSTRAINT a_business_plan_is_of_a_registered_person
  FOREIGN KEY (person_id, programme_id) REFERENCES people_registration (person_id, programme_id);
"""
BACKWARD = """
ALTER TABLE training_businessplan DROP CONSTRAINT a_business_plan_is_of_a_registered_person;
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial"), ("people", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
