"""A case carries what its person's registration says of who may see it and where it is listed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FILL = """
UPDATE cases_case c
SET district_id = r.district_id, caseload_officer_id = r.officer_id, sort_key = r.sort_key
FROM people_registration r
WHERE r.person_id = c.person_id AND r.programme_id = c.programme_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
FORWARD = """
ALTER TABLE cases_case DROP CONSTRAINT a_case_is_of_a_registered_person;
ALTER TABLE cases_case ADD CONSTRAINT a_case_lies_where_its_person_is_registered
  FOREIGN KEY (person_id, programme_id, district_id, caseload_officer_id, sort_key)
  REFERENCES people_registration (person_id, programme_id, district_id, officer_id, sort_key)
  ON UPDATE CASCADE;
"""
BACKWARD = """
ALTER TABLE cases_case DROP CONSTRAINT a_case_lies_where_its_person_is_registered;
ALTER TABLE cases_case ADD CONSTRAINT a_case_is_of_a_registered_person
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
        ("cases", "0002_the_plan_in_force"),
        ("people", "0003_a_registration_lies_in_one_place"),
    ]
    operations = [
        migrations.AddField("case", "district", carried("access.place", null=True)),
        migrations.AddField(
            "case", "caseload_officer", carried(settings.AUTH_USER_MODEL, null=True)
        ),
        migrations.AddField(
            "case",
            "sort_key",
            models.CharField(default="", editable=False, max_length=500),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("case", "district", carried("access.place", null=False)),
        migrations.AlterField(
            "case", "caseload_officer", carried(settings.AUTH_USER_MODEL, null=False)
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveConstraint("case", "a_person_has_one_open_case_in_a_programme"),
        migrations.AddConstraint(
            "case",
            models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True)),
                fields=("person", "programme"),
                name="a_person_has_one_open_case_in_a_programme",
            ),
        ),
        migrations.RemoveIndex(model_name="case", name="cases_by_status"),
        migrations.AlterField(
            "case",
            "programme",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.programme",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", True)),
                fields=["programme", "district", "caseload_officer"],
                include=("id", "plan"),
                name="open_cases_in_reach",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["programme", "sort_key", "id"],
                include=(
                    "closed_on",
                    "status",
                    "pathway",
                    "district",
                    "caseload_officer",
                    "plan",
                ),
                name="cases_by_the_alphabet",
            ),
        ),
    ]
