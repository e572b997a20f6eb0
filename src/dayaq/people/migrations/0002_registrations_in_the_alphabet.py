"""What a constraint of a model cannot say: a registration carries the sort key of its person, so
that one index holds a list in order."""

from django.db import migrations

FORWARD = """
ALTER TABLE people_registration ADD CONSTRAINT a_registration_is_sorted_as_its_person
  FOREIGN KEY (person_id, sort_key) REFERENCES people_person (id, sort_key) ON UPDATE CASCADE;
"""
BACKWARD = """
ALTER TABLE people_registration DROP CONSTRAINT a_registration_is_sorted_as_its_person;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
