"""A case names its newest plan, and is of a person registered in its programme."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE cases_case c SET plan_id = (
  SELECT p.id FROM cases_plan p WHERE p.case_id = c.id ORDER BY p.revision DESC LIMIT 1);
SET CONSTRAINTS ALL IMMEDIATE;
"""
FORWARD = """
ALTER TABLE cases_case ADD CONSTRAINT a_case_goes_by_a_plan_of_its_own
  FOREIGN KEY (plan_id, id) REFERENCES cases_plan (id, case_id);
ALTER TABLE cases_case ADD CONSTRAINT a_case_is_of_a_registered_person
  FOREIGN KEY (person_id, programme_id) REFERENCES people_registration (person_id, programme_id);
"""
BACKWARD = """
ALTER TABLE cases_case DROP CONSTRAINT a_case_goes_by_a_plan_of_its_own;
ALTER TABLE cases_case DROP CONSTRAINT a_case_is_of_a_registered_person;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0002_registrations_in_the_alphabet"),
    ]
    operations = [
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                fields=("id", "case"), name="a_plan_is_of_one_case"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="plan",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.plan",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddIndex(
            model_name="planactivity",
            index=models.Index(
                condition=models.Q(("done_on__isnull", True)),
                fields=["plan", "due_on"],
                include=("id",),
                name="steps_still_to_be_done",
            ),
        ),
    ]
