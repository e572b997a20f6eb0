"""A business plan is of a person registered in its programme; their list has its index."""

from django.db import migrations, models

FORWARD = """
ALTER TABLE training_businessplan ADD CONSTRAINT a_business_plan_is_of_a_registered_person
  FOREIGN KEY (person_id, programme_id) REFERENCES people_registration (person_id, programme_id);
"""
BACKWARD = """
ALTER TABLE training_businessplan DROP CONSTRAINT a_business_plan_is_of_a_registered_person;
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial"), ("people", "0001_initial")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddIndex(
            model_name="businessplan",
            index=models.Index(
                fields=["programme", "-written_on", "-code"],
                include=("id", "person", "coach"),
                name="plans_newest_first",
            ),
        ),
    ]
