"""A business plan carries what its person's registration says of who may see it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FILL = """
UPDATE training_businessplan b
SET district_id = r.district_id, caseload_officer_id = r.officer_id
FROM people_registration r
WHERE r.person_id = b.person_id AND r.programme_id = b.programme_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
FORWARD = """
ALTER TABLE training_businessplan DROP CONSTRAINT a_business_plan_is_of_a_registered_person;
ALTER TABLE training_businessplan
  ADD CONSTRAINT a_business_plan_lies_where_its_person_is_registered
  FOREIGN KEY (person_id, programme_id, district_id, caseload_officer_id)
  REFERENCES people_registration (person_id, programme_id, district_id, officer_id)
  ON UPDATE CASCADE;
"""
BACKWARD = """
ALTER TABLE training_businessplan
  DROP CONSTRAINT a_business_plan_lies_where_its_person_is_registered;
ALTER TABLE training_businessplan ADD CONSTRAINT a_business_plan_is_of_a_registered_person
  FOREIGN KEY (person_id, programme_id) REFERENCES people_registration (person_id, programme_id);
"""


def carried(to: str, *, null: bool) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=to,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0002_plans_of_registered_persons"),
        ("people", "0061_a_registration_has_one_officer"),
    ]
    operations = [
        migrations.AddField("businessplan", "district", carried("access.place", null=True)),
        migrations.AddField(
            "businessplan", "caseload_officer", carried(settings.AUTH_USER_MODEL, null=True)
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("businessplan", "district", carried("access.place", null=False)),
        migrations.AlterField(
            "businessplan", "caseload_officer", carried(settings.AUTH_USER_MODEL, null=False)
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveIndex("businessplan", "plans_newest_first"),
        migrations.AddIndex(
            "businessplan",
            models.Index(
                fields=["programme", "-written_on", "-code"],
                include=("id", "person", "coach", "district", "caseload_officer", "status"),
                name="plans_newest_first",
            ),
        ),
        migrations.AddIndex(
            "hazardcheck",
            models.Index(
                fields=["programme", "answer", "-requested_on", "code"],
                include=("id", "district", "requested_by"),
                name="hazard_checks_in_their_order",
            ),
        ),
    ]
