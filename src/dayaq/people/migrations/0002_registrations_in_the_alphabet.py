"""A registration carries the sort key of its person, so that one index holds a list in order."""

from django.db import migrations, models

FILL = """
UPDATE people_registration r SET sort_key = p.sort_key FROM people_person p WHERE p.id = r.person_id;
"""
FORWARD = """
ALTER TABLE people_registration ADD CONSTRAINT a_registration_is_sorted_as_its_person
  FOREIGN KEY (person_id, sort_key) REFERENCES people_person (id, sort_key) ON UPDATE CASCADE;
"""
BACKWARD = """
ALTER TABLE people_registration DROP CONSTRAINT a_registration_is_sorted_as_its_person;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                fields=("id", "sort_key"), name="a_person_has_one_sort_key"
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="sort_key",
            field=models.CharField(default="", editable=False, max_length=500),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["programme", "sort_key", "id"],
                include=("district", "officer", "status"),
                name="registrations_by_the_alphabet",
            ),
        ),
    ]
